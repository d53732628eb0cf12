"""How good the ranking is, and what a score costs, as JSON lines.

    python -m tests.benchmarks.ranking_quality         # Word files, two minutes
    python -m tests.benchmarks.ranking_quality --slow  # printed PDFs among them, a quarter of an hour

26 jobs, 40 résumés each, printed by the factory and read by our parser; grades are made of its truth
(docs/scoring.md). `kept_out` are other people than those whom the weights were chosen with.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsing.stages import flow
from parsing.stages.json_resume import json_resume
from parsing.training.jobs import TODAY
from ranking.criteria.extraction import criteria_of
from ranking.scoring.applicants import applicant_of
from ranking.scoring.fairness import counterfactual
from ranking.scoring.packing import canonical, pack
from ranking.scoring.scoring import leaves, score
from tests.benchmarks.figures import Figure
from tests.ranking.scoring.quality.hard import hard_cases, stuffing
from tests.ranking.scoring.quality.jobs import Job, jobs
from tests.ranking.scoring.quality.measuring import Quality, by_score, quality_of
from tests.ranking.scoring.quality.pools import AS_OF, Kind, Part, Person, pool_of

LEAST_NDCG = 0.92
LEAST_LEAD = 0.10
MOST_SCORE_MS = 3.0
MOST_APPLICANT_MS = 6.0
SWAPS = 200

Pools = list[tuple[Job, list[Person]]]


def figures(*, slow: bool) -> Iterator[Figure]:
    """Every figure of quality; `slow` has PDFs among the résumés."""
    kinds: tuple[Kind, ...] = ("docx", "pdf") if slow else ("docx",)
    tuned = _pools("tuned", kinds)
    kept_out = _pools("kept_out", kinds)
    hard = [quality_of(job, people, grades) for job, people, grades in hard_cases()]
    everything = [*_qualities(tuned), *hard]
    yield from _told("ranking_ndcg10", everything)
    yield from _told("ranking_ndcg10_kept_out", _qualities(kept_out))
    yield Figure("ranking_ndcg10_hard", statistics.mean(each.ours for each in hard), LEAST_NDCG, "at least")
    yield Figure("ranking_ndcg10_extracted_criteria", _by_extracted(kept_out), note="told, not judged")
    yield from _invariants(tuned)
    yield from _costs(tuned)


def _told(name: str, found: Sequence[Quality]) -> Iterator[Figure]:
    ours = statistics.mean(each.ours for each in found)
    worst = min(found, key=lambda each: each.ours)
    note = f"{len(found)} jobs; worst {worst.job} {worst.ours:.3f}"
    yield Figure(name, ours, LEAST_NDCG, "at least", note=note)
    for rival in ("bm25", "likeness"):
        theirs = statistics.mean(getattr(each, rival) for each in found)
        yield Figure(
            f"{name}_ahead_of_{rival}", ours - theirs, LEAST_LEAD, "at least", note=f"{rival} {theirs:.3f}"
        )


def _by_extracted(pools: Pools) -> float:
    """nDCG@10 with the criteria that are read from title and advertisement, as no recruiter edited them."""
    found = []
    for job, people in pools:
        title = next(each.value for each in leaves(job.criteria) if each.kind == "title")
        criteria = criteria_of(job.ad, job.language, title=title)
        found.append(quality_of(replace(job, criteria=criteria), people).ours)
    return statistics.mean(found)


def _pools(part: Part, kinds: tuple[Kind, ...]) -> Pools:
    return [(job, pool_of(job, kinds=kinds, part=part)) for job in jobs()]


def _qualities(pools: Pools) -> list[Quality]:
    return [quality_of(job, people) for job, people in pools]


def _invariants(pools: Pools) -> Iterator[Figure]:
    swaps = [
        swap
        for job, people in pools
        for person in people[:2]
        for swap in counterfactual(person.resume, job.criteria, person.seen, TODAY)
    ]
    moved = sum(swap.difference != 0 or not swap.is_identical for swap in swaps)
    yield Figure("ranking_swaps_that_move_a_score", moved, 0, note=f"{len(swaps)} swaps")
    yield Figure("ranking_swaps", len(swaps), SWAPS, "at least")
    yield Figure("ranking_moved_up_by_stuffing", _moved_up_by_stuffing(pools), 0, note="people")
    yield Figure("ranking_moved_by_hidden_text", _moved_by_hidden_text(), 0, note="of 4 PDFs")
    scores = [score(person.applicant, job.criteria) for job, people in pools for person in people]
    gap = max(abs(sum(part.score for part in each.parts) - each.total) for each in scores)
    yield Figure("ranking_sum_of_parts_gap", gap, 1e-9, note=f"{len(scores)} scores")
    again = [score(person.applicant, job.criteria) for job, people in pools for person in people]
    differing = sum(canonical(one) != canonical(other) for one, other in zip(scores, again, strict=True))
    yield Figure("ranking_replays_that_differ", differing, 0)


def _moved_up_by_stuffing(pools: Pools) -> int:
    """People whose rank is better after a list of everything, the job's own words first."""
    moved = 0
    for job, people in pools:
        order = by_score(job, people)
        words = [*(name for names in job.musts for name in names), *stuffing(120)]
        for person in people[:3]:
            stuffed = _stuffed(person, words)
            after = by_score(job, [stuffed if each is person else each for each in people])
            moved += after.index(person.id) < order.index(person.id)
    return moved


def _stuffed(person: Person, words: list[str]) -> Person:
    groups = person.resume.get("skills")
    listed = groups if isinstance(groups, list) else []
    resume = {**person.resume, "skills": [*listed, {"keywords": words}]}
    return Person(person.id, person.truth, resume, person.seen, applicant_of(resume, person.seen, TODAY))


def _moved_by_hidden_text() -> int:
    """Printed résumés whose packed view differs once white and tiny words are on the page."""
    import random

    from parsing.training.careers import career
    from parsing.training.designs import DESIGNS
    from parsing.training.printing import printed

    hidden = " ".join(stuffing(60))
    styles = ("color:#fff;font-size:8pt", "color:#000;font-size:0.5pt")
    moved = 0
    for number in range(4):
        rng = random.Random(number)
        page = DESIGNS[number].draw(career(number, "en"), rng)
        words = f'<div style="{styles[number % 2]}">{hidden}</div></body>'
        moved += _view(printed(page).pdf) != _view(printed(page.replace("</body>", words)).pdf)
    return moved


def _view(pdf: bytes) -> bytes:
    profile = flow.read(pdf, "resume.pdf", as_of=AS_OF).profile
    return pack(applicant_of(json_resume(profile), {}, TODAY))


def _costs(pools: Pools) -> Iterator[Figure]:
    """CPU milliseconds, in this process; the first of each is not counted."""
    made, scored = [], []
    for job, people in pools:
        for person in people:
            start = time.process_time()
            applicant_of(person.resume, person.seen, TODAY)
            made.append((time.process_time() - start) * 1000)
            start = time.process_time()
            score(person.applicant, job.criteria)
            scored.append((time.process_time() - start) * 1000)
    yield Figure("ranking_score_ms", statistics.median(scored), MOST_SCORE_MS, unit="ms")
    yield Figure("ranking_score_p99_ms", statistics.quantiles(scored, n=100)[-1], unit="ms")
    yield Figure("ranking_applicant_ms", statistics.median(made), MOST_APPLICANT_MS, unit="ms")
    packed = statistics.mean(len(pack(person.applicant)) for _, people in pools for person in people)
    yield Figure("ranking_applicant_bytes", packed, unit="bytes")


def main() -> int:
    """Print every figure; 1 when one falls short."""
    is_ok = True
    for figure in figures(slow="--slow" in sys.argv[1:]):
        print(figure.line(), flush=True)
        is_ok = is_ok and figure.ok
    return 0 if is_ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
