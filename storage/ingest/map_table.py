"""Which changes make a map of what a sheet says? In order, and with what did not fit, so that nothing is lost."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from storage.ingest.map_layout import Cell, Record, parts
from storage.ingest.vocabulary import Field, Vocabulary
from storage.model import changes as c
from storage.model.blueprint import LANES
from storage.model.empathy import QUADRANTS
from storage.model.journey import MAX_STAGES, MAX_TOUCHPOINTS, MAX_TOUCHPOINTS_OF_STAGE, JourneyMap
from storage.model.slugs import Kind, numbered, slug_of
from storage.model.types import Anchor, Model, Owner

TITLE, LINE = 120, 200
MOST: Final = {"pain_point": 60, "opportunity": 60, "action": 40, "requirement": 60, "target": 10, "note": 80}
MOST_LINES: Final = {"thoughts": 5, "customer_questions": 10}
_DESCRIBING: tuple[Field, ...] = ("expectation", "metric", "customer_goal", *LANES)
_SIDES: Final = ("people", "process", "technology")


class Left(Model):
    """A text that found no place on the map: where it stands in the file, and why."""

    at: str
    text: str
    why: str


class Reading(Model):
    """What a file says as changes to a map; `counts` by kind of thing; `left`: what did not fit."""

    changes: tuple[c.Change, ...]
    counts: Mapping[str, int]
    left: tuple[Left, ...]


def changes_of(records: Iterable[Record], words: Vocabulary, onto: JourneyMap | None = None) -> Reading:
    """Changes for a new map, or for `onto`, whose stages, touchpoints and items of the same name are used again."""
    table = _Table(words, onto)
    for record in records:
        table.take(record)
    return table.reading()


class _Table:
    """Takes record after record; knows what is on the map by then."""

    def __init__(self, words: Vocabulary, onto: JourneyMap | None) -> None:
        self._words, self._lang = words, onto.lang if onto else "en"
        self._taken: set[str] = set(onto.slugs()) if onto else set()
        self._stages = {_key(s.title): s.slug for s in onto.stages} if onto else {}
        self._points = {(s.slug, _key(t.title)): t.slug for s in onto.stages for t in s.touchpoints} if onto else {}
        self._items: dict[tuple[str, str], str] = {}
        for name in ("pain_points", "opportunities", "actions", "requirements", "targets", "notes") if onto else ():
            kind = {"opportunities": "opportunity"}.get(name, name.removesuffix("s"))
            self._items |= {(kind, _key(item.title)): item.slug for item in getattr(onto, name)}
        self._changes: list[c.Change] = []
        self._left: list[Left] = []
        self._counts: Counter[str] = Counter()
        self._scores: dict[Anchor, list[int]] = {}
        self._whys: dict[Anchor, str] = {}
        self._lines: dict[tuple[str, str], list[str]] = {}

    def reading(self) -> Reading:
        """Everything taken so far; moods of one place are one vote, their mean."""
        votes = [
            c.VoteMood(at=at, score=round(sum(scores) / len(scores)), why=self._whys.get(at))
            for at, scores in self._scores.items()
        ]
        return Reading(changes=(*self._changes, *self._of_lines(), *votes), counts=dict(self._counts),
                       left=tuple(self._left))  # fmt: skip

    def take(self, record: Record) -> None:
        """One row of a list, or one cell of a wall."""
        stage = self._stage(record)
        points = self._touchpoints(record, stage)
        place = Anchor(stage=stage, touchpoint=points[0] if points else None) if stage else None
        self._moods(record, place)
        self._about(record, stage, points)
        pains = self._pain_points(record, place)
        ideas = self._opportunities(record, stage, pains)
        done = self._actions(record, stage, ideas)
        self._beside(record, place)
        self._owner(record, points, ideas, done)
        self._leave(record.get("text", ()), "no_column")

    def _stage(self, record: Record) -> str | None:
        given = record.get("stage")
        if not given:
            return None
        title = " ".join(given[0].text.split())
        if _key(title) not in self._stages:
            if len(self._stages) >= MAX_STAGES:
                others = [cell for field, cells in record.items() if field != "stage" for cell in cells]
                self._leave(others or given, "too_many_stages")
                record.clear()
                return None
            short = title if len(title) <= 60 else title[:59] + "…"
            self._stages[_key(title)] = slug = self._new_slug("stage", title)
            self._changes.append(c.AddStage(title=short, slug=slug))
            self._counts["stage"] += 1
        return self._stages[_key(title)]

    def _touchpoints(self, record: Record, stage: str | None) -> list[str]:
        slugs = []
        for cell, title in _entries(record, "touchpoint"):
            if stage is None:
                self._left.append(Left(at=cell.at, text=title, why="no_stage"))
                continue
            slug = self._points.get((stage, _key(title))) or self._new_touchpoint(record, stage, cell, title)
            slugs += [slug] if slug else []
        return slugs

    def _new_touchpoint(self, record: Record, stage: str, cell: Cell, title: str) -> str | None:
        own = sum(1 for of, _ in self._points if of == stage)
        if own >= MAX_TOUCHPOINTS_OF_STAGE or len(self._points) >= MAX_TOUCHPOINTS:
            self._left.append(Left(at=cell.at, text=title, why="stage_full"))
            return None
        named = record.get("channel", ())
        channel, own_name = self._words.channel(named[0].text) if named else (None, None)
        if named and channel is None:
            channel, own_name = "other", named[0].text
        slug = self._points[stage, _key(title)] = self._new_slug("touchpoint", title, stage)
        short = title if len(title) <= TITLE else title[: TITLE - 1].rstrip() + "…"
        own_name = own_name[:40] if own_name else None
        self._changes.append(
            c.AddTouchpoint(stage=stage, title=short, slug=slug, channel=channel, channel_text=own_name)
        )
        self._counts["touchpoint"] += 1
        if short != title:
            self._line(slug, "thoughts", cell, title)
        return slug

    def _moods(self, record: Record, place: Anchor | None) -> None:
        for cell in record.get("mood", ()):
            score = self._words.mood(cell.text)
            if place is None or score is None:
                self._left.append(Left(at=cell.at, text=cell.text, why="no_stage" if score is not None else "mood"))
                continue
            self._scores.setdefault(place, []).append(score)
            self._counts["mood"] += 1
            if why := record.get("why"):
                self._whys[place] = why[0].text[:LINE]
        if "mood" not in record and "pain_point" not in record:
            self._leave(record.get("why", ()), "no_mood")

    def _about(self, record: Record, stage: str | None, points: list[str]) -> None:
        """What describes a touchpoint, else its stage."""
        point = points[0] if points else None
        for cell, text in _entries(record, "thought"):
            if at := point or self._first_of(stage):
                self._line(at, "thoughts", cell, text)
            else:
                self._left.append(Left(at=cell.at, text=text, why="no_touchpoint"))
        for cell, text in _entries(record, "question"):
            if at := point or stage:
                self._line(at, "customer_questions", cell, text)
            else:
                self._left.append(Left(at=cell.at, text=text, why="no_stage"))
        for field in _DESCRIBING:
            for cell in record.get(field, ())[:1]:
                self._set(field, cell, stage, point or (self._first_of(stage) if field in LANES else None))
        if not points and "touchpoint" not in record:
            self._leave(record.get("channel", ()), "no_touchpoint")

    def _set(self, field: str, cell: Cell, stage: str | None, point: str | None) -> None:
        text = " ".join(cell.text.split())
        longest = 60 if field == "metric" else LINE
        if len(text) > longest:
            self._left.append(Left(at=cell.at, text=text[longest:], why="too_long"))
        value: object = {"text": text[:longest]} if field in LANES else text[:longest]
        if point and field != "customer_goal":
            self._changes.append(c.SetTouchpoint(touchpoint=point, field=field, value=value))
        elif stage and field in ("metric", "customer_goal"):
            self._changes.append(c.SetStage(stage=stage, field=field, value=value))
        else:
            self._left.append(Left(at=cell.at, text=text, why="no_touchpoint"))

    def _pain_points(self, record: Record, place: Anchor | None) -> list[str]:
        slugs = []
        for cell, title in self._named(record, "pain_point", "opportunity"):
            if (known := self._items.get(("pain_point", _key(title)))) is not None:
                slugs.append(known)
            elif place is None:
                self._left.append(Left(at=cell.at, text=title, why="no_stage"))
            elif slug := self._new_item("pain_point", cell, title, place.stage):
                self._changes.append(c.AddPainPoint(at=place, title=title, slug=slug))
                slugs.append(slug)
        self._levels(record, slugs, ("severity", "frequency"))
        if slugs and (cause := record.get("cause") or (() if "mood" in record else record.get("why"))):
            self._changes.append(c.SetItem(item=slugs[0], field="cause", value=cause[0].text[:LINE]))
        return slugs

    def _opportunities(self, record: Record, stage: str | None, pains: list[str]) -> list[str]:
        slugs = []
        for cell, title in self._named(record, "opportunity", "action"):
            if (known := self._items.get(("opportunity", _key(title)))) is not None:
                slugs.append(known)
            elif slug := self._new_item("opportunity", cell, title, stage or ""):
                self._changes.append(
                    c.AddOpportunity(title=title, slug=slug, stage=stage, pain_points=tuple(dict.fromkeys(pains)))
                )
                slugs.append(slug)
        self._levels(record, slugs, ("impact", "effort"))
        return slugs

    def _actions(self, record: Record, stage: str | None, ideas: list[str]) -> list[str]:
        slugs = []
        due = record.get("due", ())
        day = self._words.day(due[0].text) if due else None
        for cell, title in _entries(record, "action", LINE):
            if ("action", _key(title)) in self._items:
                continue
            if slug := self._new_item("action", cell, title):
                idea = ideas[0] if ideas else None
                owner = _owner(record)
                self._changes.append(
                    c.AddAction(title=title, slug=slug, opportunity=idea, stage=stage, owner=owner, due_on=day)
                )
                slugs.append(slug)
        if due and (day is None or not slugs):
            self._leave(due, "no_date" if day is None else "no_action")
        return slugs

    def _beside(self, record: Record, place: Anchor | None) -> None:
        """Requirements, targets, and the notes of an empathy map."""
        for cell, title in _entries(record, "requirement", LINE):
            if self._new_item("requirement", cell, title):
                side = next((s for s in _SIDES for given in record.get("side", ()) if _key(given.text) == s), None)
                self._changes.append(c.AddRequirement(title=title, side=side, at=place, owner=_owner(record)))
        for cell, title in _entries(record, "target", LINE):
            if self._new_item("target", cell, title):
                self._changes.append(c.AddTarget(title=title))
        for quadrant in QUADRANTS:
            for cell, title in _entries(record, quadrant, LINE):
                if self._new_item("note", cell, title):
                    self._changes.append(c.AddNote(title=title, quadrant=quadrant, at=place))

    def _owner(self, record: Record, points: list[str], ideas: list[str], done: list[str]) -> None:
        owner = _owner(record)
        if owner is None or done or "requirement" in record:
            return
        if ideas:
            self._changes.append(c.SetItem(item=ideas[0], field="owner", value=owner.model_dump()))
        elif points:
            self._changes.append(c.SetTouchpoint(touchpoint=points[0], field="owner", value=owner.model_dump()))
        else:
            self._leave(record["owner"], "no_action")

    def _named(self, record: Record, field: Field, beside: Field) -> list[tuple[Cell, str]]:
        """The entries of a column; beside a thing that refers to them several may stand in one line."""
        entries = _entries(record, field, LINE)
        kind: Kind = "pain_point" if field == "pain_point" else "opportunity"
        if beside not in record:
            return entries
        split = [(cell, part.strip()) for cell, text in entries for part in text.replace("；", ";").split(";")]
        return split if all((kind, _key(part)) in self._items for _, part in split) else entries

    def _levels(self, record: Record, slugs: list[str], fields: tuple[Field, Field]) -> None:
        for field in fields:
            for cell in record.get(field, ())[:1]:
                value = _level(cell.text)
                if value is None or not slugs:
                    self._left.append(Left(at=cell.at, text=cell.text, why="no_level" if slugs else "no_item"))
                for slug in slugs if value else ():
                    self._changes.append(c.VoteLevel.model_validate({"item": slug, "field": field, "value": value}))

    def _new_item(self, kind: Kind, cell: Cell, title: str, parent: str = "") -> str | None:
        """A slug for a new thing, unless the map has it or can take no more."""
        if (kind, _key(title)) in self._items:
            return None
        if sum(1 for of, _ in self._items if of == kind) >= MOST[kind]:
            self._left.append(Left(at=cell.at, text=title, why="map_full"))
            return None
        self._counts[kind] += 1
        slug = self._items[kind, _key(title)] = self._new_slug(kind, title, parent)
        return slug

    def _new_slug(self, kind: Kind, title: str, parent: str = "") -> str:
        slug = slug_of(title, self._taken, self._lang) or numbered(parent, kind, self._taken)
        self._taken.add(slug)
        return slug

    def _first_of(self, stage: str | None) -> str | None:
        return next((slug for (of, _), slug in self._points.items() if of == stage), None)

    def _line(self, place: str, field: str, cell: Cell, text: str) -> None:
        """One more line of a list at a touchpoint or stage."""
        lines = self._lines.setdefault((place, field), [])
        for piece in _pieces(text, LINE):
            if len(lines) < MOST_LINES[field]:
                lines.append(piece)
            else:
                self._left.append(Left(at=cell.at, text=piece, why="list_full"))

    def _of_lines(self) -> Iterable[c.Change]:
        for (place, field), lines in self._lines.items():
            value = [{"text": line} for line in lines] if field == "customer_questions" else lines
            if place in self._stages.values():
                yield c.SetStage(stage=place, field=field, value=value)
            else:
                yield c.SetTouchpoint(touchpoint=place, field=field, value=value)

    def _leave(self, cells: Iterable[Cell], why: str) -> None:
        self._left += [Left(at=cell.at, text=cell.text, why=why) for cell in cells if cell.text]


def _entries(record: Record, field: Field, longest: int | None = None) -> list[tuple[Cell, str]]:
    """The texts under a field, one for each line of a cell; longer ones than `longest` in several pieces."""
    lines = ((cell, " ".join(part.split())) for cell in record.get(field, ()) for part in parts(cell.text))
    return [(cell, piece) for cell, line in lines for piece in (_pieces(line, longest) if longest else [line])]


def _pieces(text: str, longest: int) -> list[str]:
    """The text cut between words, nothing of it dropped."""
    pieces = []
    while len(text) > longest:
        end = text.rfind(" ", longest // 2, longest)
        end = end if end > 0 else longest
        pieces.append(text[:end].strip())
        text = text[end:].strip()
    return [*pieces, text] if text else pieces


def _owner(record: Record) -> Owner | None:
    given = record.get("owner")
    return Owner(label=" ".join(given[0].text.split())[:60]) if given else None


def _level(text: str) -> int | None:
    plain = text.strip().removesuffix("/5").replace(",", ".")
    try:
        value = round(float(plain))
    except ValueError:
        return None
    return value if 1 <= value <= 5 else None


def _key(title: str) -> str:
    return " ".join(title.split()).casefold()
