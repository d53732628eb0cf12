"""Texts made comparable: folded, unspaced, with offsets that still point into the original."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from parsing.stages.types import Line

_NOT_WORD = re.compile(r"[^\w+#]+")
_LETTER_SPACED = re.compile(r"(?<!\S)\w(?: \w){2,}(?!\S)")
_STROKED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
BULLETS = "•◦▪▫●○■□◆◇‣⁃∙·–—-*►▶➢➤✓✔»>"
_SEPARATORS = " \t\u00a0|,;:·•–—-،؛、，；："
_LEADING_BULLET = re.compile(r"^\s*(?:[•◦▪▫●○■□◆◇‣⁃∙·►▶➢➤✓✔»❖○*\-–—\uf000-\uf8ff]+\s+|[・‧]\s*)")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower-case words without accents, ligatures and punctuation; "C++" and "C#" keep theirs."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold().translate(_STROKED)
        text = "".join(character for character in text if not unicodedata.combining(character))
    else:
        text = text.lower()
    return " ".join(_NOT_WORD.sub(" ", text).replace("_", " ").split())


def unspaced(text: str) -> str:
    """The text with letter-spaced words closed up: "S K I L L S" becomes "SKILLS"."""
    return _LETTER_SPACED.sub(lambda match: match[0].replace(" ", ""), text)


def after_bullet(text: str) -> int:
    """The offset at which the text begins behind a list bullet or an icon."""
    match = _LEADING_BULLET.match(text)
    return match.end() if match else len(text) - len(text.lstrip())


def trimmed(text: str, start: int, end: int, unwanted: str = _SEPARATORS) -> tuple[int, int]:
    """The span without separators at its ends."""
    while start < end and text[start] in unwanted:
        start += 1
    while end > start and text[end - 1] in unwanted:
        end -= 1
    return start, end


def label_end(line: Line) -> int:
    """Where the bold words end that a line of otherwise plain type begins with; 0 when it does not."""
    if not line.words or not line.words[0].bold or line.words[-1].bold:
        return 0
    end = 0
    for word in line.words:
        if not word.bold:
            return end
        end += len(word.text) + 1
    return 0


def is_shouted(text: str) -> bool:
    """True when every letter is a capital, two at least, in a script that has capitals."""
    return text.isupper() and sum(map(str.isalpha, text)) > 1
