"""Texts that strangers wrote, made fit to print: nothing hidden, nothing that steers, nothing endless."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

MAX_TEXT: Final = 20_000
"""Characters of one value; a page holds some 4,000."""
_MAX_MARKS: Final = 3
"""Combining marks on one letter; Vietnamese needs two, pointed Hebrew three, "zalgo" dozens."""
_UNWANTED: Final = re.compile(
    "["
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"  # control characters, less tab and line ends
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"  # soft hyphens, fillers, Mongolian selectors
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero width space, bidi marks, invisible signs
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff"  # variation selectors, byte order marks, noncharacters
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e0fff"  # tags, which hide words
    "]"
)
_JOINERS: Final = re.compile("(?<![\u0600-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u0dff])")
"""Joiners outside the scripts from Arabic to Sinhala, where they spell."""
_LINE_END: Final = re.compile("\r\n?|[\u2028\u2029\u0085]")
_SPACES: Final = re.compile(r"[^\S\n]+")
_HOST: Final = re.compile(r"[^\s/@<>\"'\\]+\.[^\s/@<>\"'\\.]{2,}")


def cleaned(value: object) -> str:
    """The value as text on one line; "" for what is no text and no number."""
    return " ".join(paragraphs(value))


def paragraphs(value: object) -> list[str]:
    """The value's lines, empty ones left out."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return []
    text = str(value)[:MAX_TEXT]
    text = unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_END.sub("\n", text)))
    text = _SPACES.sub(" ", _JOINERS.sub("", text))
    if not text.isascii():
        text = _fewer_marks(text)
    return [line.strip() for line in text.split("\n") if line.strip()]


def _fewer_marks(text: str) -> str:
    """The text without marks beyond what any script stacks on one letter."""
    kept, stacked = [], 0
    for character in text:
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        if stacked <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def web_address(value: object) -> str:
    """The address with its scheme, fit for a link; "" for what is none, or is not http(s)."""
    text = cleaned(value).replace(" ", "")
    if not text:
        return ""
    if "://" not in text and not text.lower().startswith(("javascript:", "data:", "file:", "vbscript:")):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc.partition(":")[0])
    return text if is_web and len(text) <= 500 else ""


def shown_address(value: object) -> str:
    """The address as a page shows it: without scheme, `www.` kept, no slash at the end."""
    return re.sub(r"^https?://", "", cleaned(value)).rstrip("/")


def width_of(text: str) -> int:
    """Letters that the text is wide: those of East Asian scripts count for two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def file_stem(name: str, fallback: str) -> str:
    """A file name without suffix: words of any script joined by `-`, at most 60 characters."""
    words = re.findall(r"[^\W_]+", name)
    return "-".join(words)[:60].strip("-").lower() or fallback
