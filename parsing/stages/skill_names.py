"""How technologies are spelt: the usual name for "ReactJS" or "k8s", and which names are also other words."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final, Literal, NamedTuple

_UNSAID = re.compile(r"(?<=.)[\s.\-_]+")
LONGEST: Final = 4
"""The most words of a name."""

Kind = Literal["letter", "name", "word", "verb"]


class Doubt(NamedTuple):
    """Why a name proves nothing alone: words `near` speak for it, `before` and `after` against.

    A `letter` is one capital; a `name` is proved by its capital in mid-sentence; a `word` is so ordinary
    that it is not, and so is a `verb`, which its own words prove only where it is a capital.
    """

    kind: Kind
    near: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]

    def denies(self, before: str, after: str) -> bool:
        """True where the words right before and behind say that something else is meant."""
        return before in self.before or after in self.after


def key_of(text: str) -> str:
    """The name in lower case without blanks, hyphens and dots, but for a dot that begins it (".NET")."""
    text = text.strip().lower()
    return text if text.isalnum() else _UNSAID.sub("", text)


def usual_name(text: str) -> str:
    """The name as it is usually spelt ("React" for "react.js"), "" for what is not in the list.

    It takes the text for a skill: whether "go" is one has to be asked before.
    """
    return _names().get(key_of(text), "")


def name_of_key(key: str) -> str:
    """The usual name for a key of `key_of`, "" for none."""
    return _names().get(key, "")


def may_begin_name(word: str) -> bool:
    """False where no name begins with the word, in small letters: quicker than to look for each."""
    return word in _first_words() or key_of(word) in _names()


def doubt_about(key: str) -> Doubt | None:
    """Why the name of that key may be another word, None where it means nothing else."""
    return _doubts().get(key)


@cache
def words_around(*kinds: str) -> frozenset[str]:
    """The words of these kinds in data/skill_words.txt, in small letters."""
    rows = [row.partition(":") for row in _rows("skill_words.txt")]
    return frozenset(word for kind, _, words in rows if kind in kinds for word in words.split())


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in _rows("skill_names.txt"):
        usual, *others = row.split("|")
        names.update((key_of(name), usual) for name in (usual, *others))
    for row in _rows("skill_doubts.txt"):
        usual = row.split(";")[0]
        names.setdefault(key_of(usual), usual)
    return names


@cache
def _first_words() -> frozenset[str]:
    spellings = [name for row in _rows("skill_names.txt") for name in row.split("|")]
    return frozenset(re.split(r"[\s\-/]", spelling.lower())[0] for spelling in spellings)


@cache
def _doubts() -> dict[str, Doubt]:
    doubts: dict[str, Doubt] = {}
    for row in _rows("skill_doubts.txt"):
        name, kind, near, beside = (part.strip() for part in row.split(";"))
        words = _listed(beside)
        before = frozenset(word.removesuffix("_") for word in words if not word.startswith("_"))
        after = frozenset(word.removeprefix("_") for word in words if not word.endswith("_"))
        doubts[key_of(name)] = Doubt(_kind(kind), _listed(near), before, after)
    return doubts


def _kind(text: str) -> Kind:
    kinds: dict[str, Kind] = {"letter": "letter", "name": "name", "word": "word", "verb": "verb"}
    return kinds[text]


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.partition(":")[2].split())


def _rows(name: str) -> list[str]:
    text = resources.files("parsing").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row and not row.startswith("#")]
