"""A measured figure: its name, its value, the bar it must meet, and whether it does."""

from __future__ import annotations

import json
import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple


class Figure(NamedTuple):
    """One JSON line. `bar` None means that the figure is told, not judged."""

    name: str
    value: float
    bar: float | None = None
    sense: Literal["at most", "at least"] = "at most"
    unit: str = ""
    note: str = ""

    @property
    def ok(self) -> bool:
        """Whether the value meets the bar."""
        if self.bar is None:
            return True
        return self.value <= self.bar if self.sense == "at most" else self.value >= self.bar

    def line(self) -> str:
        """The figure as JSON."""
        told: dict[str, object] = {
            "name": self.name,
            "value": round(self.value, 3),
            "bar": self.bar,
            "ok": self.ok,
        }
        told |= {key: value for key, value in (("unit", self.unit), ("note", self.note)) if value}
        return json.dumps(told, ensure_ascii=False)


def cpu_ms(work: Callable[[], object]) -> float:
    """CPU milliseconds of this process and of its children, while `work` runs."""
    before = _cpu_seconds()
    work()
    return (_cpu_seconds() - before) * 1000


def _cpu_seconds() -> float:
    """What this process, the children that ended and those that wait for more work have used."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    return ended + sum(_cpu_seconds_of(pid) for pid in living_children())


def living_children() -> list[str]:
    """The ids of this process's children."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def _cpu_seconds_of(pid: str) -> float:
    """To the nanosecond, where /proc/PID/stat counts in hundredths (proc(5), schedstat)."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def cpu_side_by_side(works: Sequence[Callable[[], object]], *, rounds: int) -> list[float]:
    """The median CPU milliseconds of each, run in turns, so that a noisy machine is noisy for all of them."""
    for work in works:
        work()
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for row, work in zip(taken, works, strict=True):
            row.append(cpu_ms(work))
    return [statistics.median(row) for row in taken]


def wall_seconds(work: Callable[[], object]) -> float:
    """How long `work` takes by the clock."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
