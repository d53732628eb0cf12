"""What an engine must offer. Library types stay inside the adapter; units are those of `stages.types`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from parsing.stages.types import Entity, Finding, Layout, Limits, Line, Page, Word

if TYPE_CHECKING:
    from PIL.Image import Image

    from parsing.stages.header_blocks import Block
    from parsing.stages.voting import Vote


class ModelMissing(ValueError):
    """A model's file, or the library that reads it, is not there; reading goes on by rules alone."""


class LayoutEngine(Protocol):
    """Finds the regions of a page and their reading order."""

    name: str
    version: str

    def layout_of(self, page: Page, image: Callable[[], Image] | None = None) -> Layout:
        """The page's layout. `image` draws the page as RGB when called; engines need not call it."""
        ...


@runtime_checkable
class BatchLayoutEngine(LayoutEngine, Protocol):
    """A layout engine that looks at several pages at once, which is what a GPU is good at."""

    def layouts_of(self, pages: Sequence[Page], images: Sequence[Callable[[], Image]]) -> Sequence[Layout]:
        """The layouts of these pages in their order; each image gives its page as RGB, upright.

        An engine may say in `dpi` at which resolution it wants them drawn. What the device raises passes
        through: `device.trouble_of` knows what it means.
        """
        ...


class OcrEngine(Protocol):
    """Reads the words of a picture."""

    name: str
    version: str

    def read(self, image: Image, *, dpi: int, languages: Sequence[str] = ()) -> list[Word]:
        """The words in the order the engine met them, boxes in points (pixels · 72 / dpi), with confidences.

        `image` is RGB or grey, upright. `languages` are ISO 639-1; [] means whatever is installed.
        """
        ...


class OfficeConverter(Protocol):
    """Turns office files into PDF."""

    name: str
    version: str

    def to_pdf(self, data: bytes, kind: str, limits: Limits) -> tuple[bytes, Sequence[Finding]]:
        """The PDF of a `doc`, `docx`, `odt` or `rtf` file, and what was noticed on the way.

        Raises StageError `doc_unreadable`, `doc_encrypted`, `converter_crash`, `limit_time`,
        `sandbox_unavailable`.
        """
        ...


class SectionModel(Protocol):
    """Tells of each line of a document which section it belongs to."""

    name: str

    @property
    def version(self) -> str:
        """What changes with the model's results."""
        ...

    def votes(self, lines: Sequence[Line], entities: Sequence[Entity]) -> Sequence[Vote]:
        """A vote for each line, in order; [] for no lines."""
        ...


class EntityModel(Protocol):
    """Tells what lines name: titles, employers, schools, places, people."""

    name: str

    @property
    def version(self) -> str:
        """What changes with the model's results."""
        ...

    def entities(self, blocks: Sequence[Block]) -> Sequence[Entity]:
        """Entities of source `ner` with the model's probability as confidence, in order of the lines."""
        ...
