"""The two commands that read files without a database or a broker."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

FILES = Path(__file__).parents[2] / "samples" / "files"


def test_parse_file_prints_json_resume(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("parse_file", str(FILES / "markdown.md"))
    resume = json.loads(capsys.readouterr().out)
    assert resume["basics"]["name"]
    assert resume["meta"]["version"] == "v1.0.0"


def test_parse_file_prints_the_profile_with_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("parse_file", str(FILES / "single-column.pdf"), "--format", "profile")
    profile = json.loads(capsys.readouterr().out)
    (evidence,) = profile["basics"]["name"]["evidence"]
    assert evidence["page"] == 1
    assert len(evidence["bbox"]) == 4


def test_parse_file_names_what_it_cannot_read_after_reading_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "noise.bin"
    bad.write_bytes(bytes(range(256)))
    with pytest.raises(CommandError, match=r"noise\.bin: .*unsupported_type") as failed:
        call_command("parse_file", str(bad), str(tmp_path / "absent.pdf"), str(FILES / "markdown.md"))
    assert "absent.pdf: No such file" in str(failed.value)
    assert json.loads(capsys.readouterr().out)["basics"]["name"]


def make_case(folder: Path, name: str, file: str, content: bytes) -> None:
    case = folder / name
    case.mkdir(parents=True)
    (case / file).write_bytes(content)
    (case / "meta.json").write_text(json.dumps({"file": file}))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_evaluate_parser_writes_one_resume_a_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    cases, out = tmp_path / "cases", tmp_path / "out"
    make_case(cases, "good", "resume.md", (FILES / "markdown.md").read_bytes())
    make_case(cases, "bad", "resume.pdf", b"%PDF-1.7 nothing in it")
    call_command("evaluate_parser", str(cases), "--out", str(out), "--jobs", jobs)
    printed = capsys.readouterr().out
    assert json.loads((out / "good.json").read_text())["basics"]["name"]
    assert json.loads((out / "bad.json").read_text()) == {}
    assert "bad" in printed
    assert "1 failed" in printed


def test_evaluate_parser_says_when_there_are_no_cases(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No cases"):
        call_command("evaluate_parser", str(tmp_path), "--out", str(tmp_path / "out"))
