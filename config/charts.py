"""Charts as SVG, drawn by the server: no script, and every number stands in a title for who cannot see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH: Final = 720
HEIGHT: Final = 180
FOOT: Final = 20
COLOURS: Final = ("#2f6f9f", "#8fbcd4", "#b5473c", "#9a9a9a", "#d9c36a")


class Bar(NamedTuple):
    """One bar: what stands below it, and its parts from the ground up."""

    title: str
    parts: Mapping[str, float]


def stacked_bars(name: str, bars: Sequence[Bar]) -> SafeString:
    """Upright bars side by side, their parts one upon the other in the order of the first bar's."""
    top = max((sum(bar.parts.values()) for bar in bars), default=0) or 1
    step = WIDTH / max(1, len(bars))
    drawn = format_html_join("", "{}", ((_bar(bar, at * step, step, top),) for at, bar in enumerate(bars)))
    every = max(1, len(bars) // 10)
    feet = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="10" text-anchor="middle" fill="currentColor">{}</text>',
        (
            (f"{(at + 0.5) * step:.1f}", HEIGHT - 5, bar.title)
            for at, bar in enumerate(bars)
            if at % every == 0
        ),
    )
    return format_html(
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" width="100%">{}{}</svg>',
        name, WIDTH, HEIGHT, drawn, feet,
    )  # fmt: skip


def _bar(bar: Bar, left: float, step: float, top: float) -> SafeString:
    room, ground = HEIGHT - FOOT - 10, float(HEIGHT - FOOT)
    rows: list[tuple[str, str, str, str, str, str]] = []
    for number, (name, value) in enumerate(bar.parts.items()):
        height = value / top * room
        ground -= height
        if value:
            colour = COLOURS[number % len(COLOURS)]
            title = f"{bar.title}: {name} {value:g}"
            place = f"{left + step * 0.1:.1f}", f"{ground:.1f}", f"{step * 0.8:.1f}", f"{height:.1f}"
            rows.append((*place, colour, title))
    return format_html_join(
        "", '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"><title>{}</title></rect>', rows
    )


def level_bars(name: str, bars: Sequence[Bar], *, unit: str) -> SafeString:
    """Lying bars one below the other: the first part dark, the second lighter behind it, both from zero."""
    top = max((max(bar.parts.values()) for bar in bars), default=0) or 1
    rows = []
    for at, bar in enumerate(bars):
        values = sorted(bar.parts.items(), key=lambda part: -part[1])
        told = ", ".join(f"{part} {value:g} {unit}" for part, value in bar.parts.items())
        for number, (_, value) in enumerate(values):
            width = value / top * (WIDTH - 320)
            colour = COLOURS[1 - number % 2]
            rows.append((90, at * 22 + 3, f"{width:.1f}", colour, f"{bar.title}: {told}"))
    drawn = format_html_join(
        "", '<rect x="{}" y="{}" width="{}" height="16" fill="{}"><title>{}</title></rect>', rows
    )
    words = format_html_join(
        "",
        '<text x="84" y="{0}" font-size="11" text-anchor="end" fill="currentColor">{1}</text>'
        '<text x="{2}" y="{0}" font-size="11" fill="currentColor">{3}</text>',
        (
            (
                at * 22 + 15,
                bar.title,
                f"{96 + max(bar.parts.values()) / top * (WIDTH - 320):.1f}",
                ", ".join(f"{part} {value:g} {unit}" for part, value in bar.parts.items()),
            )
            for at, bar in enumerate(bars)
        ),
    )
    return format_html(
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" width="100%">{}{}</svg>',
        name, WIDTH, max(1, len(bars)) * 22, drawn, words,
    )  # fmt: skip
