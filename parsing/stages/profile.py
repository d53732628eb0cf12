"""Everything read becomes one profile: JSON Resume sections, each leaf with confidence and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from parsing.stages.basics import Basics, basics_of, paragraph
from parsing.stages.confidence import trusted
from parsing.stages.derived import derived_of, derived_of_json_resume
from parsing.stages.entries import entries_of
from parsing.stages.entries.types import Entry
from parsing.stages.envelope import Envelope, Sheet
from parsing.stages.grades import tell_grades
from parsing.stages.headings import heading_of
from parsing.stages.importing import envelopes_of
from parsing.stages.languages import (
    SpokenLanguage,
    levelled_languages,
    only_names_languages,
    spoken_languages,
)
from parsing.stages.leaf import Leaf
from parsing.stages.ner import culture_of
from parsing.stages.quality import findings_of
from parsing.stages.section_inline import body_start, without_heading
from parsing.stages.skill_text import mentioned_skills
from parsing.stages.skills import SkillGroup, skill_groups
from parsing.stages.spoken import language_of
from parsing.stages.types import Document, Entity, Line, Section

DATED: Final = (
    "work",
    "volunteer",
    "education",
    "projects",
    "certificates",
    "publications",
    "awards",
    "references",
)
"""The sections whose entries `stages.entries` reads, in the order of JSON Resume."""
_TELLING: Final = ("summary", "work", "projects", "volunteer", "certificates")


def profile_of(
    document: Document,
    lines: Sequence[Line],
    entities: Sequence[Entity],
    sections: Sequence[Section],
    *,
    as_of: date,
) -> dict[str, object]:
    """The profile as JSON in the envelope form of docs/profile.md.

    A document that is JSON Resume already comes through as it is, each leaf with source `import`. Every
    line is somewhere: in some leaf's evidence, in a section's heading or text, or under `extras`.
    """
    if document.json_resume is not None:
        return _imported(document, as_of)
    sheet = Sheet(document.pages)
    culture = culture_of(lines, entities)
    entries = _entries(sections, lines, entities, as_of, culture)
    basics = basics_of(lines, entities, sections, document.findings, language=culture.partition("-")[0])
    listed = _skills(sections, lines)
    skills = listed or _told_of_work(sections, lines)
    languages = _languages(sections, lines)
    profile: dict[str, object] = {"basics": _basics(basics, sheet)}
    for kind in DATED:
        profile[kind] = [sheet.envelopes(entry.fields) for entry in entries.get(kind, [])]
    tell_grades(profile["education"], culture.partition("-")[2])
    profile["skills"] = [item for group in skills for item in _skill(group, sheet)]
    profile["languages"] = [_language(spoken, sheet) for spoken in languages]
    profile["interests"] = [
        item
        for body in _bodies(sections, lines, "interests")
        for group in skill_groups(body)
        for item in _skill(group, sheet)
    ]
    for kind in entries.keys() - profile.keys():
        profile[kind] = [sheet.envelopes(entry.fields) for entry in entries[kind]]
    profile["derived"] = derived_of(entries, skills, lines, as_of=as_of)
    profile["document"] = _document(document, lines, culture)
    profile["sections"] = [_section(section, lines, sheet) for section in sections]
    profile["quality_findings"] = findings_of(basics, entries, listed, lines)
    profile["extras"] = _extras(sections, lines, sheet)
    profile["meta"] = {"as_of": as_of.isoformat(), "schema": "vitae-profile-1"}
    return trusted(profile, lines, sections)


def _entries(
    sections: Sequence[Section], lines: Sequence[Line], entities: Sequence[Entity], as_of: date, culture: str
) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for section in sections:
        for entry in entries_of(section, lines, entities, as_of=as_of, culture=culture):
            found.setdefault(entry.kind, []).append(entry)
    return found


def _skills(sections: Sequence[Section], lines: Sequence[Line]) -> list[SkillGroup]:
    """The groups of every skills section; one headed "Backend" is a group of that name."""
    groups = []
    for section in sections:
        if section.kind == "skills":
            body = [without_heading(section, lines[i]) for i in section.lines]
            spoken = {line.id for line in levelled_languages(body)}
            body = [line for line in body if line.id not in spoken]
            heading = lines[section.heading] if section.heading is not None else None
            known = (
                heading is None or section.heading in section.lines or heading_of(heading.text) is not None
            )
            groups += skill_groups(body, None if known else heading)
    return groups


def _told_of_work(sections: Sequence[Section], lines: Sequence[Line]) -> list[SkillGroup]:
    """The skills that the texts about the work name: for a résumé that lists none."""
    told = (lines[i] for section in sections if section.kind in _TELLING for i in section.lines)
    return [SkillGroup(None, None, mentioned_skills(told))]


def _languages(sections: Sequence[Section], lines: Sequence[Line]) -> list[SpokenLanguage]:
    """The spoken languages of their own sections, else those with levels among the skills, else of lines of
    contact data that name nothing else.
    """
    found = [spoken for body in _bodies(sections, lines, "languages") for spoken in spoken_languages(body)]
    for body in _bodies(sections, lines, "skills"):
        found += spoken_languages(levelled_languages(body))
    if not found:
        contact = [line for body in _bodies(sections, lines, "contact") for line in body]
        found = spoken_languages([piece for line in contact for piece in _pieces_of_languages(line)])
    return found


def _pieces_of_languages(line: Line) -> Iterator[Line]:
    """The line for each of its cells that names languages only, the others blanked out."""
    start = 0
    for cell in line.text.split("\t"):
        if only_names_languages(cell):
            yield replace(line, text=" " * start + cell)
        start += len(cell) + 1


def _bodies(sections: Sequence[Section], lines: Sequence[Line], kind: str) -> Iterable[list[Line]]:
    """The content lines of each section of the kind, an inline heading blanked out."""
    for section in sections:
        if section.kind == kind:
            yield [without_heading(section, lines[i]) for i in section.lines]


def _basics(basics: Basics, sheet: Sheet) -> Envelope:
    first: Mapping[str, Leaf | Sequence[Leaf] | None] = {
        "name": basics.name,
        "label": basics.label,
        "email": basics.emails[0] if basics.emails else None,
        "phone": basics.phones[0] if basics.phones else None,
        "url": basics.urls[0] if basics.urls else None,
        "summary": basics.summary,
        "emails": basics.emails,
        "phones": basics.phones,
        "urls": basics.urls,
    }
    out = sheet.envelopes(first)
    out["location"] = sheet.envelopes(basics.location)
    out["profiles"] = [sheet.envelopes(profile._asdict()) for profile in basics.profiles]
    if basics.name_parts is not None:
        out["name_parts"] = {part: text for part, text in basics.name_parts._asdict().items() if text}
    return out


def _skill(group: SkillGroup, sheet: Sheet) -> list[Envelope]:
    """One item for a named group, one for each keyword of a bare list."""
    if group.name is not None:
        return [sheet.envelopes({"name": group.name, "level": group.level, "keywords": group.keywords})]
    return [sheet.envelopes({"name": keyword}) for keyword in group.keywords]


def _language(spoken: SpokenLanguage, sheet: Sheet) -> Envelope:
    return sheet.envelopes({"language": spoken.language, "fluency": spoken.fluency})


def _document(document: Document, lines: Sequence[Line], culture: str) -> dict[str, object]:
    recognised = [page for page in document.pages if page.source == "ocr"]
    return {
        "kind": document.kind,
        "language": language_of(lines),
        "culture": culture,
        "pages": len(document.pages) or 1,
        "has_text_layer": len(recognised) < len(document.pages) or not document.pages,
        "ocr_used": bool(recognised),
        "ocr_confidence": round(min((page.ocr_confidence for page in recognised), default=1.0), 3),
        "last_modified": document.metadata.get("modified") or document.metadata.get("created") or "",
        "creator_tool": document.metadata.get("creator") or document.metadata.get("producer") or "",
        "findings": [finding._asdict() for finding in document.findings],
    }


def _section(section: Section, lines: Sequence[Line], sheet: Sheet) -> dict[str, object]:
    heading = lines[section.heading] if section.heading is not None else None
    if heading is not None:
        sheet.lines.add(heading.id)
    shown = heading or (lines[section.lines[0]] if section.lines else None)
    return {
        "kind": section.kind,
        "heading": _heading_text(section, heading),
        "confidence": section.confidence,
        "page": shown.page if shown else 1,
        "bbox": sheet.fraction(shown.page, shown.box) if shown else None,
        "lines": list(section.lines),
    }


def _heading_text(section: Section, heading: Line | None) -> str:
    if heading is None:
        return ""
    return heading.text[: body_start(section, heading) or None].strip(" :–—\t")


def _extras(sections: Sequence[Section], lines: Sequence[Line], sheet: Sheet) -> dict[str, object]:
    """Sections that no field takes, whole, and every other line that no leaf stands on."""
    custom: list[dict[str, object]] = []
    kept: set[int] = set()
    for section in sections:
        if section.kind == "other":
            body = [lines[i] for i in section.lines]
            kept.update(section.lines)
            leaf = paragraph(body, "section.text", section.confidence)
            heading = lines[section.heading] if section.heading is not None else None
            custom.append(
                {
                    "heading": _heading_text(section, heading),
                    "text": "\n".join(line.text for line in body),
                    "summary": sheet.envelope(leaf) if leaf else None,
                }
            )
    owner = {line: section.kind for section in sections for line in section.lines}
    loose = [line for line in lines if line.id not in sheet.lines and line.id not in kept]
    return {
        "custom_sections": custom,
        "unmapped_text": [
            {"line": line.id, "page": line.page, "section": owner.get(line.id, ""), "text": line.text}
            for line in loose
        ],
    }


def _imported(document: Document, as_of: date) -> dict[str, object]:
    assert document.json_resume is not None
    resume = document.json_resume
    profile: dict[str, object] = {
        key: envelopes_of(value, key, f"/{key}") for key, value in resume.items() if key[:1] != "$"
    }
    tell_grades(profile.get("education"), "")
    profile["document"] = _document(document, (), "en-US")
    profile["extras"] = {"custom_sections": [], "unmapped_text": []}
    profile["quality_findings"] = []
    profile["sections"] = []
    profile["derived"] = derived_of_json_resume(resume, as_of=as_of)
    profile["meta"] = {"as_of": as_of.isoformat(), "schema": "vitae-profile-1"}
    return profile
