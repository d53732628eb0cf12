"""What a PDF page draws besides text: rules, fills, pictures, clips, and in which order."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Final, NamedTuple

from parsing.engines import pdfium_api as api
from parsing.engines.outlines import FEWEST_SEGMENTS, HIGHEST_PT, LOWEST_PT, MOST_SHAPES
from parsing.engines.pdfium_text import Geometry
from parsing.errors import StageError
from parsing.stages.types import Box, Limits

MAX_OBJECTS: Final = 20_000
_MAX_FORM_DEPTH: Final = 6
_MAX_RULES: Final = 2_000
_RULE_THICKNESS_PT: Final = 2.5
_MIN_RULE_PT: Final = 8.0
_MIN_FILL_PT: Final = 4.0
_CLIP_MARGIN_SHARE: Final = 0.3
_MAX_CLIP_PATHS: Final = 16
_MAX_CLIP_SEGMENTS: Final = 64

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Fill(NamedTuple):
    """An area that is painted. `order` counts the page's objects; `colour` is RGB, None for pictures."""

    box: Box
    colour: tuple[int, int, int] | None
    order: int


@dataclass(slots=True)
class PageObjects:
    """Boxes are as displayed. `order_of` gives the position of a text object by its address; `outlines` are
    shapes of a letter's size."""

    rules: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    image_pixels: list[int] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    outlines: list[Box] = field(default_factory=list)
    order_of: dict[int, int] = field(default_factory=dict)
    drawn: int = 0
    is_cut_off: bool = False


_edges = (ctypes.c_float * 4)()
_matrix = (ctypes.c_float * 6)()
_numbers = (ctypes.c_uint * 4)()
_modes = (ctypes.c_int * 2)()
_point = (ctypes.c_float * 2)()
_AT, _MATRIX_AT, _NUMBERS_AT, _MODES_AT, _POINT_AT = (
    ctypes.addressof(part) for part in (_edges, _matrix, _numbers, _modes, _point)
)


def objects_of(page: int, geometry: Geometry, limits: Limits) -> PageObjects:
    """The objects of a loaded page, at most MAX_OBJECTS of them. Raises StageError `limit_pixels`."""
    result = PageObjects()
    order = 0
    for addresses, kinds, matrix in _groups(page):
        result.order_of.update(zip(addresses, range(order, order + len(addresses)), strict=True))
        for position, kind in enumerate(kinds, order):
            if kind not in (api.TEXT, api.FORM):
                _add(result, addresses[position - order], kind, matrix, position, geometry, limits)
        order += len(addresses)
    result.is_cut_off = order >= MAX_OBJECTS
    return result


def _groups(page: int) -> Iterator[tuple[list[int], list[int], Matrix]]:
    """Addresses, kinds and form matrix of objects in drawing order; a form ends its group and its objects
    are the next. Whole lists, since a page of text may have a thousand objects that need nothing more."""
    left = MAX_OBJECTS
    top = list(map(api.object_at, repeat(page), range(min(left, api.count_objects(page)))))
    stack = [(top, list(map(api.object_kind, top)), 0, _IDENTITY)]
    while stack and left > 0:
        addresses, kinds, start, matrix = stack.pop()
        try:
            form = kinds.index(api.FORM, start)
        except ValueError:
            form = len(kinds)
        end = min(form, start + left)
        yield addresses[start:end], kinds[start:end], matrix
        left -= end - start
        if form < len(kinds):
            left -= 1
            stack.append((addresses, kinds, form + 1, matrix))
            if len(stack) <= _MAX_FORM_DEPTH:
                inner = list(
                    map(
                        api.form_object_at,
                        repeat(addresses[form]),
                        range(min(left, max(0, api.count_form_objects(addresses[form])))),
                    )
                )
                stack.append(
                    (inner, list(map(api.object_kind, inner)), 0, _inner_matrix(addresses[form], matrix))
                )


def _inner_matrix(form: int, outer: Matrix) -> Matrix:
    if not api.object_matrix(form, _MATRIX_AT):
        return outer
    return _product((_matrix[0], _matrix[1], _matrix[2], _matrix[3], _matrix[4], _matrix[5]), outer)


def _add(
    result: PageObjects,
    address: int,
    kind: int,
    matrix: Matrix,
    order: int,
    geometry: Geometry,
    limits: Limits,
) -> None:
    box = _box_of(address, matrix, geometry)
    if box is None:
        return
    result.drawn += 1
    if kind == api.IMAGE:
        _add_image(result, address, box, order, limits)
    elif kind == api.PATH:
        _add_path(result, address, box, order)
    elif kind == api.SHADING:
        result.fills.append(Fill(box, None, order))


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _box_of(address: int, matrix: Matrix, geometry: Geometry) -> Box | None:
    """The displayed box of an object, None where it has none or lies off the page."""
    if not api.object_bounds(address, _AT, _AT + 4, _AT + 8, _AT + 12):
        return None
    left, bottom, right, top = _edges
    if matrix is not _IDENTITY:
        left, bottom, right, top = _around(matrix, left, bottom, right, top)
    box = geometry.shown_box(left, top, right, bottom)
    if box.x1 < 0 or box.y1 < 0 or box.x0 > geometry.width_pt or box.y0 > geometry.height_pt:
        return None
    return box


def _around(
    matrix: Matrix, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


def _add_image(result: PageObjects, address: int, box: Box, order: int, limits: Limits) -> None:
    pixels = 0
    if api.image_pixels(address, _NUMBERS_AT, _NUMBERS_AT + 4):
        pixels = _numbers[0] * _numbers[1]
    if pixels > limits.max_image_pixels:
        raise StageError("limit_pixels")
    result.images.append(box)
    result.image_pixels.append(pixels)
    result.fills.append(Fill(box, None, order))


def _add_path(result: PageObjects, address: int, box: Box, order: int) -> None:
    width, height = box.x1 - box.x0, box.y1 - box.y0
    if (
        LOWEST_PT < height < HIGHEST_PT > width
        and len(result.outlines) < MOST_SHAPES
        and api.count_segments(address) > FEWEST_SEGMENTS
    ):
        result.outlines.append(box)
    if min(width, height) <= _RULE_THICKNESS_PT:
        if max(width, height) >= _MIN_RULE_PT and len(result.rules) < _MAX_RULES:
            result.rules.append(box)
        return
    if width < _MIN_FILL_PT or height < _MIN_FILL_PT:
        return
    api.draw_mode(address, _MODES_AT, _MODES_AT + 4)
    is_filled, is_stroked = _modes[0], _modes[1]
    if is_filled and api.fill_colour(
        address, _NUMBERS_AT, _NUMBERS_AT + 4, _NUMBERS_AT + 8, _NUMBERS_AT + 12
    ):
        if _numbers[3] < 230:
            return
        colour = (_numbers[0], _numbers[1], _numbers[2])
        result.fills.append(Fill(box, colour, order))
        if colour != (255, 255, 255) and len(result.rules) < _MAX_RULES and max(width, height) >= 20:
            result.rules.append(box)
    elif is_stroked and len(result.rules) < _MAX_RULES - 4 and api.count_segments(address) in (4, 5, 6):
        result.rules.extend(_frame(box))


def _frame(box: Box) -> list[Box]:
    """The four sides of a stroked rectangle as rules."""
    x0, y0, x1, y1 = box
    return [
        Box(x0, y0, x1, y0 + 1),
        Box(x0, y1 - 1, x1, y1),
        Box(x0, y0, x0 + 1, y1),
        Box(x1 - 1, y0, x1, y1),
    ]


def is_partly_clipped(text_object: int) -> bool:
    """Whether a text object reaches out of the area that it may draw on.

    Only the bounding box of each clip is looked at: a doubt, to be settled by drawing the page.
    """
    clip = api.clip_path_of(text_object)
    paths = api.count_clip_paths(clip) if clip else 0
    if paths <= 0 or not api.object_bounds(text_object, _AT, _AT + 4, _AT + 8, _AT + 12):
        return False
    left, bottom, right, top = _edges
    margin = _CLIP_MARGIN_SHARE * (top - bottom)
    for path in range(min(paths, _MAX_CLIP_PATHS)):
        xs, ys = _clip_points(clip, path)
        if xs and (
            left < min(xs) - margin
            or right > max(xs) + margin
            or bottom < min(ys) - margin
            or top > max(ys) + margin
        ):
            return True
    return paths > _MAX_CLIP_PATHS


def _clip_points(clip: int, path: int) -> tuple[list[float], list[float]]:
    xs, ys = [], []
    for segment in range(min(api.count_clip_segments(clip, path), _MAX_CLIP_SEGMENTS)):
        if api.segment_point(api.clip_segment(clip, path, segment), _POINT_AT, _POINT_AT + 4):
            xs.append(_point[0])
            ys.append(_point[1])
    return xs, ys
