"""What map does a spreadsheet hold? Picks the sheets that are one, reads them, and says how it read them."""

from collections.abc import Mapping, Sequence

from storage.errors import ImportRefused
from storage.ingest.map_layout import Layout, Record, layout_of, records
from storage.ingest.map_table import Reading, changes_of
from storage.ingest.sheets import Sheet
from storage.ingest.vocabulary import THINGS, Field, Vocabulary
from storage.model.journey import JourneyMap
from storage.model.types import Model


class Chosen(Model):
    """What a person changed in the guess: the sheet, a column's (or lane's) meaning, what a note on a wall is."""

    sheet: str | None = None
    fields: Mapping[int, Field] = {}
    note: Field = "touchpoint"


AS_GUESSED = Chosen()


class Look(Model):
    """A sheet as it would be read: `samples` by column or row as in the layout; `sheets`: the others there are."""

    sheet: str
    layout: Layout
    names: Mapping[int, str]
    samples: Mapping[int, str]
    sheets: tuple[str, ...]
    facts: Mapping[str, str]
    reading: Reading
    certain: bool

    @property
    def title(self) -> str | None:
        """What the file calls the map."""
        return self.facts.get("title") or self.layout.title


def look_into(
    sheets: Sequence[Sheet], words: Vocabulary, file: str, chosen: Chosen = AS_GUESSED, onto: JourneyMap | None = None
) -> Look:
    """How the workbook would be read as a map. Raises ImportRefused when no sheet of it can be."""
    laid = [(sheet, layout) for sheet in sheets if (layout := layout_of(sheet, words, chosen.note)) is not None]
    lanes = [(sheet, layout) for sheet, layout in laid if layout.shape == "list" and words.field(sheet.name) in THINGS]
    named = [(sheet, layout) for sheet, layout in laid if sheet.name == chosen.sheet]
    used = named or (lanes if len(lanes) >= 2 else sorted(laid, key=_likely, reverse=True)[:1])
    if not used:
        raise ImportRefused("no_map_in_sheet", file=file)
    used = [(sheet, _changed(layout, chosen)) for sheet, layout in used]
    found: list[Record] = []
    for sheet, layout in used:
        found += records(sheet, layout, words)
    sheet, layout = used[0]
    reading = changes_of(found, words, onto)
    if not set(reading.counts) - {"stage"}:
        raise ImportRefused("no_map_in_sheet", file=file)
    names, samples = _columns(sheet, layout)
    return Look(
        sheet=", ".join(sheet.name for sheet, _ in used),
        layout=layout,
        names=names,
        samples=samples,
        sheets=tuple(sheet.name for sheet, _ in laid),
        facts=_facts(sheets, words),
        reading=reading,
        certain=layout.shape != "wall",
    )


def _likely(laid: tuple[Sheet, Layout]) -> tuple[bool, int]:
    """A sheet with known names before a wall; of those the one with the most texts."""
    sheet, layout = laid
    return layout.shape != "wall", sum(1 for row in sheet.rows for text in row if text)


def _changed(layout: Layout, chosen: Chosen) -> Layout:
    """The layout with the meanings that a person gave; a wall whose columns got meanings is a list."""
    if not chosen.fields:
        return layout
    shape = "list" if layout.shape == "wall" else layout.shape
    return layout.model_copy(update={"shape": shape, "fields": {**layout.fields, **chosen.fields}})


def _columns(sheet: Sheet, layout: Layout) -> tuple[dict[int, str], dict[int, str]]:
    """For each column (of lanes: each row) its name and its first text."""
    names, samples = {}, {}
    if layout.shape == "lanes":
        for row in layout.fields:
            names[row] = sheet.spread(row, 0)
            texts = (sheet.at(row, column) for column in range(1, sheet.width))
            samples[row] = next(filter(None, texts), "")
        return names, samples
    for column in range(sheet.width):
        below = (sheet.at(row, column) for row in range(layout.header + 1, len(sheet.rows)))
        name, sample = sheet.spread(layout.header, column), next(filter(None, below), "")
        if name or sample:
            names[column], samples[column] = name, sample
    return names, samples


def _facts(sheets: Sequence[Sheet], words: Vocabulary) -> dict[str, str]:
    """Fields of the map from a sheet of two columns whose labels are those of an overview."""
    for sheet in sheets:
        if sheet.width == 2:
            facts = {
                words.facts[label]: sheet.at(row, 1)
                for row in range(len(sheet.rows))
                if (label := words.label(sheet.at(row, 0))) in words.facts and sheet.at(row, 1)
            }
            if len(facts) >= 3:
                return facts
    return {}
