"""Text as files carry it → text that can be stored, shown and matched: no control or smuggled characters."""

from __future__ import annotations

import re
from typing import Final

from parsing.stages.types import Finding, Limits, Link

SUSPICIOUS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00a0\u00ad\u061c\u034f\u115f\u1160\u180e\u2000-\u200f\u2011\u2028-\u202f\u205f-\u206f"
    "\u3164\ue000-\uf8ff\ufeff\ufff0-\uffff\U000e0000-\U000e0fff\ud800-\udfff]"
)
SPACES: Final = dict.fromkeys(
    [0x0B, 0x0C, 0x0D, 0x85, 0xA0, 0x202F, 0x205F, 0x2028, 0x2029, *range(0x2000, 0x200B)], " "
)
INVISIBLE: Final = dict.fromkeys(
    [
        *range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0),
        0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F),
        *range(0x2060, 0x2070), 0x3164, 0xFEFF, *range(0xFFF0, 0xFFFD), 0xFFFE, 0xFFFF,
        *range(0xE0000, 0xE1000), *range(0xD800, 0xE000),
    ]
)  # fmt: skip
PRIVATE: Final = dict.fromkeys(range(0xE000, 0xF900), " ") | dict.fromkeys(
    [0xF076, 0xF06E, 0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8, 0xF0FC], "•"
)
"""Icon fonts use these code points; without the font they mean nothing, except for Word's bullets."""
TABLE: Final = SPACES | INVISIBLE | PRIVATE | {0x2011: "-"}
"""ZWNJ and ZWJ (200C, 200D) stay between letters of the scripts that need them; see STRAY_JOINERS."""

TAGS: Final = re.compile("[\U000e0020-\U000e007e]+")
FLAG_EMOJI: Final = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
OVERRIDES: Final = re.compile("[\u202d\u202e]")
SPLITTERS: Final = re.compile("(?<=[A-Za-z0-9])[\u200b\u2060\ufeff\u200c\u200d](?=[A-Za-z0-9])")
STRAY_JOINERS: Final = re.compile("(?<=[\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\u024f])")
ENDS_OF_LINE: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
MARKS: Final = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
ZALGO: Final = re.compile(f"({MARKS}{{3}}){MARKS}+")
SPLITTERS_ARE_SUSPECT_FROM: Final = 3
"""Web pages leave one or two zero-width spaces in pasted text; more inside words hide them from search."""


class Cleaner:
    """Cleans the texts of one document and remembers what it met; `findings` tells at the end."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.chars = 0
        self.smuggled: list[str] = []
        self.splitters = 0
        self.overrides = 0
        self.zalgo = 0
        self.cut = False

    @property
    def is_full(self) -> bool:
        """True once the document's text has reached its limit; what follows is dropped, with a warning."""
        return self.chars >= self.limits.max_text_chars

    def clean(self, text: str) -> str:
        """The text without control, bidi and invisible characters; any blank but a tab is a space."""
        if SUSPICIOUS.search(text):
            text = self._without_tricks(text)
        if not text.isascii() and ZALGO.search(text):
            self.zalgo += 1
            text = ZALGO.sub(r"\1", text)
        return text

    def _without_tricks(self, text: str) -> str:
        text = FLAG_EMOJI.sub("\U0001f3f4", text)
        self.smuggled += ["".join(chr(ord(tag) - 0xE0000) for tag in found) for found in TAGS.findall(text)]
        self.overrides += len(OVERRIDES.findall(text))
        self.splitters += len(SPLITTERS.findall(text))
        return STRAY_JOINERS.sub("", text.translate(TABLE))

    def lines(self, text: str, links: tuple[Link, ...] = ()) -> list[tuple[str, tuple[Link, ...]]]:
        """The cleaned text as storable lines with their links: stripped, none empty, none over the limit.

        Over-long text is split, at blanks if it has some; an over-long word is cut. Counts against the
        document's limit.
        """
        lines = []
        for start, end in self._pieces(text):
            if self.is_full:
                self.cut = True
                break
            self.chars += end - start
            if end - start > self.limits.max_line_chars and text[start:end].isalpha():
                self.cut = True  # no word is that long
                end = start + self.limits.max_line_chars
            for at in range(start, end, self.limits.max_line_chars):
                stop = min(at + self.limits.max_line_chars, end)
                lines.append((text[at:stop], _links_within(links, at, stop)))
        return lines

    def _pieces(self, text: str) -> list[tuple[int, int]]:
        limit = self.limits.max_line_chars
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        pieces = []
        while end - start > limit:
            blank = text.rfind(" ", start, start + limit + 1)
            stop = blank if blank > start else text.find(" ", start, end)
            if stop < 0:
                break
            pieces.append((start, stop))
            start = stop + 1
            while start < end and text[start].isspace():
                start += 1
        if start < end:
            pieces.append((start, end))
        return pieces

    def findings(self) -> tuple[Finding, ...]:
        """What a person should know about the characters met so far."""
        found = []
        if self.smuggled:
            message = "Text was hidden in invisible characters. It is not used."
            found.append(Finding("hidden_text", "flag", message, text=" ".join(self.smuggled)[:2_000]))
        if self.splitters >= SPLITTERS_ARE_SUSPECT_FROM:
            message = "Words were broken up by invisible characters. They were put together again."
            found.append(Finding("control_characters", "flag", message))
        if self.overrides:
            message = "Characters that reverse the order of letters were removed."
            found.append(Finding("control_characters", "flag", message))
        if self.zalgo:
            message = "Piled-up accents were removed from the text."
            found.append(Finding("combining_marks", "warning", message))
        if self.cut:
            message = "The text is longer than a résumé's can be. The rest was left out."
            found.append(Finding("text_truncated", "warning", message))
        return tuple(found)


def _links_within(links: tuple[Link, ...], start: int, end: int) -> tuple[Link, ...]:
    return tuple(
        Link(max(link.start, start) - start, min(link.end, end) - start, link.target)
        for link in links
        if link.start < end and link.end > start
    )
