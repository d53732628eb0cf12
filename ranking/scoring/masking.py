"""Free text without what tells who somebody is: names, pronouns, ages, nationalities, families.

What is taken out leaves a mark behind, one for any number of words, so that a text is the same bytes whoever
it is about. In English, German, French and Spanish; names in any language. The words stand in `data`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import product
from typing import Final, NamedTuple

from candidates.taxonomy import taxonomy
from candidates.taxonomy.keys import key_of

MARK: Final = "…"
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_CHOICE: Final = re.compile(r"\(([^()]*)\)")
_MARKS: Final = re.compile(r"(?:…[\s,.'’-]*)+…")
_ADDRESS: Final = re.compile(
    r"\S+@\S+|(?:https?://|www\.)\S+|(?:linkedin|github|gitlab|xing|facebook)\.com/\S+", re.IGNORECASE
)
_GERMAN: Final = "(|e|er|es|en|em)"
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS: Final = 2
"""A part of a name has so many at least: initials are letters of anything."""
_PARTICLE: Final = 4


class _Words(NamedTuple):
    """What to take out: words as they are, those that open a pattern, and the patterns."""

    personal: frozenset[str]
    pronouns: frozenset[str]
    address: frozenset[str]
    names_too: frozenset[str]
    openers: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]


class _Token(NamedTuple):
    """A word, where it stands, in small letters, and whether it began with a capital."""

    start: int
    end: int
    low: str
    is_capital: bool


class Masker:
    """Takes out of texts what tells who the person of these names is."""

    def __init__(self, names: Iterable[str] = (), phrases: Iterable[str] = ()) -> None:
        """`names` are the person's, whole, then in parts; `phrases` other words to take out as they stand."""
        names = [name for name in names if name]
        parts = [word for name in names for word in _TOKEN.findall(name)]
        is_part = {word.casefold() for word in parts if len(word) >= _LETTERS and not _is_particle(word)}
        self._names = is_part
        self._bits = {word.casefold() for word in parts} - is_part
        self._doubtful = {word for word in self._names if _is_word_too(word)}
        self._last = parts[-1].casefold() if parts else ""
        whole = [name for name in names if _UNSPACED.search(name)]
        self._phrases = sorted({*whole, *(each for each in phrases if len(each) > _LETTERS)}, key=len)[::-1]

    def masked(self, text: str, *, is_name: bool = False) -> str:
        """The text with a mark for each run of words that were taken out.

        `is_name` is for names of work, studies and papers: of those only the person's own names, pronouns and
        forms of address are taken, since the rest is what they are about ("English Teacher", "sage-femme").
        """
        for phrase in self._phrases:
            text = text.replace(phrase, MARK)
        if "@" in text or "/" in text or "www." in text:
            text = _ADDRESS.sub(MARK, text)
        return _without(text, sorted(self._spans(text, is_name=is_name)))

    def renamed(self, text: str, given: str, family: str) -> str:
        """The text with another name wherever the person's stands."""
        tokens = _tokens(text)
        return _replaced(
            text,
            [
                (token.start, token.end, family if token.low == self._last else given)
                for at, token in enumerate(tokens)
                if token.low in self._names and self._is_name(text, tokens, at)
            ],
        )

    def reworded(self, text: str, others: Mapping[str, str]) -> str:
        """The text with other pronouns and forms of address: those of the table in place of the person's."""
        tokens = _tokens(text)
        masked = set(self._spans(text))
        told = [
            (token, others[token.low])
            for token in tokens
            if token.low in others and token.low not in self._names and (token.start, token.end) in masked
        ]
        return _replaced(
            text,
            [(token.start, token.end, new.capitalize() if token.is_capital else new) for token, new in told],
        )

    def _spans(self, text: str, *, is_name: bool = False) -> Iterator[tuple[int, int]]:
        words = _words()
        tokens = _tokens(text)
        told = [
            self._tells(text, tokens, at) or (not is_name and token.low in words.personal)
            for at, token in enumerate(tokens)
        ]
        for at in range(len(tokens) - 1, -1, -1):
            token = tokens[at]
            if not told[at] and token.low in self._bits:
                told[at] = self._is_bit(text, tokens, told, at)
            elif not told[at] and token.low in words.address and token.is_capital:
                told[at] = self._addresses(text, tokens, told, at)
            if told[at]:
                yield token.start, token.end
        is_open = any(token.low in words.openers for token in tokens)
        small = text.lower() if is_open or any(map(str.isdigit, text)) else ""
        if len(small) == len(text):
            for pattern in words.patterns:
                yield from (match.span() for match in pattern.finditer(small))

    def _tells(self, text: str, tokens: Sequence[_Token], at: int) -> bool:
        """Whether the word tells who the person is; in capitals a pronoun may be an abbreviation (IT, ER)."""
        words, token = _words(), tokens[at]
        if token.low in words.pronouns:
            return not (len(token.low) > 1 and text[token.start : token.end].isupper())
        return token.low in self._names and self._is_name(text, tokens, at)

    def _is_name(self, text: str, tokens: Sequence[_Token], at: int) -> bool:
        """Whether a part of the name is meant: never in small letters, a word only beside other parts."""
        if not tokens[at].is_capital:
            return False
        if tokens[at].low not in self._doubtful:
            return True
        is_addressed = at > 0 and tokens[at - 1].low in _words().address and tokens[at - 1].is_capital
        is_whole = self._is_beside(text, tokens, at, at - 1) or self._is_beside(text, tokens, at, at + 1)
        return is_whole or (is_addressed and _are_joined(text, tokens[at - 1], tokens[at]))

    def _addresses(self, text: str, tokens: Sequence[_Token], told: Sequence[bool], at: int) -> bool:
        """Whether a form of address stands before the person's name: "Ms Weber", not "Sr. Developer"."""
        after = at + 1
        if after >= len(tokens) or not told[after]:
            return False
        is_name = tokens[after].low in self._names or tokens[after].low in self._bits
        return is_name and _are_joined(text, tokens[at], tokens[after])

    def _is_bit(self, text: str, tokens: Sequence[_Token], told: Sequence[bool], at: int) -> bool:
        """Whether a particle or initial is part of the name: "de la" between two others, the O of O'Neill."""
        after = at + 1
        if after < len(tokens) and told[after] and len(tokens[at].low) == 1:
            return text[tokens[at].end : tokens[after].start].strip(".'’-") == ""
        while after < len(tokens) and tokens[after].low in self._bits:
            after += 1
        before = at - 1
        while before >= 0 and tokens[before].low in self._bits:
            before -= 1
        inside = before >= 0 and after < len(tokens) and told[before] and told[after]
        return inside and all(
            _are_joined(text, tokens[each], tokens[each + 1]) for each in range(before, after)
        )

    def _is_beside(self, text: str, tokens: Sequence[_Token], at: int, other: int) -> bool:
        """Whether the other word is a part of the name and stands right beside."""
        if not 0 <= other < len(tokens) or not tokens[other].is_capital:
            return False
        first, second = sorted((at, other))
        return tokens[other].low in self._names and _are_joined(text, tokens[first], tokens[second])


def _tokens(text: str) -> list[_Token]:
    return [_Token(m.start(), m.end(), m[0].casefold(), m[0][0].isupper()) for m in _TOKEN.finditer(text)]


def _are_joined(text: str, first: _Token, second: _Token) -> bool:
    return text[first.end : second.start].strip(" .,-'’") == ""


def _is_particle(word: str) -> bool:
    """ "de", "van", "von der": parts of a name that say nothing by themselves."""
    return word.islower() and len(word) < _PARTICLE


def _is_word_too(low: str) -> bool:
    return low in _words().names_too or key_of(low) in taxonomy().keys


def _replaced(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    for start, end, new in reversed(changes):
        text = text[:start] + new + text[end:]
    return text


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with a mark where spans were; runs of marks become one."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        if start >= at:
            pieces += [text[at:start], MARK]
        at = max(at, end)
    if not pieces:
        return text
    return _MARKS.sub(MARK, "".join([*pieces, text[at:]]))


@cache
def _words() -> _Words:
    data = tomllib.loads(resources.files("ranking").joinpath("scoring/data/personal.toml").read_text("utf-8"))
    words: Mapping[str, str] = data["words"]
    sets = {name: frozenset(_expanded(text)) for name, text in words.items()}
    patterns = [*data["patterns"]["labels"], *data["patterns"]["ages"]]
    openers = {word for pattern in patterns for word in _TOKEN.findall(pattern) if len(word) > 1}
    return _Words(
        personal=sets["family"] | sets["beliefs"] | sets["nationalities"],
        pronouns=sets["pronouns"],
        address=sets["address"],
        names_too=sets["names_too"],
        openers=frozenset(openers),
        patterns=tuple(re.compile(rf"(?<![^\W\d_])(?:{pattern})") for pattern in patterns),
    )


def _expanded(text: str) -> Iterator[str]:
    """Every form that the words of the data stand for."""
    for word in text.replace("~", _GERMAN).split():
        pieces = _CHOICE.split(word)
        choices = [piece.split("|") if at % 2 else [piece] for at, piece in enumerate(pieces)]
        yield from ("".join(each) for each in product(*choices))
