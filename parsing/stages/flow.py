"""All stages of one résumé in one process: what the command line, small batches and the task graph share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, cast

from parsing.engines.base import (
    EntityModel,
    LayoutEngine,
    ModelMissing,
    OcrEngine,
    OfficeConverter,
    SectionModel,
)
from parsing.errors import StageError
from parsing.stages import convert as convert_stage
from parsing.stages import intake, lines, ocr, readings, routing
from parsing.stages.classify import sections_of
from parsing.stages.header_blocks import doubtful_blocks
from parsing.stages.ner import entities_of
from parsing.stages.page_classes import own_lines, sections_apart
from parsing.stages.profile import profile_of
from parsing.stages.spoken import language_of
from parsing.stages.types import Document, Entity, Finding, Layout, Limits, Line, Page, Section
from parsing.stages.voting import voted

if TYPE_CHECKING:
    from PIL.Image import Image

_DEFAULT_LIMITS = Limits()


def _tesseract() -> OcrEngine:
    from parsing.engines.tesseract import TesseractEngine

    return cast(OcrEngine, TesseractEngine())


def _geometry() -> LayoutEngine:
    from parsing.engines.geometry import GeometryEngine

    return GeometryEngine()


def _libreoffice() -> OfficeConverter | None:
    from parsing.engines.office import OfficeConverter as LibreOffice

    office = LibreOffice()
    return office if office.problem() is None else None


def _nothing() -> None:
    return None


def _section_crf() -> SectionModel | None:
    from parsing.engines.section_crf import SectionCrf

    try:
        return SectionCrf()
    except ModelMissing:
        return None


def _spacy() -> EntityModel | None:
    from parsing.engines.spacy_ner import SpacyEntities

    try:
        return SpacyEntities()
    except ModelMissing:
        return None


@dataclass(slots=True)
class Engines:
    """The engines of one process, each made when first asked for and then kept.

    `sections` and `entities` are None where rules decide alone, `heavy` where no other engine looks at pages
    whose order is in doubt.
    """

    make_ocr: Callable[[], OcrEngine] = _tesseract
    make_layout: Callable[[], LayoutEngine] = _geometry
    make_heavy: Callable[[], LayoutEngine | None] = _nothing
    make_office: Callable[[], OfficeConverter | None] = _libreoffice
    make_sections: Callable[[], SectionModel | None] = _section_crf
    make_entities: Callable[[], EntityModel | None] = _spacy
    _made: dict[str, object] = field(default_factory=dict)

    @property
    def ocr(self) -> OcrEngine:
        """Reads pictures of text."""
        if "ocr" not in self._made:
            self._made["ocr"] = self.make_ocr()
        return cast(OcrEngine, self._made["ocr"])

    @property
    def layout(self) -> LayoutEngine:
        """Finds regions and their order."""
        if "layout" not in self._made:
            self._made["layout"] = self.make_layout()
        return cast(LayoutEngine, self._made["layout"])

    @property
    def heavy(self) -> LayoutEngine | None:
        """Lays out the pages whose order is in doubt, None where nothing does."""
        if "heavy" not in self._made:
            self._made["heavy"] = self.make_heavy()
        return cast(LayoutEngine | None, self._made["heavy"])

    @property
    def office(self) -> OfficeConverter | None:
        """Converts office files, None where this machine cannot."""
        if "office" not in self._made:
            self._made["office"] = self.make_office()
        return cast(OfficeConverter | None, self._made["office"])

    @property
    def sections(self) -> SectionModel | None:
        """Votes on what each line belongs to."""
        if "sections" not in self._made:
            self._made["sections"] = self.make_sections()
        return cast(SectionModel | None, self._made["sections"])

    @property
    def entities(self) -> EntityModel | None:
        """Votes on what lines name."""
        if "entities" not in self._made:
            self._made["entities"] = self.make_entities()
        return cast(EntityModel | None, self._made["entities"])


class Draw(Protocol):
    """Gives the picture of one page at a resolution, RGB, or L when `grey`."""

    def __call__(self, dpi: int, *, grey: bool = False) -> Image: ...


class PageReading(NamedTuple):
    """One page after layout and, where it had no sound text, OCR."""

    page: Page
    layout: Layout


class Assembly(NamedTuple):
    """What the good pages say together."""

    document: Document
    lines: tuple[Line, ...]
    entities: tuple[Entity, ...]
    sections: tuple[Section, ...]
    profile: dict[str, object]


@dataclass(frozen=True, slots=True)
class Reading:
    """A résumé read to the end. `partial` means that some page failed; `findings` says which and why.

    `timings_ms` are wall milliseconds a stage, pages summed up.
    """

    status: Literal["done", "partial"]
    document: Document
    layouts: tuple[Layout, ...]
    lines: tuple[Line, ...]
    entities: tuple[Entity, ...]
    sections: tuple[Section, ...]
    profile: dict[str, object]
    findings: tuple[Finding, ...]
    timings_ms: Mapping[str, float]


class Clock:
    """Milliseconds per stage."""

    def __init__(self) -> None:
        self.timings_ms: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Adds the time that the block takes to the stage's."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - begun) * 1000
            self.timings_ms[name] = round(self.timings_ms.get(name, 0.0) + spent, 3)


def read(
    data: bytes,
    name: str,
    *,
    engines: Engines | None = None,
    limits: Limits = _DEFAULT_LIMITS,
    as_of: date | None = None,
) -> Reading:
    """The file's reading, by every stage in turn.

    A page that fails leaves the others standing: the status is `partial` and a finding names the page.
    Raises StageError (RejectedFile for the wrong kind of file) when nothing can be read, or when every
    page failed. `as_of` is the day on which "present" ends, today when not given.
    """
    engines = engines or Engines()
    clock = Clock()
    with clock.stage("intake"):
        accepted = intake.inspect(name, data, limits)
    with clock.stage("convert"):
        document = convert_document(data, accepted.kind, engines=engines, limits=limits)
    readings, failures = _read_pages(document, data, accepted.kind, engines, limits, clock)
    if document.pages and not readings:
        raise failures[0][1]
    findings = (*accepted.findings, *(_page_failed(number, error) for number, error in failures))
    document = replace(document, findings=(*document.findings, *findings))
    assembly = assemble(document, readings, engines=engines, as_of=as_of, clock=clock)
    return Reading(
        status="partial" if failures else "done",
        document=assembly.document,
        layouts=tuple(reading.layout for reading in readings),
        lines=assembly.lines,
        entities=assembly.entities,
        sections=assembly.sections,
        profile=assembly.profile,
        findings=assembly.document.findings,
        timings_ms=clock.timings_ms,
    )


def convert_document(
    data: bytes, kind: str, *, engines: Engines, limits: Limits = _DEFAULT_LIMITS
) -> Document:
    """The document in a file of a kind that intake accepted. Office engines start only for office kinds."""
    office = engines.office if kind in convert_stage.OFFICE_KINDS else None
    return convert_stage.convert(data, kind, limits, office=office)


def read_page(
    page: Page,
    draw: Draw,
    *,
    engines: Engines,
    limits: Limits = _DEFAULT_LIMITS,
    clock: Clock | None = None,
) -> PageReading:
    """The page with its words and layout; OCR runs only where `page.needs_ocr` says why.

    `draw` is called for OCR, in grey, or by a layout engine that looks.
    """
    clock = clock or Clock()
    if page.needs_ocr:
        with clock.stage("ocr"):
            picture = draw(limits.ocr_dpi, grey=True)
            page = ocr.read_page(page, picture, engines.ocr, dpi=limits.ocr_dpi)
    with clock.stage("layout"):
        image = partial(draw, getattr(engines.heavy or engines.layout, "dpi", limits.ocr_dpi))
        return PageReading(page, routing.laid_out(page, engines.layout, engines.heavy, image))


def assemble(
    document: Document,
    pages: Sequence[PageReading],
    *,
    engines: Engines | None = None,
    as_of: date | None = None,
    clock: Clock | None = None,
) -> Assembly:
    """Lines, entities, sections and the profile of the pages that were read, in any order.

    Without engines no model votes.
    """
    clock = clock or Clock()
    pages = sorted(pages, key=lambda reading: reading.page.number)
    if document.pages:
        read_pages = tuple(reading.page for reading in pages)
        told = (*readings.findings_of(read_pages), *routing.findings_of([each.layout for each in pages]))
        document = replace(document, pages=read_pages, findings=(*document.findings, *told))
    with clock.stage("lines"):
        found = lines.lines_of(document, [reading.layout for reading in pages])
    with clock.stage("ner"):
        entities = tuple(entities_of(found))
    with clock.stage("classify"):
        sections = classify(found, entities, engines.sections if engines else None)
    with clock.stage("profile"):
        entities = (*entities, *named(found, sections, engines.entities if engines else None))
        profile = profile_of(document, found, entities, sections, as_of=as_of or datetime.now(UTC).date())
    return Assembly(document, found, entities, sections, profile)


def classify(
    found: Sequence[Line], entities: Sequence[Entity], model: SectionModel | None
) -> tuple[Section, ...]:
    """The sections that rules find, after the model's vote where there is a model.

    Pages of a file that are no part of the résumé make sections of their own kind, as `letter`.
    """
    own = own_lines(found)
    sections = sections_of(own, entities)
    if model is not None and own:
        sections = voted(sections, own, model.votes(own, entities), language_of(own))
    return (*sections, *sections_apart(found))


def named(
    found: Sequence[Line], sections: Sequence[Section], model: EntityModel | None
) -> tuple[Entity, ...]:
    """What a model says that lines name where the lexicons leave doubt; () without a model."""
    blocks = doubtful_blocks(sections, found) if model is not None else []
    return tuple(model.entities(blocks)) if model is not None and blocks else ()


def picture_of(data: bytes, kind: str, document: Document, number: int, limits: Limits) -> Draw:
    """A function that draws page `number` at a resolution: of the file, or of its preview."""
    if document.preview_pdf is not None:
        data, kind = document.preview_pdf, convert_stage.PDF
    return partial(_drawn, data, kind, number, limits)


def _drawn(data: bytes, kind: str, number: int, limits: Limits, dpi: int, *, grey: bool = False) -> Image:
    return convert_stage.page_image(data, kind, number, limits, dpi=dpi, grey=grey)


def _read_pages(
    document: Document, data: bytes, kind: str, engines: Engines, limits: Limits, clock: Clock
) -> tuple[list[PageReading], list[tuple[int, StageError]]]:
    readings: list[PageReading] = []
    failures: list[tuple[int, StageError]] = []
    for page in document.pages:
        draw = picture_of(data, kind, document, page.number, limits)
        try:
            readings.append(read_page(page, draw, engines=engines, limits=limits, clock=clock))
        except StageError as error:
            failures.append((page.number, error))
    return readings, failures


def _page_failed(number: int, error: StageError) -> Finding:
    return Finding(
        "page_failed",
        "warning",
        f"Page {number} could not be read: {error.message}",
        page=number,
        text=error.code,
    )
