"""What the job asks for, and how near a text comes to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cvimprover.writing.lexicon import Lexicon, lexicon
from parsing.stages.skill_items import known_skills
from parsing.stages.text import fold
from parsing.stages.words import groups

_WORD: Final = re.compile(r"[^\W\d_][\w+#]*(?:[.-][^\W_][\w+#]*)*")
_LONGEST_SKILL: Final = 3
_SHORTEST_WORD: Final = 4
_SKILL_WEIGHT: Final = 3
_FEWEST_MENTIONS: Final = 1


@dataclass(frozen=True, slots=True)
class Job:
    """The terms of a job, folded: `skills` as the advert writes them, `stems` of its other words."""

    skills: Mapping[str, str]
    stems: frozenset[str]
    words: Lexicon

    def __bool__(self) -> bool:
        return bool(self.skills or self.stems)

    def score(self, text: str) -> int:
        """How much of the job the text speaks of: a skill counts as three words."""
        skills = sum(_stands_in(skill, fold(text)) for skill in self.skills)
        stems = {self.words.stem(word) for word in _WORD.findall(text)}
        return _SKILL_WEIGHT * skills + len(stems & self.stems)


def job_of(text: str, more: Iterable[str], language: str) -> Job:
    """The terms of an advert and of what the candidate told about the job they want."""
    words = lexicon(language)
    stop = frozenset(word for listed in groups("stop_words").values() for word in listed)
    whole = "\n".join([text, *more])
    stems = {
        words.stem(word)
        for word in _WORD.findall(whole)
        if len(word) >= _SHORTEST_WORD and word.lower() not in stop and fold(word) not in words.safe
    }
    return Job(_skills_in(whole, stop), frozenset(stems), words)


def by_relevance(texts: Sequence[str], job: Job) -> tuple[int, ...]:
    """The indices of the texts, nearest to the job first, as they were where they are equally near."""
    return tuple(sorted(range(len(texts)), key=lambda index: -job.score(texts[index])))


def unmet(job: Job, texts: Iterable[str]) -> list[str]:
    """Skills that the job names and the texts do not, as the advert writes them."""
    said = fold("\n".join(texts))
    return [written for skill, written in job.skills.items() if not _stands_in(skill, said)]


def _skills_in(text: str, stop: frozenset[str]) -> dict[str, str]:
    """Folded skill → as written. One word counts only where it looks like a name: "Excel", "SQL", "C++"."""
    found: dict[str, str] = {}
    for line in re.split(r"[\n.;:!?]+\s", text):
        words = [match[0].rstrip(".") for match in _WORD.finditer(line)]
        for at in range(len(words)):
            for length in range(_LONGEST_SKILL, 0, -1):
                phrase = " ".join(words[at : at + length])
                if (
                    at + length <= len(words)
                    and phrase.lower() in known_skills()
                    and _is_name(phrase, at, stop)
                ):
                    found.setdefault(fold(phrase), phrase)
                    break
    return found


def _is_name(phrase: str, at: int, stop: frozenset[str]) -> bool:
    if " " in phrase:
        return not any(word.lower() in stop for word in phrase.split())
    has_mark = any(map(str.isupper, phrase[1:])) or bool(re.search(r"[\d+#]", phrase))
    return phrase.lower() not in stop and (has_mark or (at > 0 and phrase[:1].isupper()))


def _stands_in(term: str, folded: str) -> bool:
    return f" {term} " in f" {folded} "
