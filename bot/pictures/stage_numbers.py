"""The counted numbers that a picture shows: how many reached each stage, and how many were lost after it."""

from collections.abc import Sequence

from pydantic import Field

from storage.model.types import Line60, Line120, Model, Slug


class StageNumbers(Model):
    """One stage. Shares are 0 to 1; None: not known."""

    stage: Slug
    reached: int = Field(ge=0, description="Customers who reached the stage.")
    rate: float | None = Field(None, ge=0, description="`reached` as a share of all who were counted.")
    lost: float | None = Field(None, ge=0, le=1, description="Share of `reached` that never reached a later stage.")


class JourneyNumbers(Model):
    """What was counted over one period; `period` and `source` come as words ("1 to 31 Oct", "GA4 import")."""

    stages: tuple[StageNumbers, ...]
    n: int = Field(ge=0, description="Customers counted.")
    period: Line60
    source: Line120

    def at(self, stage: str) -> StageNumbers | None:
        """The numbers of one stage."""
        return next((numbers for numbers in self.stages if numbers.stage == stage), None)

    def largest_loss(self, stages: Sequence[str]) -> StageNumbers | None:
        """Of these stages in their order, the one after which most are lost; nobody is lost after the last."""
        losing = [numbers for stage in stages[:-1] if (numbers := self.at(stage)) and numbers.lost]
        return max(losing, key=lambda numbers: numbers.lost or 0, default=None)
