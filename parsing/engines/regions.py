"""Regions that a detector finds in a page's picture: classes, units, and what a page looks like to one.

A detector's boxes are in pixels of the picture that it is shown, origin top left; ours are in points. Class
ids count from 0 and are the places of the names below; a model that was trained with other classes says so
by a map.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast, get_args

import numpy as np

from parsing.engines.dense_boxes import Boxes
from parsing.stages.types import Box, Page

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

Kind = Literal[
    "text",
    "title",
    "list",
    "table",
    "figure",
    "name",
    "contact",
    "heading",
    "sidebar",
    "header",
    "footer",
]
"""`text` is what stands under a heading in one column, `title` the headline under a person's name."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""Our classes in the order of their ids; the first five are PubLayNet's, in its order."""

CLASS_MAPS: Final[dict[str, tuple[Kind, ...]]] = {
    "resume": KINDS,
    "publaynet": ("text", "heading", "list", "table", "figure"),
}
"""A model's map → our kind of each of its ids. A title of PubLayNet heads a section of an article."""

Colours = Literal["L", "RGB", "BGR"]
"""The channels a model is shown: grey, or colours with red first, or with blue first as OpenCV has them."""


class Found(NamedTuple):
    """A region that a detector found: its box in points, and how sure it is, 0–1."""

    kind: Kind
    box: Box
    score: float


def pixels_of(image: Image, *, size: tuple[int, int], colours: Colours) -> NDArray[np.uint8]:
    """The picture as channels × height × width, stretched to `size` (width, height) whatever its shape."""
    from PIL import Image as Pictures

    drawn = image.convert("L" if colours == "L" else "RGB").resize(size, Pictures.Resampling.BOX)
    pixels = np.asarray(drawn, dtype=np.uint8)
    if colours == "L":
        return pixels[None]
    ordered = pixels[:, :, ::-1] if colours == "BGR" else pixels
    return np.ascontiguousarray(ordered.transpose(2, 0, 1))


def in_points(boxes: NDArray[np.float32], *, size: tuple[int, int], page: Page) -> list[Box]:
    """Boxes in pixels of a picture of `size` (width, height) as boxes on the page, cut at its edges."""
    scale = np.array([page.width_pt / size[0], page.height_pt / size[1]] * 2)
    edge = np.array([page.width_pt, page.height_pt] * 2)
    placed = cast("list[list[float]]", np.clip(boxes * scale, 0, edge).round(2).tolist())
    return [Box(*box) for box in placed]


def found_in(boxes: Boxes, page: Page, *, size: tuple[int, int], kinds: Sequence[Kind]) -> list[Found]:
    """A detector's boxes in a picture of `size` (width, height) as regions of the page, the surest first.

    `kinds` are those of the class ids; an id beyond them is none of ours and left out.
    """
    placed = in_points(boxes.boxes, size=size, page=page)
    told = zip(boxes.classes.tolist(), placed, boxes.scores.tolist(), strict=True)
    found = [Found(kinds[label], box, round(score, 4)) for label, box, score in told if label < len(kinds)]
    return sorted(found, key=lambda each: -each.score)
