"""A page's layout from the regions that a detector sees: columns by its blocks, the rest by geometry."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from parsing.engines.base import ModelMissing
from parsing.engines.dense_boxes import Boxes
from parsing.engines.geometry import GeometryEngine
from parsing.engines.region_columns import layout_of_regions
from parsing.engines.region_models import card_of, shipped
from parsing.engines.regions import Found, found_in
from parsing.stages.types import Layout, Page

if TYPE_CHECKING:
    from PIL.Image import Image

Draw = Callable[[], "Image"]


class RegionEngine(ABC):
    """What layout engines share that look at pictures; a subclass says what boxes it sees.

    `library` is the package that it needs, `files` those of its model, the last that which holds the weights.
    """

    name: ClassVar[str]
    library: ClassVar[str]
    files: ClassVar[tuple[str, ...]]
    dpi: ClassVar[int] = 100
    """The resolution at which it wants pages drawn; more is thrown away."""

    def __init__(self, folder: Path | None = None) -> None:
        """With the model in `folder`, by default ours. Raises ModelMissing; loads nothing yet."""
        if find_spec(self.library) is None:
            raise ModelMissing(f"The layout engine {self.name} needs the package {self.library}.")
        self._card = card_of(folder or shipped())
        for file in self.files:
            self._card.checked(file)

    @classmethod
    def problem(cls) -> str:
        """Why it cannot work here, "" where nothing speaks against it. Costs ten milliseconds."""
        try:
            cls()
        except ModelMissing as error:
            return str(error)
        return ""

    @property
    def version(self) -> str:
        """The beginning of the SHA-256 of the weights."""
        return self._card.version_of(self.files[-1])

    @abstractmethod
    def boxes_on(self, pictures: Sequence[Image]) -> list[Boxes]:
        """What the detector sees in each picture, in the picture's pixels."""

    def found_on(self, pages: Sequence[Page], images: Sequence[Draw]) -> list[list[Found]]:
        """The regions of each page with their scores, the surest first; all pages in one batch."""
        pictures = [draw() for draw in images]
        told = self.boxes_on(pictures) if pictures else []
        return [
            found_in(boxes, page, size=picture.size, kinds=self._card.kinds)
            for page, picture, boxes in zip(pages, pictures, told, strict=True)
        ]

    def layouts_of(self, pages: Sequence[Page], images: Sequence[Draw]) -> list[Layout]:
        """The layouts of pages of any résumés, in one batch."""
        found = self.found_on(pages, images)
        return [layout_of_regions(page, told) for page, told in zip(pages, found, strict=True)]

    def layout_of(self, page: Page, image: Draw | None = None) -> Layout:
        """The page's layout; by white space alone where there is no picture or nothing to read."""
        if image is None or not page.words:
            return GeometryEngine().layout_of(page)
        return self.layouts_of([page], [image])[0]
