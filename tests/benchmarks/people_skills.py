"""What the taxonomy of skills knows and costs, and how sensible neighbours are."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.figures import Figure
from tests.benchmarks.reading import EVAL_DIR

ROOT: Final = Path(__file__).resolve().parents[2]
PROBES: Final = ROOT / "tests" / "candidates" / "taxonomy" / "probes.txt"
TOP: Final = 5
_LOAD: Final = """
import resource, time
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 2**20
before, started = resident(), time.process_time()
from candidates.taxonomy import taxonomy
everything = taxonomy()
print(time.process_time() - started, resident() - before)
"""


def figures(*, slow: bool) -> Iterator[Figure]:
    """Every figure of skills; those on the third-party cases where they are at hand."""
    yield from _taxonomy_figures()
    yield from _ambiguous_figures()
    yield from _neighbour_figures()
    cases, scorer = EVAL_DIR / "resumes", EVAL_DIR / "score.py"
    if not scorer.is_file():
        print(f"# no cases under {EVAL_DIR}: left out", file=sys.stderr)
        return
    yield _coverage(cases)
    with tempfile.TemporaryDirectory(prefix="vitae-skills-") as folder:
        scores = Path(folder, "scores.json")
        _run("manage.py", "evaluate_parser", str(cases), "--out", f"{folder}/out", "--jobs", "2")
        _run(str(scorer), f"{folder}/out", "--json", str(scores))
        told = json.loads(scores.read_text())["fields"]["skill"]
    yield Figure("skill_precision", told["p"], 92, "at least", "%")
    yield Figure("skill_f1", told["f"], unit="%")


def _taxonomy_figures() -> Iterator[Figure]:
    from candidates.taxonomy import taxonomy

    everything = taxonomy()
    yield Figure("skills", len(everything), 13_000, "at least")
    yield Figure("skill_names", len(everything.keys))
    yield Figure("skills_with_broader", sum(bool(skill.parent_ids) for skill in everything))
    cpu, memory = map(float, _run("-c", _LOAD).split())
    yield Figure("skills_load_cpu", 1000 * cpu, 200, unit="ms")
    yield Figure("skills_load_memory", memory, 30, unit="MB")
    names = [skill.name for skill in everything]
    started = time.process_time()
    for name in names:
        everything.find(name)
    yield Figure("skill_find", 1e6 * (time.process_time() - started) / len(names), 20, unit="µs")


def _ambiguous_figures() -> Iterator[Figure]:
    """The table of names that are also words, people, places or letters."""
    from parsing.stages.skill_text import skills_in
    from tests.parsing.stages.test_skill_text import CASES

    wrong = [text for text, names in CASES if tuple(each.name for each in skills_in(text)) != names]
    yield Figure("ambiguous_skills", len(CASES), 120, "at least")
    yield Figure("ambiguous_skills_wrong", len(wrong), 0, note="; ".join(wrong[:3]))


def _neighbour_figures() -> Iterator[Figure]:
    from candidates.taxonomy import find
    from candidates.taxonomy.vectors import neighbourhood
    from tests.people import client_of

    judged = [line.split(" | ") for line in PROBES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    near, good = neighbourhood(), 0
    for name, sensible in judged:
        skill = find(name)
        assert skill is not None, name
        good += sum(found.skill.name in sensible.split("; ") for found in near.near([skill], limit=TOP))
    yield Figure("neighbour_probes", len(judged), 50, "at least")
    yield Figure("neighbours_sensible", 100 * good / (TOP * len(judged)), 90, "at least", "%")
    client = client_of("alice")
    path = "/api/v1/skills/reactjs/neighbours/?positive=php&negative=jquery"
    taken = sorted(_milliseconds(lambda: client.get(path)) for _ in range(60))
    yield Figure("neighbours_api_p50", statistics.median(taken), 20, unit="ms")
    yield Figure("neighbours_api_p95", taken[int(0.95 * len(taken))], unit="ms")
    taken = sorted(_milliseconds(lambda: client.get("/api/v1/skills/?search=postgress")) for _ in range(30))
    yield Figure("skill_search_api_p50", statistics.median(taken), unit="ms")


def _coverage(cases: Path) -> Figure:
    """How many of the distinct skills in the cases' truth the taxonomy knows."""
    from candidates.taxonomy import taxonomy

    sys.path.insert(0, str(EVAL_DIR))
    from score import flat_skills, fold  # the third-party scorer's own idea of a skill

    written: dict[str, str] = {}
    for path in sorted(cases.glob("*/truth.json")):
        if path.parent.name.startswith("adversarial"):
            continue  # made to break parsers: its "skills" are markup and placeholders
        for name in flat_skills(json.loads(path.read_text(encoding="utf-8"))):
            written.setdefault(fold(name), name)
    known = sum(bool(taxonomy().find_all(name)) for name in written.values())
    return Figure(
        "skill_coverage", 100 * known / len(written), 92, "at least", "%", f"{known} of {len(written)}"
    )


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def _run(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
