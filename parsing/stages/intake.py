"""What an upload is, by its content and before anything is stored: one of the kinds we read, or a refusal."""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from parsing.engines.word_xml import is_word_xml
from parsing.engines.zips import Zip, ZipError, ZipLimit, ZipUnsafe
from parsing.errors import RejectedFile
from parsing.stages.types import Finding, Limits

MIME: Final[dict[str, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "md": "text/markdown",
    "html": "text/html",
    "json": "application/json",
    "png": "image/png",
    "jpg": "image/jpeg",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "zip": "application/zip",
}
"""Every kind that can be read, with the type it is served as."""
KINDS: Final = frozenset(MIME)

IMAGES: Final = frozenset({"png", "jpg", "jpeg", "jpe", "jfif", "tif", "tiff", "webp"})
TEXTS: Final = frozenset({"txt", "text", "md", "markdown", "html", "htm", "xhtml", "json"})
EXTENSIONS: Final[dict[str, frozenset[str]]] = {
    "pdf": frozenset({"pdf"}),
    "docx": frozenset({"docx", "doc"}),
    "doc": frozenset({"doc", "dot", "docx"}),
    "odt": frozenset({"odt", "ott"}),
    "rtf": frozenset({"rtf", "doc"}),
    "txt": TEXTS,
    "md": TEXTS,
    "html": TEXTS,
    "json": TEXTS,
    "png": IMAGES,
    "jpg": IMAGES,
    "tiff": IMAGES,
    "webp": IMAGES,
    "zip": frozenset({"zip"}),
}
"""The extensions under which each kind may come: Word saves RTF as .doc, cameras confuse picture formats."""
FOREIGN: Final = frozenset().union(*EXTENSIONS.values()) | frozenset(
    [
        "docm", "dotm", "dotx", "xls", "xlsx", "xlsm", "xlsb", "ppt", "pptx", "pptm", "ods", "odp",
        "odg", "fodt", "fodp", "fods", "svg", "svgz", "xml", "eps", "ps", "ai", "psd", "gif", "bmp",
        "heic", "mvg", "j2k", "jp2", "ico", "fli", "dds", "sgi", "gz", "bz2", "xz", "7z", "rar", "tar",
        "jar", "swf", "js", "vbs", "msi", "dll", "lnk", "scr", "bat", "cmd", "com", "ps1", "sh", "py",
        "pl", "php",
    ]
)  # fmt: skip
"""Extensions that promise one type. Any other ending may be part of a name ("cv.final", "J. Smith")."""

MISLEADING: Final = "The file is not built as it should be. Open it, save it again and upload that."
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODT_MIME: Final = b"application/vnd.oasis.opendocument.text"
OTHER_OLE: Final = frozenset({"workbook", "book", "powerpoint document", "visiodocument"})
OLE_DAMAGE: Final = (
    OSError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    ArithmeticError,
    MemoryError,
)
"""olefile lets whatever a damaged directory causes pass through."""
MAIN_PART: Final = re.compile(r"word/document[0-9]*\.xml", re.IGNORECASE)
HTML_HEAD: Final = re.compile(
    r"(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
BINARY: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
BINARY_SHARE: Final = 0.01
ZIPPED: Final = frozenset({"docx", "odt"})
SNIFFED: Final = 65_536
LONGEST_NAME: Final = 255
UNSAFE_IN_NAMES: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\U000e0000-\U000e0fff\ud800-\udfff]"
)
TRAILING_MATTERS_FROM: Final = 1_024
PDF_WORD: Final = re.compile(rb"%PDF-\d|(?<!\d)\d{1,10} \d{1,5} obj\b|\b(?:trailer|startxref|xref)(?=[\s<])")
PDF_BEGINS_WITHIN: Final = 128
PDF_HEADER_WITHIN: Final = 16
"""Readers search a kilobyte for the header; so much room before it is for files of two kinds at once."""
OTHER_BEGINNINGS: Final = (
    b"GIF8", b"BM", b"MZ", b"\x7fELF", b"#!", b"%!", b"<!", b"<?", b"<h", b"<H", b"<s", b"<S", b"PK", b"7z",
    b"Rar!", b"RIFF", b"\x1f\x8b", b"II*", b"MM\0*", b"\xca\xfe\xba\xbe", b"\xff\xd8", b"\x89PNG", b"{",
)  # fmt: skip


class Intake(NamedTuple):
    """An accepted upload. `safe_name` is for people to see, never for a path; its ending fits the kind."""

    kind: str
    mime: str
    safe_name: str
    findings: tuple[Finding, ...] = ()


def inspect(name: str, data: bytes, limits: Limits, *, allowed: frozenset[str] = KINDS) -> Intake:
    """What the upload is, by its content. `allowed` are the kinds that settings let in.

    Raises RejectedFile with its HTTP status: 400 empty_file, 413 too_large or archive_limit,
    415 unsupported_type or type_mismatch. Costs a few milliseconds; containers are inflated once, in pieces.
    """
    if not data:
        raise RejectedFile("empty_file", status=400)
    if len(data) > limits.max_bytes:
        raise RejectedFile("too_large", status=413)
    plain_name = _plain_name(name)
    extension = _extension(plain_name)
    kind, findings = _kind_of(data, extension, limits)
    if extension in FOREIGN and extension not in EXTENSIONS[kind]:
        raise RejectedFile("type_mismatch")
    if kind not in allowed:
        raise RejectedFile("unsupported_type")
    return Intake(kind, MIME[kind], _safe_name(plain_name, extension, kind), findings)


def _kind_of(data: bytes, extension: str, limits: Limits) -> tuple[str, tuple[Finding, ...]]:
    if data.startswith(b"%PDF-"):
        return "pdf", _behind_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data, extension, limits), ()
    if data.startswith(OLE_MAGIC):
        return _kind_of_ole(data, extension), ()
    if data.startswith(b"{\\rtf"):
        return "rtf", ()
    if is_word_xml(data):
        return "doc", ()
    if _is_pdf_without_beginning(data, extension):
        message = "The beginning of the PDF is damaged or stands behind something else."
        return "pdf", (Finding("leading_data", "warning", message), *_behind_pdf(data))
    return _kind_of_image(data) or _kind_of_text(data, extension), ()


def _is_pdf_without_beginning(data: bytes, extension: str) -> bool:
    """Whether it is a PDF all the same: blanks stand before its header, or it is called one and begins as one
    does whose header is damaged. Reading it will say what is left of it."""
    begin = data[:PDF_BEGINS_WITHIN]
    if begin.removeprefix(b"\xef\xbb\xbf").lstrip(b"\0\t\n\f\r ").startswith(b"%PDF-"):
        return True
    if extension != "pdf" or begin.startswith(OTHER_BEGINNINGS):
        return False
    word = PDF_WORD.search(begin)
    return word is not None and not (word[0].startswith(b"%") and word.start() > PDF_HEADER_WITHIN)


def _behind_pdf(data: bytes) -> tuple[Finding, ...]:
    """A finding where something follows the end of the PDF: another file, or padding worth a mention."""
    end = data.rfind(b"%%EOF")
    tail = data[end + 5 :] if end >= 0 else b""
    if tail.strip(b"\0\t\n\f\r "):
        message = "Other data follows the end of the PDF. It was not read."
        return (Finding("trailing_data", "flag", message),)
    if len(tail) > TRAILING_MATTERS_FROM:
        return (Finding("trailing_data", "warning", "The file is padded behind the end of the PDF."),)
    return ()


def _kind_of_zip(data: bytes, extension: str, limits: Limits) -> str:
    try:
        container = Zip(data, limits)
        kind = _kind_of_container(container, data)
        container.check_structure(ignore_case=kind != "zip")
        container.check_sizes()
    except ZipLimit as error:
        raise RejectedFile("archive_limit", status=413) from error
    except ZipUnsafe as error:
        raise RejectedFile("unsupported_type", MISLEADING) from error
    except ZipError as error:
        if extension in ZIPPED:
            return extension  # reading it will say that it is damaged
        raise RejectedFile("unsupported_type") from error
    if container.trailing:
        raise RejectedFile("unsupported_type", MISLEADING)
    if kind == "zip" and extension in FOREIGN - EXTENSIONS["zip"]:
        raise RejectedFile("type_mismatch")
    return kind


def _kind_of_container(container: Zip, data: bytes) -> str:
    names = container.entries
    if not names:
        raise ZipError("nothing in it")
    if "[Content_Types].xml" in names:
        if any(MAIN_PART.fullmatch(name) for name in names):
            return "docx"
        raise RejectedFile("unsupported_type")
    if "mimetype" in names:
        # ODF wants this entry first and stored, so that the type can be read at a fixed place.
        if data[38 : 38 + len(ODT_MIME)] == ODT_MIME:
            return "odt"
        raise RejectedFile("unsupported_type")
    return "zip"


def _kind_of_ole(data: bytes, extension: str) -> str:
    """doc, or docx for an encrypted package. A damaged container goes by its name: reading it will say so."""
    import olefile

    try:
        with olefile.OleFileIO(data) as ole:
            streams = {path[0].lower() for path in ole.listdir()}
    except OLE_DAMAGE as error:
        if extension in EXTENSIONS["doc"]:
            return "doc"
        raise RejectedFile("unsupported_type") from error
    if "encryptedpackage" in streams:
        return "docx"
    if "worddocument" in streams or (extension in EXTENSIONS["doc"] and not streams & OTHER_OLE):
        return "doc"
    raise RejectedFile("unsupported_type")


def _kind_of_image(data: bytes) -> str:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"II*\x00", b"MM\x00*")):
        return "tiff"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return ""


def _kind_of_text(data: bytes, extension: str) -> str:
    head = _text_of(data)
    if head is None or (extension in FOREIGN and extension not in TEXTS):
        raise RejectedFile(
            "unsupported_type" if head is None or extension not in FOREIGN else "type_mismatch"
        )
    if not head.strip():
        raise RejectedFile("empty_file", status=400)
    if extension == "json" or (head.lstrip().startswith("{") and extension not in {"md", "markdown"}):
        if _is_json_resume(data):
            return "json"
        if extension == "json":
            raise RejectedFile("unsupported_type", "The JSON is not a JSON Resume.")
    if extension in {"html", "htm", "xhtml"} or (extension not in TEXTS and HTML_HEAD.match(head)):
        return "html"
    return "md" if extension in {"md", "markdown"} else "txt"


def _text_of(data: bytes) -> str | None:
    """The beginning of the data as text, None for binary data. The readers find out the exact encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[:SNIFFED].decode("utf-16", "replace")
    text = data[:SNIFFED].decode("utf-8", "replace")
    if "\0" in text or len(BINARY.findall(text)) > BINARY_SHARE * len(text):
        return None
    return text.removeprefix("\ufeff")


def _is_json_resume(data: bytes) -> bool:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and bool(content.keys() & {"basics", "work", "education"})


def _plain_name(name: str) -> str:
    """The last part of the path, without characters that steer anything."""
    last = UNSAFE_IN_NAMES.sub("", name.replace("\\", "/").rpartition("/")[2])
    return last.strip(" .")


def _extension(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if not dot and name.lower() in {"pdf", "docx", "doc"}:
        return name.lower()
    return extension.lower() if dot and stem else ""


def _safe_name(name: str, extension: str, kind: str) -> str:
    """At most 255 characters, ending in an extension of the kind, whatever was sent."""
    suffix = extension if extension in EXTENSIONS[kind] else kind
    stem = name[: -len(suffix) - 1] if extension == suffix else name
    stem = stem.strip(" .") or "resume"
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"
