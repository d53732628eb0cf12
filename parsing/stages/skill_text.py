"""Skills that running text names, with a gate for names that are other words too ("go", "react", "R").

A name that means nothing else counts wherever it stands. One that may be a word, a person, a place or a
letter needs a second anchor in its sentence: a version, what is made with it ("React components"), a word
of its own ("goroutines"), its place in a list of sure names, a capital in mid-sentence. Whatever stands right
beside it may say that it is something else ("Vitamin C", "Sous Chef", "Central Java", "go live").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple

from parsing.stages.entries.lexicon import labels
from parsing.stages.leaf import Leaf, leaf_at
from parsing.stages.skill_names import (
    LONGEST,
    Doubt,
    doubt_about,
    key_of,
    may_begin_name,
    name_of_key,
    words_around,
)
from parsing.stages.text import fold
from parsing.stages.types import Line

_TOKEN = re.compile(r"[^\s,;:|•·()\[\]{}<>\"“”„«»‘!?]+")
_WORD = re.compile(r"[\w+#.]*[\w+#]")
_PART = re.compile(r"[^/\-&]+")
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_LINK = re.compile(r"[\s(]*(?:[,;/&+|•·、]\s*)+\Z")
_VERSION = re.compile(r"v?\d{1,2}(?:\.(?:\d+|x))*\+?")
_EDITION = re.compile(r"(?:19|20)\d\d|XP|365")
_LABEL = re.compile(r"\A\W*([^:]{3,30}?)\s*:\s")

_WITH_EDITIONS: Final = ("Excel", "Word", "Access", "Outlook", "Publisher", "Project", "Office", "Windows")
_LINKING: Final = frozenset({"or", "and", "oder", "und", "ou", "et", "o", "e", "y", "of", "en", "och"})
_SHORT: Final = 3
"""Words of so many letters say nothing about whether a line is set in capitals."""


class Mention(NamedTuple):
    """`text[start:end]` names the skill whose usual spelling is `name`."""

    start: int
    end: int
    name: str


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    low: str


@dataclass(slots=True)
class _Found:
    """A name in the sentence's tokens `first` to `last`; open while it has no second anchor."""

    first: int
    last: int
    name: str
    doubt: Doubt | None
    is_sure: bool = False


def skills_in(text: str, *, listed: Collection[str] = ()) -> list[Mention]:
    """The skills that the text names, in order; `listed` are usual names that the person lists elsewhere.

    Linear in the text's length.
    """
    if not any(may_begin_name(word) for word in _WORD.findall(text.lower())):
        return []
    found: list[Mention] = []
    for start, end in _sentences(text):
        sentence = _Sentence(text, start, end)
        found += sentence.mentions(listed)
    return found


def mentioned_skills(lines: Iterable[Line]) -> list[Leaf]:
    """A leaf for each skill that the lines name, in order of the first mention, which is its value.

    For résumés that list none: what was said of the work is all there is.
    """
    leaves: dict[str, Leaf] = {}
    for line in lines:
        for mention in skills_in(line.text, listed=leaves):
            if mention.name not in leaves:
                leaves[mention.name] = leaf_at(
                    line, mention.start, mention.end, confidence=0.7, rule="skill.in_text", source="lexicon",
                    normalized=mention.name,
                )  # fmt: skip
    return list(leaves.values())


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        following = text[match.end() : match.end() + 1]
        is_initial = text[max(start, match.start() - 2) : match.start()].strip(" (").isupper()
        if match[0] == "\n" or not (following.islower() or is_initial):
            yield start, match.end()
            start = match.end()
    yield start, len(text)


class _Sentence:
    """One sentence as tokens, with what each of its names needs to be told by."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.tokens = list(_tokens(text, start, end))
        self.lows = frozenset(token.low for token in self.tokens)

    def mentions(self, listed: Collection[str]) -> list[Mention]:
        names = list(self._names())
        is_list = self._is_labelled()
        for found in names:
            found.is_sure = found.doubt is None or self._is_proved(found, listed, is_list=is_list)
        for _ in range(2):
            for left, right in [*pairwise(names), *reversed([*pairwise(names)])]:
                self._join(left, right)
        return [
            Mention(self.tokens[found.first].start, self.tokens[found.last].end, found.name)
            for found in names
            if found.is_sure
        ]

    def _names(self) -> Iterator[_Found]:
        """The longest known name at each place."""
        at = 0
        while at < len(self.tokens):
            if not may_begin_name(self.tokens[at].low):
                at += 1
                continue
            for size in range(min(LONGEST, len(self.tokens) - at), 0, -1):
                key = key_of(" ".join(token.low for token in self.tokens[at : at + size]))
                name = name_of_key(key) if self._is_unbroken(at, at + size - 1) else ""
                if name and not self._links(name, at, size):
                    yield _Found(at, at + size - 1, name, doubt_about(key))
                    at += size - 1
                    break
            at += 1

    def _links(self, name: str, at: int, size: int) -> bool:
        """True where the words are two things and what links them ("R or Python") and spell no one name."""
        own = name.lower().split()
        return any(token.low in _LINKING and token.low not in own for token in self.tokens[at : at + size])

    def _is_unbroken(self, first: int, last: int) -> bool:
        return all(self._gap(i).strip(" .-\t") == "" for i in range(first, last))

    def _gap(self, at: int) -> str:
        """What stands between a token and the next, "" behind the last."""
        if not 0 <= at < len(self.tokens) - 1:
            return ""
        return self.text[self.tokens[at].end : self.tokens[at + 1].start]

    def _beside(self, at: int, step: int) -> str:
        """The word right before or behind, in small letters; "" where something parts them."""
        gap = self._gap(at if step > 0 else at - 1)
        neighbour = at + step
        is_near = 0 <= neighbour < len(self.tokens) and gap.strip(" -&.’'") == ""
        return self.tokens[neighbour].low if is_near else ""

    def _is_labelled(self) -> bool:
        """True for "Stack: Go, React" and the like: what follows is a list of skills."""
        if not self.tokens:
            return False
        label = _LABEL.match(self.text[self.tokens[0].start : self.tokens[-1].end])
        return label is not None and (
            fold(label[1]) in labels("keywords") or set(fold(label[1]).split()) <= words_around("list")
        )

    def _is_proved(self, found: _Found, listed: Collection[str], *, is_list: bool) -> bool:
        """True where the sentence has a second anchor for a doubtful name."""
        doubt = found.doubt
        assert doubt is not None
        before, after = self._beside(found.first, -1), self._beside(found.last, 1)
        if doubt.denies(before, after):
            return False
        shown = self.text[self.tokens[found.first].start : self.tokens[found.last].end]
        is_spelt = shown == found.name
        if doubt.kind == "letter" and (not shown.isupper() or self._is_initial(found)):
            return False
        if is_list and self._is_item(found):
            return True
        if doubt.kind in ("letter", "name") and before in doubt.near:
            return True
        if after in doubt.near and (is_spelt or doubt.kind != "verb"):
            return True
        if not is_spelt and not (shown.isupper() and doubt.kind == "name"):
            return self._is_made_with(found, after, before, doubt)
        return self._is_capital_proved(found, listed, doubt, before, after)

    def _is_made_with(self, found: _Found, after: str, before: str, doubt: Doubt) -> bool:
        """A name in small letters: "go developer", "written in go"."""
        if doubt.kind != "name":
            return False
        made = self._beside(found.first - 1, -1) if before in words_around("lead") else ""
        return after in words_around("maker") or (made in words_around("made") and self._ends_item(found))

    def _is_capital_proved(
        self, found: _Found, listed: Collection[str], doubt: Doubt, before: str, after: str
    ) -> bool:
        if self._has_version(found, doubt):
            return True
        if (
            doubt.kind in ("letter", "name")
            and after in words_around("maker", "product")
            and not self._is_named(found)
        ):
            return True
        is_first = found.first == 0
        has_near = bool(doubt.near & self.lows)
        if self._is_named(found):
            return False
        if doubt.kind == "letter":
            return (has_near or before in words_around("lead")) and self._is_item(found)
        if doubt.kind == "name" and (has_near or found.name in listed):
            return True
        if is_first:
            return False
        if doubt.kind == "name" and before in words_around("lead") and self._ends_item(found):
            return True
        if self._is_title_case(found):
            return False
        if doubt.kind == "name":
            return True
        return has_near or found.name in listed or (before in words_around("lead") and self._ends_item(found))

    def _has_version(self, found: _Found, doubt: Doubt) -> bool:
        """ "Java 8", "Go 1.21", "Word 2016"; a bare number counts in mid-sentence or as an item."""
        after = self._beside(found.last, 1)
        if not after:
            return False
        if doubt.kind in ("word", "verb") and _EDITION.fullmatch(after.upper()):
            return found.name in _WITH_EDITIONS
        if not _VERSION.fullmatch(after):
            return False
        return found.first > 0 or "." in after or self._ends_item(replace(found, last=found.last + 1))

    def _is_initial(self, found: _Found) -> bool:
        """True for the letter of a name: "John R. Smith"."""
        gap = self._gap(found.last)
        following = self.tokens[found.last + 1].text if found.last + 1 < len(self.tokens) else ""
        return gap.startswith((".", "’", "'")) and following[:1].isupper()

    def _is_named(self, found: _Found) -> bool:
        """True where the words beside are capitals too, as in "Ruby Chen" and "Spark Networks"."""
        for at in (found.first - 1, found.last + 1):
            if not 0 < at < len(self.tokens) or self._gap(min(at, found.last)).strip(" ") != "":
                continue
            token = self.tokens[at]
            is_name = token.text[:1].isupper() and not token.text.isupper() and len(token.text) > 1
            if (
                is_name
                and not name_of_key(key_of(token.low))
                and token.low not in words_around("maker", "product", "joint")
            ):
                return True
        return False

    def _is_title_case(self, found: _Found) -> bool:
        """True where most words are capitals, so that one more tells nothing."""
        own = range(found.first, found.last + 1)
        others = [
            token.text
            for i, token in enumerate(self.tokens)
            if i and i not in own and len(token.text) > _SHORT and token.text.isalpha()
        ]
        others = [word for word in others if not name_of_key(key_of(word))]
        return len(others) > 0 and sum(word[0].isupper() for word in others) >= 0.6 * len(others)

    def _begins_item(self, found: _Found) -> bool:
        gap, before = self._gap(found.first - 1), self._beside(found.first, -1)
        return found.first == 0 or before in words_around("joint", "lead", "move") or gap.strip(" -") != ""

    def _ends_item(self, found: _Found) -> bool:
        gap, after = self._gap(found.last), self._beside(found.last, 1)
        is_last = found.last + 1 == len(self.tokens)
        return is_last or after in words_around("joint", "after", "lead") or gap.strip(" -") != ""

    def _is_item(self, found: _Found) -> bool:
        return self._begins_item(found) and self._ends_item(found)

    def _join(self, left: _Found, right: _Found) -> None:
        """Proves the doubtful one of two names that a comma, a slash or "and" links, if it is an item."""
        if left.is_sure == right.is_sure or not self._is_linked(left, right):
            return
        open_one = right if left.is_sure else left
        assert open_one.doubt is not None
        shown = self.text[self.tokens[open_one.first].start : self.tokens[open_one.last].end]
        before, after = self._beside(open_one.first, -1), self._beside(open_one.last, 1)
        is_small = open_one.doubt.kind == "letter" and not shown.isupper()
        open_one.is_sure = not (is_small or open_one.doubt.denies(before, after)) and self._is_item(open_one)

    def _is_linked(self, left: _Found, right: _Found) -> bool:
        between = self.tokens[left.last + 1 : right.first]
        gap = self.text[self.tokens[left.last].end : self.tokens[right.first].start]
        if not between:
            return bool(_LINK.fullmatch(gap))
        return len(between) == 1 and between[0].low in words_around("joint")


def _tokens(text: str, start: int, end: int) -> Iterator[_Token]:
    """Words without the marks around them; a compound that is no name comes apart ("Go-based", "C/C++")."""
    for match in _TOKEN.finditer(text, start, end):
        word = match[0].rstrip(".'’")
        for ending in ("'s", "’s"):
            word = word.removesuffix(ending)
        if not word:
            continue
        begin = match.start()
        if name_of_key(key_of(word)) or not _PART.search(word) or not re.search(r"[/\-&]", word):
            yield _Token(begin, begin + len(word), word, word.lower())
            continue
        for part in _PART.finditer(word):
            piece = part[0].rstrip(".")
            if piece:
                yield _Token(begin + part.start(), begin + part.start() + len(piece), piece, piece.lower())
