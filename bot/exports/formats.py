"""Which files can a map become, and who writes each?"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from bot.exports.whole import Whole

Format = Literal["png", "svg", "pdf", "pptx", "xlsx", "csv", "md", "json", "mmd"]
FORMATS: tuple[Format, ...] = get_args(Format)
OTHER_NAMES: Mapping[str, Format] = {
    "markdown": "md", "mermaid": "mmd", "excel": "xlsx", "powerpoint": "pptx", "slides": "pptx", "picture": "png",
}  # fmt: skip


class Writer(NamedTuple):
    """`write` makes the file; `pictures`: it shows the full picture, which has to be drawn first."""

    write: Callable[["Whole"], bytes]
    pictures: bool = False


def format_named(word: str) -> Format | None:
    """The format of a word or of a file's ending."""
    asked = word.lower().lstrip(".")
    return next((known for known in FORMATS if known == asked), OTHER_NAMES.get(asked))


def writer(format_: Format) -> Writer:
    """The writer of a file that is made from the map's texts (not PNG and SVG), loaded when it is needed."""
    match format_:
        case "pdf":
            from bot.exports.pdf import pdf

            return Writer(pdf, pictures=True)
        case "pptx":
            from bot.exports.pptx import pptx

            return Writer(pptx, pictures=True)
        case "xlsx":
            from bot.exports.xlsx import xlsx

            return Writer(xlsx)
        case "csv":
            from bot.exports.csv_table import csv_table

            return Writer(csv_table)
        case "md":
            from bot.exports.markdown import markdown

            return Writer(markdown)
        case "mmd":
            from bot.exports.mermaid import mermaid

            return Writer(mermaid)
        case "json":
            from bot.exports.json_document import json_document

            return Writer(json_document)
        case "png" | "svg":
            raise ValueError(f"{format_} is drawn, not written")
