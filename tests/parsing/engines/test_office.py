"""Office files through a real, sandboxed LibreOffice, and what is told of them before."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from parsing.engines import office as office_module
from parsing.engines.office import OfficeConverter
from parsing.engines.office_checks import checked
from parsing.engines.pdfium import read_pdf
from parsing.errors import StageError
from parsing.stages.types import Limits
from tests.parsing.engines.office_files import docx, odt, paragraph, relationship, zipped

LIMITS = Limits()
PROBLEM = OfficeConverter().problem()
needs_office = pytest.mark.skipif(PROBLEM is not None, reason=str(PROBLEM))
RTF = rb"{\rtf1\ansi Mira Okafor\par Designer}"
WORD_XML = (
    b'<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
    b"<w:p><w:r><w:t>Mira Okafor</w:t></w:r></w:p></w:body></w:wordDocument>"
)
COMMENTED = odt(
    '<text:p>Mira Okafor<office:annotation office:name="1"><text:p>call her</text:p></office:annotation>'
    "</text:p>"
)


@pytest.fixture(scope="module")
def office() -> Iterator[OfficeConverter]:
    converter = OfficeConverter()
    yield converter
    converter.close()


def words(pdf: bytes) -> str:
    return " ".join(word.text for page in read_pdf(pdf, LIMITS).pages for word in page.words)


@needs_office
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("rtf", RTF),
        ("odt", odt("<text:p>Mira Okafor</text:p>")),
        ("docx", docx(paragraph("Mira Okafor"))),
        ("doc", WORD_XML),
        ("odt", COMMENTED),
    ],
    ids=["rtf", "odt", "docx", "word 2003 xml", "with a comment"],
)
def test_office_files_become_pdf(office: OfficeConverter, kind: str, data: bytes) -> None:
    pdf, findings = office.to_pdf(data, kind, LIMITS)
    assert "Mira Okafor" in words(pdf)
    assert "call" not in words(pdf)
    assert not findings


@needs_office
def test_a_warm_office_is_cheap(office: OfficeConverter) -> None:
    office.to_pdf(RTF, "rtf", LIMITS)
    before = office.cpu_seconds()
    for _ in range(5):
        office.to_pdf(RTF, "rtf", LIMITS)
    assert 0 < (office.cpu_seconds() - before) / 5 <= 0.4


@needs_office
def test_macros_and_links_of_a_docx_stay_out_of_its_preview(office: OfficeConverter) -> None:
    data = docx(
        paragraph("Mira Okafor"),
        relationships=relationship(3, "image", "http://127.0.0.1:9/x.png", external=True),
        parts={"word/vbaProject.bin": b"x"},
    )
    given, _ = checked(data, "docx", LIMITS)
    assert b"vbaProject" not in given
    assert "Mira Okafor" in words(office.to_pdf(data, "docx", LIMITS)[0])


@needs_office
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("odt", odt("<text:p/>")),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3_000)),
        ("odt", b"PK\3\4"),
    ],
)
def test_what_yields_nothing_is_unreadable(office: OfficeConverter, kind: str, data: bytes) -> None:
    with pytest.raises(StageError) as caught:
        office.to_pdf(data, kind, LIMITS)
    assert caught.value.code == "doc_unreadable"


@needs_office
def test_no_more_pages_are_made_than_needed_to_see_the_limit(office: OfficeConverter) -> None:
    body = rb"{\rtf1 " + rb"Mira\page " * 20 + b"}"
    pdf, _ = office.to_pdf(body, "rtf", Limits(max_pages=3))
    assert len(read_pdf(pdf, LIMITS).pages) == 4


@needs_office
def test_a_slow_document_ends_the_office_and_the_next_one_is_read() -> None:
    converter = OfficeConverter()
    try:
        converter.to_pdf(RTF, "rtf", LIMITS)
        with pytest.raises(StageError) as caught:
            converter.to_pdf(RTF, "rtf", Limits(office_seconds=0))
        assert caught.value.code == "limit_time"
        assert "Mira" in words(converter.to_pdf(RTF, "rtf", LIMITS)[0])
    finally:
        converter.close()


@needs_office
def test_a_killed_office_is_replaced_and_an_old_one_renewed() -> None:
    converter = OfficeConverter(documents_per_start=2)
    try:
        converter.to_pdf(RTF, "rtf", LIMITS)
        first = box_of(converter)
        os.kill(first, signal.SIGKILL)
        os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)  # it may print another page before it is gone
        assert "Mira" in words(converter.to_pdf(RTF, "rtf", LIMITS)[0])
        second = box_of(converter)
        converter.to_pdf(RTF, "rtf", LIMITS)
        converter.to_pdf(RTF, "rtf", LIMITS)
        assert len({first, second, box_of(converter)}) == 3
    finally:
        converter.close()


@needs_office
def test_a_forked_child_has_an_office_of_its_own(office: OfficeConverter) -> None:
    office.to_pdf(RTF, "rtf", LIMITS)
    mine = box_of(office)
    child = os.fork()
    if child == 0:
        ok = False
        try:
            ok = office.to_pdf(RTF, "rtf", LIMITS)[0].startswith(b"%PDF") and box_of(office) != mine
            office.close()
        finally:
            os._exit(0 if ok else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    office.to_pdf(RTF, "rtf", LIMITS)
    assert box_of(office) == mine


@needs_office
def test_what_a_killed_process_left_behind_is_removed_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "import os, signal\n"
        "from parsing.engines.office import OfficeConverter\n"
        "from parsing.stages.types import Limits\n"
        f"OfficeConverter().to_pdf({RTF!r}, 'rtf', Limits())\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(tmp_path)})
    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    converter, other = OfficeConverter(), OfficeConverter()
    try:
        converter.to_pdf(RTF, "rtf", LIMITS)
        assert not left.exists()
        other.to_pdf(RTF, "rtf", LIMITS)
        converter.to_pdf(RTF, "rtf", LIMITS)  # its folder, that of a living process, is still there
    finally:
        converter.close()
        other.close()
    assert not list(tmp_path.iterdir())


def box_of(converter: OfficeConverter) -> int:
    assert converter.process_id is not None
    return converter.process_id


@needs_office
@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ("sys.exit(3)", "converter_crash"),
        ("os.kill(os.getpid(), 11)", "converter_crash"),
        ("time.sleep(60)", "limit_time"),
        ("print('not json', flush=True); time.sleep(9)", "converter_crash"),
        ("print('{\"pages\": 1}', flush=True); time.sleep(9)", "doc_unreadable"),
        ("os.symlink('/etc/hostname', '/work/out.pdf'); print('{\"pages\": 1}', flush=True); time.sleep(9)",
         "doc_unreadable"),
        ("os.mkfifo('/work/out.pdf'); print('{\"pages\": 1}', flush=True); time.sleep(9)", "doc_unreadable"),
        ("open('/work/out.pdf', 'w').write('%PDF-'); print('{\"pages\": 0}', flush=True); time.sleep(9)",
         "doc_unreadable"),
    ],
    ids=["ends", "crashes", "hangs", "babbles", "no file", "link", "pipe", "no page"],
)  # fmt: skip
def test_an_evil_box_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behaviour: str, code: str
) -> None:
    script = tmp_path / "evil.py"
    script.write_text(
        f"import os, sys, time\nprint('{{\"ready\": true}}', flush=True)\nsys.stdin.readline()\n{behaviour}\n"
    )
    script.chmod(script.stat().st_mode | stat.S_IROTH)
    monkeypatch.setattr(office_module, "SCRIPT", script)
    converter = OfficeConverter()
    try:
        with pytest.raises(StageError) as caught:
            converter.to_pdf(RTF, "rtf", Limits(office_seconds=3))
        assert caught.value.code == code
    finally:
        converter.close()


MANIFEST = "META-INF/manifest.xml"
LINKED = '<text:p><draw:frame><draw:image xlink:href="http://x.example/a.png"/></draw:frame>Mira</text:p>'


@pytest.mark.parametrize(
    ("kind", "data", "codes"),
    [
        ("rtf", RTF, []),
        ("rtf", rb'{\rtf1 {\field{\*\fldinst INCLUDEPICTURE "http://x.example/a.png"}}}', ["external_link"]),
        ("rtf", rb"{\rtf1{\*\template http://x.example/a.dot}Mira}", ["external_link"]),
        ("rtf", rb"{\rtf1{\*\template C:\\Users\\mira\\Normal.dotm}Mira}", []),
        ("rtf", rb"{\rtf1{\object\objupdate\objemb{\*\objdata 0105}}Mira}", ["active_content"]),
        ("rtf", rb"{\rtf1{\object\objemb{\*\objdata 0105}}Mira}", ["embedded_file"]),
        ("rtf", rb"{\rtf1 Mira \{ and more", ["damaged_file"]),
        ("odt", odt("<text:p>Mira</text:p>"), []),
        ("odt", odt('<text:p><text:a xlink:href="https://mira.example">page</text:a></text:p>'), []),
        ("odt", odt(LINKED), ["external_link"]),
        ("odt", odt("<text:p>Mira</text:p>", extra={"Basic/Standard/M.xml": "<x/>"}), ["macro_removed"]),
        ("odt", odt("<text:p>Mira</text:p>", extra={"Object 1/content.xml": "<x/>"}), ["embedded_file"]),
        ("doc", WORD_XML, []),
        ("doc", WORD_XML.replace(b"<w:body>", b"<w:docSuppData/><w:body>"), ["macro_removed"]),
    ],
)  # fmt: skip
def test_what_files_bring_along_is_told(kind: str, data: bytes, codes: list[str]) -> None:
    assert [finding.code for finding in checked(data, kind, LIMITS)[1]] == codes


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("rtf", rb"{\rtf1 " + b"{" * 5_000 + b"x" + b"}" * 5_001, "doc_unreadable"),
        ("odt", zipped({"mimetype": "x", "content.xml": "<a/>", MANIFEST: "<encryption-data/>"}),
         "doc_encrypted"),
        ("odt", zipped({"mimetype": "x", "content.xml": "<!DOCTYPE a><a/>"}), "doc_unreadable"),
        ("odt", zipped({"mimetype": "x"}), "doc_unreadable"),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "doc_unreadable"),
        ("doc", WORD_XML.replace(b"<w:body>", b"<w:body"), "doc_unreadable"),
    ],
)  # fmt: skip
def test_what_need_not_be_tried_is_refused_at_once(kind: str, data: bytes, code: str) -> None:
    with pytest.raises(StageError) as caught:
        checked(data, kind, LIMITS)
    assert caught.value.code == code
