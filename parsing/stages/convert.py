"""A file of any kind becomes a Document: pages of words, or lines of flowing text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from parsing.engines.base import OfficeConverter
from parsing.engines.guard import guarded
from parsing.errors import StageError
from parsing.stages.signals import prompt_injections_in
from parsing.stages.types import Document, Finding, FlowLine, Limits, Page, Word, words_of_columns

if TYPE_CHECKING:
    from PIL.Image import Image

PDF: Final = "pdf"
IMAGE_KINDS: Final = frozenset({"png", "jpg", "tiff", "webp"})
OFFICE_KINDS: Final = frozenset({"doc", "odt", "rtf"})
FLOW_KINDS: Final = frozenset({"docx", "txt", "md", "html", "json"})
KINDS: Final = IMAGE_KINDS | OFFICE_KINDS | FLOW_KINDS | {PDF}

_DEFAULT_LIMITS: Final = Limits()

Reader = Callable[[bytes, Limits], Document]
_Columns = list[tuple[object, ...]]


def convert(
    data: bytes, kind: str, limits: Limits = _DEFAULT_LIMITS, *, office: OfficeConverter | None = None
) -> Document:
    """The document in a file of the given kind (one of KINDS), read within the limits.

    PDFs and pictures come as pages; a page without sound text says so in `needs_ocr`. `doc`, `odt` and
    `rtf` become PDF through `office` first and keep it as `preview_pdf`; without `office` they raise
    `sandbox_unavailable`. Everything else comes as flow. Findings tell hidden text, active content,
    damage, text for machines, and what a limit cut off. Raises StageError with the codes of the limits
    and of the kind; `no_text` when there is nothing to read and nothing to draw.

    Native code runs in a child process with limits of time and memory (see `guarded`).
    """
    if kind not in KINDS:
        raise StageError("unsupported_type")
    if kind in OFFICE_KINDS:
        document = _through_office(data, kind, limits, office)
    else:
        document = _read_in_child(data, kind, limits)
    if not _has_content(document):
        raise StageError("no_text")
    document = _within_text_limits(document, limits)
    injections = prompt_injections_in(document)
    return replace(document, findings=(*document.findings, *injections)) if injections else document


def page_image(
    data: bytes, kind: str, number: int, limits: Limits = _DEFAULT_LIMITS, *, dpi: int, grey: bool = False
) -> Image:
    """Page `number` (from 1) of a PDF or picture, upright on white, RGB, or L when `grey`.

    Pixels · 72 / `dpi` are points of the page. Raises StageError. Runs in a child as `convert` does.
    """
    from PIL import Image

    if kind != PDF and kind not in IMAGE_KINDS:
        raise StageError("unsupported_type")
    mode, size, pixels = guarded(
        partial(_pixels_of_page, data, kind, number, limits, dpi, grey),
        seconds=limits.convert_seconds,
        memory_bytes=limits.memory_bytes,
        crash_code=_crash_code(kind),
    )
    return Image.frombuffer(mode, size, pixels, "raw", mode, 0, 1)


def _pixels_of_page(
    data: bytes, kind: str, number: int, limits: Limits, dpi: int, grey: bool
) -> tuple[str, tuple[int, int], bytes]:
    image = _page_image(data, kind, number, limits, dpi, grey)
    return image.mode, image.size, image.tobytes()


def _page_image(data: bytes, kind: str, number: int, limits: Limits, dpi: int, grey: bool) -> Image:
    if kind == PDF:
        from parsing.engines.pdfium import render_page

        return render_page(data, number, dpi=dpi, limits=limits, grey=grey)
    from parsing.engines.images import image_page

    return image_page(data, kind, number, dpi=dpi, limits=limits, grey=grey)


def _through_office(data: bytes, kind: str, limits: Limits, office: OfficeConverter | None) -> Document:
    if office is None:
        raise StageError("sandbox_unavailable")
    pdf, findings = office.to_pdf(data, kind, limits)
    document = _read_in_child(pdf, PDF, limits)
    return replace(document, kind=kind, findings=(*findings, *document.findings), preview_pdf=pdf)


def _read_in_child(data: bytes, kind: str, limits: Limits) -> Document:
    reader = _READERS[kind]()  # imported here, so that the child inherits the library and need not load it
    document, columns = guarded(
        partial(_read_columns, reader, data, limits),
        seconds=limits.convert_seconds,
        memory_bytes=limits.memory_bytes,
        crash_code=_crash_code(kind),
    )
    pages = [
        replace(page, words=_words_of(own)) if own else page
        for page, own in zip(document.pages, columns, strict=True)
    ]
    return replace(document, pages=tuple(pages))


def _read_columns(reader: Reader, data: bytes, limits: Limits) -> tuple[Document, list[_Columns]]:
    """The document without its pages' words, and those as columns: named tuples pickle slowly."""
    document = reader(data, limits)
    columns = [_columns_of(page.words) for page in document.pages]
    bare = replace(document, pages=tuple(replace(page, words=()) for page in document.pages))
    return bare, columns


def _columns_of(words: Sequence[Word]) -> _Columns:
    """The words' columns, those of their boxes' edges first; [] for no words."""
    texts, boxes, *others = zip(*words, strict=True) if words else ((), ())
    return [*zip(*boxes, strict=True), texts, *others] if words else []


def _words_of(columns: _Columns) -> tuple[Word, ...]:
    x0, y0, x1, y1, texts, *others = columns
    return words_of_columns((texts, zip(x0, y0, x1, y1, strict=True), *others))


def _crash_code(kind: str) -> str:
    if kind == PDF:
        return "pdf_unreadable"
    return "image_unreadable" if kind in IMAGE_KINDS else "doc_unreadable"


def _pdf_reader() -> Reader:
    # What the reader comes to need on its way (numpy.unique loads numpy.ma), or each child would load it.
    import numpy.ma  # noqa: F401
    import PIL.Image  # noqa: F401

    from parsing.engines.pdfium import read_pdf

    return read_pdf


def _image_reader(kind: str) -> Reader:
    from parsing.engines.images import read_image

    return lambda data, limits: read_image(data, kind, limits)


def _docx_reader() -> Reader:
    from parsing.engines.docx import read_docx

    return read_docx


def _text_reader() -> Reader:
    from parsing.engines.markup import read_text

    return read_text


def _markdown_reader() -> Reader:
    from parsing.engines.markup import read_markdown

    return read_markdown


def _html_reader() -> Reader:
    from parsing.engines.markup import read_html

    return read_html


def _json_reader() -> Reader:
    from parsing.engines.json_resume import read_json_resume

    return lambda data, _limits: read_json_resume(data)


_READERS: Final[Mapping[str, Callable[[], Reader]]] = {
    PDF: _pdf_reader,
    "docx": _docx_reader,
    "txt": _text_reader,
    "md": _markdown_reader,
    "html": _html_reader,
    "json": _json_reader,
    **{kind: partial(_image_reader, kind) for kind in IMAGE_KINDS},
}


def _has_content(document: Document) -> bool:
    """Whether there is text, or a page that OCR may find text on."""
    return (
        document.json_resume is not None
        or any(page.words or page.needs_ocr for page in document.pages)
        or any(line.text.strip() for line in document.flow)
    )


def _within_text_limits(document: Document, limits: Limits) -> Document:
    """The document with its text cut at the limits, and a warning where that took something away."""
    left = limits.max_text_chars
    pages: list[Page] = []
    for page in document.pages:
        page, left = _page_within(page, left, limits)
        pages.append(page)
    flow: list[FlowLine] = []
    for line in document.flow:
        line, left = _line_within(line, left, limits)
        flow.append(line)
    cut = replace(document, pages=tuple(pages), flow=tuple(flow))
    is_told = any(finding.code == "text_truncated" for finding in document.findings)
    if is_told or cut == document:
        return cut
    message = "The text is longer than a résumé can be; the rest was left out."
    return replace(cut, findings=(*document.findings, Finding("text_truncated", "warning", message)))


def _page_within(page: Page, left: int, limits: Limits) -> tuple[Page, int]:
    """The page with at most `left` characters, and how many remain."""
    chars = sum(len(word.text) for word in page.words)
    longest = max((len(word.text) for word in page.words), default=0)
    if chars <= left and longest <= limits.max_line_chars:
        return page, left - chars
    words = []
    for word in page.words:
        if left <= 0:
            break
        text = word.text[: min(left, limits.max_line_chars)]
        words.append(word if text == word.text else word._replace(text=text))
        left -= len(text)
    return replace(page, words=tuple(words)), left


def _line_within(line: FlowLine, left: int, limits: Limits) -> tuple[FlowLine, int]:
    keep = max(0, min(left, limits.max_line_chars))
    if len(line.text) <= keep:
        return line, left - len(line.text)
    links = tuple(link for link in line.links if link.end <= keep)
    return replace(line, text=line.text[:keep], links=links), left - keep
