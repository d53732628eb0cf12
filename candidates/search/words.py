"""Words as search compares them: small letters without accents, the same for every engine.

Both engines are given words that were cut here and separate them at blanks only, so that a query, a résumé
and what is marked in an answer never disagree about what a word is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain
from typing import Final, NamedTuple

_CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_PATTERN: Final = (
    rf"[^\W_{_CJK}]+(?:[+#]+(?![^\W_]))?"  # c++, c#
    rf"|[{_CJK}]"  # scripts without blanks: each sign for itself, in order
    r"|(?<![^\W_])\.net(?![^\W_])"
)
_WORD: Final = re.compile(_PATTERN)
_SIGNS: Final = ("\x01", "\x02")
_LINE, _GROUP = _SIGNS
"""Signs that stand for the end of a line and of a group of lines while words are cut."""
_REMEMBERED: Final = 50_000
_LONGEST: Final = 32
"""Pieces of text that are kept in mind, and their most characters."""
_SPECIAL: Final = {
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "æ": "ae",
    "œ": "oe",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
}

_STOP: Final = """
a an and as at by for from in of on or the to with
are be can does had has have i is must need needs should that they this want wants
was we were which who whose will
somebody someone anybody anyone person people looking searching find
jemand jemanden der welche welcher kann sucht suche gesucht wir
quelqu un qui cherche cherchons
alguien alguem quien que busco buscamos procuro
qualcuno che cerco cerchiamo
iemand die zoek gezocht wie
am an auf aus bei das dem den der des die ein eine einer fur im in mit oder und vom von zu zum zur
a au aux avec d dans de des du en et l la le les ou par pour un une
al con del el en la las los o para por un una y
ao com da das do dos e em na no nos os para um uma
ai alla con da dal del della di e gli il in lo nel per un una
aan bij de een en het in met of op van voor
do i na o od w we z ze
av den det en ett for i och pa som till
bir icin ile ve
"""
STOP_WORDS: Final = frozenset(_STOP.split())
"""Folded words that say nothing by themselves, in the languages of our lexicons; queries do without them."""


class Token(NamedTuple):
    """A folded word and where it stands in the text, as [start, end) of characters."""

    text: str
    start: int
    end: int


class _Folding(dict[int, str]):
    """Character → how it is compared; grows with the characters that are met."""

    def __missing__(self, code: int) -> str:
        lower = chr(code).lower()
        plain = "".join(
            _SPECIAL.get(each, each)
            for each in unicodedata.normalize("NFD", lower)
            if not unicodedata.combining(each)
        )
        # Syllables of Hangul fall apart in NFD: they are kept as they are.
        self[code] = folded = lower if "\uac00" <= chr(code) <= "\ud7af" else plain
        return folded


_FOLDING: Final = _Folding()


def fold(text: str) -> str:
    """The text in small letters without accents; it may differ in length."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


class _Cutting(dict[str, tuple[str, ...]]):
    """Piece of a text without blanks → its words, remembered: people use the same words again and again."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        words = (piece,) if piece in _SIGNS else tuple(words_of(piece))
        if len(piece) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[piece] = words
        return words


_CUTTING: Final = _Cutting()


def words_of(text: str) -> list[str]:
    """The words of the text, folded, in order."""
    return _WORD.findall(fold(text))


def words_of_all(groups: Iterable[Iterable[str]]) -> list[list[str]]:
    """For each group the words of its texts, a text a line, separated by blanks; empty texts are left out.

    In one go, as this is what filling an index costs most time for. A line break in a text parts it in two.
    """
    marked = f" {_GROUP} ".join(["\n".join(group).replace(_GROUP, " ") for group in groups])
    pieces = marked.replace("\n", f" {_LINE} ").split()
    told = " ".join(chain.from_iterable(map(_CUTTING.__getitem__, pieces)))
    return [list(filter(None, map(str.strip, group.split(_LINE)))) for group in told.split(_GROUP)]


def tokens_of(text: str) -> list[Token]:
    """As `words_of`, each with its place in the text as it was given."""
    if text.isascii():
        return [Token(m.group(), m.start(), m.end()) for m in _WORD.finditer(text.lower())]
    pieces = [_FOLDING[ord(each)] for each in text]
    origin = [at for at, piece in enumerate(pieces) for _ in piece]
    return [
        Token(m.group(), origin[m.start()], origin[m.end() - 1] + 1) for m in _WORD.finditer("".join(pieces))
    ]


def forms_of(word: str) -> tuple[str, ...]:
    """Other numbers of a folded word, as far as letters tell: `nurses` for `nurse`.

    Only forms that other words seldom have; a form that nobody wrote costs a look into the dictionary.
    """
    if len(word) < 4 or not word.isalpha():
        return ()
    if word.endswith("ies") and len(word) > 5:
        return (word[:-3] + "y",)
    if word.endswith(("ss", "us", "is")):
        return ()
    if word.endswith("s"):
        return (word[:-1], word[:-2]) if word.endswith(("ches", "shes", "xes", "sses")) else (word[:-1],)
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word[:-1] + "ies",)
    return (word + "s",)
