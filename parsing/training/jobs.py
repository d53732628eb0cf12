"""Positions of a career: chronology first (gaps, overlaps, promotions, open ends), then their words."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from parsing.training.prose import Teller
from parsing.training.types import Position
from parsing.training.words import words

TODAY: Final = 2025 * 12 + 5
"""Months are counted from the year 0, January is 0: this is June 2025."""


def length_of_career(rng: random.Random) -> int:
    """How many months ago somebody began to work: beginners are as frequent as old hands."""
    return int(min(rng.expovariate(1 / 130) + rng.randint(8, 60), 460))


def edtf(month: int) -> str:
    """The month as EDTF."""
    return f"{month // 12}-{month % 12 + 1:02}"


def title_of(teller: Teller, *, is_woman: bool) -> str:
    """A title of the field, at times with a word of rank."""
    title = _gendered(teller.one(teller.job, "titles"), is_woman=is_woman)
    return (
        teller.rng.choice(words(teller.life, "seniority")).format(title)
        if teller.rng.random() < 0.28
        else title
    )


def positions_of(teller: Teller, begun: int, *, is_woman: bool) -> tuple[Position, ...]:
    """The positions since `begun`, latest first."""
    rng = teller.rng
    spans = _spans(begun, rng)
    found: list[Position] = []
    for number, (start, end) in enumerate(spans):
        position = _position(teller, start, end, is_woman=is_woman)
        stays = number and spans[number - 1][1] == start and rng.random() < 0.3
        if stays:
            position = replace(position, employer=found[-1].employer, place=found[-1].place)
        found.append(position)
    if rng.random() < 0.07:
        found.insert(rng.randrange(len(found)), _side_job(teller, found[-1], is_woman=is_woman))
    return tuple(reversed(found))


def _spans(begun: int, rng: random.Random) -> list[tuple[int, int | None]]:
    """(start, end) of each position in months, earliest first; the last may go on."""
    count = max(1, min(8, round((TODAY - begun) / 38 * rng.uniform(0.5, 1.4))))
    cuts = sorted({begun, *(rng.randrange(begun + 3, TODAY - 2) for _ in range(count - 1))})
    spans: list[tuple[int, int | None]] = []
    for start, following in zip(cuts, [*cuts[1:], None], strict=True):
        if following is None:
            is_open = rng.random() < 0.8
            spans.append((start, None if is_open else max(start + 1, TODAY - rng.randint(1, 9))))
            continue
        gap = rng.choice((0, 0, 0, 1, 1, 2, rng.randint(3, 14)))
        overlap = rng.random() < 0.05
        end = following + rng.randint(2, 8) if overlap else max(start + 1, following - gap)
        spans.append((start, end))
    return spans


def _position(teller: Teller, start: int, end: int | None, *, is_woman: bool) -> Position:
    rng = teller.rng
    told, open_ended = edtf(start), None if end is None else edtf(end)
    if rng.random() < 0.05:
        told, open_ended = told[:4], open_ended and open_ended[:4]
    return Position(
        employer=_employer(teller),
        title=title_of(teller, is_woman=is_woman),
        start=told,
        end=open_ended,
        place=_place(teller),
        summary=teller.one(teller.prose, "about") if rng.random() < 0.25 else "",
        highlights=_highlights(teller),
        skills=_tools(teller),
    )


def _employer(teller: Teller) -> str:
    """An invented name, at times with a legal form behind it."""
    name = teller.one(teller.job, "employers")
    is_company = teller.craft not in ("public", "teaching", "nursing", "research", "law")
    if is_company and name.count(" ") < 2 and teller.rng.random() < 0.18:
        return teller.filled(name + " {legal}")
    return name


def _side_job(teller: Teller, main: Position, *, is_woman: bool) -> Position:
    """A short job beside another."""
    year = int(main.start[:4])
    end = f"{year + 1}-{teller.rng.randint(1, 12):02}"
    side = _position(teller, year * 12 + 4, None, is_woman=is_woman)
    return replace(side, start=f"{year}-05", end=end)


def _highlights(teller: Teller) -> tuple[str, ...]:
    rng = teller.rng
    done = list(teller.some(teller.job, "did", rng.choice((0, 1, 2, 2, 3, 3, 4, 5))))
    if done and rng.random() < 0.4:
        done.append(teller.one(teller.prose, "any"))
    stop = "." if rng.random() < 0.3 else ""
    return tuple(_with_tail(teller, text) + stop for text in dict.fromkeys(done))


def _with_tail(teller: Teller, text: str) -> str:
    if teller.rng.random() > 0.15:
        return text
    return text + teller.filled(teller.rng.choice(words(teller.prose, "tail")))


def _tools(teller: Teller) -> tuple[str, ...]:
    if teller.craft not in ("software", "data", "design") or teller.rng.random() < 0.5:
        return ()
    return tuple(teller.rng.sample(teller.tools(), teller.rng.randint(3, 6)))


def _place(teller: Teller) -> str:
    rng = teller.rng
    chance = rng.random()
    if chance < 0.1:
        return ""
    if chance < 0.14:
        return rng.choice(words(teller.life, "remote"))
    city, region = teller.town().split("|")
    return f"{city}, {region}" if region and teller.country in ("US", "CA", "AU", "BR", "IN") else city


def _gendered(title: str, *, is_woman: bool) -> str:
    return title.split("|")[-1 if is_woman else 0]
