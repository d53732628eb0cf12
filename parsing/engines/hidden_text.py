"""Words that a PDF carries and no reader of the page sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from parsing.engines.pdfium_objects import Fill, PageObjects, is_partly_clipped
from parsing.engines.pdfium_text import Geometry, PageText, Style
from parsing.stages.types import Box

if TYPE_CHECKING:
    from PIL.Image import Image

DRAWING_SCALE: Final = 2.0
_TINY_PT: Final = 1.5
_MIN_CONTRAST: Final = 24
"""Least difference of luminance (of 255) under a word for it to count as seen."""
_DOUBTFUL_CONTRAST: Final = 30
_OPAQUE_ENOUGH: Final = 40
_MAX_FILLS: Final = 300
_OCR_LAYER_COVER: Final = 0.8
_OCR_LAYER_MAX_VISIBLE: Final = 0.2
_INFORMATIVE_PIXELS: Final = 100_000
_OCR_LAYER_MIN_INK: Final = 0.5
_MIN_SQUEEZED_CHARS: Final = 12
_SQUEEZED_AREA: Final = 0.13
"""Square ems a character; honest text has about 0.5."""
_WHITE: Final = 255.0
_STRIP_GAP_PT: Final = 30.0
_MAX_STRIPS: Final = 16

Reasons = dict[int, str]
PALE: Final = "in the colour of the page"


def hidden_words(
    text: PageText,
    objects: PageObjects,
    geometry: Geometry,
    *,
    has_optional_content: bool,
    draw: Callable[[Box], Image],
) -> Reasons:
    """Why each hidden word (by its index) is hidden; {} for an honest page.

    Cheap signs come first (size, place, colour, opacity, clip, what is painted later); only a page with
    such a doubt is drawn, by `draw(box)`, in grey at DRAWING_SCALE pixels a point, and the word counts as
    hidden when less than 24 of 255 in luminance varies under it. A layer of OCR text, invisible on
    purpose over a picture of the page, is not hidden.
    """
    sure = _out_of_sight(text, geometry)
    doubts = _doubts(text, objects, has_optional_content)
    invisible = [index for index, style in enumerate(text.styles) if style.render_mode in (3, 7)]
    if invisible and is_ocr_layer(text, objects, geometry, draw):
        for index in invisible:
            sure.pop(index, None)
            doubts.pop(index, None)
    doubts = {index: reason for index, reason in doubts.items() if index not in sure}
    contrast = _contrasts(text, list(doubts), draw)
    return sure | {index: reason for index, reason in doubts.items() if contrast[index] < _MIN_CONTRAST}


def is_ocr_layer(
    text: PageText, objects: PageObjects, geometry: Geometry, draw: Callable[[Box], Image]
) -> bool:
    """Whether the page's invisible text describes a picture of the page: the picture covers it, hardly any
    text is visible, and under most words there is ink (not asked of a picture of a few pixels)."""
    invisible = [index for index, style in enumerate(text.styles) if style.render_mode in (3, 7)]
    if not invisible or len(text.styles) - len(invisible) > _OCR_LAYER_MAX_VISIBLE * len(text.styles):
        return False
    if picture_cover(objects, geometry) < _OCR_LAYER_COVER:
        return False
    if max(objects.image_pixels, default=0) < _INFORMATIVE_PIXELS:
        return True
    sample = invisible[:: max(1, len(invisible) // 60)]
    inked = sum(contrast >= _MIN_CONTRAST for contrast in _contrasts(text, sample, draw).values())
    return inked >= _OCR_LAYER_MIN_INK * len(sample)


def picture_cover(objects: PageObjects, geometry: Geometry) -> float:
    """Share of the page that pictures cover, counted with their overlaps, at most 1."""
    area = 0.0
    for box in objects.images:
        width = min(box.x1, geometry.width_pt) - max(box.x0, 0.0)
        height = min(box.y1, geometry.height_pt) - max(box.y0, 0.0)
        area += max(0.0, width) * max(0.0, height)
    return min(1.0, area / max(1.0, geometry.width_pt * geometry.height_pt))


def _out_of_sight(text: PageText, geometry: Geometry) -> Reasons:
    """Words that are off the page or too small to read."""
    x0, y0, x1, y1 = (text.boxes[:, side] for side in range(4))
    off_page = (x1 <= 0) | (y1 <= 0) | (x0 >= geometry.width_pt) | (y0 >= geometry.height_pt)
    reasons = dict.fromkeys(np.flatnonzero(off_page).tolist(), "off the page")
    for index, style in enumerate(text.styles):
        if 0 < style.size < _TINY_PT:
            reasons.setdefault(index, "too small to read")
    for index in _squeezed(text):
        reasons.setdefault(index, "other text than what is drawn")
    return reasons


def _squeezed(text: PageText) -> list[int]:
    """Words of text objects that hold far more characters than they have room for: a false /ActualText."""
    extents = (text.boxes[:, 2:] - text.boxes[:, :2]).prod(axis=1).astype(float)
    areas = extents / np.maximum([style.size for style in text.styles], 0.1) ** 2
    lengths = np.array(list(map(len, text.texts)))
    if (areas >= _SQUEEZED_AREA * lengths).all():
        return []
    chars: dict[int, int] = defaultdict(int)
    area: dict[int, float] = defaultdict(float)
    for length, extent, style in zip(lengths.tolist(), areas.tolist(), text.styles, strict=True):
        chars[style.address] += length
        area[style.address] += extent
    squeezed = {
        address
        for address, count in chars.items()
        if address and count >= _MIN_SQUEEZED_CHARS and area[address] < _SQUEEZED_AREA * count
    }
    return [index for index, style in enumerate(text.styles) if style.address in squeezed] if squeezed else []


def _doubts(text: PageText, objects: PageObjects, has_optional_content: bool) -> Reasons:
    """Words that may be invisible, by signs that need no drawing."""
    of_style: dict[int, str] = {}
    reasons: Reasons = {}
    for index, style in enumerate(text.styles):
        reason = of_style.get(style.address)
        if reason is None:
            reason = of_style[style.address] = _doubt_about(style, has_optional_content)
        if reason:
            reasons[index] = reason
    if objects.fills:
        _doubt_by_fills(text, objects, reasons)
    else:
        for index, style in enumerate(text.styles):
            if _luminance(style.colour) > _WHITE - _DOUBTFUL_CONTRAST:
                reasons.setdefault(index, PALE)
    return reasons


def _doubt_about(style: Style, has_optional_content: bool) -> str:
    if style.render_mode in (3, 7):
        return "drawn invisibly"
    if style.colour is not None and style.colour[3] < _OPAQUE_ENOUGH:
        return "transparent"
    if has_optional_content:
        return "on a layer that is off"
    if style.address and is_partly_clipped(style.address):
        return "clipped away"
    return ""


def _doubt_by_fills(text: PageText, objects: PageObjects, reasons: Reasons) -> None:
    """Adds words painted over later, and words in the colour of what lies under them."""
    fills = sorted(objects.fills, key=_area, reverse=True)[:_MAX_FILLS]
    fills.sort(key=lambda fill: fill.order)
    order = np.array([objects.order_of.get(style.address, -1) for style in text.styles])
    centre_x = (text.boxes[:, 0] + text.boxes[:, 2]) / 2
    centre_y = (text.boxes[:, 1] + text.boxes[:, 3]) / 2
    backdrop = np.full(len(order), _WHITE)
    covered: npt.NDArray[np.bool_] = np.zeros(len(order), np.bool_)
    for fill in fills:
        box = fill.box
        inside = (centre_x > box.x0) & (centre_x < box.x1) & (centre_y > box.y0) & (centre_y < box.y1)
        if not inside.any():
            continue
        is_below = order > fill.order
        backdrop[inside & is_below] = np.nan if fill.colour is None else _luminance((*fill.colour, 255))
        covered |= inside & ~is_below & (order >= 0)
    luminance = np.array([_luminance(style.colour) for style in text.styles])
    # Over a picture only light text is doubted: dark text on a photo is common and drawing is dear.
    alike = np.where(np.isnan(backdrop), luminance > 200, np.abs(luminance - backdrop) < _DOUBTFUL_CONTRAST)
    for index in np.flatnonzero(covered).tolist():
        reasons.setdefault(index, "covered")
    for index in np.flatnonzero(alike).tolist():
        reasons.setdefault(index, PALE)


def _area(fill: Fill) -> float:
    return (fill.box.x1 - fill.box.x0) * (fill.box.y1 - fill.box.y0)


def _luminance(colour: tuple[int, int, int, int] | None) -> float:
    """0–255 (Rec. 601); black for a pattern, which is a doubt by no other sign."""
    if colour is None:
        return 0.0
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _contrasts(text: PageText, indices: list[int], draw: Callable[[Box], Image]) -> dict[int, int]:
    """Lightest minus darkest pixel (0–255) under each of the words; draws the page around them."""
    found: dict[int, int] = {}
    for strip in _strips(text, indices):
        boxes = text.boxes[strip]
        left, upper = (max(0.0, float(edge)) for edge in boxes[:, :2].min(axis=0))
        right, lower = (float(edge) for edge in boxes[:, 2:].max(axis=0))
        image = draw(Box(left, upper, right, lower))
        boxes = (boxes - np.array([left, upper, left, upper], np.float32)) * DRAWING_SCALE
        found.update(
            (index, _contrast(image, *box)) for index, box in zip(strip, boxes.tolist(), strict=True)
        )
    return found


def _strips(text: PageText, indices: list[int]) -> list[list[int]]:
    """The words in groups that lie near each other from top to bottom: headings, say, each drawn alone.

    Drawing costs by the area; all words come as one group where there would be more than _MAX_STRIPS.
    """
    strips: list[list[int]] = []
    bottom = 0.0
    for index in sorted(indices, key=text.boxes[:, 1].tolist().__getitem__):
        upper, lower = float(text.boxes[index, 1]), float(text.boxes[index, 3])
        if strips and upper - bottom < _STRIP_GAP_PT:
            strips[-1].append(index)
            bottom = max(bottom, lower)
        else:
            strips.append([index])
            bottom = lower
    return strips if len(strips) <= _MAX_STRIPS else [indices]


def _contrast(image: Image, x0: float, y0: float, x1: float, y1: float) -> int:
    inset = 0.1 * (y1 - y0)
    left, upper = max(0, int(x0)), max(0, int(y0 + inset))
    right, lower = min(image.width, int(x1) + 1), min(image.height, int(y1 - inset) + 1)
    if right <= left or lower <= upper:
        return 0
    low, high = image.crop((left, upper, right, lower)).getextrema()
    return int(high) - int(low)  # type: ignore[arg-type]  # a grey image has one band
