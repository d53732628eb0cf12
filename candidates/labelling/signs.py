"""What a person shows to the classifier: hashed words of titles, skills, tasks and studies.

Names, contact data, places, ages, photos and pronouns are never looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final
from zlib import crc32

BUCKETS: Final = 1 << 16
MOST_WORDS: Final = 160
MOST_TITLES: Final = 6
MOST_SKILLS: Final = 40

_WORD: Final = re.compile(r"[^\W_]+(?:[+#]+|(?<=\w)\.(?:js|net)\b)?")
_MARKS: Final = re.compile("[\u0300-\u036f]+")
_FIRST_WEIGHT: Final = 1.3
_FADING: Final = 0.35
"""Each earlier title counts so much of the one after it."""
_WEIGHTS: Final = {"headline": 0.5, "skills": 0.45, "texts": 0.45, "studies": 0.25}


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody did and can do. Titles are the newest first."""

    titles: Sequence[str] = ()
    headline: str = ""
    skills: Sequence[str] = ()
    texts: Sequence[str] = ()
    studies: Sequence[str] = ()


def person_of(profile: Mapping[str, object]) -> Person:
    """The person that a JSON Resume tells of."""
    work = _items(profile, "work")
    basics = profile.get("basics")
    basics = basics if isinstance(basics, Mapping) else {}
    texts = [_text(basics, "summary")]
    for job in work:
        texts += [_text(job, "summary"), *_texts(job.get("highlights"))]
    skills = [
        name
        for group in _items(profile, "skills")
        for name in (_texts(group.get("keywords")) or [_text(group, "name")])
    ]
    studies = [
        f"{_text(study, 'studyType')} {_text(study, 'area')}" for study in _items(profile, "education")
    ]
    titles = [title for job in work if (title := _text(job, "position"))]
    return Person(titles, _text(basics, "label"), skills, texts, studies)


def signs_of(person: Person) -> tuple[list[int], list[float]]:
    """Buckets and weights, a bucket at times twice. Each kind of sign has the same weight, however many."""
    buckets: list[int] = []
    weights: list[float] = []

    def add(signs: Sequence[str], weight: float) -> None:
        if signs:
            buckets.extend(crc32(sign.encode()) % BUCKETS for sign in signs)
            weights.extend([weight / len(signs) ** 0.5] * len(signs))

    weight = _FIRST_WEIGHT
    for title in islice(filter(None, person.titles), MOST_TITLES):
        add(list(_title_signs(title)), weight)
        weight *= _FADING
    add(list(_title_signs(person.headline)), _WEIGHTS["headline"])
    skills = [folded for skill in person.skills[:MOST_SKILLS] if (folded := " ".join(words_in(skill)))]
    add(sorted({f"s:{sign}" for skill in skills for sign in (skill, *skill.split())}), _WEIGHTS["skills"])
    texts = list(islice((word for text in person.texts for word in words_in(text)), MOST_WORDS))
    add([f"w:{word}" for word in dict.fromkeys(texts) if len(word) > 2], _WEIGHTS["texts"])
    studies = [word for study in person.studies for word in words_in(study)]
    add([f"e:{word}" for word in dict.fromkeys(studies)], _WEIGHTS["studies"])
    return buckets, weights


def words_in(text: str) -> list[str]:
    """The words in small letters without accents; "C++", "C#" and "Node.js" stay whole."""
    folded = text.casefold()
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFKD", folded))
    return _WORD.findall(folded)


def _title_signs(title: str) -> Iterator[str]:
    """Words, neighbours, and pieces of words: pieces hold what languages and endings share."""
    words = words_in(title)[:12]
    for word in words:
        yield f"t:{word}"
        if len(word) > 3:
            framed = f"<{word}>"
            yield from (f"p:{framed[at : at + 4]}" for at in range(len(framed) - 3))
            yield from (f"p:{framed[at : at + 6]}" for at in range(len(framed) - 5))
    yield from (f"n:{first} {second}" for first, second in pairwise(words))


def _items(of: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = of.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _text(of: Mapping[str, object], key: str) -> str:
    value = of.get(key)
    return value if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
