"""Per stage: load what it needs, call the pure stage, keep what it made. `stages` knows about résumés."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from candidates.models import Candidate
from candidates.services import Facts, save_candidate
from config.statements import Insert, Select, Slot, Update, column
from parsing import devices, files, graph, packing, registry, signals, telling
from parsing.errors import StageError
from parsing.facts import facts_of
from parsing.models import Page as PageRow
from parsing.models import Parse, Resume, StageRun
from parsing.stages.types import Document, Entity, Finding, Layout, Line, Page, Section, Word

if TYPE_CHECKING:
    from PIL.Image import Image

    from parsing.engines.base import LayoutEngine
    from parsing.stages.flow import Draw

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Memory:
    """What the stages of one task hand to each other without going through the database."""

    data: bytes | None = None
    document: Document | None = None
    pages: dict[int, Page] = field(default_factory=dict)
    layouts: dict[int, Layout] = field(default_factory=dict)
    failed: dict[int, StageError] = field(default_factory=dict)
    doubted: set[int] = field(default_factory=set)
    """Pages that a heavy engine on another queue should look at."""
    read_lightly: dict[int, str] = field(default_factory=dict)
    """Page → why the light OCR engine read it."""
    lines: tuple[Line, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    sections: tuple[Section, ...] | None = None
    profile: dict[str, object] | None = None


@dataclass(slots=True)
class Work:
    """One stage to be done: `saves` are run in the transaction that ends it, `undo` if the claim was lost.

    `output` makes what is kept in the stage's row for a later task; `changes` are kept in the parse.
    """

    parse: Parse
    page: int
    memory: Memory
    saves: list[Callable[[], None]] = field(default_factory=list)
    undo: list[Callable[[], None]] = field(default_factory=list)
    output: Callable[[], bytes] | None = None
    light: StageError | None = None
    """Why a light engine did it and not the one that settings name."""
    done_by: registry.Version | None = None
    """Who did it, where that is not the engine that does it for every page."""
    changes: dict[str, object] = field(default_factory=dict)

    @property
    def resume(self) -> Resume:
        """The file that is read."""
        return self.parse.resume


def fetch(work: Work) -> None:
    """The file from its address, checked as an upload is."""
    from config.addresses import AddressRefused
    from parsing import fetching
    from parsing.stages import intake

    resume = work.resume
    limits = registry.limits()
    try:
        fetched = fetching.fetch(resume.source_url, max_bytes=limits.max_bytes)
    except AddressRefused as error:
        raise StageError("fetch_failed", str(error)) from error
    accepted = intake.inspect(fetched.name, fetched.data, limits, allowed=frozenset(settings.ACCEPTED_KINDS))
    key = files.key_for(resume.pk)
    files.save(key, fetched.data)
    work.undo.append(partial(_remove_if_deleted, resume.pk, key))
    work.memory.data = fetched.data
    told = {
        "file_name": accepted.safe_name,
        "kind": accepted.kind,
        "mime": accepted.mime,
        "size": len(fetched.data),
        "storage_key": key,
        # The content may be known already under another address; it is then kept twice, without a digest.
        "sha256": files.digest_of(fetched.data),
    }
    taken = Resume.objects.filter(scope=resume.scope, sha256=told["sha256"], deleted_at=None)
    if taken.exclude(pk=resume.pk).exists():
        told["sha256"] = ""
    for name, value in told.items():
        setattr(resume, name, value)
    work.saves.append(partial(_save_resume, resume.pk, told))


def convert(work: Work) -> None:
    """The document: its findings and metadata in the output, its pages in their rows."""
    from parsing.stages.flow import convert_document

    resume, memory = work.resume, work.memory
    memory.data = memory.data or files.read(resume.storage_key)
    document = convert_document(
        memory.data, resume.kind, engines=registry.engines(), limits=registry.limits()
    )
    memory.document = document
    memory.pages = {page.number: page for page in document.pages}
    if document.preview_pdf is not None:
        keep_preview(work, document.preview_pdf)
    work.output = partial(packing.pack, replace(document, pages=(), preview_pdf=None))
    work.changes["page_count"] = len(document.pages)
    work.changes["findings"] = _findings(work)


def layout(work: Work) -> None:
    """The regions of one page; where in doubt, by the heavy engine, here or on a queue of its own."""
    from parsing.stages.layout import layout_of

    page, engine = _page(work), registry.layout_engine()
    found = layout_of(page, engine, picture_at(_picture(work, page), engine))
    if settings.LAYOUT_IN_DOUBT != "none":
        found = _second_look(work, page, found)
    work.memory.layouts[page.number] = found


def _second_look(work: Work, page: Page, layout: Layout) -> Layout:
    """The heavy engine's layout where there is doubt; or the page is noted for that engine's queue."""
    from parsing.stages.routing import doubt_of, looked_at

    if not doubt_of(page, layout):
        return layout
    if graph.looks_again():
        work.memory.doubted.add(page.number)
        return layout
    try:
        heavy = registry.heavy_layout_engine()
        if heavy is None:
            return layout
        found = looked_at(page, layout, heavy, picture_at(_picture(work, page), heavy))
    except SoftTimeLimitExceeded:
        raise
    except registry.EngineMissing:
        return replace(layout, unanswered="engine_unavailable")
    except Exception:
        logger.exception("the heavy engine failed on page %s of %s", page.number, work.parse.pk)
        return replace(layout, unanswered="internal")
    if not found.unanswered:
        work.done_by = registry.version_by(heavy, "layout")
    return found


def ocr(work: Work) -> None:
    """The words of one page, from its picture."""
    from parsing.stages.ocr import read_page

    page = _page(work)
    dpi = registry.limits().ocr_dpi
    picture = _picture(work, page)(dpi, grey=True)
    try:
        engine = registry.ocr_engine()
        found = read_page(page, picture, engine, dpi=dpi)
        devices.praise("ocr", engine)
    except Exception as error:
        work.light = devices.why_light("ocr", error)
        if work.light is None:
            raise
        light = registry.light_ocr_engine()
        found = read_page(page, picture, light, dpi=dpi)
        work.done_by = registry.version_by(light, "ocr")
    work.memory.pages[page.number] = found


def lines(work: Work) -> None:
    """The lines of all good pages."""
    from parsing.stages import readings, routing
    from parsing.stages.lines import lines_of

    memory = work.memory
    document = _document(work)
    if document.pages or work.parse.page_count:
        _load_pages(work)
        good = sorted(set(memory.pages) & set(memory.layouts))
        if not good:
            raise next(iter(memory.failed.values()), StageError("no_text"))
        lost = tuple(_page_failed(number, error) for number, error in sorted(memory.failed.items()))
        pages = tuple(memory.pages[number] for number in good)
        layouts = [memory.layouts[number] for number in good]
        light = [_read_lightly(number, code) for number, code in sorted(memory.read_lightly.items())]
        told = (*readings.findings_of(pages), *routing.findings_of(layouts), *light)
        document = replace(document, pages=pages, findings=(*document.findings, *lost, *told))
    memory.document = document
    work.changes["findings"] = _findings(work)
    memory.lines = lines_of(document, list(memory.layouts.values()))
    work.output = partial(packing.pack, memory.lines)


def ner(work: Work) -> None:
    """The entities in the lines."""
    from parsing.stages.ner import entities_of

    work.memory.entities = tuple(entities_of(_lines(work)))
    work.output = partial(packing.pack, work.memory.entities)


def classify(work: Work) -> None:
    """The sections that the lines make up."""
    from parsing.stages.flow import classify as sections_of

    work.memory.sections = sections_of(_lines(work), _entities(work), registry.section_model())
    work.output = partial(packing.pack, work.memory.sections)


def profile(work: Work) -> None:
    """The profile of all that was read, kept in the parse."""
    from parsing.stages.flow import named
    from parsing.stages.profile import profile_of

    told = named(_lines(work), _sections(work), registry.entity_model())
    work.memory.profile = profile_of(
        _whole_document(work),
        _lines(work),
        (*_entities(work), *told),
        _sections(work),
        as_of=timezone.now().date(),
    )
    work.changes["profile"] = work.memory.profile


def index(work: Work) -> None:
    """The candidate, saved; who listens is told in the same transaction."""
    parse = work.parse
    found = work.memory.profile
    if found is None:
        found = cast(dict[str, object], Parse.objects.values_list("profile", flat=True).get(pk=parse.pk))
    facts = facts_of(found or {})
    work.saves.append(partial(_save_candidate, parse, facts))


def preview(work: Work) -> None:
    """The PDF of an office file, and with it the boxes of all evidence."""
    from parsing.stages.convert import convert as read
    from parsing.stages.lines import lines_of, locate

    resume, memory, limits = work.resume, work.memory, registry.limits()
    pdf, _ = registry.office_converter().to_pdf(files.read(resume.storage_key), resume.kind, limits)
    keep_preview(work, pdf)
    shown = read(pdf, "pdf", limits)
    flowing = _document(work)
    memory.lines = locate(lines_of(flowing), shown.pages)
    memory.document = replace(flowing, pages=shown.pages)
    ner(work)
    classify(work)
    profile(work)
    work.saves.append(partial(_save_profile, work.parse.pk, work.changes.pop("profile")))


STEPS: Final[dict[str, Callable[[Work], None]]] = {
    "fetch": fetch,
    "convert": convert,
    "layout": layout,
    "ocr": ocr,
    "lines": lines,
    "ner": ner,
    "classify": classify,
    "profile": profile,
    "index": index,
    "preview": preview,
}
"""Stage → what is done for it."""


def keep_preview(work: Work, pdf: bytes) -> None:
    """Store the PDF beside the upload; it goes again if the claim is lost to a deletion."""
    key = files.preview_key_for(work.resume.pk)
    files.save(key, pdf)
    resume_id = work.resume.pk
    work.resume.preview_key = key
    work.saves.append(partial(_save_resume, resume_id, {"preview_key": key}))
    work.undo.append(partial(_remove_if_deleted, resume_id, key))


def needs_preview(kind: str) -> bool:
    """Whether a PDF of this kind is still to be made when the reading is over."""
    return kind == "docx"


def page_row(parse: Parse, page: Page, layout: Layout | None) -> PageRow:
    """The unsaved row of a page."""
    return PageRow(
        parse=parse,
        number=page.number,
        width_pt=page.width_pt,
        height_pt=page.height_pt,
        source=page.source,
        needs_ocr=page.needs_ocr,
        ocr_confidence=page.ocr_confidence,
        word_count=len(page.words),
        words=packing.pack(page),
        layout=packing.pack(layout) if layout else None,
    )


def save_pages(rows: Sequence[PageRow]) -> None:
    """Write the pages, in place of what an earlier attempt may have left."""
    _WRITE_PAGES.run([[getattr(row, name) for name in _PAGE] for row in rows])


_PAGE: Final = (
    "parse_id", "number", "width_pt", "height_pt", "source", "needs_ocr", "ocr_confidence", "word_count",
    "words", "layout",
)  # fmt: skip
_WRITE_PAGES: Final = Insert(PageRow, _PAGE, unique=("parse", "number"))


def words_of(row: PageRow) -> tuple[Word, ...]:
    """The words that a page's row keeps."""
    return packing.unpack(row.words, Page).words


def _save_resume(resume_id: uuid.UUID, values: dict[str, object]) -> None:
    Resume.objects.filter(pk=resume_id).update(**values)


def _save_candidate(parse: Parse, facts: Facts) -> None:
    # Only one reading of a résumé is open at a time, and a deletion ends it; but since the claim the person
    # may have become part of another, or been taken out again.
    known = parse.resume.candidate_id
    if known is not None:
        known = cast("uuid.UUID | None", _HOLD_CANDIDATE.run(id=parse.resume_id)[0][0])
    candidate_id = save_candidate(known, facts, source=parse.resume_id)
    if candidate_id != known:
        _NAME_CANDIDATE.run(id=parse.resume_id, candidate=candidate_id)
    parse.resume.candidate_id = candidate_id
    telling.tell_read(parse, is_new_person=candidate_id != known)
    signals.resume_parsed.send(sender=Parse, parse=parse)


_HOLD_CANDIDATE: Final = Select(
    lambda: (
        Resume.objects.filter(pk=Slot("id", column(Resume, "id")))
        .order_by()
        .select_for_update(no_key=True)
        .values_list("candidate_id")
    )
)
_NAME_CANDIDATE: Final = Update(
    lambda: Resume.objects.filter(pk=Slot("id", column(Resume, "id"))),
    lambda: {"candidate_id": Slot("candidate", column(Candidate, "id"))},
)


def _save_profile(parse_id: uuid.UUID, found: object) -> None:
    Parse.objects.filter(pk=parse_id, status__in=Parse.GOOD).update(profile=found)


def _remove_if_deleted(resume_id: uuid.UUID, key: str) -> None:
    if not Resume.objects.filter(pk=resume_id, deleted_at=None).exists():
        files.remove(key)


def _picture(work: Work, page: Page) -> Draw:
    return picture_of(work.resume, page.number)


def picture_at(draw: Draw, engine: LayoutEngine) -> Callable[[], Image]:
    """Draws the page as this engine wants it."""
    return partial(draw, getattr(engine, "dpi", registry.limits().ocr_dpi))


def picture_of(resume: Resume, number: int) -> Draw:
    """Draws the page: of the upload, or of the PDF that it became."""
    from parsing.stages.convert import page_image

    kind = "pdf" if resume.preview_key else resume.kind

    def draw(dpi: int, *, grey: bool = False) -> Image:
        data = files.read(resume.preview_key or resume.storage_key)
        return page_image(data, kind, number, registry.limits(), dpi=dpi, grey=grey)

    return draw


def _page(work: Work) -> Page:
    """The page, from memory or from its row."""
    if work.page not in work.memory.pages:
        row = PageRow.objects.get(parse=work.parse, number=work.page)
        work.memory.pages[work.page] = packing.unpack(row.words, Page)
        if row.layout:
            work.memory.layouts[work.page] = packing.unpack(row.layout, Layout)
    return work.memory.pages[work.page]


def _load_pages(work: Work) -> None:
    """Every page that has a layout, which is the last thing a good page gets.

    Where a heavy engine should have looked and could not, the light one's layout is there and stands.
    """
    memory = work.memory
    if memory.pages and set(memory.pages) == set(memory.layouts) | set(memory.failed):
        return
    undone = _troubles(work)
    laid_out = PageRow.objects.filter(parse=work.parse).exclude(layout=None)
    for row in laid_out.exclude(number__in=memory.failed):
        layout = packing.unpack(row.layout, Layout)
        if error := undone.pop(row.number, None):
            layout = replace(layout, unanswered=error.code)
        memory.pages[row.number] = packing.unpack(row.words, Page)
        memory.layouts[row.number] = layout
    memory.failed |= undone


def _troubles(work: Work) -> dict[int, StageError]:
    """Page → why nobody laid it out as should be. Notes what OCR lost, and what a light engine read."""
    undone: dict[int, StageError] = {}
    troubled = StageRun.objects.filter(~Q(error_code=""), parse=work.parse, page__gt=0)
    for run in troubled.only("stage", "page", "state", "error_code", "error_message"):
        if run.stage == "layout":
            undone[run.page] = StageError(run.error_code, run.error_message)
        elif run.state == StageRun.State.FAILED:
            work.memory.failed[run.page] = StageError(run.error_code, run.error_message)
        else:
            work.memory.read_lightly[run.page] = run.error_code
    return undone


def _read_lightly(number: int, code: str) -> Finding:
    message = (
        f"The engine that should have read the picture of page {number} could not. Another read it, which "
        "may know it less well."
    )
    return Finding("ocr_light", "info", message, page=number, text=code)


def _page_failed(number: int, error: StageError) -> Finding:
    message = f"Page {number} could not be read: {error.message}"
    return Finding("page_failed", "warning", message, page=number, text=error.code)


def _findings(work: Work) -> list[object]:
    """What was noticed at the upload and since."""
    return [*work.resume.findings, *(finding._asdict() for finding in _document(work).findings)]


def _document(work: Work) -> Document:
    if work.memory.document is None:
        work.memory.document = packing.unpack(_output(work, "convert"), Document)
    return work.memory.document


def _whole_document(work: Work) -> Document:
    """The document with its good pages, as `lines` left it."""
    document = _document(work)
    if work.parse.page_count and not document.pages:
        _load_pages(work)
        good = sorted(set(work.memory.pages) & set(work.memory.layouts))
        work.memory.document = replace(document, pages=tuple(work.memory.pages[n] for n in good))
    return _document(work)


def _lines(work: Work) -> tuple[Line, ...]:
    if work.memory.lines is None:
        work.memory.lines = packing.unpack(_output(work, "lines"), tuple[Line, ...])
    return work.memory.lines


def _entities(work: Work) -> tuple[Entity, ...]:
    if work.memory.entities is None:
        work.memory.entities = packing.unpack(_output(work, "ner"), tuple[Entity, ...])
    return work.memory.entities


def _sections(work: Work) -> tuple[Section, ...]:
    if work.memory.sections is None:
        work.memory.sections = packing.unpack(_output(work, "classify"), tuple[Section, ...])
    return work.memory.sections


def _output(work: Work, stage: str) -> bytes | memoryview | None:
    return StageRun.objects.values_list("output", flat=True).get(parse=work.parse, stage=stage, page=0)
