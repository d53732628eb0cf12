"""What paper goes through: a page as a scanner or a telephone's camera sees it. Seeded, so repeatable."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter


def page_image(pdf: bytes, *, dpi: int) -> Image.Image:
    """The first page in grey."""
    return pdfium.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("L")


def scanned(page: Image.Image, *, seed: int, skew_degrees: float) -> Image.Image:
    """Turned a little, with paper's grey, the lid's shadow at one edge, dust and sensor noise."""
    random = np.random.default_rng(seed)
    turned = page.rotate(skew_degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    pixels = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    height, width = pixels.shape
    shadow = 1 - 0.16 * np.exp(-np.arange(width) / (width * 0.03))
    pixels = (12 + pixels * 0.93) * shadow[None, :] + random.normal(0, 5, pixels.shape)
    for _ in range(140):
        y, x = int(random.integers(0, height - 3)), int(random.integers(0, width - 3))
        pixels[y : y + 2, x : x + 2] -= 90
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def photographed(page: Image.Image, *, seed: int) -> Image.Image:
    """On a wooden table, held at an angle: perspective, uneven light, a soft shadow, colour."""
    random = np.random.default_rng(seed)
    width, height = page.size
    frame = (int(width * 1.12), int(height * 1.09))
    corners = [
        (width * 0.075, height * 0.035),
        (width * 1.06, height * 0.06),
        (width * 1.09, height * 1.05),
        (width * 0.035, height * 1.065),
    ]
    inverse = _homography(corners, [(0, 0), (width, 0), (width, height), (0, height)])
    paper = page.convert("RGB").transform(
        frame, Image.Transform.PERSPECTIVE, inverse, Image.Resampling.BICUBIC
    )
    mask = Image.new("L", page.size, 255).transform(
        frame, Image.Transform.PERSPECTIVE, inverse, Image.Resampling.BICUBIC
    )
    table = _table_top(frame, random)
    table.paste(paper, (0, 0), mask)
    pixels = np.asarray(table.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float32)
    rows, columns = np.mgrid[0 : frame[1], 0 : frame[0]]
    light = 0.98 - 0.30 * (columns / frame[0]) * (rows / frame[1])
    warm = np.array([1.0, 0.975, 0.92], dtype=np.float32)
    pixels = pixels * light[:, :, None] * warm + random.normal(0, 3.5, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _table_top(size: tuple[int, int], random: np.random.Generator) -> Image.Image:
    width, height = size
    grain = random.normal(0, 1, (height, 1)).cumsum(axis=0)
    grain = (grain - grain.mean()) / (grain.std() + 1e-6)
    pixels = (
        np.array([104, 74, 48], dtype=np.float32)
        + 9 * grain[:, :, None]
        + random.normal(0, 4, (height, width, 3))
    )
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _homography(source: list[tuple[float, float]], target: list[tuple[float, float]]) -> list[float]:
    """The eight numbers of PIL's PERSPECTIVE that lead from `source` corners to `target` corners."""
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows), np.array(values))]


def as_pdf(image: Image.Image, *, dpi: int) -> bytes:
    """A PDF whose one page is the picture, and nothing else."""
    out = io.BytesIO()
    image.save(out, "PDF", resolution=dpi, quality=62)
    return out.getvalue()


def as_jpeg(image: Image.Image, *, quality: int) -> bytes:
    """The picture as a JPEG file."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
