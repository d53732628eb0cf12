"""What the candidate said, word by word: every leaf of the input and every answer, ready to be looked up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

from cvimprover.writing.assembling import entry_of
from cvimprover.writing.lexicon import Lexicon, lexicon
from cvimprover.writing.pointers import entries_at, steps_of, strings_of
from cvimprover.writing.tokens import Token, tokens_of
from cvimprover.writing.types import Json, Source
from parsing.stages.dates import OPEN, Period
from parsing.stages.experience import experience_of
from parsing.stages.text import fold

FREE_TEXT: Final = frozenset({"summary", "highlights", "description", "reference"})
DATES: Final = frozenset({"startDate", "endDate", "date", "releaseDate"})
LONGEST: Final = 2_000
"""Characters of a leaf that are read; what stands further on proves nothing and is left as it is."""
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_ENDS_CLAUSE: Final = frozenset(".,;:()–—|•\n")
_TITLED: Final = re.compile(
    r"/(?:work|volunteer)/\d+/position|/basics/label|/(?:projects)/\d+/roles?(?:/\d+)?"
    r"|/(?:education|certificates|languages|awards)/.*"
)
MONTHS_A_YEAR: Final = 12
_OPENING: Final = re.compile(r"((?:[^\W\d_][\w-]*\s+){2,6})\(([A-Z]{2,6})\)")
_Key = TypeVar("_Key", bound=Hashable)


class Word(NamedTuple):
    """A token of a leaf, with the number of the clause it stands in. `is_date`: it is part of a date leaf."""

    token: Token
    clause: int
    is_date: bool = False


@dataclass(frozen=True)
class Leaf:
    """One string of the input, or an answer, taken apart."""

    pointer: str
    text: str
    words: tuple[Word, ...]
    lexicon: Lexicon
    answer: str = ""

    def source(self, word: Word) -> Source:
        """The word's place."""
        return self.source_of(word.token.start, word.token.end)

    def source_of(self, start: int, end: int) -> Source:
        """A span of the leaf."""
        return Source("" if self.answer else self.pointer, start, end, self.answer)

    @property
    def whole(self) -> Source:
        """The place of all of it."""
        return self.source_of(0, len(self.text))

    @property
    def is_of_a_line(self) -> bool:
        """Whether it is a line of text, or an answer about one."""
        return not FREE_TEXT.isdisjoint(steps_of(self.pointer))

    @property
    def is_prose(self) -> bool:
        """True for text that tells, false for a name, title or date."""
        return bool(self.answer) or self.is_of_a_line

    @property
    def is_title(self) -> bool:
        """True where ranks, degrees, levels and titles of the candidate stand."""
        return bool(_TITLED.fullmatch(self.pointer))

    @cached_property
    def by_fold(self) -> Mapping[str, tuple[int, ...]]:
        """Places of each folded word."""
        return _indexed((word.token.fold, at) for at, word in self._spoken())

    @cached_property
    def by_stem(self) -> Mapping[str, tuple[int, ...]]:
        """Places of each stem; a misspelt word stands under the one that was meant."""
        return _indexed((stem, at) for at, word in self._spoken() for stem in self._stems(word))

    @cached_property
    def by_family(self) -> Mapping[int, tuple[int, ...]]:
        """Places of words of each family."""
        families = self.lexicon.families
        stems = self.by_stem.items()
        pairs = ((family, places) for stem, places in stems for family in families.get(stem, ()))
        return _indexed((family, at) for family, places in pairs for at in places)

    @cached_property
    def by_singular(self) -> Mapping[str, tuple[int, ...]]:
        """Places of each word without plural."""
        return _indexed((self.lexicon.singular(word.token.fold), at) for at, word in self._spoken())

    @cached_property
    def denying(self) -> frozenset[int]:
        """The clauses that say that something is not so."""
        return frozenset(word.clause for word in self.words if word.token.fold in self.lexicon.negations)

    @cached_property
    def hedging(self) -> frozenset[int]:
        """The clauses that make a claim smaller."""
        hedges, stem = self.lexicon.hedges, self.lexicon.stem
        return frozenset(
            word.clause for word in self.words if hedges & {word.token.fold, stem(word.token.fold)}
        )

    def clause_of(self, place: int) -> list[Word]:
        """The words of the clause around a place."""
        return [word for word in self.words if word.clause == self.words[place].clause]

    def _spoken(self) -> Iterator[tuple[int, Word]]:
        return ((at, word) for at, word in enumerate(self.words) if word.token.kind == "word")

    def _stems(self, word: Word) -> Iterator[str]:
        yield self.lexicon.stem(word.token.fold)
        meant = self.lexicon.spelling.get(word.token.text.lower())
        for part in meant.split() if meant else ():
            yield self.lexicon.stem(part)


@dataclass(frozen=True)
class Sources:
    """All leaves by pointer, answers among them under the place that they are about."""

    profile: Json
    answers: Mapping[str, str]
    language: str
    as_of: date
    leaves: Mapping[str, Leaf] = field(default_factory=dict)
    told: tuple[Leaf, ...] = ()

    def behind(self, pointer: str) -> list[Leaf]:
        """What a line may be made of: itself, names and dates of its entry, answers about it or the entry.

        For a new line of an entry, all that is said of the entry.
        """
        entry = entry_of(pointer)
        own = [leaf for place, leaf in self.leaves.items() if _is_about(place, entry)]
        is_new = pointer.endswith("/-")
        kept = [leaf for leaf in own if is_new or leaf.pointer == pointer or not leaf.is_prose]
        told = [leaf for leaf in self.told if _is_about(leaf.pointer, entry)]
        return [*kept, *(leaf for leaf in told if is_new or leaf.pointer == pointer or not leaf.is_of_a_line)]

    def everything(self) -> list[Leaf]:
        """All leaves and answers."""
        return [*self.leaves.values(), *self.told]

    @cached_property
    def openings(self) -> Mapping[str, str]:
        """Acronym → what it stands for, where the candidate says so: "enterprise resource planning (ERP)"."""
        found: dict[str, str] = {}
        for leaf in self.leaves.values():
            for match in _OPENING.finditer(leaf.text[:LONGEST]):
                words = match[1].split()[-len(match[2]) :]
                if "".join(word[0] for word in words).upper() == match[2]:
                    found.setdefault(match[2], " ".join(words))
        return found

    @cached_property
    def years_of_experience(self) -> tuple[int, tuple[Source, ...]]:
        """Full years worked, overlaps counted once, at least; and the dates that say so."""
        periods = []
        places = []
        for number, job in enumerate(entries_at(self.profile, "/work")):
            start, end = str(job.get("startDate") or ""), str(job.get("endDate") or "")
            if start:
                periods.append(Period(start, end or OPEN, "", 0, 0, is_current=not end))
                places += [f"/work/{number}/{name}" for name in ("startDate", "endDate") if job.get(name)]
        months = experience_of(periods, self.as_of).least
        found = tuple(self.leaves[place].whole for place in places if place in self.leaves)
        return months // MONTHS_A_YEAR, found


def sources_of(profile: Json, answers: Mapping[str, str], language: str, as_of: date) -> Sources:
    """Every word of the input and of the answers, found again."""
    words = lexicon(language)
    leaves = {
        pointer: Leaf(pointer, text, tuple(_words(pointer, text, language)), words)
        for pointer, text in strings_of(profile)
    }
    told = tuple(
        Leaf(about(key), text, tuple(_answered(key, text, language)), words, answer=key)
        for key, text in answers.items()
    )
    return Sources(profile, answers, language, as_of, leaves, told)


def about(key: str) -> str:
    """The place that an answer is about: "people:/work/0/highlights/1" → "/work/0/highlights/1"."""
    return key[key.index("/") :] if "/" in key else ""


def is_known(text: str, leaves: Iterable[Leaf]) -> bool:
    """True when the very text is one of the leaves."""
    return any(leaf.text == text for leaf in leaves)


def _is_about(pointer: str, entry: str) -> bool:
    return pointer == entry or pointer.startswith(entry + "/")


def _words(pointer: str, text: str, language: str) -> Iterator[Word]:
    if (steps_of(pointer) or [""])[-1] in DATES:
        yield from _dated(text, language)
        return
    clause = 0
    for token in tokens_of(text[:LONGEST], language):
        if token.kind == "break":
            clause += token.text in _ENDS_CLAUSE
        else:
            yield Word(token, clause)


def _answered(key: str, text: str, language: str) -> Iterator[Word]:
    """The words of an answer; a bare number for "how many people?" counts people."""
    yield from _words("", text, language)
    if key.partition(":")[0] == "people":
        noun = lexicon(language).people_noun
        yield Word(Token("word", text, 0, len(text), fold(noun)), 0)


def _dated(text: str, language: str) -> Iterator[Word]:
    """The year, and the month's names at the place of its number."""
    for token in tokens_of(text[:4], language):
        yield Word(token, 0, is_date=True)
    match = _MONTH.match(text)
    if match and 1 <= int(match[2]) <= MONTHS_A_YEAR:
        for name in lexicon(language).months[int(match[2]) - 1]:
            yield Word(Token("word", match[2], match.start(2), match.end(2), name), 0, is_date=True)


def _indexed(pairs: Iterable[tuple[_Key, int]]) -> Mapping[_Key, tuple[int, ...]]:
    found: defaultdict[_Key, list[int]] = defaultdict(list)
    for key, at in pairs:
        found[key].append(at)
    return {key: tuple(places) for key, places in found.items()}
