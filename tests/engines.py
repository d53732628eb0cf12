"""Engines that behave as badly as engines do, chosen by the size of the picture they are given.

A picture of n × anything pixels, where n is one of the widths below, gets that treatment; any other is read
at once. So one test file can hold good pages and bad ones.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, ClassVar, Final

from celery.exceptions import SoftTimeLimitExceeded
from PIL import Image

from parsing.engines.base import ModelMissing
from parsing.errors import StageError
from parsing.stages.types import Box, Layout, Page, Region, Word

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
FULL: Final = 700
NEVER_FITS: Final = 710
LOST: Final = 720
MISSING: Final = 730
LATE: Final = 740
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


class JumpyOcr(EvilOcr):
    """Reads the lines out of their order, so that a page's order is in doubt."""

    name = "jumpy"

    def read(self, image: Picture, *, dpi: int, languages: Sequence[str] = ()) -> list[Word]:
        """Five lines: the first, the fourth, the second, the fifth, the third."""
        rows = [_words(line, row) for row, line in enumerate(TEXT)]
        return [word for row in (0, 3, 1, 4, 2) for word in rows[row]]


class Blind(EvilOcr):
    """Has no weights."""

    def read(self, image: Picture, *, dpi: int, languages: Sequence[str] = ()) -> list[Word]:
        """Nothing."""
        raise ModelMissing("The weights are not there.")


class EvilLayout:
    """One region for each page, which it calls `multi`, or trouble, by the width of the picture."""

    name = "evil"
    version = "1"
    device = "cpu"
    dpi = 100
    batches: ClassVar[list[int]] = []
    """How many pages it was shown together, in this process."""

    def layout_of(self, page: Page, image: Callable[[], Picture] | None = None) -> Layout:
        """The layout of one page."""
        assert image is not None
        return self.layouts_of([page], [image])[0]

    def layouts_of(self, pages: Sequence[Page], images: Sequence[Callable[[], Picture]]) -> list[Layout]:
        """All of them or none."""
        self.batches.append(len(pages))
        time.sleep(int(os.environ.get("EVIL_LAYOUT_MS", "0")) / 1000)
        for image in images:
            _trouble(image().width, alone=len(pages) == 1)
        return [_multi(page) for page in pages]


class OutOfMemoryError(RuntimeError):
    """Called as torch's is."""


def _trouble(width: int, *, alone: bool) -> None:
    if width == KILLS:
        os.kill(os.getpid(), signal.SIGKILL)
    elif width == RAISES:
        raise ValueError("a bug in the engine")
    elif width == HANGS:
        time.sleep(600)
    elif width == NEVER_FITS or (width == FULL and not alone):
        raise OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")
    elif width == LOST:
        raise RuntimeError("CUDA error: unspecified launch failure")
    elif width == MISSING:
        raise ModelMissing("The weights are not there.")
    elif width == LATE:
        raise SoftTimeLimitExceeded  # as Celery's signal does, wherever it strikes


def _multi(page: Page) -> Layout:
    box = Box(0, 0, page.width_pt, page.height_pt)
    region = Region("text", box, 0, tuple(range(len(page.words))))
    return Layout(page.number, (region,), "multi")


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


class Unlucky(EvilLayout):
    """An engine that knows beforehand that it cannot work."""

    @staticmethod
    def problem() -> str:
        """Why."""
        return "The library is not installed."
