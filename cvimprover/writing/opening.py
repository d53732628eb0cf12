"""Abbreviations opened where they are first used, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cvimprover.writing.bullets import lines_of
from cvimprover.writing.lexicon import lexicon
from cvimprover.writing.saying import why
from cvimprover.writing.sources import Sources
from cvimprover.writing.types import Change

_MOST: Final = 3


def with_openings(changes: Sequence[Change], sources: Sources) -> list[Change]:
    """The changes, with up to three abbreviations opened at their first use in the lines of work.

    Opened as the candidate opens it further down, else as a short list of public ones says; never one
    that is open from the start.
    """
    by_pointer = {change.pointer: change for change in changes if change.kind in ("text", "bullets")}
    removed = {change.pointer for change in changes if change.kind == "remove"}
    known = {**lexicon(sources.language).acronyms, **sources.openings}
    done: dict[str, Change] = {}
    seen: set[str] = set()
    for line in lines_of(sources.profile):
        for acronym in re.findall(r"(?<![\w(-])[A-Z]{2,6}s?(?![\w)-])", line.text):
            if acronym in seen or acronym not in known or len(done) >= _MOST or line.pointer in removed:
                continue
            seen.add(acronym)
            if known[acronym].lower() in line.text.lower() or _was_opened(
                known[acronym], line.pointer, sources
            ):
                continue
            change = (
                done.get(line.pointer)
                or by_pointer.get(line.pointer)
                or Change(line.pointer, "text", line.text, (line.text,), (), "")
            )
            opened = _opened(change, acronym, known[acronym])
            if opened is not None:
                done[line.pointer] = opened
    rest = [
        change for change in changes if change.pointer not in done or change.kind not in ("text", "bullets")
    ]
    return [*done.values(), *rest]


def _was_opened(opened: str, pointer: str, sources: Sources) -> bool:
    """True where an earlier line of work says it in full."""
    for line in lines_of(sources.profile):
        if line.pointer == pointer:
            return False
        if opened.lower() in line.text.lower():
            return True
    return False


def _is_in_name(text: str, match: re.Match[str]) -> bool:
    """True for "Zoho CRM": a name is not opened."""
    before, after = text[: match.start()].split()[-1:], text[match.end() :].split()[:1]
    is_first = match.start() == 0 or len(text[: match.start()].split()) == 1
    return any(word[:1].isupper() for word in after) or (
        not is_first and any(w[:1].isupper() for w in before)
    )


def _opened(change: Change, acronym: str, opened: str) -> Change | None:
    for at, text in enumerate(change.after):
        match = re.search(rf"(?<![\w(-]){acronym}(?![\w)-])", text)
        if match and not _is_in_name(text, match):
            start = match.start()
            words = opened[:1].upper() + opened[1:] if start == 0 else opened
            better = f"{text[:start]}{words} ({acronym}){text[match.end() :]}"
            rules = (*change.rules, "acronym")
            return replace(
                change,
                after=(*change.after[:at], better, *change.after[at + 1 :]),
                rules=rules,
                why=why(rules),
            )
    return None
