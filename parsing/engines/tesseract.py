"""Tesseract in process, by tesserocr: one warm instance per set of languages, one thread."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.errors import StageError
from parsing.stages.types import Box, Word

if TYPE_CHECKING:
    from PIL.Image import Image
    from tesserocr import PyTessBaseAPI

LANGUAGES: Final[dict[str, str]] = {
    "en": "eng",
    "fr": "fra",
    "de": "deu",
    "es": "spa",
    "pt": "por",
    "it": "ita",
    "nl": "nld",
    "pl": "pol",
    "sv": "swe",
    "da": "dan",
    "no": "nor",
    "tr": "tur",
    "cs": "ces",
}
"""ISO 639-1 to Tesseract's names, for the languages that the house installs."""

DEBIAN_TESSDATA: Final = "/usr/share/tesseract-ocr/5/tessdata"
MIN_PIXELS: Final = 8
"""Tesseract fails on pictures that are narrower or lower."""

MAX_WARM: Final = 3
"""Instances kept warm in a process; each costs some 40 MB."""


class TextRow(NamedTuple):
    """A line as Tesseract models it, in pixels: two points of its baseline, and its extents about it."""

    start: tuple[float, float]
    end: tuple[float, float]
    ascent: float
    descent: float

    def baseline_at(self, x: float) -> float:
        (x0, y0), (x1, y1) = self.start, self.end
        return y0 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)


class TesseractEngine:
    """Reads words with Tesseract 5's LSTM models. Not thread-safe: one engine a process."""

    name = "tesseract"

    def __init__(self, tessdata: str | None = None) -> None:
        """`tessdata` is the folder of models; by default TESSDATA_PREFIX, then Debian's."""
        self._tessdata = tessdata or os.environ.get("TESSDATA_PREFIX") or DEBIAN_TESSDATA
        self._warm: dict[str, PyTessBaseAPI] = {}
        self._version = ""

    @property
    def version(self) -> str:
        """Tesseract's version, such as "5.5.4"; loads the library."""
        if not self._version:
            self._version = _library().tesseract_version().split()[1]
        return self._version

    def read(self, image: Image, *, dpi: int, languages: Sequence[str] = ()) -> list[Word]:
        """The words of an upright picture in the order Tesseract met them, boxes in points.

        The boxes span from ascender to descender, as those of a text layer do. `languages` that are
        not installed raise StageError "engine_unavailable"; [] reads English.
        """
        return self._read(image, dpi, languages, as_block=False)

    def read_block(self, image: Image, *, dpi: int, languages: Sequence[str] = ()) -> list[Word]:
        """The same for a picture that is one block of text: no columns, no other sizes are looked for."""
        return self._read(image, dpi, languages, as_block=True)

    def _read(self, image: Image, dpi: int, languages: Sequence[str], *, as_block: bool) -> list[Word]:
        if min(image.size) < MIN_PIXELS:
            return []
        api = self._api(languages or ("en",))
        modes = _library().PSM
        try:
            api.SetPageSegMode(modes.SINGLE_BLOCK if as_block else modes.AUTO)
            api.SetImage(image if image.mode in ("L", "RGB") else image.convert("RGB"))
            api.SetSourceResolution(dpi)
            api.Recognize()
            return _words(api, dpi)
        finally:
            api.Clear()

    def turn_of(self, image: Image) -> tuple[int, float]:
        """How far to turn the picture clockwise so that it stands upright (0, 90, 180, 270), and how sure.

        Sureness is Tesseract's own: above 2 is trustworthy, 0 where there is too little text.
        """
        if min(image.size) < MIN_PIXELS:
            return 0, 0.0
        api = self._instance("osd", _library().PSM.OSD_ONLY)
        try:
            api.SetImage(image if image.mode in ("L", "RGB") else image.convert("RGB"))
            found = api.DetectOrientationScript()
        except RuntimeError:
            return 0, 0.0
        finally:
            api.Clear()
        if not found:
            return 0, 0.0
        return (360 - int(found["orient_deg"])) % 360, float(found["orient_conf"])

    def installed(self) -> frozenset[str]:
        """The languages that can be read, as ISO 639-1."""
        folder = Path(self._tessdata)
        return frozenset(
            code for code, name in LANGUAGES.items() if (folder / f"{name}.traineddata").exists()
        )

    def _api(self, languages: Sequence[str]) -> PyTessBaseAPI:
        names = [LANGUAGES.get(code, code) for code in languages]
        return self._instance("+".join(names), _library().PSM.AUTO)

    def _instance(self, names: str, mode: int) -> PyTessBaseAPI:
        if names in self._warm:
            return self._warm[names]
        for name in names.split("+"):
            if not (Path(self._tessdata) / f"{name}.traineddata").exists():
                raise StageError(
                    "engine_unavailable", f"Tesseract has no model {name!r} in {self._tessdata}."
                )
        while len(self._warm) >= MAX_WARM:
            self._warm.pop(next(iter(self._warm))).End()
        library = _library()
        try:
            api = library.PyTessBaseAPI(path=self._tessdata, lang=names, psm=mode)
        except RuntimeError as error:
            raise StageError("engine_unavailable", f"Tesseract cannot load {names!r}: {error}") from error
        api.SetVariable("debug_file", os.devnull)
        self._warm[names] = api
        return api


def _library() -> ModuleType:
    # Tesseract reads this once, when it loads: threads would fight over the cores of a busy worker.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        return import_module("tesserocr")
    except ImportError as error:
        raise StageError("engine_unavailable", "tesserocr is not installed.") from error


def _words(api: PyTessBaseAPI, dpi: int) -> list[Word]:
    """The words of the last recognition, from its TSV: one call instead of five a word."""
    table = [line.split("\t") for line in api.GetTSVText(0).splitlines()]
    if not any(fields[0] == "5" for fields in table):
        return []  # asking a blank page's iterator for its rows kills the process
    rows = _rows(api)
    found: list[Word] = []
    number = -1
    for fields in table:
        number += fields[0] == "4"
        if fields[0] == "5" and len(fields) > 11 and fields[11].strip():
            left, top, width, height = (float(field) for field in fields[6:10])
            box = Box(left, top, left + width, top + height)
            found.append(_word(fields[11].strip(), box, float(fields[10]), rows[number], 72 / dpi))
    return found


def _rows(api: PyTessBaseAPI) -> list[TextRow]:
    level = _library().RIL.TEXTLINE
    rows: list[TextRow] = []
    for line in _library().iterate_level(api.GetIterator(), level):
        shape = line.RowAttributes()
        start, end = line.Baseline(level) or ((0, 0), (0, 0))
        descent = abs(shape["descenders"])
        rows.append(TextRow(start, end, shape["row_height"] - descent, descent))
    return rows


def _word(text: str, box: Box, confidence: float, row: TextRow, scale: float) -> Word:
    """One word; `box` and `row` in pixels, `scale` in points a pixel, `confidence` of 100."""
    baseline = row.baseline_at((box.x0 + box.x1) / 2)
    # A row's model is wrong for a drop cap or a stray mark: the ink may reach past it, never twice over.
    top, bottom = baseline - row.ascent, baseline + row.descent
    if row.ascent + row.descent <= 2.5 * (box.y1 - box.y0) or len(text) == 1:
        top, bottom = min(top, box.y0), max(bottom, box.y1)
    else:
        top, bottom = box.y0, box.y1
    shown = Box(box.x0 * scale, top * scale, box.x1 * scale, bottom * scale)
    size = (row.ascent + row.descent) * scale
    return Word(text, shown, size=round(size, 1), confidence=round(max(0.0, confidence) / 100, 3))
