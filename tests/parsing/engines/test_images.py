"""Pictures become upright pages for OCR, within limits."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image, ImageDraw

from parsing.engines.images import image_page, read_image
from parsing.errors import StageError
from parsing.stages.types import Limits

LIMITS = Limits()
ORIENTATION = 0x0112


def picture(mode: str = "RGB", size: tuple[int, int] = (600, 850)) -> Image.Image:
    """White with a dark bar along the upper edge."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0], size[1] // 10), fill=(20, 20, 20))
    return image.convert(mode)


def saved(image: Image.Image, name: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format=name, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "kind", "mode"),
    [
        ("PNG", "png", "RGB"),
        ("PNG", "png", "P"),
        ("PNG", "png", "1"),
        ("PNG", "png", "I;16"),
        ("JPEG", "jpg", "L"),
        ("JPEG", "jpg", "CMYK"),
        ("TIFF", "tiff", "RGB"),
        ("WEBP", "webp", "RGB"),
    ],
)
def test_every_format_and_mode_is_read(name: str, kind: str, mode: str) -> None:
    image = picture("L").convert("I;16") if mode == "I;16" else picture(mode)
    data = saved(image, name)
    (page,) = read_image(data, kind, LIMITS).pages
    assert (page.needs_ocr, page.source, page.words) == ("no_text", "ocr", ())
    drawn = image_page(data, kind, 1, dpi=72, limits=LIMITS)
    assert drawn.mode == "RGB"
    assert drawn.size == (round(page.width_pt), round(page.height_pt))


@pytest.mark.parametrize(
    ("dpi", "size", "points"),
    [
        ((200, 200), (1654, 2339), (595.4, 842.0)),
        ((300, 300), (2550, 3300), (612.0, 792.0)),
        (None, (1000, 1414), (595.4, 841.9)),
        ((72, 72), (3000, 4000), (631.4, 841.9)),
        ((1, 1), (600, 850), (594.3, 841.9)),
    ],
)
def test_the_size_comes_from_a_likely_dpi(
    dpi: tuple[int, int] | None, size: tuple[int, int], points: tuple[float, float]
) -> None:
    options = {"dpi": dpi} if dpi else {}
    (page,) = read_image(saved(picture("L", size), "PNG", **options), "png", LIMITS).pages
    assert (page.width_pt, page.height_pt) == pytest.approx(points, abs=0.5)


@pytest.mark.parametrize(("orientation", "turned"), [(1, None), (3, 180), (6, 90), (8, -90)])
def test_pictures_are_set_upright(orientation: int, turned: int | None) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    stored = picture().rotate(turned, expand=True) if turned else picture()
    data = saved(stored, "JPEG", exif=exif)
    (page,) = read_image(data, "jpg", LIMITS).pages
    drawn = image_page(data, "jpg", 1, dpi=72, limits=LIMITS, grey=True)
    assert page.height_pt > page.width_pt
    assert drawn.size == (round(page.width_pt), round(page.height_pt))
    assert drawn.getpixel((drawn.width // 2, drawn.height // 30)) < 60
    assert drawn.getpixel((drawn.width // 2, drawn.height // 2)) > 200


def test_what_is_transparent_is_white() -> None:
    data = saved(Image.new("RGBA", (300, 400), (0, 0, 0, 0)), "PNG")
    assert image_page(data, "png", 1, dpi=72, limits=LIMITS, grey=True).getextrema() == (255, 255)


def test_every_frame_is_a_page() -> None:
    data = saved(picture("L"), "TIFF", save_all=True, append_images=[picture("L", (850, 600))])
    pages = read_image(data, "tiff", LIMITS).pages
    assert [page.number for page in pages] == [1, 2]
    assert pages[1].width_pt > pages[1].height_pt
    assert image_page(data, "tiff", 2, dpi=72, limits=LIMITS).width == round(pages[1].width_pt)


def test_a_speck_needs_no_ocr() -> None:
    assert read_image(saved(picture("L", (5, 5)), "PNG"), "png", LIMITS).pages[0].needs_ocr == ""


FRAMES = {"save_all": True, "append_images": [Image.new("1", (20, 20))] * 30}


def tiff_that_claims(*, width: int, height: int, samples: int) -> bytes:
    """A TIFF that is nothing but its directory."""
    tags = [(256, width), (257, height), (258, 16), (262, 1), (277, samples)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"\xff\xd8\xff<?php", "jpg", "image_unreadable"),
        (saved(picture(), "PNG")[:200], "png", "image_unreadable"),
        (saved(picture(), "JPEG")[:2000], "jpg", "image_unreadable"),
        (saved(picture(), "PNG"), "jpg", "image_unreadable"),
        (saved(Image.new("1", (9_000, 9_000)), "PNG"), "png", "limit_pixels"),
        (saved(Image.new("1", (20, 20)), "TIFF", **FRAMES), "tiff", "limit_pages"),
        (tiff_that_claims(width=10, height=8, samples=300_000_000), "tiff", "limit_pixels"),
        (tiff_that_claims(width=10, height=8, samples=3)[:20], "tiff", "image_unreadable"),
    ],
)
def test_bad_pictures_have_codes(data: bytes, kind: str, code: str) -> None:
    with pytest.raises(StageError) as caught:
        read_image(data, kind, LIMITS)
    assert caught.value.code == code


def test_drawing_is_limited() -> None:
    with pytest.raises(StageError) as caught:
        image_page(saved(picture(), "PNG"), "png", 1, dpi=3_000, limits=LIMITS)
    assert caught.value.code == "limit_pixels"
