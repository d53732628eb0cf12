"""The other sections of a résumé – projects, certificates, publications, awards … – as entries or as bullets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from parsing.training.designs.entries import Form, entry, fill, head_lines
from parsing.training.designs.pen import Pen
from parsing.training.types import Item

# What each part of an item is called in JSON Resume.
_FIELDS: Final[dict[str, dict[str, str]]] = {
    "certificates": {"name": "name", "by": "issuer", "start": "date"},
    "projects": {"name": "name", "by": "entity", "role": "roles.0", "summary": "description", "url": "url"},
    "publications": {
        "name": "name",
        "by": "publisher",
        "role": "x-authors",
        "start": "releaseDate",
        "summary": "summary",
    },
    "awards": {"name": "title", "by": "awarder", "start": "date", "summary": "summary"},
    "volunteer": {"by": "organization", "role": "position", "summary": "summary"},
    "references": {"name": "name", "role": "x-position", "by": "x-company", "summary": "reference"},
}
_RANGED: Final = frozenset({"projects", "volunteer"})

_HEADS: Final[dict[str, tuple[str, ...]]] = {
    "certificates": ("{name}[, {by}][ ({dates})]", "{name}[ – {by}][ >> {dates}]", "{name}[ | {by}][ | {dates}]", "{name}[ >> {dates}]"),
    "projects": ("{name}[ – {role}][ ({dates})]", "{name}[ | {dates}]", "{name}[ >> {dates}]", "{name}"),
    "publications": (
        "{name}.[ {by}][, {dates}].",
        "[{role} ][({dates}): ]{name}.[ {by}].",
        "[{role}: ]{name}[, {by}][, {dates}]", "“{name}”[, {by}][ ({dates})]", "{name}[ – {by}][ – {dates}]"),
    "awards": ("{name}[, {by}][ ({dates})]", "{name}[ – {by}][, {dates}]", "{name}[ >> {dates}]"),
    "volunteer": ("{role}[, {by}][ ({dates})]", "{by}[ – {role}][, {dates}]", "{role} – {by}[ >> {dates}]"),
    "references": ("{name}[, {role}][, {by}]", "{name}[ – {role}][, {by}]"),
}  # fmt: skip


def _items(pen: Pen, kind: str) -> Sequence[Item]:
    career = pen.career
    held: Mapping[str, Sequence[Item]] = {
        "certificates": career.certificates,
        "projects": career.projects,
        "publications": career.publications,
        "awards": career.awards,
        "volunteer": career.volunteering,
        "references": career.references,
    }
    return held[kind]


def items(pen: Pen, kind: str, form: Form, *, as_bullets: bool | None = None, limit: int = 12) -> str:
    """The items of a kind in the form's manner; "" where there are none. Bullets by chance unless told."""
    held = _items(pen, kind)[:limit]
    if not held:
        return ""
    head = pen.rng.choice(_HEADS[kind])
    bulleted = pen.rng.random() < 0.4 if as_bullets is None else as_bullets
    shown = [_values(pen, kind, number, item) for number, item in enumerate(held)]
    if bulleted and not form.rail:
        told = pen.rng.choice(["", "[: {summary}]", "[ – {summary}]"])
        lines = "".join(f"<li>{_on_one_line(head + told, values)}</li>" for values in shown)
        return f'<ul class="points" data-region="list">{lines}</ul>'
    return "".join(_entry(form, head, values) for values in shown)


def _on_one_line(head: str, shown: Mapping[str, str]) -> str:
    """The head filled for a bullet; the summary alone where the item has no name (references on request)."""
    return (
        fill(head.replace("[ >> {dates}]", "[, {dates}]"), shown)
        if shown.get("name") or shown.get("by")
        else shown["summary"]
    )


def _values(pen: Pen, kind: str, number: int, item: Item) -> dict[str, str]:
    base, fields = f"{kind}.{number}", _FIELDS[kind]
    written = {"name": item.name, "by": item.by, "role": item.role, "summary": item.summary, "url": item.url}
    shown = {key: pen.value(f"{base}.{fields[key]}", text) for key, text in written.items() if key in fields}
    if not item.name and not item.by:  # no reference, only the promise of one
        return {"summary": escape(item.summary)}
    if kind in _RANGED:
        shown["dates"] = pen.period(base, item.start, item.end) if item.start else ""
    elif "start" in fields and item.start:
        shown["dates"] = pen.date(f"{base}.{fields['start']}", item.start)
    if kind == "projects" and item.keywords:
        names = [pen.value(f"{base}.keywords.{n}", word) for n, word in enumerate(item.keywords)]
        shown["keywords"] = ", ".join(names)
    return shown


def _entry(form: Form, head: str, shown: Mapping[str, str]) -> str:
    beside = dict(shown)
    rail = ""
    if form.rail:
        rail = fill("{dates}", shown) or "&nbsp;"
        beside["dates"] = ""
    lines = head_lines((_split(head, beside),), beside, floated=form.floated)
    summary = "".join(f'<p class="{key}">{shown[key]}</p>' for key in ("url", "summary") if shown.get(key))
    tools = f'<p class="tools">{shown["keywords"]}</p>' if shown.get("keywords") else ""
    return entry(rail, lines + summary + tools, cls="item")


def _split(head: str, shown: Mapping[str, str]) -> str:
    """The head with its optional flush-right part made plain, so that `head_lines` sees it."""
    return head.replace("[ >> {dates}]", " >> {dates}" if shown.get("dates") else "")
