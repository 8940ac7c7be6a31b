"""What a service blueprint adds to a touchpoint: a cell for each lane, and where work passes to another team."""

from typing import Literal

from pydantic import Field

from storage.model.types import Line60, Line200, Model

Lane = Literal["physical_evidence", "front_stage", "back_stage", "support"]
LANES: tuple[Lane, ...] = ("physical_evidence", "front_stage", "back_stage", "support")
"""From top to bottom; the customer's own lane, between the first two, is the touchpoint itself."""


class Cell(Model):
    """What stands in one lane under one touchpoint. `wait_minutes`: how long the customer or the work waits there."""

    text: Line200
    system: Line60 | None = None
    department: Line60 | None = None
    fail_point: Line200 | None = Field(None, description="How it can fail there; None: no fail point.")
    wait_minutes: int | None = Field(None, ge=0, le=527_040)


class HandOver(Model):
    """Work passes from one team to another behind a touchpoint."""

    text: Line200
    from_team: Line60 | None = None
    to_team: Line60 | None = None
