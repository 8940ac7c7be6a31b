"""What the bot says, before a surface draws it: text, buttons, menus, charts, tables and pictures, in order.

`bot/slack/views/reply.py` turns a Reply into blocks, `plain` into lines of a terminal. Texts are plain: whoever draws
them escapes them.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.exports.formats import Format
from storage.maps import Reader
from storage.model.types import Lang, Model


class Text(Model):
    """A paragraph. `question`: bold, the one open question; `hint` and `grey`: small and muted; `warning`: a caveat.

    `source`: small and muted too; the address of a message in Slack becomes a link.
    """

    kind: Literal["text"] = "text"
    text: str
    style: Literal["plain", "question", "headline", "hint", "grey", "warning", "quote", "source"] = "plain"


class Button(Model):
    """A button: pressing it comes back as `Press(action, value)`. Its text may be typed instead."""

    text: str
    action: str
    value: str = ""
    style: Literal["plain", "primary", "danger", "quiet"] = "plain"


class Buttons(Model):
    """A row of buttons; `quiet` rows are the grey ones under a question. `more`: up to five behind "…" at its end."""

    kind: Literal["buttons"] = "buttons"
    buttons: tuple[Button, ...]
    more: tuple[Button, ...] = ()


class Option(Model):
    """A line of a menu."""

    text: str
    value: str
    description: str = ""


class Menu(Model):
    """A list to choose from; comes back as `Press(action, value, chosen)`. `value` says what it is about."""

    kind: Literal["menu"] = "menu"
    label: str
    action: str
    value: str = ""
    options: tuple[Option, ...]
    many: bool = False
    chosen: tuple[str, ...] = ()


class Series(Model):
    """One row of bars or one line; `values` go with the chart's categories, None: no value."""

    name: str
    values: tuple[float | None, ...]


class Link(Model):
    """An arrow of a transition picture; `value` is its width, `label` stands beside it."""

    start: str
    end: str
    value: float
    label: str = ""


class Chart(Model):
    """A picture of figures. `unit`: `customers`, `%` (0 to 100), `days` …; `note` carries n and period.

    `bar`, `line`: series over categories. `heat`: a row for each series, a column for each category, None: greyed.
    `intervals`: a row for each category with the series value, low and high (in this order); `reference`: the line of
    no difference. `flow`: `links` between categories (places in the order of the journey, after them ways out).
    `ways_out`: how many of the last categories are ways out; None: those that lead nowhere.
    """

    kind: Literal["chart"] = "chart"
    shape: Literal["bar", "line", "heat", "intervals", "flow"]
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...] = ()
    links: tuple[Link, ...] = ()
    reference: float | None = None
    ways_out: int | None = None
    unit: str
    note: str
    alt: str
    lang: Lang = "en"
    funnel: bool = Field(False, description="Bars are the steps of a funnel: the loss between them is worth drawing.")


class Table(Model):
    """A table of texts; numbers come formatted."""

    kind: Literal["table"] = "table"
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture(Model):
    """A picture of a map version: its card, the full map, one route of it, its opportunities by impact and effort.

    `example:card` and `example:full` show an example, which is no stored map; `map_id` names it.

    `persona:<persona_id>` is the card of a persona; it needs no map, and speaks `lang`: maps have their own language.
    """

    kind: Literal["picture"] = "picture"
    picture: str = Field(pattern=r"^(card|full|quadrant|(route|persona|example):[a-z0-9-]+)$")
    map_id: str
    version: int
    alt: str
    lang: Lang = "en"


class Attachment(Model):
    """A file to hand over, made from a map version; `canvas` is a page of Slack's own, a file where that fails.

    `reader`: who will read it; what of the evidence they may see goes into the file. None: those of the map's channel.
    """

    kind: Literal["attachment"] = "attachment"
    file_name: str
    format: Format | Literal["canvas"]
    map_id: str
    version: int
    reader: Reader | None = None
    lang: Lang = "en"


class Strategy(Model):
    """The strategy file, filled when it is handed over from all maps that `reader` may see; `on`: the day asked."""

    kind: Literal["strategy"] = "strategy"
    file_name: str
    reader: Reader
    on: date
    lang: Lang = "en"


class Kept(Model):
    """A file that lies in the data folder, to hand over under `file_name`: the refused rows of an import."""

    kind: Literal["kept"] = "kept"
    file_name: str
    path: str
    alt: str


class Sheet(Model):
    """A table to hand over as a file for spreadsheets, written when it is handed over."""

    kind: Literal["sheet"] = "sheet"
    file_name: str
    table: Table
    alt: str


class Drawn(Model):
    """A chart or a table to hand over as a picture. `note`: where the figures come from; charts carry their own."""

    kind: Literal["drawn"] = "drawn"
    file_name: str
    what: Annotated[Chart | Table, Field(discriminator="kind")]
    note: str = ""
    alt: str
    lang: Lang = "en"


FilePart = Picture | Attachment | Strategy | Kept | Sheet | Drawn
"""What is handed over as a file."""
Part = Annotated[Text | Buttons | Menu | Chart | Table | FilePart, Field(discriminator="kind")]


class Reply(Model):
    """One message. `public`: a private answer is posted to the channel now, and its private original taken away."""

    parts: tuple[Part, ...]
    public: bool = False
    whisper: bool = Field(False, description="Only for who pressed, where the surface can do that.")
    replaces: bool = Field(False, description="The private message that was pressed goes away.")


class Press(Model):
    """A button or menu that somebody used."""

    action: str
    value: str = ""
    chosen: tuple[str, ...] = ()
    text: str = ""


def plain(reply: Reply) -> str:
    """The reply as text alone, for notifications, screen readers and terminals; buttons in square brackets."""
    return "\n".join(line for part in reply.parts if (line := _plain_part(part)))


def _plain_part(part: Part) -> str:
    match part:
        case Text():
            return part.text
        case Buttons():
            return " ".join(f"[{button.text}]" for button in part.buttons)
        case Menu():
            return f"{part.label}: " + " · ".join(option.text for option in part.options)
        case Chart() | Picture() | Drawn():
            return part.alt
        case Table():
            return "\n".join(" | ".join(row) for row in (part.columns, *part.rows))
        case Attachment() | Strategy() | Kept() | Sheet():
            return part.file_name
