"""`manage.py evaluate_parser CASES_DIR --out DIR`: reads a folder of cases into one JSON Resume a case.

Where the cases have their truth beside them, it also prints how far the confidences can be believed.
"""

from __future__ import annotations

import json
import multiprocessing
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from django.core.management.base import BaseCommand, CommandError

from parsing import registry
from parsing.errors import StageError
from parsing.stages.confidence import kind_of
from parsing.stages.flow import Engines, read
from parsing.stages.json_resume import json_resume


class _Outcome(NamedTuple):
    case: str
    resume: dict[str, object]
    cpu_ms: float
    problem: str
    judged: list[tuple[str, float, bool]]
    """Kind of field, confidence, and whether it is right, of each value that the truth covers."""


class Command(BaseCommand):
    """Writes predictions for a scorer. A case that cannot be read becomes `{}` and is named."""

    help = "Reads CASES_DIR/<case>/<file named in meta.json> and writes OUT/<case>.json in JSON Resume form."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("cases", type=Path, metavar="CASES_DIR")
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--jobs", type=int, default=1, help="processes to read with")
        parser.add_argument("--only", default="", help="only cases whose name starts so")

    def handle(self, *args: object, **options: object) -> None:
        """Reads the cases; an error in one never stops the others."""
        cases, out, jobs = options["cases"], options["out"], options["jobs"]
        assert isinstance(cases, Path)
        assert isinstance(out, Path)
        assert isinstance(jobs, int)
        folders = sorted(
            meta.parent
            for meta in cases.glob("*/meta.json")
            if meta.parent.name.startswith(str(options["only"]))
        )
        if not folders:
            raise CommandError(f"No cases under {cases}: expected CASE/meta.json that names its file.")
        out.mkdir(parents=True, exist_ok=True)
        begun, failed, spent = time.perf_counter(), 0, 0.0
        judged: list[tuple[str, float, bool]] = []
        for number, outcome in enumerate(_outcomes(folders, jobs), start=1):
            (out / f"{outcome.case}.json").write_text(
                json.dumps(outcome.resume, ensure_ascii=False, indent=1)
            )
            failed += bool(outcome.problem)
            spent += outcome.cpu_ms
            judged += outcome.judged
            note = f"  FAILED: {outcome.problem}" if outcome.problem else ""
            self.stdout.write(f"{number}/{len(folders)} {outcome.case} {outcome.cpu_ms:.0f} ms{note}")
        seconds = time.perf_counter() - begun
        self.stdout.write(
            f"{len(folders)} cases in {seconds:.1f} s, {spent / len(folders):.0f} ms a case, {failed} failed"
        )
        if judged:
            from parsing.training.calibrating import reliability, table_of

            kinds, confidences, rights = zip(*judged, strict=True)
            self.stdout.write(table_of(reliability(kinds, confidences, rights)))


def _outcomes(folders: Iterable[Path], jobs: int) -> Iterator[_Outcome]:
    if jobs <= 1:
        yield from map(_outcome, folders)
        return
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap_unordered(_outcome, folders)


@cache
def _engines() -> Engines:
    """The engines of this process, pages in doubt looked at as settings say; a pool's child makes its own."""
    return Engines(make_heavy=registry.heavy_layout_engine_or_none)


def _outcome(folder: Path) -> _Outcome:
    begun = time.perf_counter()
    resume: dict[str, object] = {}
    problem = ""
    judged: list[tuple[str, float, bool]] = []
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        file = folder / meta["file"]
        profile = read(file.read_bytes(), file.name, engines=_engines()).profile
        resume = json_resume(profile)
        judged = _judged(folder / "truth.json", profile, meta)
    except StageError as error:
        problem = f"{error.code}: {error.message}"
    except Exception as error:  # noqa: BLE001 - one case's bug is reported and must not end the evaluation
        problem = f"{type(error).__name__}: {error}"
    return _Outcome(folder.name, resume, (time.perf_counter() - begun) * 1000, problem, judged)


def _judged(
    truth: Path, profile: dict[str, object], meta: Mapping[str, object]
) -> list[tuple[str, float, bool]]:
    if not truth.is_file():
        return []
    from parsing.training.judging import judged

    told = json.loads(truth.read_text(encoding="utf-8"))
    left_out = [
        str(name) for key in ("unscored", "unannotated") for name in cast(list[str], meta.get(key) or [])
    ]
    return [
        (kind_of(tuple(each.path.split("."))), float(cast(float, each.leaf["confidence"])), each.right)
        for each in judged(profile, told, left_out)
    ]
