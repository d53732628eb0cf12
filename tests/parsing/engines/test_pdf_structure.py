"""What the bytes of a PDF show before a library reads them."""

from __future__ import annotations

import time
import zlib

import pytest

from parsing.engines.pdf_repair import repaired
from parsing.engines.pdf_structure import structure_of
from parsing.stages.types import Limits
from tests.parsing.engines.pdf_files import CONTENT, PAGES, paragraph, pdf, stream

LIMITS = Limits()
ZEROES = bytes(100_000_000)


def deflated(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return content


def form(draws: bytes, target: int) -> bytes:
    dictionary = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % target
    )
    return stream(draws, dictionary)


def content(body: bytes, dictionary: bytes) -> bytes:
    return pdf(replaced={CONTENT: stream(body, dictionary)})


@pytest.mark.parametrize(
    ("data", "bomb"),
    [
        (pdf(paragraph()), ""),
        (content(deflated(b"q Q " * 500_000), b"/Filter /FlateDecode"), ""),
        (content(deflated(ZEROES), b"/Filter /FlateDecode"), "limit_decompressed"),
        (content(deflated(ZEROES, 2), b"/Filter [/FlateDecode /FlateDecode]"), "limit_decompressed"),
        (
            content(deflated(ZEROES, 3), b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"),
            "limit_decompressed",
        ),
        (content(b"x" * 30_000, b"/Filter [/RunLengthDecode /LZWDecode]"), "limit_decompressed"),
        (content(b"x", b"/Subtype /Image /Width 60000 /Height 60000"), "limit_pixels"),
        (pdf(extra=[form(b"/X Do " * 10, number + 1) for number in range(6, 16)]), "limit_time"),
        (pdf(extra=[form(b"/X Do " * 3, number + 1) for number in range(6, 10)]), ""),
        (
            pdf(
                replaced={PAGES: b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>"},
                extra=[b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % number for number in range(7, 90)],
            ),
            "limit_pages",
        ),
    ],
)
def test_bombs_are_known_without_going_off(data: bytes, bomb: str) -> None:
    started = time.process_time()
    assert structure_of(data, LIMITS).bomb == bomb
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf(paragraph())[:-30], "the end of the file is missing"),
        (pdf(paragraph()).replace(b"startxref\n", b"startxref\n9"), "the cross-reference table is wrong"),
        (pdf(paragraph()).replace(b"/Length ", b"/Length 7"), "a stream's length is wrong"),
        (pdf(paragraph(), extra=[b"<< /Broken [ >>"]), "brackets do not match"),
        (pdf(paragraph(), extra=[b"[" * 600 + b"]" * 600]), "brackets are nested without sense"),
        (pdf(paragraph(), page=b"/MediaBox [0 0 -1 1e99]"), "a page has no sensible size"),
        (
            pdf(paragraph(), replaced={PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>"}),
            "the number of pages is wrong",
        ),
        (pdf(extra=[form(b"/X Do", 6)]), "a form draws itself"),
        (
            pdf(
                catalog=b"/Outlines 6 0 R",
                extra=[b"<< /First 7 0 R >>", b"<< /Next 8 0 R >>", b"<< /Next 7 0 R >>"],
            ),
            "the outline is a loop",
        ),
        (content(b"\x78\x9cbroken", b"/Filter /FlateDecode"), "a stream is broken"),
        (content(b"no picture", b"/Subtype /Image /Filter /DCTDecode"), "a picture is broken"),
    ],
)
def test_damage_is_named(data: bytes, reason: str) -> None:
    assert reason in structure_of(data, LIMITS).damage


@pytest.mark.parametrize(
    "data",
    [
        pdf(paragraph()),
        pdf(paragraph(["(brackets [ and << in text"])),
        pdf(paragraph(), info=b"/Info 6 0 R", extra=[b"<< /Title (A stream of [work\\) << ) >>"]),
        content(deflated(paragraph().encode()), b"/Filter /FlateDecode"),
        pdf(
            catalog=b"/Outlines 6 0 R",
            extra=[b"<< /First 7 0 R >>", b"<< /Next 8 0 R >>", b"<< /Prev 7 0 R >>"],
        ),
    ],
)
def test_a_sound_file_has_no_damage(data: bytes) -> None:
    assert structure_of(data, LIMITS).damage == ()


def test_actions_in_object_streams_are_found() -> None:
    inside = b"9 0 << /S /JavaScript /JS (1) >>"
    data = pdf(
        paragraph(), extra=[stream(deflated(inside), b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")]
    )
    assert structure_of(data, LIMITS).active == ("JavaScript",)


def test_bytes_of_streams_are_no_names() -> None:
    data = pdf(paragraph(), extra=[stream(b"/S /JavaScript /JS (1)")])
    assert structure_of(data, LIMITS).active == ()


@pytest.mark.parametrize("cut", [b"startxref", b"xref\n0", b"trailer"])
def test_a_lost_end_is_written_anew(cut: bytes) -> None:
    sound = pdf(paragraph())
    mended = next(repaired(sound[: sound.index(cut)]))
    assert mended.startswith(b"%PDF-1.7")
    assert structure_of(mended, LIMITS).damage == ()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"1 0 obj << /Type /Catalog >> endobj /Encrypt"])
def test_what_has_no_pages_cannot_be_repaired(data: bytes) -> None:
    assert list(repaired(data)) == []
