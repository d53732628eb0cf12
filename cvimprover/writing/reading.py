"""A text while it is held against what the candidate said: its words, and where each was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from cvimprover.writing.lexicon import Lexicon
from cvimprover.writing.sources import Leaf, Word
from cvimprover.writing.tokens import Token
from cvimprover.writing.types import Source
from parsing.stages.entries.lexicon import title_score

Role = Literal["line", "summary", "label"]
_SURELY_A_TITLE: Final = 2.0


class Fault(NamedTuple):
    """Words that may not stand, and why, by a code of `said_*.toml`."""

    start: int
    end: int
    text: str
    code: str


class Place(NamedTuple):
    """A word of a leaf."""

    leaf: Leaf
    at: int

    @property
    def word(self) -> Word:
        """The word that stands there."""
        return self.leaf.words[self.at]


@dataclass(slots=True)
class Reading:
    """A text while it is held against its scope."""

    text: str
    tokens: Sequence[Token]
    scope: Sequence[Leaf]
    role: Role
    words: Lexicon
    places: dict[int, list[Place]] = field(default_factory=dict)
    """By number of the token: where it was said."""
    derived: dict[int, tuple[Source, ...]] = field(default_factory=dict)
    """By number of the token: what it follows from."""
    faults: list[Fault] = field(default_factory=list)
    named: tuple[str, ...] = ()
    """The entries whose employer or school a sentence of a summary names, as "/work/0/"."""

    def fault(self, token: Token, code: str) -> None:
        """Notes that a word may not stand."""
        self.faults.append(Fault(token.start, token.end, self.text[token.start : token.end], code))

    def is_content(self, number: int) -> bool:
        """True for a word that says something, false for grammar, numbers and breaks."""
        token = self.tokens[number]
        return token.kind == "word" and not self.is_grammar(token)

    def is_grammar(self, token: Token) -> bool:
        """True for words that say nothing by themselves; "IT", "US" and "May" are none of them."""
        if token.text[:1].isupper() and len(token.text) > 1 and not self.opens_sentence(token):
            return False
        is_apostrophe = self.text[token.start - 1 : token.start] in ("'", "’") and token.start > 0
        is_safe = token.fold in self.words.safe
        is_summary = self.role == "summary" and token.fold in self.words.summary
        return is_safe or is_summary or (len(token.fold) == 1 and is_apostrophe)

    def opens_sentence(self, token: Token) -> bool:
        """True at the start, and behind a full stop or colon."""
        before = self.text[: token.start].rstrip()
        return not token.text[1:].isupper() and (not before or before[-1] in ".!?:;")


def is_rank(token: Token, words: Lexicon) -> bool:
    """True for ranks, degrees, levels and titles."""
    return token.fold in words.bound or title_score(token.fold) >= _SURELY_A_TITLE


def opens_as_verb(reading: Reading, number: int) -> bool:
    """True for "Lead" in "Lead a team": the first word, a known verb, with an object behind it."""
    if number or reading.tokens[0].fold not in reading.words.lemmas or len(reading.tokens) == 1:
        return False
    following = reading.tokens[1]
    return following.fold in reading.words.safe or following.kind == "number"
