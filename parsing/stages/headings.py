"""What the words of a heading mean: "Berufserfahrung" opens `work`, in some twenty-five languages."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

from parsing.stages.text import fold, unspaced
from parsing.stages.words import groups, words

MAX_CHARS: Final = 60
MAX_WORDS: Final = 7

_ORNAMENT = r"\W_\d\uf000-\uf8ff"
_AROUND = re.compile(
    rf"^[{_ORNAMENT}]*(?:[ivx]{{1,4}}\.\s+)?[{_ORNAMENT}]*|[\W_\uf000-\uf8ff]+$", re.IGNORECASE
)
_JOINTS = re.compile(r"\s*(?:[&/,+|·•]|\b(?:and|und|et|y|e|en|i|och|og|ja|a|ve|și)\b)\s*", re.IGNORECASE)
_FILLERS: Final = words("heading_fillers")
_INLINE_MARK = re.compile(r"[:：–—\t]")
_INLINE_END = re.compile(r"\s*[:：]\s*|\s+[–—]\s+|\t")

# A single word that names a section inside a longer heading; the later word of a heading counts more.
_WORDS: Final = {word: kind for kind, known in groups("heading_words").items() for word in known}


_ENDINGS: Final = tuple(
    sorted(
        ((ending, kind) for kind, known in groups("heading_endings").items() for ending in known),
        key=lambda pair: -len(pair[0]),
    )
)


class Heading(NamedTuple):
    """The section kind that a heading opens. `exact` when the lexicon has all of it, not just a word."""

    kind: str
    exact: bool


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, dict[str, str]]:
    """Unspaced folded heading → language → kind. Read once a process."""
    table: dict[str, dict[str, str]] = {}
    for file in ("headings.json", "headings_more.json"):
        text = resources.files("parsing").joinpath("data", file).read_text(encoding="utf-8")
        kinds: dict[str, dict[str, list[str]]] = json.loads(text)
        for kind, languages in kinds.items():
            for language, names in languages.items():
                for name in names:
                    table.setdefault(fold(name).replace(" ", ""), {}).setdefault(language, kind)
    return table


def heading_of(text: str, language: str = "en") -> Heading | None:
    """The section that `text` opens as a heading, None when no word of it is known.

    Case, accents, letter-spacing, numbering, icons and punctuation do not matter. Where languages
    disagree about a word (French "formation", English "formation") that of the document wins.
    """
    if not text or len(text) > MAX_CHARS:
        return None
    return _heading_of(text, language)


@lru_cache(maxsize=4096)
def _heading_of(text: str, language: str) -> Heading | None:
    bare = _AROUND.sub("", unspaced(text))
    if not bare or len(bare.split()) > MAX_WORDS + 8:
        return None
    kind = _exact(bare, language)
    if kind:
        return Heading(kind, exact=True)
    parts = [part for part in _JOINTS.split(bare) if part.strip()]
    if 1 < len(parts) <= 4:
        kinds = [_exact(part, language) for part in parts]
        if any(kinds):
            return Heading(_main([kind for kind in kinds if kind]), exact=all(kinds))
    return _by_word(bare)


def languages_of_heading(text: str) -> frozenset[str]:
    """The languages, ISO 639-1, in which the whole text is a heading."""
    key = fold(_AROUND.sub("", unspaced(text))).replace(" ", "")
    return frozenset(_lexicon().get(key, ())) if key else frozenset()


def _exact(text: str, language: str) -> str:
    folded = fold(text)
    for key in (folded, " ".join(word for word in folded.split() if word not in _FILLERS)):
        kinds = _lexicon().get(key.replace(" ", "")) if key else None
        if kinds:
            return kinds.get(language) or kinds.get("en") or next(iter(kinds.values()))
    return ""


def _main(kinds: list[str]) -> str:
    """Of "Skills & Interests" the first, but never `other` or `summary` when there is more, and education
    before certificates: "Training & Education" holds both, and entries tell which is which."""
    if "education" in kinds and set(kinds) <= {"education", "certificates", "other"}:
        return "education"
    for kind in kinds:
        if kind not in ("other", "summary"):
            return kind
    return kinds[0]


def _by_word(text: str) -> Heading | None:
    words = fold(text).split()
    if len(words) > MAX_WORDS:
        return None
    if len(words) == 1:
        return _by_ending(words[0])
    found = [_WORDS[word] for word in words if word in _WORDS]
    return Heading(found[-1] if "volunteer" not in found else "volunteer", exact=False) if found else None


def _by_ending(word: str) -> Heading | None:
    """The heading that a compound is one of: "Vertriebserfahrung" is work."""
    for ending, kind in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return Heading(kind, exact=False)
    return None


def inline_heading(text: str, language: str = "en") -> tuple[Heading, int] | None:
    """The heading that `text` begins with ("Skills: Python, Go") and the offset of what follows it."""
    if not _INLINE_MARK.search(text, 1, MAX_CHARS):
        return None
    match = _INLINE_END.search(text, 1, MAX_CHARS)
    if match is None or match.end() >= len(text.rstrip()):
        return None
    heading = heading_of(text[: match.start()], language)
    return (heading, match.end()) if heading and heading.exact else None
