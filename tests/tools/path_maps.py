"""A small map with drawn ways, for the tests of path_forward and reality_check."""

from tests.tools.conftest import ANA, NOW, make_map

ORIGIN = {"by": ANA, "at": NOW, "via": "chat"}


def touch(slug: str, event: str | None, **more: object) -> dict[str, object]:
    """A touchpoint whose visits are the events of this name; None: no event can show it."""
    names = [] if event is None else [event]
    return {"slug": slug, "title": f"does {slug}", "event_names": names, "origin": ORIGIN, **more}


def edge(start: str, end: str | None, way: str = "next") -> dict[str, object]:
    slug = f"{start}-to-{end or 'out'}"
    return {"slug": slug, "title": slug, "from_touchpoint": start, "to_touchpoint": end, "way": way, "origin": ORIGIN}


def drawn_map(*edges: dict[str, object], **fields: object):
    """Look (a: A, b: B) · Choose (c: C, dark: no event) · Buy (d: D)."""
    stages = (
        {"slug": "look", "title": "Look", "role": "before", "touchpoints": [touch("a", "A"), touch("b", "B")],
         "next_step": {"text": "Ask for a demo", "findable": "hidden"}},
        {"slug": "choose", "title": "Choose", "role": "choose", "touchpoints": [touch("c", "C"), touch("dark", None)]},
        {"slug": "buy", "title": "Buy", "role": "buy", "touchpoints": [touch("d", "D")]},
    )  # fmt: skip
    return make_map(stages, edges=edges, **fields)
