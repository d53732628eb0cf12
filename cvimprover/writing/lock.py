"""The fact lock: what stands in no span of the input and in no answer does not get into a résumé.

It trusts no writer. A text passes when every word of it is a word of grammar, or a word that the
candidate used in the same entry (inflected, misspelt, or of the same narrow family: "managed" for
"responsible for"), and when what the words say together was said together: numbers beside what they
count and in their order, ranks and degrees beside their noun, names unmixed, refusals and hedges kept.
So an invented employer, tool, figure or superlative fails whatever its spelling, because it is unknown;
a true word in a false place fails by its neighbours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cvimprover.writing.assembling import listed_at
from cvimprover.writing.checking import Verdict, verdict_on
from cvimprover.writing.lexicon import group_labels
from cvimprover.writing.pointers import found, steps_of, text_at
from cvimprover.writing.reading import Fault, Role
from cvimprover.writing.saying import said_in
from cvimprover.writing.sources import DATES, Leaf, Sources
from cvimprover.writing.types import Change, Removed, Source, Trace
from parsing.stages.dates import period_of

Spans = tuple[tuple[int, int, tuple[Source, ...]], ...]
_PROSE: Final = re.compile(
    r"/(?:work|volunteer|projects|education|awards|publications|certificates)/\d+/"
    r"(?:summary|description|highlights/(?:\d+|-))|/basics/summary"
)
_LABEL: Final = "/basics/label"
_REMOVABLE: Final = re.compile(r"/basics/(?:image|x-[\w-]+)|/(?:\w+)/\d+/highlights/\d+|/\w+/\d+/summary")
_UNSEEN: Final = frozenset({"Cf", "Cc", "Co", "Cs", "Cn"})
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|\d)")


def locked(
    changes: Iterable[Change], sources: Sources
) -> tuple[list[Change], dict[tuple[str, int], Spans], list[Removed]]:
    """The changes that may be made, the sources of each of their texts by (id, part), and what was removed.

    Of a summary only the sentences that fail go; any other text passes whole or not at all.
    """
    kept: list[Change] = []
    spans: dict[tuple[str, int], Spans] = {}
    removed: list[Removed] = []
    for change in changes:
        passed = _passed(change, sources, removed)
        if passed is None:
            continue
        kept.append(passed)
        for part, text in enumerate(passed.after):
            spans[passed.id, part] = _spans_of(text, passed, sources)
    return kept, spans, removed


def traces_of(
    pointer: str, text: str, origin: tuple[str, Change | None, int], spans: Mapping[tuple[str, int], Spans]
) -> list[Trace]:
    """The traces of an output leaf: one over the whole where it was left as it is."""
    place, change, part = origin
    if not text:
        return []
    if change is None:
        return [Trace(pointer, 0, len(text), (Source(place, 0, len(text)),))]
    return [Trace(pointer, start, end, sources) for start, end, sources in spans.get((change.id, part), ())]


def faults_in(text: str, pointer: str, sources: Sources) -> tuple[Fault, ...]:
    """What of a text that is to stand at a place cannot be traced."""
    return _verdict(text, pointer, sources).faults


def _passed(change: Change, sources: Sources, removed: list[Removed]) -> Change | None:
    """The change as far as it may be made; None when nothing of it may."""
    code = _not_allowed(change, sources)
    if code:
        shown = " / ".join(change.after) or change.before
        removed.append(_removed(change, shown, shown, code))
        return None
    if change.kind not in ("text", "add", "bullets") or _is_answered_date(change):
        return change
    if change.pointer == "/basics/summary":
        return _sound_sentences(change, sources, removed)
    for text in change.after:
        faults = _verdict(text, change.pointer, sources).faults
        if faults:
            removed.extend(_told(change, text, faults))
            return None
    return change


def _not_allowed(change: Change, sources: Sources) -> str:
    """The code of why a change of this kind may not be made there at all; "" when it may."""
    pointer, profile = change.pointer, sources.profile
    if change.by == "llm" and change.kind not in ("text", "add", "bullets"):
        return "llm_texts_only"
    if change.kind in ("text", "add", "bullets"):
        if _is_answered_date(change):
            return "" if _is_that_date(change, sources) else "date_not_answered"
        if not (_PROSE.fullmatch(pointer) or pointer == _LABEL):
            return "never_rewritten"
        if change.kind != "add" and not text_at(profile, pointer):
            return "no_such_text"
        if not change.after or not all(text.strip() for text in change.after):
            return "nothing_left"
        if change.pointer.endswith("/-") and change.kind != "add":
            return "no_such_text"
        if len(change.after) > 1 and change.kind == "text" and not listed_at(pointer):
            return "not_several"
    if change.kind == "remove" and not _REMOVABLE.fullmatch(pointer):
        return "not_removable"
    if change.kind == "order":
        listed = found(profile, pointer)
        is_whole = isinstance(listed, list) and sorted(change.order) == list(range(len(listed)))
        return "" if is_whole else "not_every_entry"
    if change.kind == "groups":
        return _groups_not_allowed(change, sources)
    return ""


def _groups_not_allowed(change: Change, sources: Sources) -> str:
    members = [pointer for group in change.groups for pointer in group.members]
    listed = [place for place in sources.leaves if re.fullmatch(r"/skills/\d+/(?:name|keywords/\d+)", place)]
    names = {text_at(sources.profile, place) for place in listed} | group_labels()
    if not all(group.name in names for group in change.groups):
        return "unknown_group"
    if len(set(members)) != len(members) or not set(members) <= set(listed):
        return "unknown_skill"
    return ""


def _is_answered_date(change: Change) -> bool:
    return change.by == "answer" and (steps_of(change.pointer) or [""])[-1] in DATES


def _is_that_date(change: Change, sources: Sources) -> bool:
    """True when the date is what the answer says, read as dates are read from a résumé."""
    answered = (leaf.text for leaf in sources.told if leaf.pointer == change.pointer)
    periods = (period_of(text, sources.language) for text in answered)
    return change.after in [(period.start,) for period in periods if period is not None]


def _sound_sentences(change: Change, sources: Sources, removed: list[Removed]) -> Change | None:
    sound = []
    for sentence in _SENTENCE.split(" ".join(change.after)):
        faults = _verdict(sentence, change.pointer, sources).faults
        if faults:
            removed.extend(_told(change, sentence, faults))
        else:
            sound.append(sentence)
    if not sound or (change.kind == "text" and " ".join(sound) == change.before):
        return None
    return Change(**{**_fields(change), "after": (" ".join(sound),)})  # type: ignore[arg-type]


def _fields(change: Change) -> dict[str, object]:
    return {name: getattr(change, name) for name in Change.__dataclass_fields__}


def _told(change: Change, text: str, faults: Sequence[Fault]) -> list[Removed]:
    return [_removed(change, text, fault.text, fault.code) for fault in faults]


def _removed(change: Change, text: str, fact: str, code: str) -> Removed:
    return Removed(change.pointer, text, fact, said_in("en").refused[code], change.by, code)


def _spans_of(text: str, change: Change, sources: Sources) -> Spans:
    if _is_answered_date(change):
        return tuple((0, len(text), (leaf.whole,)) for leaf in sources.told if leaf.pointer == change.pointer)
    if change.pointer != "/basics/summary":
        return _verdict(text, change.pointer, sources).spans
    spans: list[tuple[int, int, tuple[Source, ...]]] = []
    offset = 0
    for sentence in _SENTENCE.split(text):
        offset = text.index(sentence, offset)
        found_spans = _verdict(sentence, change.pointer, sources).spans
        spans += [(offset + start, offset + end, places) for start, end, places in found_spans]
        offset += len(sentence)
    return tuple(spans)


def _verdict(text: str, pointer: str, sources: Sources) -> Verdict:
    """What can be traced of one text, by the rules of its place."""
    hidden = [each for each in text if each != "\n" and unicodedata.category(each) in _UNSEEN]
    if hidden or unicodedata.normalize("NFC", text) != text:
        return Verdict((), (Fault(0, len(text), text, "unseen_characters"),))
    role: Role = "label" if pointer == _LABEL else "summary" if pointer == "/basics/summary" else "line"
    return verdict_on(text, _scope(pointer, role, sources), sources, role)


def _scope(pointer: str, role: Role, sources: Sources) -> list[Leaf]:
    if role != "line":
        return sources.everything()
    return sources.behind(pointer)
