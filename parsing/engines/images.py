"""Reads pictures: one page a frame, upright, for OCR."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from typing import TYPE_CHECKING, Final, Literal

from parsing.errors import StageError
from parsing.stages.types import Box, Document, Limits, Page

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS: Final = {"png": "PNG", "jpg": "JPEG", "tiff": "TIFF", "webp": "WEBP"}
_MIN_DPI, _MAX_DPI = 72.0, 1_200.0
_A4_LONG_SIDE_PT: Final = 841.89
_MAX_LIKELY_SIDE_PT: Final = 1_300.0
"""A page longer than A3 is a photo whose dpi nobody set."""
_MIN_LIKELY_SIDE_PT: Final = 400.0
_MIN_LEGIBLE_PIXELS: Final = 12
_TRANSPOSED: Final = (5, 6, 7, 8)
_ORIENTATION: Final = 0x0112
_MAX_CHANNELS: Final = 8
_TIFF_SIZES: Final = (256, 257, 277)
"""Tags of width, height and samples a pixel."""


def read_image(data: bytes, kind: str, limits: Limits) -> Document:
    """A picture (`png`, `jpg`, `tiff`, `webp`) as pages without words that need OCR, a frame each.

    The size in points comes from the picture's dpi; where that is missing or unlikely the long side is
    taken to be that of A4. Every frame is decoded once, so that a damaged one is known here. Raises
    StageError `limit_pixels`, `limit_pages`, `image_unreadable`. Run it under `guarded`.
    """
    pages: list[Page] = []
    with _opened(data, kind, limits) as image:
        frames = getattr(image, "n_frames", 1)
        if frames > limits.max_pages:
            raise StageError("limit_pages")
        for index in range(frames):
            with _named_errors():
                image.seek(index)
                _check_pixels(image, limits)
                is_legible = min(image.size) >= _MIN_LEGIBLE_PIXELS
                if is_legible:
                    image.load()
                width, height = _size_in_points(image) if is_legible else image.size
            pages.append(
                Page(
                    number=index + 1,
                    width_pt=width,
                    height_pt=height,
                    images=(Box(0.0, 0.0, width, height),),
                    needs_ocr="no_text" if is_legible else "",
                    source="ocr",
                )
            )
    return Document(kind=kind, pages=tuple(pages))


def image_page(data: bytes, kind: str, number: int, *, dpi: int, limits: Limits, grey: bool = False) -> Image:
    """Frame `number` (from 1) upright on white, RGB, or L when `grey`, scaled to `dpi` of its page.

    Raises StageError as `read_image`; `limit_pixels` also when the result would exceed
    `limits.max_page_pixels`.
    """
    from PIL import Image, ImageOps

    with _opened(data, kind, limits) as image, _named_errors():
        image.seek(number - 1)
        _check_pixels(image, limits)
        width_pt, height_pt = _size_in_points(image)
        size = max(1, round(width_pt * dpi / 72)), max(1, round(height_pt * dpi / 72))
        if size[0] * size[1] > limits.max_page_pixels:
            raise StageError("limit_pixels")
        upright = _flat(ImageOps.exif_transpose(image), "L" if grey else "RGB")
        if upright.size == size:
            return upright
        return upright.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


@contextmanager
def _opened(data: bytes, kind: str, limits: Limits) -> Iterator[Image]:
    from PIL import Image, ImageFile

    if kind == "tiff" and _claimed_samples(data) > limits.max_image_pixels * _MAX_CHANNELS:
        raise StageError("limit_pixels")
    with _named_errors():
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        Image.MAX_IMAGE_PIXELS = limits.max_image_pixels
        image = Image.open(io.BytesIO(data), formats=(_FORMATS[kind],))
    try:
        _check_pixels(image, limits)
        yield image
    finally:
        image.close()


@contextmanager
def _named_errors() -> Iterator[None]:
    """Pillow's many errors as two codes."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("error", "Corrupt EXIF data|Truncated File Read", UserWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise StageError("limit_pixels") from error
    except (
        UnidentifiedImageError,
        UserWarning,
        OSError,
        SyntaxError,  # Pillow's PNG and TIFF readers raise it for broken files
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        EOFError,
        OverflowError,
        ZeroDivisionError,
    ) as error:
        raise StageError("image_unreadable") from error


def _check_pixels(image: Image, limits: Limits) -> None:
    if image.width * image.height > limits.max_image_pixels:
        raise StageError("limit_pixels")


def _claimed_samples(data: bytes) -> int:
    """How many samples a TIFF's first directory says its picture has, 0 where it says nothing."""
    order: Literal["little", "big"] = "little" if data.startswith(b"II") else "big"
    start = int.from_bytes(data[4:8], order)
    count = int.from_bytes(data[start : start + 2], order)
    claimed: dict[int, int] = {}
    for at in range(start + 2, min(start + 2 + 12 * count, len(data)), 12):
        tag, kind = (int.from_bytes(data[at + n : at + n + 2], order) for n in (0, 2))
        width = 2 if kind == 3 else 4
        claimed[tag] = int.from_bytes(data[at + 8 : at + 8 + width], order)
    return prod(claimed.get(tag, 1) for tag in _TIFF_SIZES) if _TIFF_SIZES[0] in claimed else 0


def _size_in_points(image: Image) -> tuple[float, float]:
    """Width and height as displayed (EXIF orientation applied)."""
    width, height = image.size
    if image.getexif().get(_ORIENTATION) in _TRANSPOSED:
        width, height = height, width
    dpi = _dpi_of(image)
    long_side = max(width, height) * 72 / dpi if dpi else 0.0
    if not _MIN_LIKELY_SIDE_PT <= long_side <= _MAX_LIKELY_SIDE_PT:
        dpi = max(width, height) * 72 / _A4_LONG_SIDE_PT
    return width * 72 / dpi, height * 72 / dpi


def _dpi_of(image: Image) -> float:
    """What the file says, 0 where it says nothing usable or pixels that are not square."""
    stated = image.info.get("dpi")
    if not isinstance(stated, tuple) or len(stated) != 2:
        return 0.0
    across, down = float(stated[0]), float(stated[1])
    if not (_MIN_DPI <= across <= _MAX_DPI and abs(across - down) <= 1.0):
        return 0.0
    return across


def _flat(image: Image, mode: str) -> Image:
    """The picture in `mode`, what is transparent on white."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        ground.alpha_composite(layered)
        image = ground
    elif image.mode.startswith("I;16") or image.mode == "I":
        image = image.point(lambda value: value / 256).convert("L")
    return image if image.mode == mode else image.convert(mode)
