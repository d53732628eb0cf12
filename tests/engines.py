"""Engines that behave as badly as engines do, chosen by the size of the picture they are given.

A picture of n × anything pixels, where n is one of the widths below, gets that treatment; any other is read
at once. So one test file can hold good pages and bad ones.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image

from parsing.errors import StageError
from parsing.stages.types import Box, Word

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

GOOD: Final = 600
SLOW: Final = 610
RAISES: Final = 620
KILLS: Final = 630
HANGS: Final = 640
BAD_TEXT: Final = 650
EMPTY: Final = 660
FAILS: Final = 670
FLAKY: Final = 680
DEAF: Final = 690
HEIGHT: Final = 500
TEXT: Final = ("Alice Example", "alice@example.org", "Experience", "Engineer, Example Ltd", "2019 - 2021")


class EvilOcr:
    """Reads the same five lines from every good page."""

    name = "evil"
    version = "1"

    def read(self, image: Picture, *, dpi: int, languages: Sequence[str] = ()) -> list[Word]:
        """Five lines, or trouble."""
        width = min(
            (GOOD, SLOW, RAISES, KILLS, HANGS, BAD_TEXT, EMPTY, FAILS, FLAKY, DEAF),
            key=lambda w: abs(w - image.width),
        )
        time.sleep(int(os.environ.get("EVIL_OCR_MS", "0")) / 1000)
        if width == SLOW:
            time.sleep(1.5)
        elif width == RAISES:
            raise RuntimeError("a bug in the engine")
        elif width == KILLS:
            os.kill(os.getpid(), signal.SIGKILL)
        elif width == HANGS:
            time.sleep(600)
        elif width == DEAF:
            _hang_like_native_code()
        elif width == FAILS:
            raise StageError("image_unreadable")
        elif width == FLAKY and not _second_time():
            raise StageError("engine_unavailable", transient=True)
        if width == EMPTY:
            return []
        text = TEXT if width != BAD_TEXT else ("\ud800\x00\u202eAli\ufffe", "a" * 5000, *TEXT)
        return [word for row, line in enumerate(text) for word in _words(line, row)]


def _words(line: str, row: int) -> list[Word]:
    top = 40.0 + 24.0 * row
    return [
        Word(part, Box(40.0 + 80.0 * at, top, 110.0 + 80.0 * at, top + 12.0), size=12.0, confidence=0.95)
        for at, part in enumerate(line.split())
    ]


def _hang_like_native_code() -> None:
    """No exception of Python's gets through."""
    end = time.monotonic() + 600
    while time.monotonic() < end:
        with suppress(Exception):
            time.sleep(600)


def _second_time() -> bool:
    """Whether this machine's test run has asked before."""
    mark = os.path.join(os.environ["VITAE_TEST_ROOT"], "flaky")
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return True
    return False


def scan(*widths: int, mark: int = 0) -> bytes:
    """A TIFF of pages with these widths. `mark` makes its content unlike that of any other."""
    pages = [Image.new("L", (width, HEIGHT), 255) for width in widths]
    for number, page in enumerate(pages):
        page.putpixel((number, 0), mark % 251)
        page.putpixel((number, 1), mark // 251)
        page.paste(0, (40, 40, 200, 52))
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(100, 100))
    return out.getvalue()


def letter(mark: int) -> bytes:
    """A plain-text résumé unlike any other."""
    return (
        f"Alice Example\nalice{mark}@example.org\n\nExperience\nEngineer, Example Ltd\nJan 2019 - Mar 2021\n"
        f"Built machine number {mark}.\n\nSkills\nPython, Django, SQL\n"
    ).encode()
