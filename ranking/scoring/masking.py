"""Free text without what tells who somebody is: names, pronouns, ages, nationalities, families.

What is taken out leaves a mark behind, one for any number of words, so that a text is the same bytes whoever
it is about. In English, German, French and Spanish; names in any language. The words stand in `data`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
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


class _Words(NamedTuple):
    """What to take out: words as they are, those that open a pattern, and the patterns."""

    personal: frozenset[str]
    pronouns: frozenset[str]
    address: frozenset[str]
    names_too: frozenset[str]
    openers: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]


class Masker:
    """Takes out of texts what tells who the person of these names is."""

    def __init__(self, names: Iterable[str] = (), phrases: Iterable[str] = ()) -> None:
        """`names` are the person's, in parts or whole; `phrases` other words to take out as they stand."""
        names = [name for name in names if name]
        parts = {word for name in names for word in _TOKEN.findall(name)}
        self._names = {
            word.casefold()
            for word in parts
            if len(word) >= _LETTERS and not (word.islower() and len(word) < 4)
        }
        self._doubtful = {word for word in self._names if _is_word_too(word)}
        whole = [name for name in names if _UNSPACED.search(name)]
        self._phrases = sorted({*whole, *(each for each in phrases if len(each) > _LETTERS)}, key=len)[::-1]

    def masked(self, text: str) -> str:
        """The text with a mark for each run of words that were taken out."""
        for phrase in self._phrases:
            text = text.replace(phrase, MARK)
        if "@" in text or "/" in text or "www." in text:
            text = _ADDRESS.sub(MARK, text)
        return _without(text, sorted(self._spans(text)))

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        words = _words()
        tokens = list(_TOKEN.finditer(text))
        lows = [token[0].casefold() for token in tokens]
        is_open = False
        for at, (token, low) in enumerate(zip(tokens, lows, strict=True)):
            is_open = is_open or low in words.openers
            if self._tells(text, tokens, lows, at):
                yield token.start(), token.end()
        if is_open or any(map(str.isdigit, text)):
            small = text.lower()
            if len(small) == len(text):
                for pattern in words.patterns:
                    yield from (match.span() for match in pattern.finditer(small))

    def _tells(self, text: str, tokens: list[re.Match[str]], lows: list[str], at: int) -> bool:
        """Whether the word tells who the person is; in capitals a pronoun may be an abbreviation (IT, ER)."""
        words, low = _words(), lows[at]
        if low in words.personal:
            return True
        if low in words.pronouns:
            return not (len(low) > 1 and tokens[at][0].isupper())
        if low in self._names:
            return self._is_name(text, tokens, lows, at)
        return low in words.address and self._addresses(text, tokens, lows, at)

    def _is_name(self, text: str, tokens: list[re.Match[str]], lows: list[str], at: int) -> bool:
        """Whether a part of the name is meant: never in small letters, a word only beside other parts."""
        if not tokens[at][0][0].isupper():
            return False
        if lows[at] not in self._doubtful:
            return True
        beside = [each for each in (at - 1, at + 1) if 0 <= each < len(tokens)]
        return any(
            (lows[each] in self._names or (each < at and lows[each] in _words().address))
            and tokens[each][0][0].isupper()
            and text[tokens[min(at, each)].end() : tokens[max(at, each)].start()].strip(" .,-'’") == ""
            for each in beside
        )

    def _addresses(self, text: str, tokens: list[re.Match[str]], lows: list[str], at: int) -> bool:
        """Whether a form of address stands before a name: "Ms Weber", not "M in M&A"."""
        following = at + 1 < len(tokens) and tokens[at + 1][0][0].isupper()
        if not tokens[at][0][0].isupper() or not following:
            return False
        return text[tokens[at].end() : tokens[at + 1].start()].strip(" .") == ""


def _is_word_too(low: str) -> bool:
    return low in _words().names_too or key_of(low) in taxonomy().keys


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
