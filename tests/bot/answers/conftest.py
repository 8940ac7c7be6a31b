"""Real stores for answers, as the tests of the tools have them."""

from tests.tools.conftest import ask, sample, stores

__all__ = ["ask", "sample", "stores"]
