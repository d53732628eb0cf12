"""Cases on disk: laid out as third-party ones are, the same for a seed, however many processes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from parsing.training.cases import Choice, case, lines_of
from parsing.training.designs import DESIGNS
from parsing.training.types import PrintedWord

CHOICE = Choice(languages=("en", "de"), designs=DESIGNS, kinds=("pdf", "docx"))


def make(out: Path, *options: str) -> None:
    """Runs the command."""
    call_command("make_resumes", "4", "--seed", "5", "--out", str(out), *options, verbosity=0)


def digests(folder: Path) -> dict[str, str]:
    """Each file below the folder and what is in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    make(tmp_path / "one", "--kinds", "pdf,docx,scan", "--languages", "en,fr")
    make(tmp_path / "two", "--kinds", "pdf,docx,scan", "--languages", "en,fr")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_several_processes_write_what_one_writes(tmp_path: Path) -> None:
    make(tmp_path / "one", "--languages", "de")
    make(tmp_path / "two", "--languages", "de", "--jobs", "2")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_a_case_has_what_a_scorer_needs(tmp_path: Path) -> None:
    made = case(7, 3, CHOICE)
    made.write_into(tmp_path)
    folder = tmp_path / made.name
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert (folder / meta["file"]).read_bytes() == made.content
    assert truth["basics"]["name"]
    assert truth["work"]
    assert {"language", "columns", "template", "split", "unscored"} <= set(meta)


def test_lines_and_regions_have_boxes_and_labels(tmp_path: Path) -> None:
    made = case(7, 1, Choice(languages=("en",), designs=DESIGNS[:1], kinds=("pdf",)))
    made.write_into(tmp_path)
    lines = json.loads((tmp_path / made.name / "lines.json").read_text(encoding="utf-8"))
    regions = json.loads((tmp_path / made.name / "regions.json").read_text(encoding="utf-8"))
    labels = [line["label"] for line in lines if line["label"]]
    assert {"section": "heading", "of": "work"} in labels
    assert any(label.get("item") == 0 and label["fields"] == ["position"] for label in labels)
    assert all(line["bbox"][0] < line["bbox"][2] and line["bbox"][1] < line["bbox"][3] for line in lines)
    assert {"title"} <= {region["kind"] for region in regions}


def test_words_far_apart_or_of_two_sections_are_two_lines() -> None:
    row = [
        PrintedWord("Head", 1, (10, 10, 40, 20), "work.0.position", "work"),
        PrintedWord("nurse", 1, (43, 10, 70, 20), "work.0.position", "work"),
        PrintedWord("2019", 1, (300, 10, 320, 20), "work.0.startDate", "work"),
        PrintedWord("Dutch", 1, (323, 10, 350, 20), "languages.0.language", "languages"),
    ]
    found = list(lines_of(row))
    assert [line["text"] for line in found] == ["Head nurse", "2019", "Dutch"]
    assert found[0]["label"] == {"section": "work", "item": 0, "fields": ["position"]}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--languages", "xx"), "'xx' is none of"),
        (("--kinds", "tiff"), "'tiff' is none of"),
        (("--designs", DESIGNS[0].name, "--split", "kept_out"), "No design of that kind"),
    ],
)
def test_what_is_not_known_is_named(tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        make(tmp_path, *options)


def test_kept_out_designs_stay_apart(tmp_path: Path) -> None:
    make(tmp_path, "--split", "kept_out", "--kinds", "pdf,docx")
    metas = [json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*/meta.json")]
    assert {meta["split"] for meta in metas} == {"kept_out"}
