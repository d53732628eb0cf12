"""What comes first: positions by date, lines and skills by what the job asks for, sections by what counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cvimprover.writing.lexicon import OTHER_SKILLS, skill_kinds
from cvimprover.writing.pointers import entries_at, found
from cvimprover.writing.relevance import Job, by_relevance
from cvimprover.writing.saying import why
from cvimprover.writing.sources import Sources
from cvimprover.writing.types import Change, Group, Questionnaire
from parsing.stages.text import fold

_DATED: Final = ("work", "volunteer", "education")
_LISTED: Final = ("work", "volunteer", "projects")
_USUAL: Final = (
    "basics", "work", "volunteer", "education", "skills", "projects", "certificates", "publications",
    "awards", "languages", "interests", "references",
)  # fmt: skip
_BEGINNER: Final = ("basics", "education", "work", "projects", "volunteer", *_USUAL[4:5], *_USUAL[6:])
_MOST_LINES: Final = 8
_FEWEST_BARE: Final = 8
_FEWEST_KNOWN: Final = 0.6
_FEWEST_KINDS: Final = 2
_OPEN: Final = "9999"


def selection(sources: Sources, job: Job, questionnaire: Questionnaire) -> Iterator[Change]:
    """The changes of order; none where everything stands where it should."""
    yield from _by_date(sources)
    if job:
        yield from _lines_by_job(sources, job)
        yield from _too_many(sources, job)
    yield from _skills(sources, job)
    yield from _sections(sources, questionnaire)


def _by_date(sources: Sources) -> Iterator[Change]:
    """The latest first, where every entry has a date; what still goes on before what ended."""
    for section in _DATED:
        entries = entries_at(sources.profile, f"/{section}")
        keys = [(_end(entry), str(entry.get("startDate") or "")) for entry in entries]
        if len(entries) < 2 or not all(any(key) for key in keys):
            continue
        if any(
            len(end[:7]) != len(other[:7]) and end[:4] == other[:4] for end, _ in keys for other, _ in keys
        ):
            continue  # "2019" may be before or after "2019-06"
        order = tuple(sorted(range(len(entries)), key=lambda at: keys[at], reverse=True))
        if [keys[at] for at in order] != keys:
            yield _order(f"/{section}", order, "order.dates")


def _end(entry: Mapping[str, object]) -> str:
    return str(entry.get("endDate") or (_OPEN if entry.get("startDate") else ""))


def _lines_by_job(sources: Sources, job: Job) -> Iterator[Change]:
    for section in _LISTED:
        for number, entry in enumerate(entries_at(sources.profile, f"/{section}")):
            lines = _texts(entry.get("highlights"))
            order = by_relevance(lines, job)
            if len(lines) > 1 and order != tuple(range(len(lines))):
                yield _order(f"/{section}/{number}/highlights", order, "order.relevance")


def _too_many(sources: Sources, job: Job) -> Iterator[Change]:
    """Lines beyond the eighth that say nothing of the job and hold no figure."""
    for number, entry in enumerate(entries_at(sources.profile, "/work")):
        lines = _texts(entry.get("highlights"))
        for at in by_relevance(lines, job)[_MOST_LINES:]:
            if not job.score(lines[at]) and not any(map(str.isdigit, lines[at])):
                pointer = f"/work/{number}/highlights/{at}"
                yield Change(
                    pointer, "remove", lines[at], (), ("select.relevance",), why(("select.relevance",))
                )


def _skills(sources: Sources, job: Job) -> Iterator[Change]:
    skills = entries_at(sources.profile, "/skills")
    bare = [str(entry.get("name") or "") for entry in skills if not entry.get("keywords")]
    if len(bare) == len(skills) >= _FEWEST_BARE and not any(entry.get("level") for entry in skills):
        groups = _groups(bare, sources.language, job)
        if groups:
            shown = tuple(f"{group.name}: {', '.join(_members(group, sources))}" for group in groups)
            yield Change(
                "/skills", "groups", ", ".join(bare), shown, ("groups",), why(("groups",)), groups=groups
            )
            return
    if not job:
        return
    for number, entry in enumerate(skills):
        keywords = _texts(entry.get("keywords"))
        order = by_relevance(keywords, job)
        if order != tuple(range(len(keywords))):
            yield _order(f"/skills/{number}/keywords", order, "order.relevance")
    told = [" ".join([str(entry.get("name") or ""), *_texts(entry.get("keywords"))]) for entry in skills]
    order = by_relevance(told, job)
    if order != tuple(range(len(skills))):
        yield _order("/skills", order, "order.relevance")


def _groups(names: Sequence[str], language: str, job: Job) -> tuple[Group, ...]:
    """The skills by kind, within each the job's first; () where too few of them are known."""
    kinds: dict[int, list[int]] = {}
    for at, name in enumerate(names):
        kind = next(
            (n for n, each in enumerate(skill_kinds()) if fold(name) in each.members), len(skill_kinds())
        )
        kinds.setdefault(kind, []).append(at)
    rest = kinds.pop(len(skill_kinds()), [])
    if len(names) - len(rest) < _FEWEST_KNOWN * len(names) or len(kinds) < _FEWEST_KINDS:
        return ()
    labels = {kind: skill_kinds()[kind].names[language] for kind in kinds}
    ordered = [(labels[kind], kinds[kind]) for kind in sorted(kinds)]
    if rest:
        ordered.append((OTHER_SKILLS[language], rest))
    return tuple(
        Group(
            label,
            tuple(
                f"/skills/{at}/name"
                for at in sorted(members, key=lambda at: -job.score(names[at]) if job else 0)
            ),
        )
        for label, members in ordered
    )


def _members(group: Group, sources: Sources) -> list[str]:
    return [str(found(sources.profile, pointer)) for pointer in group.members]


def _sections(sources: Sources, questionnaire: Questionnaire) -> Iterator[Change]:
    """Education first for somebody who begins; the usual order needs no change."""
    told = questionnaire.experience_level.startswith("0")
    is_beginner = told or (
        not questionnaire.experience_level and sources.years_of_experience[0] < _FEWEST_KINDS
    )
    if is_beginner and entries_at(sources.profile, "/education") and entries_at(sources.profile, "/work"):
        yield Change("", "sections", "", _BEGINNER, ("order.sections",), why(("order.sections",)))


def _order(pointer: str, order: tuple[int, ...], rule: str) -> Change:
    return Change(pointer, "order", "", (), (rule,), why((rule,)), order=order)


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
