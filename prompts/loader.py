"""Loads the words for people (`locales/<lang>/*.yaml`) and other texts kept as data. Imports nobody of ours."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

_EDGE = "\0"
_HAN, _LATIN = "[\u3400-\u9fff]", "[A-Za-z0-9%+\u00c0-\u024f\u0370-\u04ff-]"
_TOUCHING = re.compile(
    f"(?<={_HAN}){_EDGE}+(?={_LATIN})(?![0-9]{{1,4}}{_EDGE}*[年月日季])|(?<={_LATIN}){_EDGE}+(?={_HAN})(?![年月日季])"
)
"""Where what fills a sentence touches it, Han beside Latin or digits; a date is one word."""


class Words:
    """The words of one language, by dotted key: `words("say.noted_one", title=…, channel=…)`."""

    def __init__(self, lang: str, tree: dict[str, Any]) -> None:
        self.lang = lang
        self._tree = tree

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence under `key` with its `{names}` filled in. Raises KeyError for an unknown key or name."""
        found = self.data(key)
        if not isinstance(found, str):
            raise KeyError(f"{self.lang}: {key} is not a sentence")
        return found.format(**values) if self.lang != "zh" else _spaced(found, values)

    def data(self, key: str) -> Any:
        """What stands under `key`: a sentence, a list or a table. Raises KeyError."""
        place: Any = self._tree
        for part in key.split("."):
            if not isinstance(place, dict) or part not in place:
                raise KeyError(f"{self.lang}: no words under {key}")
            place = place[part]
        return place

    def has(self, key: str) -> bool:
        """Whether something stands under `key`."""
        try:
            self.data(key)
        except KeyError:
            return False
        return True

    def keys(self) -> frozenset[str]:
        """All dotted keys of sentences and lists."""
        return frozenset(_leaves("", self._tree))


def _spaced(sentence: str, values: dict[str, object]) -> str:
    """A Chinese sentence filled in: what fills it stands apart from it by a space where Han meets Latin or digits.

    Only at the edges of what is filled in: names, titles and quotes stay as people wrote them.
    """
    filled = sentence.format(**{name: f"{_EDGE}{value}{_EDGE}" for name, value in values.items()})
    return _TOUCHING.sub(" ", filled).replace(_EDGE, "")


@lru_cache
def words(lang: str = "en") -> Words:
    """The words of a language; one that is not on offer falls back to English."""
    folder = files("prompts").joinpath("locales", lang)
    if not folder.is_dir():
        return words("en")
    tree: dict[str, Any] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            _merge(tree, _read(file.read_text("utf-8")) or {}, file.name)
    return Words(lang, tree)


@lru_cache
def text(path: str) -> str:
    """A text of `prompts/`, e.g. `tools/drop_off` for `tools/drop_off.md`."""
    return files("prompts").joinpath(f"{path}.md").read_text("utf-8").strip()


def binary(path: str) -> bytes:
    """A file of `prompts/` that is no text."""
    return files("prompts").joinpath(path).read_bytes()


@lru_cache
def table(path: str) -> Any:
    """A YAML file of `prompts/`, e.g. `phrases/en`."""
    return _read(files("prompts").joinpath(f"{path}.yaml").read_text("utf-8"))


def _read(text: str) -> Any:
    """Safely, and by libyaml where it is there: ten times as fast."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders


def _merge(tree: dict[str, Any], more: dict[str, Any], name: str) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(tree.get(key), dict):
            _merge(tree[key], value, name)
        elif key in tree:
            raise ValueError(f"{name}: {key} is there already")
        else:
            tree[key] = value


def _leaves(prefix: str, tree: dict[str, Any]) -> list[str]:
    leaves: list[str] = []
    for key, value in tree.items():
        leaves += _leaves(f"{prefix}{key}.", value) if isinstance(value, dict) else [f"{prefix}{key}"]
    return leaves
