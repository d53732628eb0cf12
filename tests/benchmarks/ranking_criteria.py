"""How much of what advertisements ask for is found, over the annotated table, and what reading one costs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from typing import Final

from tests.benchmarks.figures import Figure
from tests.ranking.criteria.annotated import CHECK, FRESH, TUNED, Ad, annotated, judged, summary

BARS: Final = {"tier": 90, "skill F1": 90, "years": 95, "groups": 85}
TOLD: Final = ("tier of all", "education F1", "language F1", "licence F1", "knock-outs")


def figures(*, slow: bool) -> Iterator[Figure]:
    """The four figures of criteria, then over harder advertisements and those that nothing was tuned on."""
    tuned, fresh, check = annotated(*TUNED), annotated(*FRESH), annotated(CHECK)
    yield Figure("criteria_advertisements", len(tuned) + len(fresh) + len(check), 60, "at least")
    yield from _found(tuned, "criteria", has_bars=True)
    yield from _found(fresh, "criteria_harder", has_bars=False)
    yield from _found(check, "criteria_check", has_bars=False)
    yield from _cost([ad.text for ad in (*tuned, *fresh, *check)])


def _found(ads: Sequence[Ad], name: str, *, has_bars: bool) -> Iterator[Figure]:
    total, _ = judged(ads)
    told = summary(total)
    for figure, bar in BARS.items():
        count = total.of["skill annotated" if figure == "skill F1" else figure]
        yield Figure(
            _named(name, figure), told[figure], bar if has_bars else None, "at least", "%", f"of {count}"
        )
    for figure in TOLD:
        yield Figure(_named(name, figure), told[figure], unit="%")


def _named(name: str, figure: str) -> str:
    return f"{name}_{figure}".replace(" ", "_").replace("-", "_").lower()


def _cost(texts: Sequence[str]) -> Iterator[Figure]:
    from ranking.criteria import criteria_of, lint

    tree = criteria_of(texts[0])
    lint(texts[0], tree)
    reading, linting = [], []
    for text in texts:
        begun = time.process_time()
        tree = criteria_of(text)
        read = time.process_time()
        lint(text, tree)
        reading.append(1000 * (read - begun))
        linting.append(1000 * (time.process_time() - read))
    yield Figure("criteria_of_an_advertisement", statistics.median(reading), 50, unit="ms")
    yield Figure("criteria_of_the_slowest", max(reading), unit="ms")
    yield Figure("lint_of_an_advertisement", statistics.median(linting), unit="ms")


if __name__ == "__main__":
    for each in figures(slow=False):
        print(each.line())
