"""A CV as Markdown (CommonMark) and as plain text, in the order of the template's sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cvimprover.rendering.cv import Contact, Cv, Entry, Group, Section

_SIGNS: Final = re.compile(r"([\\`*_{}\[\]<>#|~]|&(?=#?\w+;))")
_LISTED: Final = ("certificates", "awards", "publications", "references")
_BRIEF: Final = 160
_LINE_START: Final = re.compile(r"^(\s*)([-+=:]|\d+[.)])(?=\s|$|[-=])")


def markdown_of(cv: Cv, sections: list[Section]) -> str:
    """The CV as Markdown. Signs in its texts are escaped, so none becomes a link, a picture or HTML."""
    lines = [f"# {escaped(cv.name)}", ""]
    if cv.label:
        lines += [f"**{escaped(cv.label)}**", ""]
    if cv.contacts:
        lines += [" · ".join(_linked(contact) for contact in cv.contacts), ""]
    for section in sections:
        lines += [f"## {escaped(section.heading)}", ""]
        for body in section.body:
            lines += [escaped(body), ""]
        for entry in section.entries:
            lines += [*_markdown_entry(entry), ""]
        if section.groups:
            lines += [*(f"- {_markdown_group(group)}" for group in _told(section.groups)), ""]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """The text with every sign that Markdown would take for its own behind a backslash."""
    return _LINE_START.sub(_behind_backslash, _SIGNS.sub(r"\\\1", text))


def _behind_backslash(match: re.Match[str]) -> str:
    """A digit cannot be escaped, so "1." becomes "1\\."."""
    sign = match[2]
    return match[1] + (f"{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"\\{sign}")


def _linked(contact: Contact) -> str:
    if not contact.url:
        return escaped(contact.text)
    return f"[{escaped(contact.text)}](<{contact.url.replace('<', '%3C').replace('>', '%3E')}>)"


def _markdown_entry(entry: Entry) -> Iterator[str]:
    yield f"### {escaped(entry.head)}"
    yield ""
    by = " · ".join(part for part in (entry.by, entry.place) if part)
    about = [f"**{escaped(by)}**" if by else "", f"*{escaped(entry.dates)}*" if entry.dates else ""]
    about += [_linked(entry.link) if entry.link else ""]
    if any(about):
        yield " · ".join(part for part in about if part)
        yield ""
    for body in entry.body:
        yield escaped(body)
        yield ""
    for note in entry.notes:
        yield escaped(note.line)
        yield ""
    for bullet in entry.bullets:
        yield f"- {escaped(bullet)}"


def _markdown_group(group: Group) -> str:
    level = f" ({escaped(group.level)})" if group.level else ""
    if not group.items:
        return f"{escaped(group.name)}{level}"
    name = f"**{escaped(group.name)}:** " if group.name else ""
    return f"{name}{', '.join(escaped(item) for item in group.items)}{level}"


def text_of(cv: Cv, sections: list[Section]) -> str:
    """The CV as plain text for a form's one big field, a paragraph a line: the field itself wraps them."""
    lines = [cv.name, *([cv.label] if cv.label else []), *_contact_lines(cv), ""]
    for section in sections:
        lines += [section.heading.upper(), ""]
        for body in section.body:
            lines += [body, ""]
        if section.kind in _LISTED and all(_is_brief(entry) for entry in section.entries):
            lines += [*(f"- {_on_one_line(entry)}" for entry in section.entries), ""]
            continue
        for entry in section.entries:
            lines += [*_text_entry(entry), ""]
        lines += [*(_text_group(group) for group in _told(section.groups)), *([""] if section.groups else [])]
    return "\n".join(lines).strip("\n") + "\n"


def _contact_lines(cv: Cv) -> Iterator[str]:
    for contact in cv.contacts:
        yield contact.text


def _on_one_line(entry: Entry) -> str:
    return " · ".join(part for part in (entry.head, entry.by, entry.dates, *entry.body) if part)


def _is_brief(entry: Entry) -> bool:
    return not entry.link and len(_on_one_line(entry)) <= _BRIEF


def _text_entry(entry: Entry) -> Iterator[str]:
    by = " · ".join(part for part in (entry.by, entry.place) if part)
    yield from (part for part in (entry.head, by, entry.dates) if part)
    if entry.link:
        yield entry.link.text
    yield from entry.body
    for note in entry.notes:
        yield note.line
    for bullet in entry.bullets:
        yield f"- {bullet}"


def _text_group(group: Group) -> str:
    level = f" ({group.level})" if group.level else ""
    if not group.items:
        return f"{group.name}{level}"
    return (
        f"{group.name}: {', '.join(group.items)}{level}" if group.name else f"{', '.join(group.items)}{level}"
    )


def _told(groups: Sequence[Group]) -> list[Group]:
    """The groups, those that are a name alone first: behind a list they would read as its last words."""
    return sorted(groups, key=lambda group: bool(group.items))
