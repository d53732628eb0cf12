"""Skills and spoken languages in the ways people show them: lists, groups, tags, bars, dots, stars, tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from parsing.training.designs.pen import Pen

SKILL_FORMS: Final = (
    "comma", "dots", "pipes", "lines", "bullets", "two columns", "groups", "stacked groups", "group bullets",
    "pills", "bars", "levels", "stars", "percent", "table", "grid",
)  # fmt: skip
LANGUAGE_FORMS: Final = ("inline", "lines", "bullets", "bars", "levels", "table", "dash", "colon", "names")

_INLINE: Final = {"comma": ", ", "dots": " · ", "pipes": " | "}


def bar(pen: Pen, share: float) -> str:
    """A bar filled up to `share`, as SVG; narrower in columns by CSS."""
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none">'
        f'<rect width="100" height="8" rx="3" fill="{pen.meter}" opacity=".25"/>'
        f'<rect width="{share * 100:.0f}" height="8" rx="3" fill="{pen.meter}"/></svg>'
    )


def level(pen: Pen, filled: int, *, of: int = 5) -> str:
    """Filled and empty circles, as SVG."""
    circles = "".join(
        f'<circle cx="{6 + 14 * n}" cy="6" r="4.6" fill="{pen.meter if n < filled else "none"}" stroke="{pen.meter}"/>'
        for n in range(of)
    )
    return f'<svg class="level" width="{of * 8}pt" height="7pt" viewBox="0 0 {14 * of} 12">{circles}</svg>'


def stars(filled: int, *, of: int = 5) -> str:
    """Stars as text, as many templates print them."""
    return f'<span class="stars">{"★" * filled}{"☆" * (of - filled)}</span>'


def _groups(pen: Pen, limit: int) -> list[tuple[str, list[str]]]:
    """(marked label, marked skills) of each group; the limit is on the skills of a group."""
    return [
        (
            pen.value(f"skills.{number}.name", label),
            [pen.value(f"skills.{number}.keywords.{n}", skill) for n, skill in enumerate(skills[:limit])],
        )
        for number, (label, skills) in enumerate(pen.career.skills.items())
    ]


def _flat(pen: Pen, limit: int) -> list[str]:
    """Every skill, marked, with no groups."""
    every = list(dict.fromkeys(skill for skills in pen.career.skills.values() for skill in skills))
    return [pen.value(f"skills.{number}.name", skill) for number, skill in enumerate(every[:limit])]


def skills(pen: Pen, form: str, *, limit: int = 24) -> str:
    """The skills in one of SKILL_FORMS; at most `limit` of them where they stand one by one."""
    if form in _INLINE:
        return f'<p class="skills inline">{_INLINE[form].join(_flat(pen, limit))}</p>'
    if form in ("groups", "stacked groups", "group bullets", "table", "grid"):
        return _grouped(pen, form)
    flat = _flat(pen, limit)
    if form == "lines":
        return "".join(f'<p class="skill">{skill}</p>' for skill in flat)
    if form in ("bullets", "two columns"):
        return _bulleted(flat, columns=2 if form == "two columns" else 1)
    if form == "pills":
        return f'<div class="pills">{"".join(f"<span class=pill>{skill}</span> " for skill in flat)}</div>'
    return f'<div class="rows skillrows">{"".join(_rated(pen, form, skill) for skill in flat[:12])}</div>'


def _bulleted(flat: Sequence[str], *, columns: int) -> str:
    if columns == 1:
        return f'<ul class="points" data-region="list">{"".join(f"<li>{skill}</li>" for skill in flat)}</ul>'
    half = (len(flat) + 1) // 2
    halves = "".join(
        f'<ul class="points half">{"".join(f"<li>{skill}</li>" for skill in part)}</ul>'
        for part in (flat[:half], flat[half:])
    )
    return f'<div class="halves" data-region="list">{halves}</div>'


def _rated(pen: Pen, form: str, skill: str) -> str:
    filled = pen.rng.randint(2, 5)
    mark = {
        "bars": lambda: bar(pen, filled / 5 - pen.rng.uniform(0, 0.1)),
        "levels": lambda: level(pen, filled),
        "stars": lambda: stars(filled),
        "percent": lambda: f"{filled * 20 - pen.rng.choice([0, 5])}%",
    }[form]()
    return f'<div class="row"><span>{skill}</span><span class="rate">{mark}</span></div>'


def _grouped(pen: Pen, form: str) -> str:
    groups = _groups(pen, 9)
    if form == "groups":
        colon = pen.rng.choice([":", ":", " –", " |"])
        return "".join(
            f'<p class="group"><b>{label}{colon}</b> {", ".join(names)}</p>' for label, names in groups
        )
    if form == "stacked groups":
        return "".join(
            f'<p class="group"><b>{label}</b><br>{pen.joiner.join(names)}</p>' for label, names in groups
        )
    if form == "group bullets":
        return "".join(
            f'<div class="group"><h4>{label}</h4><ul class="points" data-region="list">{"".join(f"<li>{name}</li>" for name in names)}</ul></div>'
            for label, names in groups
        )
    if form == "table":
        rows = "".join(
            f"<tr><td class=label>{label}</td><td>{', '.join(names)}</td></tr>" for label, names in groups
        )
        return f'<table class="skilltable" data-region="table">{rows}</table>'
    cells = "".join(
        f'<div class="third"><h4>{label}</h4>{"".join(f"<p>{name}</p>" for name in names)}</div>'
        for label, names in groups
    )
    return f'<div class="thirds">{cells}</div>'


def languages(pen: Pen, form: str) -> str:
    """The spoken languages in one of LANGUAGE_FORMS; "" where none are known."""
    spoken = pen.spoken(levels=form not in ("names", "bars", "levels"))
    if not spoken:
        return ""
    if form in ("inline", "names"):
        joined = ", ".join(f"{name} ({fluency})" if fluency else name for name, fluency, _ in spoken)
        return f'<p class="spoken">{joined}</p>'
    if form in ("bars", "levels"):
        rows = "".join(
            f'<div class="row"><span>{name}</span><span class="rate">{bar(pen, rank / 6) if form == "bars" else level(pen, rank, of=6)}</span></div>'
            for name, _, rank in spoken
        )
        return f'<div class="rows spoken">{rows}</div>'
    if form == "table":
        rows = "".join(
            f"<tr><td class=label>{name}</td><td>{fluency}</td></tr>" for name, fluency, _ in spoken
        )
        return f'<table class="spoken" data-region="table">{rows}</table>'
    joiner = {"dash": " – ", "colon": ": ", "bullets": ", "}.get(form, " ")
    lines = [
        (f"{name}{joiner}{fluency}" if form != "lines" else f"{name} ({fluency})") if fluency else name
        for name, fluency, _ in spoken
    ]
    if form == "bullets":
        return f'<ul class="points" data-region="list">{"".join(f"<li>{line}</li>" for line in lines)}</ul>'
    return "".join(f'<p class="spoken">{line}</p>' for line in lines)


def interests(pen: Pen, form: str = "comma") -> str:
    """The interests as a comma list or bullets."""
    names = [pen.value(f"interests.{n}.name", interest) for n, interest in enumerate(pen.career.interests)]
    if not names:
        return ""
    if form == "bullets":
        return f'<ul class="points" data-region="list">{"".join(f"<li>{name}</li>" for name in names)}</ul>'
    return f"<p>{', '.join(names)}</p>"
