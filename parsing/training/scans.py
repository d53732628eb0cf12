"""What paper goes through: printed pages as a scanner or a telephone's camera sees them. Seeded.

One projective map turns, leans and shrinks a page; the same map moves the boxes of its truth, so that
words and regions of a scan have exact places too.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from parsing.training.types import Printed, PrintedWord, Region

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

Bounds = tuple[float, float, float, float]

_TABLE: Final = (96, 72, 50)
"""The colour around a photographed page."""


@dataclass(frozen=True, slots=True)
class Wear:
    """How a page was scanned. Lengths are shares of the page's width, angles degrees, light 0 to 1."""

    dpi: int
    skew_degrees: float
    lean: tuple[float, float, float, float]
    blur: float
    noise: float
    contrast: float
    paper: float
    shadow: float
    specks: int
    jpeg_quality: int
    is_colour: bool
    is_photo: bool
    suffix: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A file (its suffix `pdf`, `png` or `jpg`) with the truth of what it pictures."""

    content: bytes
    suffix: str
    printed: Printed


def wear_of(rng: random.Random, *, pages: int) -> Wear:
    """How one résumé was scanned, by chance: 150 to 300 dpi, up to 3° askew. Pictures have one page only.

    One in eight is a telephone's photograph: on a dark table, leaning more, in uneven light, in colour.
    """
    is_photo = rng.random() < 0.12
    suffix = "pdf" if pages > 1 else "jpg" if is_photo else rng.choice(("pdf", "pdf", "jpg", "png"))
    lean = 0.03 if is_photo else 0.012 if rng.random() < 0.25 else 0.0
    return Wear(
        dpi=rng.choices((150, 200, 250, 300), (2, 4, 2, 3))[0],
        skew_degrees=rng.choice((0.0, rng.triangular(-2, 2, 0), rng.uniform(-3, 3))),
        lean=(
            rng.uniform(-lean, lean),
            rng.uniform(-lean, lean),
            rng.uniform(-lean, lean),
            rng.uniform(-lean, lean),
        ),
        blur=rng.uniform(0.0, 0.9),
        noise=rng.choice((0.0, rng.uniform(1, 9))),
        contrast=rng.uniform(0.72, 1.0),
        paper=rng.uniform(0.9, 1.0),
        shadow=rng.uniform(0.1, 0.3) if is_photo else rng.choice((0.0, 0.0, rng.uniform(0.05, 0.3))),
        specks=rng.choice((0, 0, rng.randint(20, 200))),
        jpeg_quality=rng.randint(35, 90),
        is_colour=is_photo or (suffix != "png" and rng.random() < 0.35),
        is_photo=is_photo,
        suffix=suffix,
    )


def scanned(printed: Printed, rng: random.Random) -> Scan:
    """The résumé on paper, scanned. 0.3 to 1 CPU second a page."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(printed.pdf)
    wear = wear_of(rng, pages=len(document))
    grain = rng.getrandbits(32)
    pictures, maps = [], []
    for number, page in enumerate(document):
        picture = page.render(scale=wear.dpi / 72).to_pil().convert("RGB" if wear.is_colour else "L")
        onto = _map_of(page.get_width(), page.get_height(), wear)
        maps.append(onto)
        pictures.append(_worn(_moved(picture, onto, wear), wear, grain + number))
    document.close()
    content = _file_of(pictures, wear)
    return Scan(content, wear.suffix, _carried(printed, content, maps))


def _carried(printed: Printed, content: bytes, maps: Sequence[np.ndarray]) -> Printed:
    """The truth with its boxes where the scan has them."""

    def word(known: PrintedWord) -> PrintedWord:
        return replace(known, box=_box_on(maps[known.page - 1], known.box))

    def region(known: Region) -> Region:
        return replace(known, box=_box_on(maps[known.page - 1], known.box))

    return replace(
        printed,
        pdf=content,
        words=tuple(map(word, printed.words)),
        regions=tuple(map(region, printed.regions)),
    )


def _map_of(width: float, height: float, wear: Wear) -> np.ndarray:
    """The 3 × 3 matrix from a point of the page to where the scan shows it, both in points."""
    import numpy as np

    angle = np.radians(wear.skew_degrees)
    fits = 1 - 0.012 * abs(wear.skew_degrees) - 2 * max(map(abs, wear.lean))
    middle = np.array([width / 2, height / 2])
    turn = fits * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=float)
    target = (source - middle) @ turn.T + middle
    target[:, 0] += np.array(wear.lean) * width
    return homography(source.tolist(), target.tolist())


def homography(source: Sequence[Sequence[float]], target: Sequence[Sequence[float]]) -> np.ndarray:
    """The 3 × 3 matrix that leads four points to four others."""
    import numpy as np

    rows, values = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    solved = np.linalg.solve(np.array(rows, dtype=float), np.array(values, dtype=float))
    return np.append(solved, 1.0).reshape(3, 3)


def _box_on(onto: np.ndarray, box: Bounds) -> Bounds:
    """The box around where the map puts the corners of a box."""
    import numpy as np

    x0, y0, x1, y1 = box
    corners = np.array([(x0, y0, 1), (x1, y0, 1), (x1, y1, 1), (x0, y1, 1)]) @ onto.T
    points = corners[:, :2] / corners[:, 2:]
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return round(float(left), 2), round(float(top), 2), round(float(right), 2), round(float(bottom), 2)


def _moved(picture: Image.Image, onto: np.ndarray, wear: Wear) -> Image.Image:
    import numpy as np
    from PIL import Image

    if wear.skew_degrees == 0 and not any(wear.lean):
        return picture
    scale = np.diag([wear.dpi / 72, wear.dpi / 72, 1.0])
    back = np.linalg.inv(scale @ onto @ np.linalg.inv(scale))
    numbers = (back / back[2, 2]).flatten()[:8].tolist()
    return picture.transform(
        picture.size,
        Image.Transform.PERSPECTIVE,
        numbers,
        Image.Resampling.BICUBIC,
        fillcolor=_TABLE if wear.is_photo else (255, 255, 255) if picture.mode == "RGB" else 255,
    )


def _worn(picture: Image.Image, wear: Wear, seed: int) -> Image.Image:
    """The picture with blur, grey paper, the lid's shadow, dust and the sensor's noise."""
    import numpy as np
    from PIL import Image, ImageFilter

    chance = np.random.default_rng(seed)
    soft = (
        picture.filter(ImageFilter.GaussianBlur(wear.blur * wear.dpi / 200)) if wear.blur > 0.15 else picture
    )
    pixels = np.asarray(soft, dtype=np.float32)
    pixels = (255 - (255 - pixels) * wear.contrast) * wear.paper
    width, height = picture.size
    light = _light(width, height, wear)
    pixels = pixels * (light[:, :, None] if pixels.ndim == 3 else light)
    if wear.noise:
        pixels = pixels + chance.standard_normal(pixels.shape, dtype=np.float32) * wear.noise
    size = max(1, wear.dpi // 120)
    for _ in range(wear.specks):
        y, x = int(chance.integers(0, height - size)), int(chance.integers(0, width - size))
        pixels[y : y + size, x : x + size] -= 90
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _light(width: int, height: int, wear: Wear) -> np.ndarray:
    """How bright each point is: a lid's shadow at the left edge, or a lamp far from the lower right."""
    import numpy as np

    across = np.arange(width, dtype=np.float32) / width
    if not wear.is_photo:
        return (1 - wear.shadow * np.exp(-across / 0.04))[None, :]
    down = np.arange(height, dtype=np.float32) / height
    return 1 - wear.shadow * down[:, None] * across[None, :]


def _file_of(pictures: Sequence[Image.Image], wear: Wear) -> bytes:
    out = io.BytesIO()
    writers: dict[str, Callable[[], None]] = {
        "png": lambda: pictures[0].save(out, "PNG", dpi=(wear.dpi, wear.dpi)),
        "jpg": lambda: pictures[0].save(out, "JPEG", quality=wear.jpeg_quality, dpi=(wear.dpi, wear.dpi)),
        "pdf": lambda: _save_pdf(pictures, wear, out),
    }
    writers[wear.suffix]()
    return out.getvalue()


def _save_pdf(pictures: Sequence[Image.Image], wear: Wear, out: io.BytesIO) -> None:
    """Pages that are pictures and nothing else. Pillow dates a PDF with now; the epoch keeps bytes equal."""
    import time

    epoch = time.gmtime(0)
    pictures[0].save(
        out,
        "PDF",
        resolution=wear.dpi,
        quality=wear.jpeg_quality,
        save_all=True,
        append_images=list(pictures[1:]),
        creationDate=epoch,
        modDate=epoch,
    )
