"""What an upload is told to be, and what is refused."""

from __future__ import annotations

import json
import struct
import time
import zipfile
import zlib

import pytest

from parsing.errors import RejectedFile
from parsing.stages.intake import KINDS, inspect
from parsing.stages.types import Limits
from tests.parsing.engines.office_files import docx, odt, paragraph, zipped

LIMITS = Limits()
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
DOCX = docx(paragraph("Mira Okafor"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RESUME = json.dumps({"basics": {"name": "Mira Okafor"}}).encode()
WORD_XML = (
    b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
)


@pytest.mark.parametrize(
    ("name", "data", "kind", "safe_name"),
    [
        ("cv.pdf", PDF, "pdf", "cv.pdf"),
        ("CV.PDF", PDF, "pdf", "CV.pdf"),
        ("", PDF, "pdf", "resume.pdf"),
        ("J. Smith", PDF, "pdf", "J. Smith.pdf"),
        ("x.pdf.final", PDF, "pdf", "x.pdf.final.pdf"),
        ("../../etc/passwd", PDF, "pdf", "passwd.pdf"),
        ("C:\\cvs\\mira.pdf", PDF, "pdf", "mira.pdf"),
        ("a\r\nSet-Cookie: b.pdf", PDF, "pdf", "aSet-Cookie: b.pdf"),
        ("cv\u202efdp.pdf", PDF, "pdf", "cvfdp.pdf"),
        ("a" * 400 + ".pdf", PDF, "pdf", "a" * 251 + ".pdf"),
        ("cv.pdf", b"\xef\xbb\xbf" + PDF, "pdf", "cv.pdf"),
        ("cv", b"\r\n\r\n" + PDF, "pdf", "cv.pdf"),
        ("cv.pdf", b"\x14" + PDF, "pdf", "cv.pdf"),
        ("cv.pdf", b"<feff>" + PDF, "pdf", "cv.pdf"),
        ("cv.pdf", b"%PXF-1.4\n" + PDF[9:], "pdf", "cv.pdf"),
        ("cv.pdf", b"trailer<</Root 1 0 R>>", "pdf", "cv.pdf"),
        ("résumé.docx", DOCX, "docx", "résumé.docx"),
        ("cv.doc", DOCX, "docx", "cv.doc"),
        ("cv.odt", odt("<text:p>x</text:p>"), "odt", "cv.odt"),
        ("cv.rtf", b"{\\rtf1 Mira}", "rtf", "cv.rtf"),
        ("cv.doc", b"{\\rtf1 Mira}", "rtf", "cv.doc"),
        ("cv.doc", OLE + bytes(600), "doc", "cv.doc"),
        ("cv.doc", WORD_XML, "doc", "cv.doc"),
        ("scan.jpeg", b"\xff\xd8\xff\xe0" + bytes(20), "jpg", "scan.jpeg"),
        ("scan.png", b"\xff\xd8\xff\xe0" + bytes(20), "jpg", "scan.png"),
        ("scan.tif", b"II*\0" + bytes(20), "tiff", "scan.tif"),
        ("scan.webp", b"RIFF\0\0\0\0WEBPVP8 ", "webp", "scan.webp"),
        ("cv.txt", b"Mira Okafor\nDesigner", "txt", "cv.txt"),
        ("cv", "Zoë".encode("cp1252"), "txt", "cv.txt"),
        ("cv.txt", "\ufeffZoë".encode("utf-16-le"), "txt", "cv.txt"),
        ("cv.md", b"# Mira", "md", "cv.md"),
        ("cv.html", b"<p>Mira", "html", "cv.html"),
        ("cv", b"<!doctype html><p>Mira", "html", "cv.html"),
        ("cv.txt", b"<html><p>as text", "txt", "cv.txt"),
        ("cv.json", RESUME, "json", "cv.json"),
        ("cv", RESUME, "json", "cv.json"),
        ("all.zip", zipped({"a.pdf": PDF}), "zip", "all.zip"),
        ("broken.docx", DOCX[:-30], "docx", "broken.docx"),
    ],
)
def test_content_decides_what_a_file_is(name: str, data: bytes, kind: str, safe_name: str) -> None:
    intake = inspect(name, data, LIMITS)
    assert (intake.kind, intake.safe_name) == (kind, safe_name)
    assert "/" in intake.mime


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("cv.pdf", b"", 400, "empty_file"),
        ("cv.txt", b"  \n ", 400, "empty_file"),
        ("cv.pdf", bytes(4096), 415, "unsupported_type"),
        ("cv.pdf", b"Mira Okafor", 415, "type_mismatch"),
        ("cv.pdf", b" " * 100, 415, "type_mismatch"),
        ("cv.pdf", b"<html>" + PDF, 415, "type_mismatch"),
        ("cv.pdf", b"<html>\n" + b" " * 100 + PDF, 415, "type_mismatch"),
        ("cv.pdf", b"GIF89a\x01" + PDF, 415, "unsupported_type"),
        ("cv.pdf", b"x" * 1000 + PDF, 415, "type_mismatch"),
        ("cv.pdf", b"x" * 20 + PDF, 415, "type_mismatch"),
        ("cv.docx", b"\n" + PDF, 415, "type_mismatch"),
        ("cv.pdf", DOCX, 415, "type_mismatch"),
        ("cv.docx", PDF, 415, "type_mismatch"),
        ("cv.docm", DOCX, 415, "type_mismatch"),
        ("cv.doc", b"<html>Mira</html>", 415, "type_mismatch"),
        ("cv.svg", b"<svg/>", 415, "type_mismatch"),
        ("cv.fodt", b"<?xml version='1.0'?><office:document/>", 415, "type_mismatch"),
        ("cv.docx", zipped({"readme.txt": "x"}), 415, "type_mismatch"),
        ("cv.docx", b"MZ" + bytes(100), 415, "unsupported_type"),
        ("cv.docx", DOCX + PDF, 415, "unsupported_type"),
        ("cv.json", b'{"a": 1}', 415, "unsupported_type"),
        ("cv.xls", OLE + bytes(600), 415, "unsupported_type"),
        ("cv.docx", docx(paragraph("x"), parts={"../../evil": "x"}), 415, "unsupported_type"),
        ("cv.docx", docx(paragraph("x"), parts={"word/DOCUMENT.xml": "x"}), 415, "unsupported_type"),
    ],
)
def test_what_is_no_resume_is_refused(name: str, data: bytes, status: int, code: str) -> None:
    with pytest.raises(RejectedFile) as caught:
        inspect(name, data, LIMITS)
    assert (caught.value.status, caught.value.code) == (status, code)


def test_settings_narrow_what_is_let_in() -> None:
    assert inspect("cv.pdf", PDF, LIMITS, allowed=frozenset({"pdf"})).kind == "pdf"
    with pytest.raises(RejectedFile) as caught:
        inspect("cv.txt", b"Mira", LIMITS, allowed=KINDS - {"txt"})
    assert caught.value.code == "unsupported_type"


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(RejectedFile) as caught:
        inspect("cv.pdf", PDF + bytes(100), Limits(max_bytes=100))
    assert (caught.value.status, caught.value.code) == (413, "too_large")


@pytest.mark.parametrize(
    ("tail", "severity"), [(b"", None), (b"\n" * 20, None), (bytes(5_000), "warning"), (DOCX, "flag")]
)
def test_data_behind_a_pdf_is_told(tail: bytes, severity: str | None) -> None:
    findings = inspect("cv.pdf", PDF + tail, LIMITS).findings
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


def symlinked() -> bytes:
    info = zipfile.ZipInfo("word/media/link.png")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return docx(paragraph("x"), parts={info: "/etc/passwd"})  # type: ignore[dict-item]


def overlapping(count: int = 500) -> bytes:
    """Many directory entries that share one megabyte of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(1_000_000)) + packer.flush()
    crc = zlib.crc32(bytes(1_000_000))
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), 1_000_000, 1, 0) + b"k"
    central = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), 1_000_000, 5, *[0] * 6)
        + b"%05d" % number
        for number in range(count)
    )
    body = local + packed
    return body + central + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(central), len(body), 0)


def lying() -> bytes:
    """A DOCX whose directory says that 60 MB are 10 bytes."""
    data = bytearray(docx(paragraph("A" * 60_000_000)))
    at = data.rfind(b"word/document.xml") - 46
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (docx(paragraph(" " * 70_000_000)), 413),
        (docx(paragraph("x"), parts={f"word/media/{n}": b"" for n in range(3_000)}), 413),
        (zipped({f"{n}.txt": bytes(40_000_000) for n in range(3)}), 413),
        (lying(), 413),
        (overlapping(), 413),
        (symlinked(), 415),
    ],
    ids=["one huge part", "many entries", "huge in all", "declared size lies", "shared data", "link"],
)
def test_bombs_and_traps_are_refused_quickly(data: bytes, status: int) -> None:
    start = time.process_time()
    with pytest.raises(RejectedFile) as caught:
        inspect("cv", data, LIMITS)
    assert caught.value.status == status
    assert time.process_time() - start < 2.0


def test_what_stands_before_a_pdf_is_told() -> None:
    assert [finding.code for finding in inspect("cv.pdf", b"\n" + PDF, LIMITS).findings] == ["leading_data"]
    assert inspect("cv.pdf", PDF, LIMITS).findings == ()
