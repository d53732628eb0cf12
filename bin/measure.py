"""Measures groups of figures and prints each as a JSON line: python bin/measure.py GROUP…"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from stack import ROOT

from tests.benchmarks import hostile, reading, service
from tests.benchmarks.figures import Figure, wall_seconds

SLOW = bool(os.environ.get("SLOW"))
HEAVY = ("torch", "detectron2", "easyocr", "onnxruntime", "spacy", "weasyprint", "openai", "elasticsearch")
F1_BARS = {"name": 90, "email": 97, "phone": 92}


def reading_figures() -> Iterator[Figure]:
    """What one process costs."""
    yield from reading.figures()


def service_figures() -> Iterator[Figure]:
    """The running service."""
    yield from service.figures()


def hostile_figures() -> Iterator[Figure]:
    """The hostile files, where they are at hand."""
    if (reading.EVAL_DIR / "hostile" / "manifest.json").is_file():
        yield from hostile.figures(reading.EVAL_DIR / "hostile")
    else:
        print(f"# no hostile files under {reading.EVAL_DIR}: left out", file=sys.stderr)


def accuracy_figures() -> Iterator[Figure]:
    """What is read rightly, and how far that can be believed."""
    from tests.benchmarks import accuracy  # the factory prints, and most groups need no printer

    yield from accuracy.figures(slow=SLOW)


def people_figures() -> Iterator[Figure]:
    """What candidates cost, and whether everything about them agrees at all times."""
    from tests.benchmarks import people  # sets Django up for tests

    yield from people.figures(slow=SLOW)


def cv_figures() -> Iterator[Figure]:
    """Better CVs: nothing invented, nothing lost on the page, and what both cost."""
    from tests.benchmarks import cv_rendering, cv_service, cv_writing  # most groups need no printer

    yield from cv_writing.figures(slow=SLOW)
    yield from cv_rendering.figures(slow=SLOW)
    yield from cv_service.figures()
    yield from cv_service.pages()


def ranking_figures() -> Iterator[Figure]:
    """What rankings promise."""
    from tests.benchmarks import ranking

    yield from ranking.figures(slow=SLOW)


def gpu_figures() -> Iterator[Figure]:
    """The gpu queue beside uploads, its engines and routes."""
    from tests.benchmarks import gpu

    yield from gpu.figures(slow=SLOW)


def eval_figures() -> Iterator[Figure]:
    """F1 on the third-party cases, where they are at hand."""
    cases, scorer = reading.EVAL_DIR / "resumes", reading.EVAL_DIR / "score.py"
    if not scorer.is_file():
        print(f"# no cases under {reading.EVAL_DIR}: left out", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="vitae-eval-") as folder:
        predictions, scores = Path(folder, "predictions"), Path(folder, "scores.json")
        _run("manage.py", "evaluate_parser", str(cases), "--out", str(predictions), "--jobs", "2")
        _run(str(scorer), str(predictions), "--json", str(scores))
        told = json.loads(scores.read_text())
    yield Figure("f1_macro", told["macro"], 65, "at least", "%")
    for field, bar in F1_BARS.items():
        yield Figure(f"f1_{field}", told["fields"][field]["f"], bar, "at least", "%")


def clean_figures() -> Iterator[Figure]:
    """What must simply hold: light imports, one-way dependencies, strict types."""
    loaded = _run(
        "-c",
        "import sys, config.celery, parsing.tasks; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])",
        env={"DJANGO_SETTINGS_MODULE": "config.settings.local"},
    )
    yield Figure(
        "heavy_libraries_loaded", len(json.loads(loaded.strip().splitlines()[-1].replace("'", '"'))), 0
    )
    for name, command in (("broken_import_contracts", "lint-imports"), ("mypy_strict_errors", "mypy")):
        done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
        yield Figure(name, done.returncode, 0, note="" if done.returncode == 0 else done.stdout[-300:])


def demo_figures() -> Iterator[Figure]:
    """`make demo ONCE=1`, which checks its own table."""
    codes: list[int] = []
    seconds = wall_seconds(lambda: codes.append(_shown("bin/demo", "--once")))
    yield Figure("demo_exit_code", codes[0], 0)
    yield Figure("demo_minutes", seconds / 60, 15, unit="min")


def chaos_figures() -> Iterator[Figure]:
    """Workers, their children, Redis and database connections killed for real; SLOW is run B in full."""
    test = "test_run_b" if SLOW else "test_nothing_is_lost_or_doubled_when_everything_is_killed"
    done = subprocess.run(
        ["pytest", "-q", "-s", "-p", "no:cacheprovider", f"tests/chaos/test_kill_workers.py::{test}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = [
        json.loads(line[line.index("{") :]) for line in done.stdout.splitlines() if '"recovery_p99"' in line
    ]
    if not told:
        print(done.stdout[-3000:], file=sys.stderr)
        yield Figure("chaos_ran", 0, 1, "at least")
        return
    outcome = told[-1]
    yield Figure("chaos_lost", outcome["lost"], 0, note=f"{outcome['done']} résumés done")
    yield Figure("chaos_doubled", outcome["doubled"], 0)
    yield Figure("chaos_recovery_p99", outcome["recovery_p99"], 10, unit="s")
    yield Figure("chaos_test_exit_code", done.returncode, 0)


GROUPS: dict[str, tuple[Callable[[], Iterator[Figure]], ...]] = {
    "reading": (reading_figures,),
    "service": (service_figures,),
    "hostile": (hostile_figures,),
    "eval": (eval_figures,),
    "accuracy": (accuracy_figures,),
    "people": (people_figures,),
    "cv": (cv_figures,),
    "ranking": (ranking_figures,),
    "gpu": (gpu_figures,),
    "bench": (reading_figures, service_figures),
    "foundation": (
        clean_figures,
        demo_figures,
        eval_figures,
        reading_figures,
        service_figures,
        chaos_figures,
        hostile_figures,
    ),
}


def main(names: list[str]) -> int:
    """Print the figures of these groups; 1 when one falls short."""
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        print(f"Unknown: {', '.join(unknown)}. Choose from {', '.join(GROUPS)}.", file=sys.stderr)
        return 2
    short = 0
    for name in names:
        for measured in GROUPS[name]:
            for figure in measured():
                print(figure.line(), flush=True)
                short += not figure.ok
    return 1 if short else 0


def _run(*arguments: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments[:2])} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def _shown(*command: str, env: dict[str, str] | None = None) -> int:
    """The exit code; what it prints goes to stderr, because stdout is for figures."""
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=sys.stderr, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
