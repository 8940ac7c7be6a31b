"""The stores that questions with a model are asked over: the sample workspace."""

from collections.abc import Iterator

import pytest

from bot.llm import probing
from bot.samples import load_samples
from bot.settings import Settings
from storage.open import Stores, open_stores


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    settings = Settings().model_copy(update={"data": tmp_path_factory.mktemp("data")})
    load_samples(settings)
    opened = open_stores(settings.data)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _nothing_is_known_of_endpoints() -> Iterator[None]:
    probing.forget()
    yield
    probing.forget()
