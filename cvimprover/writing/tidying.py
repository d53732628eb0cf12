"""What every line needs in every language: clean characters, spelling, no filler at its end."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from cvimprover.writing.lexicon import lexicon
from parsing.stages.text import after_bullet


class Rewritten(NamedTuple):
    """A line as it should be (several, where it held several ideas), the rules that spoke, and doubts.

    Doubts are codes of findings: what should be better, but only the person can say how.
    """

    lines: tuple[str, ...]
    rules: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


_SPACES: Final = re.compile(r"[ \t\u00a0]{2,}|\t")
_SPACE_BEFORE: Final = re.compile(r"(?<=\w) +([,.;])(?=\s|\Z)")
_FRENCH_SPACE: Final = re.compile(r"(?<=\w) +([,.])(?=\s|\Z)")
_NO_SPACE_AFTER: Final = re.compile(r"(?<=[a-zß-ÿ]),(?=[^\W\d_])")
_SHOUTS: Final = re.compile(r"[!]+(?=\s|\Z)|\.{2,}(?=\s*\Z)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_AND_SO_ON: Final = re.compile(
    r"\s*[,;]?\s*(?:(?:and|und|et|y)\s+)?\b(?:etc|usw|u\.\s?v\.\s?m|and so on|and so forth"
    r"|und so weiter|und vieles mehr"
    r"|et ainsi de suite|y demás)\b\.?\s*(?=\Z|[.;])",
    re.IGNORECASE,
)


def tidied(text: str, language: str) -> tuple[str, list[str]]:
    """The text without stray characters, misspellings and "etc.", and the rules that spoke."""
    rules = []
    for rule, tidy in (("tidy.spaces", _spaced), ("spelling", _spelt), ("filler.and_so_on", _ended)):
        better = tidy(text, language)
        if better != text:
            rules.append(rule)
        text = better
    return text, rules


def misspelt(text: str, language: str) -> list[tuple[str, str]]:
    """(as written, as it should be) for each word that the list of misspellings holds."""
    spelling = lexicon(language).spelling
    found = []
    for match in _WORD.finditer(text):
        meant = spelling.get(match[0].lower()) or _accented(match[0], language)
        if meant and match[0] != meant and not match[0].isupper():
            found.append((match[0], _cased(meant, match[0], language)))
    return found


def capitalised(text: str) -> str:
    """The text with a capital at its start, unless its first word has its own ("iOS")."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first[1:].islower() or len(first) == 1 else text


def with_stop(text: str, *, stop: bool) -> str:
    """The line with a full stop at its end, or without."""
    if stop:
        return text if text[-1:] in ".!?…:" else text + "."
    return (
        text[:-1]
        if text.endswith(".") and not re.search(r"(?:\b\w|\b\w{1,4}\.\w|etc|Inc|Ltd|Co|Mio|St|Dr)\.\Z", text)
        else text
    )


def _spaced(text: str, language: str) -> str:
    """French sets a space before a semicolon."""
    while after_bullet(text):
        text = text[after_bullet(text) :]
    text = _SPACES.sub(" ", text.strip())
    text = _NO_SPACE_AFTER.sub(", ", (_FRENCH_SPACE if language == "fr" else _SPACE_BEFORE).sub(r"\1", text))
    return _SHOUTS.sub(".", text) if _SHOUTS.search(text) else text


def _spelt(text: str, language: str) -> str:
    for written, meant in dict.fromkeys(misspelt(text, language)):
        text = re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", meant, text)
    return text


def _accented(word: str, language: str) -> str:
    """Spanish nouns in -cion and -sion lack their accent, whatever comes before."""
    if language == "es" and re.search(r"[^\W\d_]{2,}[cs]ion\Z", word):
        return word[:-2] + "ón"
    return ""


def _cased(meant: str, written: str, language: str) -> str:
    if written[:1].isupper() or (language == "de" and meant[:1].isupper()):
        return meant[:1].upper() + meant[1:]
    return meant


def _ended(text: str, _: str) -> str:
    shorter = _AND_SO_ON.sub("", text)
    return shorter if len(shorter.split()) > 1 else text
