"""What office files bring along besides text: links outwards, macros, embedded files."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from parsing.engines.docx_package import RELATIONSHIPS, BadXml, Package, parsed
from parsing.engines.word_xml import is_word_xml
from parsing.engines.zips import Zip, ZipEncrypted, ZipError, ZipLimit
from parsing.errors import StageError
from parsing.stages.types import Finding, Limits

DEEPEST_GROUP: Final = 256
RTF_BRACE: Final = re.compile(rb"\\.|[{}]", re.DOTALL)
RTF_TEMPLATE: Final = re.compile(rb"\{\\\*\\template\s+([^}]{1,2000})")
REMOTE: Final = re.compile(rb"[a-z][a-z0-9+.-]+://|^\\\\\\\\", re.IGNORECASE)
LOADING_FIELD: Final = re.compile(rb"\b(?:INCLUDEPICTURE|INCLUDETEXT)\b")
RUNNING_FIELD: Final = re.compile(rb"\b(?:DDEAUTO|DDE)\s")
RTF_RUNNING: Final = re.compile(rb"\\obj(?:update|autlink|link|ocx)\b")

COMMENT_MARK: Final = re.compile(rb"<w:comment(?:RangeStart|RangeEnd|Reference)\b[^>]*/>")
XLINK: Final = "{http://www.w3.org/1999/xlink}href"
ODF_LINKS_FOR_PEOPLE: Final = frozenset({"a"})
ODF_REMOTE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|\.\./\.\.", re.IGNORECASE)
WORD_ENCRYPTED: Final = 0x0100

EXTERNAL: Final = Finding(
    "external_link", "flag", "The document loads things from elsewhere. Nothing was loaded."
)
ACTIVE: Final = Finding(
    "active_content", "flag", "The document carries content that starts programs. It was not started."
)
MACROS: Final = Finding(
    "macro_removed", "flag", "The document carries macros. They were not run and not kept."
)
EMBEDDED: Final = Finding(
    "embedded_file", "flag", "Other files are embedded in the document. They were not opened."
)
DAMAGED: Final = Finding("damaged_file", "warning", "Parts of the document are damaged. The rest was read.")


def checked(data: bytes, kind: str, limits: Limits) -> tuple[bytes, tuple[Finding, ...]]:
    """The document as it may be given to LibreOffice, and what it brings along.

    Raises StageError doc_unreadable, doc_encrypted or limit_decompressed.
    """
    if kind == "docx":
        return _without_outward_links(data, limits), ()
    return data, tuple(CHECKS[kind](data, limits))


def _without_outward_links(data: bytes, limits: Limits) -> bytes:
    """The DOCX without external relationships (links for people stay), macros and comments.

    Reading the DOCX has told of them already, so no findings.
    """
    package = Package(data, limits)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for entry in package.zip.listed:
            if entry.is_directory or entry.name.lower().endswith("vbaproject.bin"):
                continue
            try:
                content = package.zip.read(entry.name)
                if entry.name.endswith(".rels"):
                    content = _inward_relationships(content)
                elif entry.name == package.main:
                    content = COMMENT_MARK.sub(b"", content)
            except ZipEncrypted as error:
                raise StageError("doc_encrypted") from error
            except ZipLimit as error:
                raise StageError("limit_decompressed") from error
            except (ZipError, BadXml):
                continue
            target.writestr(entry.name, content)
    return written.getvalue()


def _inward_relationships(content: bytes) -> bytes:
    root = parsed(content)
    for element in list(root):
        is_external = element.get("TargetMode", "").lower() == "external"
        if is_external and element.get("Type") != f"{RELATIONSHIPS}hyperlink":
            root.remove(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _check_rtf(data: bytes, limits: Limits) -> Iterator[Finding]:
    depth = deepest = 0
    for match in RTF_BRACE.finditer(data):
        token = match[0]
        if token == b"{":
            depth += 1
            deepest = max(deepest, depth)
        elif token == b"}":
            depth -= 1
    if deepest > DEEPEST_GROUP:
        raise StageError("doc_unreadable")
    template = RTF_TEMPLATE.search(data)
    if LOADING_FIELD.search(data) or (template and REMOTE.search(template[1].strip())):
        yield EXTERNAL
    if RTF_RUNNING.search(data) or RUNNING_FIELD.search(data):
        yield ACTIVE
    elif b"\\objdata" in data:
        yield EMBEDDED
    if depth > 0:
        yield DAMAGED


def _check_odt(data: bytes, limits: Limits) -> Iterator[Finding]:
    try:
        container = Zip(data, limits)
        container.check_structure()
        manifest = container.entries.get("META-INF/manifest.xml")
        if manifest is not None and b"encryption-data" in container.read(manifest.name):
            raise StageError("doc_encrypted")
        roots = [
            parsed(container.read(name))
            for name in ("content.xml", "styles.xml")
            if name in container.entries
        ]
    except ZipLimit as error:
        raise StageError("limit_decompressed") from error
    except (ZipError, BadXml) as error:
        raise StageError("doc_unreadable") from error
    if not roots:
        raise StageError("doc_unreadable")
    tags = [
        (etree.QName(element).localname, element.get(XLINK, "")) for root in roots for element in root.iter()
    ]
    if any(ODF_REMOTE.match(link) for tag, link in tags if tag not in ODF_LINKS_FOR_PEOPLE):
        yield EXTERNAL
    if any(tag in {"event-listener", "dde-source"} for tag, _ in tags):
        yield ACTIVE
    if any(name.startswith(("Basic/", "Scripts/")) for name in container.entries):
        yield MACROS
    if any(re.match(r"Object \d+(/content\.xml)?$", name) for name in container.entries):
        yield EMBEDDED


def _check_word_xml(data: bytes) -> Iterator[Finding]:
    try:
        parsed(data)
    except BadXml as error:
        raise StageError("doc_unreadable") from error
    if LOADING_FIELD.search(data):
        yield EXTERNAL
    if RUNNING_FIELD.search(data):
        yield ACTIVE
    if b"<w:docSuppData" in data:
        yield MACROS
    if b"<w:docOleData" in data:
        yield EMBEDDED


def _check_doc(data: bytes, limits: Limits) -> Iterator[Finding]:
    import olefile

    if is_word_xml(data):
        yield from _check_word_xml(data)
        return
    try:
        with olefile.OleFileIO(data) as ole:
            is_damaged = bool(ole.parsing_issues)
            stream = ole.openstream("WordDocument").read()
            storages = {part.lower() for path in ole.listdir() for part in path}
    except OLE_DAMAGE as error:
        raise StageError("doc_unreadable") from error
    if len(stream) < 32:
        raise StageError("doc_unreadable")
    (flags,) = struct.unpack_from("<H", stream, 10)
    if flags & WORD_ENCRYPTED:
        raise StageError("doc_encrypted")
    text = stream.replace(b"\0", b"")  # field codes are there in one byte a letter or in two
    if LOADING_FIELD.search(text):
        yield EXTERNAL
    if RUNNING_FIELD.search(text):
        yield ACTIVE
    if storages & {"macros", "_vba_project_cur", "vba"}:
        yield MACROS
    if "\x01ole10native" in storages or "package" in storages:
        yield EMBEDDED
    if is_damaged:
        yield DAMAGED


OLE_DAMAGE: Final = (
    OSError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    ArithmeticError,
    struct.error,
)
"""olefile lets whatever a damaged directory causes pass through."""
CHECKS: Final[dict[str, Callable[[bytes, Limits], Iterator[Finding]]]] = {
    "doc": _check_doc,
    "odt": _check_odt,
    "rtf": _check_rtf,
}
