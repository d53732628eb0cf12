"""What is printed: a JSON Resume as sections of entries, in a language's words, every text cleaned.

Templates and the writers of DOCX, Markdown and text all print a `Cv`, so each says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from cvimprover.rendering.cleaning import cleaned, paragraphs, shown_address, web_address
from cvimprover.rendering.dates import period, written
from cvimprover.rendering.types import Resume
from cvimprover.rendering.words import SECTIONS, Words

_LONGEST_NAME: Final = 300
"""Characters; what is longer is no name, and in large type would fill pages."""
ContactKind = Literal["place", "phone", "email", "web", "profile"]


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach the person, as shown; `url` is "" where there is nothing to open."""

    kind: ContactKind
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line of an entry: a grade, courses, technologies; its label may be ""."""

    label: str
    text: str

    @property
    def line(self) -> str:
        """The note in one piece."""
        return f"{self.label}: {self.text}" if self.label else self.text


@dataclass(frozen=True, slots=True)
class Entry:
    """A job, a study, a project …: `head` is what it is, `by` whose it is."""

    head: str
    by: str = ""
    place: str = ""
    dates: str = ""
    link: Contact | None = None
    body: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Skills, a language, an interest: a name, or words, or both."""

    name: str
    items: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: of entries, of groups or of paragraphs."""

    kind: str
    heading: str
    entries: tuple[Entry, ...] = ()
    groups: tuple[Group, ...] = ()
    body: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cv:
    """Everything that a page shows of a person. `sections` go by kind, empty ones left out.

    `order` names kinds that the résumé itself wants in another order than a template's (`meta.x-sections`).
    """

    name: str
    label: str
    contacts: tuple[Contact, ...]
    sections: Mapping[str, Section]
    words: Words
    order: tuple[str, ...] = ()

    def ordered(self, kinds: Sequence[str]) -> list[Section]:
        """Those of these kinds that are there, in this order, or in the résumé's own where it has one."""
        wanted = iter([kind for kind in self.order if kind in kinds])
        placed = [next(wanted) if kind in self.order else kind for kind in kinds]
        return [self.sections[kind] for kind in placed if kind in self.sections]


def cv_of(resume: Resume, words: Words) -> Cv:
    """The CV that a JSON Resume tells of. Never raises: what is no text is not shown."""
    basics = group(resume, "basics")
    found: dict[str, Section] = {}
    for kind in SECTIONS:
        section = _SECTIONS[kind](resume, words)
        if section.entries or section.groups or section.body:
            found[kind] = section
    return Cv(
        name=cleaned(basics.get("name"))[:_LONGEST_NAME],
        label=cleaned(basics.get("label"))[:_LONGEST_NAME],
        contacts=tuple(_contacts(basics)),
        sections=found,
        words=words,
        order=tuple(dict.fromkeys(texts(group(resume, "meta"), "x-sections"))),
    )


def group(parent: Mapping[str, object], key: str) -> Mapping[str, object]:
    """The object under the key, {} where there is none."""
    value = parent.get(key)
    return value if isinstance(value, Mapping) else {}


def items(parent: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    """The objects in the list under the key."""
    value = parent.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []


def texts(parent: Mapping[str, object], key: str) -> list[str]:
    """The texts in the list under the key, cleaned, empty ones left out."""
    value = parent.get(key)
    found = [cleaned(item) for item in value] if isinstance(value, list | tuple) else []
    return [text for text in found if text]


def place_of(location: Mapping[str, object]) -> str:
    """An address on one line, its postal code where the country puts it."""
    street, city, region, code = (
        cleaned(location.get(key)) for key in ("address", "city", "region", "postalCode")
    )
    country = cleaned(location.get("countryCode")).upper()
    if country in _CODE_LAST:
        town = ", ".join(part for part in (city, region) if part)
        town = f"{town} {code}".strip()
    else:
        town = ", ".join(part for part in (f"{code} {city}".strip(), region) if part)
    return ", ".join(part for part in (street, town) if part)


_CODE_LAST: Final = frozenset({"", "US", "CA", "AU", "GB", "IE", "IN", "NZ", "ZA", "SG"})


def _contacts(basics: Mapping[str, object]) -> Iterator[Contact]:
    email, phone = cleaned(basics.get("email")), cleaned(basics.get("phone"))
    place = place_of(group(basics, "location"))
    if email:
        yield Contact("email", email, f"mailto:{email}" if _is_email(email) else "")
    if phone:
        digits = "".join(sign for sign in phone if sign in "+0123456789")
        yield Contact("phone", phone, f"tel:{digits}" if len(digits) >= 6 else "")
    if place:
        yield Contact("place", place)
    if url := shown_address(basics.get("url")):
        yield Contact("web", url, web_address(basics.get("url")))
    for profile in items(basics, "profiles"):
        shown = shown_address(profile.get("url"))
        network, user = cleaned(profile.get("network")), cleaned(profile.get("username"))
        shown = shown or ": ".join(part for part in (network, user) if part)
        if shown:
            yield Contact("profile", shown, web_address(profile.get("url")))


def _is_email(text: str) -> bool:
    name, at, host = text.partition("@")
    return bool(at and name and "." in host) and not any(sign in text for sign in " <>\"'\\?&,;:%")


def _link(item: Mapping[str, object]) -> Contact | None:
    shown = shown_address(item.get("url"))
    return Contact("web", shown, web_address(item.get("url"))) if shown else None


def _section(kind: str, words: Words, entries: Sequence[Entry]) -> Section:
    kept = tuple(entry for entry in entries if entry.head or entry.body or entry.bullets)
    return Section(kind, words.headings[kind], entries=kept)


def _summary(resume: Resume, words: Words) -> Section:
    body = tuple(paragraphs(group(resume, "basics").get("summary")))
    return Section("summary", words.headings["summary"], body=body)


def _work(resume: Resume, words: Words) -> Section:
    return _section("work", words, [_position(item, "name", words) for item in items(resume, "work")])


def _volunteer(resume: Resume, words: Words) -> Section:
    jobs = [_position(item, "organization", words) for item in items(resume, "volunteer")]
    return _section("volunteer", words, jobs)


def _position(item: Mapping[str, object], whose: str, words: Words) -> Entry:
    title, by = cleaned(item.get("position")), cleaned(item.get(whose))
    location = item.get("location")
    return Entry(
        head=title or by,
        by=by if title else "",
        place=place_of(location) if isinstance(location, Mapping) else cleaned(location),
        dates=period(item.get("startDate"), item.get("endDate"), words),
        link=_link(item),
        body=tuple(paragraphs(item.get("summary"))),
        bullets=tuple(texts(item, "highlights")),
        notes=_listed(item, "keywords", words.technologies),
    )


def _listed(item: Mapping[str, object], key: str, label: str) -> tuple[Note, ...]:
    told = texts(item, key)
    return (Note(label, ", ".join(told)),) if told else ()


def _education(resume: Resume, words: Words) -> Section:
    return _section("education", words, [_study(item, words) for item in items(resume, "education")])


def _study(item: Mapping[str, object], words: Words) -> Entry:
    degree, area = cleaned(item.get("studyType")), cleaned(item.get("area"))
    school, grade = cleaned(item.get("institution")), cleaned(item.get("score"))
    head = ", ".join(part for part in (degree, area) if part)
    notes = (_graded(grade, words),) if grade else ()
    return Entry(
        head=head or school,
        by=school if head else "",
        place=cleaned(item.get("location")),
        dates=period(item.get("startDate"), item.get("endDate"), words),
        link=_link(item),
        body=tuple(paragraphs(item.get("summary"))),
        bullets=tuple(texts(item, "highlights")),
        notes=(*notes, *_listed(item, "courses", words.courses)),
    )


def _graded(grade: str, words: Words) -> Note:
    """The grade behind a label, but for one that has its own ("GPA 3.9", "16 valores", "Thesis: Ice")."""
    has_own = (any(map(str.isdigit, grade)) and any(map(str.isalpha, grade))) or ": " in grade
    return Note("" if has_own else words.grade, grade)


def _projects(resume: Resume, words: Words) -> Section:
    return _section("projects", words, [_project(item, words) for item in items(resume, "projects")])


def _project(item: Mapping[str, object], words: Words) -> Entry:
    return Entry(
        head=cleaned(item.get("name")),
        by=cleaned(item.get("entity")),
        dates=period(item.get("startDate"), item.get("endDate"), words, lasts=False),
        link=_link(item),
        body=tuple(paragraphs(item.get("description") or item.get("summary"))),
        bullets=tuple(texts(item, "highlights")),
        notes=(*_listed(item, "roles", words.role), *_listed(item, "keywords", words.technologies)),
    )


def _named(kind: str, name: str, by: str, date: str) -> Callable[[Resume, Words], Section]:
    """A reader of sections whose entries have a name, somebody behind it, and one date."""

    def section(resume: Resume, words: Words) -> Section:
        return _section(
            kind,
            words,
            [
                Entry(
                    head=cleaned(item.get(name)),
                    by=cleaned(item.get(by)),
                    dates=written(item.get(date) or item.get("date"), words),
                    link=_link(item),
                    body=tuple(paragraphs(item.get("summary"))),
                )
                for item in items(resume, kind)
            ],
        )

    return section


def _skills(resume: Resume, words: Words) -> Section:
    groups = [
        Group(cleaned(item.get("name")), tuple(texts(item, "keywords")), cleaned(item.get("level")))
        for item in items(resume, "skills")
    ]
    return Section("skills", words.headings["skills"], groups=_filled(groups))


def _languages(resume: Resume, words: Words) -> Section:
    groups = [
        Group(cleaned(item.get("language")), level=cleaned(item.get("fluency")))
        for item in items(resume, "languages")
    ]
    return Section("languages", words.headings["languages"], groups=_filled(groups))


def _interests(resume: Resume, words: Words) -> Section:
    groups = [
        Group(cleaned(item.get("name")), tuple(texts(item, "keywords")))
        for item in items(resume, "interests")
    ]
    return Section("interests", words.headings["interests"], groups=_filled(groups))


def _filled(groups: Sequence[Group]) -> tuple[Group, ...]:
    return tuple(group for group in groups if group.name or group.items)


def _references(resume: Resume, words: Words) -> Section:
    entries = []
    for item in items(resume, "references"):
        name, position = referee(cleaned(item.get("name")))
        entries.append(Entry(name, by=position, body=tuple(paragraphs(item.get("reference")))))
    return _section("references", words, entries)


def referee(text: str) -> tuple[str, str]:
    """Name and position of "Mara Lund, Head of Sales at Tide plc"; one word behind a comma is a title."""
    name, comma, position = text.partition(", ")
    return (name, position) if comma and " " in position else (text, "")


_SECTIONS: Final[Mapping[str, Callable[[Resume, Words], Section]]] = {
    "summary": _summary,
    "work": _work,
    "education": _education,
    "skills": _skills,
    "languages": _languages,
    "projects": _projects,
    "certificates": _named("certificates", "name", "issuer", "date"),
    "publications": _named("publications", "name", "publisher", "releaseDate"),
    "awards": _named("awards", "title", "awarder", "date"),
    "volunteer": _volunteer,
    "interests": _interests,
    "references": _references,
}
