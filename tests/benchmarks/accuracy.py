"""How much of a résumé is read rightly, and whether what is said about it can be believed."""

from __future__ import annotations

import importlib.util
import json
import logging
import multiprocessing
import os
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from parsing.engines.office import OfficeConverter
from parsing.stages.confidence import kind_of, leaves_of
from parsing.stages.flow import Engines, read
from parsing.stages.json_resume import json_resume
from parsing.training.calibrating import reliability
from parsing.training.careers import LANGUAGES
from parsing.training.cases import Choice, case
from parsing.training.designs import DESIGNS
from parsing.training.judging import judged
from parsing.training.scoring import Tally, tally_of
from tests.benchmarks.figures import Figure, cpu_ms
from tests.benchmarks.reading import EVAL_DIR, TEXT_PDFS, characters_with_boxes, resident_mb
from tests.readback import leaves_of as leaves_with_evidence
from tests.readback import slips_in
from tests.three_forms import Agreement, Form, Value, agreement, in_three_forms, together, told_of

JOBS: Final = int(os.environ.get("JOBS") or 2)
SAMPLES: Final = Path(__file__).parents[1] / "samples" / "files"
BARS: Final[Mapping[str, Mapping[str, float]]] = {
    "text pdf": {"macro": 92, "name": 98, "email": 99, "phone": 98, "role": 86, "skill": 90},
    "office": {"macro": 90, "name": 98, "email": 99, "phone": 98, "role": 84, "skill": 88},
    "scan": {"macro": 85, "name": 94, "email": 94, "phone": 94, "role": 75, "skill": 84},
    "other languages": {"macro": 82, "name": 95, "email": 98, "phone": 95, "role": 72, "skill": 80},
}
ROUNDS: Final = 4
_SEED: Final = 41
_PAGES_OF_A_SPLIT: Final = 80
_PEOPLE: Final = 12


class _Told(NamedTuple):
    """What one case showed: what was read, the number of leaves, those not shown, those judged."""

    case: str
    resume: dict[str, object]
    leaves: int
    slips: list[str]
    judged: list[tuple[str, float, bool]]
    megabytes: float


def figures(*, slow: bool) -> Iterator[Figure]:
    """All of them. The long runs, `slow`, measure designs that were kept out of training."""
    logging.disable(logging.WARNING)
    folders = sorted(path.parent for path in (EVAL_DIR / "resumes").glob("*/meta.json"))
    if folders:
        told = list(_read_all(folders))
        yield from scores(told)
        yield from confidence(told, "third_party")
        yield Figure("memory_of_a_process", max(each.megabytes for each in told), 600, unit="MB")
    else:
        print(f"# no cases under {EVAL_DIR}: own samples only", file=sys.stderr)
        told = []
    yield from evidence(told)
    yield from cost(folders)
    yield from formats(_PEOPLE)
    if slow:
        yield from kept_out()


def scores(told: Sequence[_Told]) -> Iterator[Figure]:
    """F1 by kind of file and language, counted by the cases' own scorer."""
    scorer = _scorer(EVAL_DIR / "score.py")
    predictions = {each.case: each.resume for each in told}
    groups: dict[str, Any] = {}
    for name, truth, meta in scorer.load_cases(EVAL_DIR / "resumes", ""):
        unscored = set(meta.get("unscored") or []) | set(meta.get("unannotated") or [])
        tally = scorer.score_case(predictions.get(name, {}), truth, unscored)
        for group in _groups(meta):
            groups.setdefault(group, scorer.Tally()).merge(tally)
    for group, bars in BARS.items():
        for field, bar in bars.items():
            if group not in groups:
                continue
            value = scorer.macro(groups[group]) if field == "macro" else groups[group].prf(field)[2]
            yield Figure(f"f1_{field}_{group.replace(' ', '_')}", value, bar, "at least", "%")


def evidence(told: Sequence[_Told]) -> Iterator[Figure]:
    """The share of values that stand where the profile says, read back from the page."""
    own = [_told(SAMPLES / name) for name in sorted(os.listdir(SAMPLES)) if _is_readable(name)]
    leaves = sum(each.leaves for each in (*told, *own))
    slips = [f"{each.case} {slip}" for each in (*told, *own) for slip in each.slips]
    note = "; ".join(slips[:5]) or f"{leaves} values"
    yield Figure("evidence_shown", 100 * (leaves - len(slips)) / leaves, 100, "at least", "%", note)


def confidence(told: Sequence[_Told], name: str) -> Iterator[Figure]:
    """How far confidences can be believed on résumés that taught them nothing."""
    rows = [row for each in told for row in each.judged]
    found = reliability([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
    yield Figure(f"calibration_error_{name}", found.error, 0.05, note=f"{len(rows)} values")
    yield Figure(
        f"wrong_of_unflagged_{name}",
        100 * found.unflagged_error,
        5,
        unit="%",
        note=f"{found.unflagged_share:.0%} of values need no review",
    )


def cost(folders: Sequence[Path]) -> Iterator[Figure]:
    """A text-layer résumé with all models, and against pypdfium2's text with a box a character."""
    files = [file for folder in folders if (file := _text_pdf(folder))] or [SAMPLES / n for n in TEXT_PDFS]
    engines, rows = Engines(), []
    for data in (file.read_bytes() for file in files):
        reading = partial(read, data, "resume.pdf", engines=engines)
        taken = [(cpu_ms(reading), cpu_ms(partial(characters_with_boxes, data))) for _ in range(ROUNDS)]
        rows.append([statistics.median(each[side] for each in taken[1:]) for side in (0, 1)])
    yield Figure("text_pdf_cpu", statistics.median(row[0] for row in rows), 110, unit="ms")
    ratio = statistics.median(ours / floor for ours, floor in rows)
    yield Figure("text_pdf_cpu_against_pdfium", ratio, 10, unit="×", note=f"{len(files)} files")
    yield Figure("memory_after_text_pdfs", resident_mb(), 600, unit="MB")


def formats(people: int) -> Iterator[Figure]:
    """How far the same résumé gives the same profile as DOCX and as scan as it does as PDF.

    The PDF is the office's print of the DOCX, the scan one of the PDF. Counted are the values of the PDF's
    profile, field by field, lists item by item: the share that the other form gives in the same field, less
    those of which a word is not in the other's text. Those are what a scan lost, and told apart. The bars
    guard what was reached; nobody promised them.
    """
    found: dict[Form, list[Agreement]] = {"docx": [], "scan": []}
    office = OfficeConverter()
    for number in range(people):
        files = in_three_forms(_SEED, number, LANGUAGES, office)
        pdf = told_of(files["pdf"], _engines())
        for form, agreements in found.items():
            agreements.append(agreement(pdf, told_of(files[form], _engines())))
    office.close()
    docx, scan = together(found["docx"]), together(found["scan"])
    yield Figure("same_profile_docx", docx.share, 98.5, "at least", "%", _most(docx.missed))
    yield Figure("same_profile_scan", scan.share, 95.0, "at least", "%", _most(scan.missed))
    yield Figure("lost_by_scan", scan.lost_share, 3.0, unit="%", note=_most(scan.lost))


def _most(values: Sequence[Value]) -> str:
    """The fields that differ most often."""
    common = Counter(value.field for value in values).most_common(4)
    return ", ".join(f"{field} {count}" for field, count in common)


def kept_out() -> Iterator[Figure]:
    """Macro F1 on designs that trained the models, on those that did not, and the gap."""
    values = {}
    for split in ("train", "kept_out"):
        designs = [design for design in DESIGNS if design.split == split]
        choice = Choice(LANGUAGES, designs, ("pdf",))
        whole = Tally()
        with multiprocessing.get_context("fork").Pool(JOBS) as pool:
            for tally in pool.imap(partial(_tallied, choice), range(_PAGES_OF_A_SPLIT)):
                whole.add_all(tally)
        values[split] = whole.macro()
        yield Figure(f"factory_macro_{split}", whole.macro(), unit="%", note=f"{_PAGES_OF_A_SPLIT} résumés")
    yield Figure("factory_gap", values["train"] - values["kept_out"], 3, unit="points")


def _tallied(choice: Choice, number: int) -> Tally:
    made = case(_SEED, number, choice)
    profile = json_resume(read(made.content, made.file, engines=_engines()).profile)
    return tally_of(profile, made.printed.truth)


def _read_all(folders: Sequence[Path]) -> Iterator[_Told]:
    if JOBS <= 1:
        yield from map(_told_of_case, folders)
        return
    with multiprocessing.get_context("fork").Pool(JOBS) as pool:
        yield from pool.imap_unordered(_told_of_case, folders)


def _told_of_case(folder: Path) -> _Told:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    told = _told(folder / meta["file"], truth, [*meta.get("unscored", ()), *meta.get("unannotated", ())])
    return told._replace(case=folder.name)


def _told(file: Path, truth: Mapping[str, object] | None = None, unscored: Sequence[str] = ()) -> _Told:
    data = file.read_bytes()
    reading = read(data, file.name, engines=_engines())
    kinds = {".".join(leaf.path): kind_of(leaf.path) for leaf in leaves_of(reading.profile)}
    rows = [
        (kinds[each.path], float(cast(float, each.leaf["confidence"])), each.right)
        for each in (judged(reading.profile, truth, unscored) if truth is not None else ())
    ]
    slips = Counter(slip.path for slip in slips_in(reading, data))
    count = sum(1 for _ in leaves_with_evidence(reading.profile))
    return _Told(file.name, json_resume(reading.profile), count, sorted(slips), rows, resident_mb())


@cache
def _engines() -> Engines:
    return Engines()


def _is_readable(name: str) -> bool:
    return not name.endswith((".doc", ".odt", ".rtf")) or _engines().office is not None


def _text_pdf(folder: Path) -> Path | None:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return folder / meta["file"] if meta["file"].endswith(".pdf") and meta.get("text_layer", True) else None


def _groups(meta: Mapping[str, object]) -> tuple[str, ...]:
    """The kind of file, and the language where it is not English, as the scorer calls them."""
    office = not str(meta.get("file", "")).endswith((".pdf", ".png", ".jpg"))
    kind = "office" if office else "text pdf" if meta.get("text_layer", True) else "scan"
    return (kind,) if str(meta.get("language", "en")) == "en" else (kind, "other languages")


def _scorer(path: Path) -> Any:
    """The cases' own scorer, as a module."""
    spec = importlib.util.spec_from_file_location("case_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
