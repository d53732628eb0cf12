"""Reads and draws PDFs with PDFium."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from itertools import groupby, repeat
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from parsing.engines import pdfium_api as api
from parsing.engines.hidden_text import DRAWING_SCALE, PALE, Reasons, hidden_words, picture_cover
from parsing.engines.outlines import has_outlined_text
from parsing.engines.own_attachment import carries_only_ours
from parsing.engines.pdf_repair import repaired
from parsing.engines.pdf_structure import Structure, structure_of
from parsing.engines.pdfium_objects import PageObjects, objects_of
from parsing.engines.pdfium_text import Geometry, PageText, text_of
from parsing.engines.text_quality import is_garbled
from parsing.errors import StageError
from parsing.stages.types import Box, Document, Finding, Limits, Page, Severity, Word, words_of_columns

if TYPE_CHECKING:
    from PIL.Image import Image

VERSION: Final = api.LIBRARY_VERSION

_ERROR_PASSWORD, _ERROR_SECURITY = 4, 5
_GREY, _BGR, _DRAW_ANNOTATIONS, _RGB_ORDER = 1, 2, 0x01, 0x10
_MAX_LINKS: Final = 1_000
_MAX_ADDRESS_BYTES: Final = 8_192
_MIN_HIDDEN_RUN: Final = 20
_MIN_HIDDEN_CHARS: Final = 100
_MIN_HIDDEN_SHARE: Final = 0.03
_MIN_SHARED_CHARS: Final = 5
_FULL_PICTURE_COVER: Final = 0.6
_FEW_WORDS: Final = 12
_MAX_FINDING_CHARS: Final = 2_000
_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")
_METADATA: Final = {
    "title": b"Title",
    "author": b"Author",
    "subject": b"Subject",
    "keywords": b"Keywords",
    "creator": b"Creator",
    "producer": b"Producer",
    "created": b"CreationDate",
    "modified": b"ModDate",
}
_PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b")


class _Parts(NamedTuple):
    """What was found on one page, before it is known whether hidden text is meant."""

    number: int
    geometry: Geometry
    text: PageText
    objects: PageObjects
    links: list[tuple[Box, str]]
    hidden: Reasons


def read_pdf(data: bytes, limits: Limits) -> Document:
    """A PDF as pages of visible words, with rules, pictures, links, metadata and findings.

    Boxes are those of the displayed page (CropBox, /Rotate applied), origin top left. Words that nobody
    sees are left out and told in findings. Raises StageError `pdf_encrypted` (the empty password is
    tried), `pdf_unreadable`, `no_text` (no page at all), `limit_pages`, `limit_pixels`,
    `limit_decompressed`. Time and memory are for the caller to bound: run it under `guarded`.
    """
    structure = structure_of(data, limits)
    with _opened(data) as (document, is_mended):
        if structure.bomb:
            raise StageError(structure.bomb)
        if is_mended and not structure.damage:
            structure = structure._replace(damage=("the way to its pages is lost",))
        return _read(document, data, structure, limits)


def render_page(data: bytes, number: int, *, dpi: int, limits: Limits, grey: bool = False) -> Image:
    """Page `number` (from 1) drawn as displayed on white, RGB, or L when `grey`.

    Raises StageError as `read_pdf`, `limit_pixels` when the drawing would exceed `limits.max_page_pixels`.
    """
    with _opened(data) as (document, _), _page_opened(document, number - 1) as page:
        if not page:
            raise StageError("pdf_unreadable")
        geometry = _geometry(page)
        _check_size(geometry.width_pt, geometry.height_pt, limits)
        if geometry.width_pt * geometry.height_pt * (dpi / 72) ** 2 > limits.max_page_pixels:
            raise StageError("limit_pixels")
        whole = Box(0.0, 0.0, geometry.width_pt, geometry.height_pt)
        return _drawn(page, geometry, dpi / 72, whole, grey=grey)


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[int, bool]]:
    """The address of the opened document, and whether it had to be mended before it had pages.

    Raises StageError `pdf_encrypted` or `pdf_unreadable`.
    """
    document = api.load_document(data, len(data), None)
    if not document and api.last_error() in (_ERROR_PASSWORD, _ERROR_SECURITY):
        raise StageError("pdf_encrypted")
    original, mended = data, repaired(data)
    while not document or api.page_count(document) <= 0:
        better = next(mended, None)
        if better is None:
            break
        if document:
            api.close_document(document)
        data = better  # PDFium reads from these bytes until the document is closed
        document = api.load_document(data, len(data), None)
    if not document:
        raise StageError("pdf_unreadable")
    try:
        yield document, data is not original and api.page_count(document) > 0
    finally:
        api.close_document(document)


@contextmanager
def _page_opened(document: int, index: int) -> Iterator[int]:
    """The address of a page, 0 where it cannot be loaded."""
    page = api.load_page(document, index) or 0
    try:
        yield page
    finally:
        if page:
            api.close_page(page)


def _read(document: int, data: bytes, structure: Structure, limits: Limits) -> Document:
    count = api.page_count(document)
    if count > limits.max_pages:
        raise StageError("limit_pages")
    if count <= 0:
        raise StageError("pdf_unreadable" if structure.damage or _PAGE_OBJECT.search(data) else "no_text")
    damage = list(structure.damage)
    chars_left = limits.max_text_chars + 1
    found: list[_Parts] = []
    for index in range(count):
        _check_size(*_size_of(document, index), limits, structure.user_unit)
        with _page_opened(document, index) as page:
            if not page:
                damage.append(f"page {index + 1} cannot be read")
                continue
            found.append(_parts_of(document, page, index + 1, structure, limits, chars_left))
            chars_left = max(0, chars_left - found[-1].text.chars)
    is_meant = _is_hiding_meant(found)
    pages = tuple(_page_of(parts, is_meant) for parts in found)
    if not pages or (damage and not any(page.words or page.needs_ocr for page in pages)):
        raise StageError("pdf_unreadable")
    findings = [
        finding
        for parts, page in zip(found, pages, strict=True)
        for finding in _findings_of(parts, page, is_meant)
    ]
    if any(parts.text.is_cut for parts in found):
        message = "The text is longer than a résumé can be; the rest was left out."
        findings.append(Finding("text_truncated", "warning", message))
    findings.extend(_findings_of_structure(structure, damage, document))
    return Document(kind="pdf", pages=pages, findings=tuple(findings), metadata=_metadata(document))


def _size_of(document: int, index: int) -> tuple[float, float]:
    size = (ctypes.c_float * 2)()
    api.page_size_by_index(document, index, ctypes.addressof(size))
    return size[0], size[1]


def _check_size(width: float, height: float, limits: Limits, user_unit: float = 1.0) -> None:
    if max(width, height) * max(1.0, user_unit) > limits.max_side_pt:
        raise StageError("limit_pixels")


def _geometry(page: int) -> Geometry:
    edges = (ctypes.c_float * 4)()
    turns = api.page_rotation(page) % 4
    if api.page_bounding_box(page, ctypes.addressof(edges)):
        left, top, right, bottom = edges
        if right > left and top > bottom:
            return Geometry(left, bottom, right, top, turns)
    width, height = api.page_width(page), api.page_height(page)
    if turns % 2:
        width, height = height, width
    return Geometry(0.0, 0.0, width, height, turns)


def _parts_of(
    document: int, page: int, number: int, structure: Structure, limits: Limits, max_chars: int
) -> _Parts:
    geometry = _geometry(page)
    text = text_of(page, geometry, max_chars)
    objects = objects_of(page, geometry, limits)

    def draw(part: Box) -> Image:
        return _drawn(page, geometry, DRAWING_SCALE, _within(part, geometry, limits), grey=True)

    hidden: Reasons = {}
    if text.texts:
        hidden = hidden_words(
            text, objects, geometry, has_optional_content=structure.has_optional_content, draw=draw
        )
    return _Parts(number, geometry, text, objects, _links_of(document, page, geometry), hidden)


def _is_hiding_meant(found: Sequence[_Parts]) -> bool:
    """Whether there is too much hidden text for an accident, such as a theme's headings that print white.

    One run of 20 letters and digits, 100 in all, or 3 % of the text.
    """
    hidden = [sum(map(str.isalnum, run.text)) for parts in found for run in _runs_of_hidden(parts)]
    total = sum(hidden)
    chars = sum(parts.text.chars for parts in found)
    return (
        max(hidden, default=0) >= _MIN_HIDDEN_RUN
        or total >= _MIN_HIDDEN_CHARS
        or total >= max(_MIN_SHARED_CHARS, _MIN_HIDDEN_SHARE * chars)
    )


def _page_of(parts: _Parts, is_meant: bool) -> Page:
    """The page with its visible words. Pale words stay when they are no trick: they may be its headings."""
    hidden = {index for index, reason in parts.hidden.items() if is_meant or reason != PALE}
    words = _words_of(parts, hidden)
    return Page(
        number=parts.number,
        width_pt=parts.geometry.width_pt,
        height_pt=parts.geometry.height_pt,
        words=words,
        rules=tuple(parts.objects.rules),
        images=tuple(parts.objects.images),
        needs_ocr=_reason_for_ocr(parts, words),
    )


def _findings_of(parts: _Parts, page: Page, is_meant: bool) -> Iterator[Finding]:
    number = parts.number
    for run in _runs_of_hidden(parts):
        if any(map(str.isalnum, run.text)):
            message = f"Text that nobody sees: {run.reason}."
            severity: Severity = "flag" if is_meant else "info"
            yield Finding("hidden_text", severity, message, number, run.box, run.text[:_MAX_FINDING_CHARS])
    if parts.text.smuggled:
        message = f"The text holds {parts.text.smuggled} characters that only a machine reads."
        yield Finding("control_characters", "flag", message, number)
    if parts.objects.is_cut_off:
        message = "The page draws more than a résumé can; the rest was left out."
        yield Finding("page_too_complex", "warning", message, number)
    yield from _findings_of_links(parts.links, page.words, number)


def _within(part: Box, geometry: Geometry, limits: Limits) -> Box:
    """The part of the page that lies on it. Raises StageError `limit_pixels` when it is too much to draw."""
    x1, y1 = min(part.x1, geometry.width_pt), min(part.y1, geometry.height_pt)
    if max(0.0, x1 - part.x0) * max(0.0, y1 - part.y0) * DRAWING_SCALE**2 > limits.max_page_pixels:
        raise StageError("limit_pixels")
    return Box(part.x0, part.y0, x1, y1)


def _drawn(page: int, geometry: Geometry, scale: float, part: Box, *, grey: bool) -> Image:
    """Part of the page on white at `scale` pixels a point."""
    from PIL import Image  # heavy, and most pages are never drawn

    width = max(1, round((part.x1 - part.x0) * scale))
    height = max(1, round((part.y1 - part.y0) * scale))
    page_width, page_height = (
        max(1, round(geometry.width_pt * scale)),
        max(1, round(geometry.height_pt * scale)),
    )
    stride = width if grey else (width * 3 + 3) // 4 * 4
    buffer = ctypes.create_string_buffer(stride * height)
    bitmap = api.create_bitmap(width, height, _GREY if grey else _BGR, ctypes.addressof(buffer), stride)
    if not bitmap:
        raise StageError("limit_memory")
    try:
        api.fill_bitmap(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        # A grey bitmap makes grey of all colours; FPDF_GRAYSCALE would copy every picture for the same.
        flags = _DRAW_ANNOTATIONS if grey else _DRAW_ANNOTATIONS | _RGB_ORDER
        left, upper = -round(part.x0 * scale), -round(part.y0 * scale)
        api.render_page(bitmap, page, left, upper, page_width, page_height, 0, flags)
    finally:
        api.destroy_bitmap(bitmap)
    mode = "L" if grey else "RGB"
    return Image.frombuffer(mode, (width, height), buffer.raw, "raw", mode, stride, 1)


def _links_of(document: int, page: int, geometry: Geometry) -> list[tuple[Box, str]]:
    """Displayed box and address of each link to the web or to mail."""
    position, link = ctypes.c_int(0), ctypes.c_void_p()
    links: list[tuple[Box, str]] = []
    while len(links) < _MAX_LINKS and api.next_link(page, ctypes.addressof(position), ctypes.addressof(link)):
        target = _address_behind(document, api.link_action(link.value))
        edges = (ctypes.c_float * 4)()
        if target and api.link_rect(link.value, ctypes.addressof(edges)):
            left, top, right, bottom = edges
            # Some writers give a rectangle by its other two corners, and PDFium hands it on as it is.
            sides = min(left, right), max(top, bottom), max(left, right), min(top, bottom)
            links.append((geometry.shown_box(*sides), target))
    return links


def _address_behind(document: int, action: int | None) -> str:
    size = api.action_uri(document, action, None, 0) if action else 0
    if not 0 < size <= _MAX_ADDRESS_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(size)
    api.action_uri(document, action, buffer, size)
    return buffer.raw[: size - 1].decode("utf-8", "replace").strip()


def _words_of(parts: _Parts, hidden: set[int]) -> tuple[Word, ...]:
    text = parts.text
    if not text.texts:
        return ()
    targets = _targets(text, parts.links)
    boxes = text.boxes.astype(float).round(2).tolist()  # a hundredth of a point is finer than any print
    fonts, drawn, bold, italic, *_ = zip(*text.styles, strict=True)
    sizes = [size or box[3] - box[1] for size, box in zip(drawn, boxes, strict=True)]
    links = [targets.get(index, "") for index in range(len(boxes))] if targets else repeat("")
    words = words_of_columns((text.texts, boxes, sizes, bold, italic, fonts, links, repeat(1.0)))
    return tuple(word for index, word in enumerate(words) if index not in hidden) if hidden else words


def _targets(text: PageText, links: Sequence[tuple[Box, str]]) -> dict[int, str]:
    """The link under each linked word: that whose box holds its centre."""
    targets: dict[int, str] = {}
    if not len(text.boxes):
        return targets
    x = (text.boxes[:, 0] + text.boxes[:, 2]) / 2
    y = (text.boxes[:, 1] + text.boxes[:, 3]) / 2
    for box, target in links:
        inside = (x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1)
        for index in inside.nonzero()[0].tolist():
            targets[index] = target
    return targets


def _findings_of_links(
    links: Sequence[tuple[Box, str]], words: Sequence[Word], number: int
) -> Iterator[Finding]:
    """Links that lie under no word, only under an icon, say."""
    used = {word.link for word in words if word.link}
    for box, target in links:
        if target not in used:
            used.add(target)
            yield Finding("link_without_text", "info", "A link has no text of its own.", number, box, target)


def _reason_for_ocr(
    parts: _Parts, words: Sequence[Word]
) -> Literal["", "no_text", "garbled", "picture_of_text", "outlines"]:
    if not words:
        return "no_text" if parts.objects.drawn or parts.text.icons else ""
    is_picture = picture_cover(parts.objects, parts.geometry) >= _FULL_PICTURE_COVER
    if is_picture and len(words) < _FEW_WORDS:
        return "picture_of_text"
    if is_garbled([word.text for word in words], icons=parts.text.icons, holes=parts.text.holes):
        return "picture_of_text" if is_picture else "garbled"
    return "outlines" if has_outlined_text(parts.objects.outlines, parts.text.boxes) else ""


class _Run(NamedTuple):
    reason: str
    box: Box
    text: str


def _runs_of_hidden(parts: _Parts) -> Iterator[_Run]:
    """Hidden words in a row with one reason, as one."""
    text, reasons = parts.text, parts.hidden
    for _, group in groupby(enumerate(sorted(reasons)), lambda at: (at[1] - at[0], reasons[at[1]])):
        run = [index for _, index in group]
        boxes = text.boxes[run]
        box = Box(*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
        yield _Run(reasons[run[0]], box, " ".join(text.texts[index] for index in run))


def _findings_of_structure(structure: Structure, damage: Sequence[str], document: int) -> Iterator[Finding]:
    if damage:
        message = (
            "The PDF is damaged and was read as far as possible: " + "; ".join(dict.fromkeys(damage)) + "."
        )
        yield Finding("damaged_file", "warning", message)
    active = list(structure.active)
    if api.javascript_count(document) > 0 and "JavaScript" not in active:
        active.append("JavaScript")
    if api.form_type(document) > 1 and "XFA form" not in active:
        active.append("XFA form")
    if active:
        yield Finding(
            "active_content",
            "flag",
            "The PDF holds active content, which was not run.",
            text=", ".join(active),
        )
    embedded = max(structure.embedded_files, api.attachment_count(document))
    if embedded and not carries_only_ours(document, embedded):
        yield Finding("embedded_file", "flag", "The PDF carries another file inside, which was not opened.")
    if structure.trailing_bytes:
        message = f"{structure.trailing_bytes} bytes follow the end of the PDF; they were not read."
        yield Finding("trailing_data", "flag", message)


def _metadata(document: int) -> dict[str, str]:
    """What the document information says, without empty entries."""
    found: dict[str, str] = {}
    for key, tag in _METADATA.items():
        size = api.meta_text(document, tag, None, 0)
        if not 2 < size <= 20_000:
            continue
        buffer = ctypes.create_string_buffer(size)
        api.meta_text(document, tag, buffer, size)
        value = buffer.raw[: size - 2].decode("utf-16-le", "replace")
        value = "".join(char for char in value if char.isprintable()).strip()
        if key in ("created", "modified"):
            value = _iso_date(value)
        if value:
            found[key] = value
    return found


def _iso_date(value: str) -> str:
    """A PDF date (D:20240131120000+01'00') as ISO 8601, "" for none."""
    match = _DATE.match(value)
    if not match:
        return ""
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups()[:6])
    try:
        moment = datetime(year or 1, month or 1, day or 1, hour or 0, minute or 0, second or 0)  # noqa: DTZ001
        if match[7]:
            return moment.replace(tzinfo=timezone.utc).isoformat()  # noqa: UP017
        if match[8]:
            offset = timedelta(hours=int(match[9]), minutes=int(match[10] or 0))
            return moment.replace(tzinfo=timezone(offset if match[8] == "+" else -offset)).isoformat()
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat()
