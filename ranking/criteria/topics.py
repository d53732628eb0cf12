"""What somebody knows where neither a list nor a capital tells it: "knowledge of cannulation".

Ordinary nouns behind words of knowing, up to three, as they are written. Not told are places of work, people
and roles ("competent in a busy kitchen"): an indefinite article or a word of `data/topics.txt` tells them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ranking.criteria.items import Item
from ranking.criteria.plain import any_of, listed
from ranking.criteria.tongue_of_text import language_of

_WORD: Final = re.compile(r"[^\W\d_][\w-]*")
_GERMAN: Final = re.compile(r"(?:[a-zäöüß]{4,} )?[A-ZÄÖÜ][\w-]{3,}")
_OTHER: Final = re.compile(
    r"[^\W\d_][\w-]*(?: (?:(?:de|du|des|del|della|di|do|da)(?: la| las| los| les)? |d['’])?"
    r"[^\W\d_][\w-]*){0,2}"
)
_LINKS: Final = ("d", "de", "du", "des", "del", "della", "di", "do", "da")
_JOINT: Final = re.compile(
    r"(?:\s*,\s*|\s*/\s*|,?\s+(?:and|or|und|oder|sowie|et|ou|y|e|o|u)\s+)"
    r"(?:(?:in|of|mit|im|en|de|du|des|di|in der|the|der|den|la|le|les|el|los|las)\s+|d'|l')?"
)


def topics_of(text: str, folded: str, start: int, end: int) -> list[Item]:
    """The subjects that words of knowing lead to, and those that a comma or a conjunction joins to them."""
    shape = _GERMAN if language_of(text) == "de" else _OTHER
    found: list[Item] = []
    for lead in _lead().finditer(folded, start, end):
        at = lead.end()
        while stop := _end_of_topic(text, folded, at, end, shape):
            found.append(Item(at, stop, "skill", " ".join(text[at:stop].split())))
            joint = _JOINT.match(folded, stop, end)
            at = joint.end() if joint else end
    return found


def _end_of_topic(text: str, folded: str, at: int, end: int, shape: re.Pattern[str]) -> int:
    """Where the subject that begins at `at` ends, 0 where none begins there."""
    match = shape.match(text, at, end)
    last = 0
    for word in _WORD.finditer(folded, *match.span()) if match else ():
        if _nevers().fullmatch(word[0]):
            return 0
        if word[0] in _LINKS:
            continue
        if _stops().fullmatch(word[0]):
            break
        last = word.end()
    return last


@cache
def _lead() -> re.Pattern[str]:
    words = listed("topics.txt")
    by = rf"\s+{any_of(words['by'])}(?:\s+{any_of(words['article'])})?\s+"
    return re.compile(rf"{any_of(words['knowing'])}(?:{by}|\s+[dl]'(?:une\s+)?)")


@cache
def _stops() -> re.Pattern[str]:
    return re.compile(any_of(listed("topics.txt")["stop"]))


@cache
def _nevers() -> re.Pattern[str]:
    lists = listed("not_skills.txt")
    return re.compile(any_of([*listed("topics.txt")["never"], *lists["word"], *lists["noun"]]))
