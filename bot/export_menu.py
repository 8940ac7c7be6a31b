"""In which format does a map go out? The menu, and the reply that hands over the file."""

from bot.exports.formats import FORMATS, format_named
from bot.reply import Attachment, Menu, Option, Reply, Text
from prompts.loader import Words
from storage.maps import Reader
from storage.model.journey import JourneyMap

CANVAS = "canvas"
OFFERED = ("pdf", "pptx", "png", "xlsx", "md", CANVAS, "csv", "json", "svg", "mmd")
"""In the order of the menu: to show, to work on, to keep."""


def formats_menu(journey: JourneyMap, version: int, words: Words) -> tuple[Text, Menu]:
    """Which file? Choosing comes back as `show.format`."""
    options = tuple(Option(text=words(f"exports.format.{name}"), value=name) for name in OFFERED)
    asked = Text(text=words("exports.choose", title=journey.title, version=version))
    return asked, Menu(label=words("exports.menu"), action="show.format", value=journey.map_id, options=options)


def asked_format(text: str) -> tuple[str | None, str]:
    """`pdf checkout` or `checkout pdf` → ("pdf", "checkout"); None where no format stands at an end."""
    asked = text.split()
    for place in (0, -1):
        if asked and (named := known_format(asked[place])) is not None:
            return named, " ".join(asked[1:] if place == 0 else asked[:-1])
    return None, text.strip()


def known_format(word: str) -> str | None:
    """The format that a word names."""
    return CANVAS if word.lower() == CANVAS else format_named(word)


def handed_over(journey: JourneyMap, format_: str, reader: Reader, words: Words) -> Reply:
    """The file, or the canvas. Evidence goes along as far as `reader` may see it."""
    name = f"{journey.map_id}.{'md' if format_ == CANVAS else format_}"
    attachment = Attachment.model_validate(
        {
            "file_name": name,
            "format": format_,
            "map_id": journey.map_id,
            "version": journey.version,
            "reader": reader,
            "lang": words.lang,
        }
    )
    if format_ == CANVAS:
        return Reply(parts=(attachment,))
    return Reply(parts=(Text(text=words("slack.export_done", title=journey.title, file=name)), attachment))


def refused(word: str, example: str, words: Words) -> Reply:
    """A format that we do not write, with those that we do."""
    known = ", ".join((*FORMATS, CANVAS))
    return Reply(
        parts=(Text(text=words("exports.cannot", format=word, known=known, example=example), style="warning"),)
    )
