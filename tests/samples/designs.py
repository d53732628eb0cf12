"""The samples' designs: a person → HTML that WeasyPrint prints. Each design is one function and one style."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from people import Job, Person, School

MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
}
WORDS = {
    "en": {"now": "Present", "profile": "Profile", "work": "Experience", "education": "Education", "skills": "Skills", "languages": "Languages", "contact": "Contact"},
    "de": {"now": "heute", "profile": "Profil", "work": "Berufserfahrung", "education": "Ausbildung", "skills": "Kenntnisse", "languages": "Sprachen", "contact": "Persönliche Daten"},
    "fr": {"now": "aujourd'hui", "profile": "Profil", "work": "Expérience professionnelle", "education": "Formation", "skills": "Compétences", "languages": "Langues", "contact": "Coordonnées"},
    "es": {"now": "actualidad", "profile": "Perfil", "work": "Experiencia laboral", "education": "Formación", "skills": "Conocimientos", "languages": "Idiomas", "contact": "Contacto"},
}  # fmt: skip


def date_in(language: str, written: str | None) -> str:
    """An EDTF date as people write it in that language; None is their word for today."""
    if written is None:
        return WORDS[language]["now"]
    year, _, month = written.partition("-")
    if not month:
        return year
    if language == "de":
        return f"{month}/{year}"
    return f"{MONTHS[language][int(month) - 1]} {year}"


def period(entry: Job | School, language: str) -> str:
    """Start and end with an en dash between them."""
    return f"{date_in(language, entry.start)} – {date_in(language, entry.end)}"


def _items(texts: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>" if texts else ""


def _section(heading: str, body: str) -> str:
    return f"<section><h2>{escape(heading)}</h2>{body}</section>"


def _contact(person: Person, *, separator: str) -> str:
    links = [f'<a href="https://{link.removeprefix("https://")}">{escape(link)}</a>' for link in person.links]
    return separator.join(
        [
            escape(person.place),
            escape(person.phone),
            f'<a href="mailto:{person.email}">{person.email}</a>',
            *links,
        ]
    )


def _job(job: Job, language: str) -> str:
    return (
        f'<div class="entry"><div class="when">{period(job, language)}</div>'
        f"<h3>{escape(job.title)}</h3>"
        f'<div class="where">{escape(job.employer)}, {escape(job.place)}</div>{_items(job.points)}</div>'
    )


def _school(school: School, language: str) -> str:
    note = f'<div class="note">{escape(school.note)}</div>' if school.note else ""
    return (
        f'<div class="entry"><div class="when">{period(school, language)}</div>'
        f'<h3>{escape(school.degree)}</h3><div class="where">{escape(school.school)}, {escape(school.place)}</div>{note}</div>'
    )


def _skills(person: Person) -> str:
    return "".join(
        f"<p><b>{escape(group)}:</b> {escape(', '.join(names))}</p>" for group, names in person.skills.items()
    )


def _languages(person: Person, separator: str = "<br>") -> str:
    return f"<p>{separator.join(f'{escape(name)} ({escape(level)})' for name, level in person.languages)}</p>"


def _extras(person: Person) -> str:
    return "".join(_section(heading, _items(texts)) for heading, texts in person.extras)


def _jobs(person: Person) -> str:
    return "".join(_job(job, person.language) for job in person.jobs)


def _schools(person: Person) -> str:
    return "".join(_school(school, person.language) for school in person.schools)


def _page(person: Person, style: str, body: str) -> str:
    base = (
        "@page { size: A4; margin: 18mm 18mm 16mm } * { box-sizing: border-box } body { margin: 0 }"
        "h1, h2, h3, p, ul { margin: 0 } ul { padding-left: 14pt } li { margin: 1pt 0 } a { color: inherit; text-decoration: none }"
        ".entry { margin: 0 0 11pt; break-inside: avoid } .when { float: right }"
    )
    return (
        f'<!doctype html><html lang="{person.language}"><head><meta charset="utf-8"><title>{escape(person.name)}</title>'
        f'<meta name="author" content="{escape(person.name)}"><style>{base}{style}</style></head><body>{body}</body></html>'
    )


def single_column(person: Person) -> str:
    """One column, a serif face, hairlines under the headings."""
    say = WORDS[person.language]
    style = (
        "body { font: 11.5pt/1.5 'EB Garamond', serif; font-variant-numeric: lining-nums; color: #222 } ul { list-style: '–  ' } header { text-align: center; margin-bottom: 12pt }"
        "h1 { line-height: 1.2; font-size: 28pt; font-weight: 500; letter-spacing: .5pt } .role { font-size: 13pt; font-style: italic; color: #7a4b2a }"
        "h2 { font-size: 12.5pt; font-weight: 600; border-bottom: .6pt solid #7a4b2a; margin: 12pt 0 6pt; color: #7a4b2a }"
        "h3 { font-size: 11pt; font-weight: 600 } .where { font-style: italic } .when { color: #555 }"
    )
    body = (
        f'<header><h1>{escape(person.name)}</h1><div class="role">{escape(person.title)}</div>'
        f"<div>{_contact(person, separator=' · ')}</div></header>"
        + _section(say["profile"], f"<p>{escape(person.summary)}</p>")
        + _section(say["work"], _jobs(person))
        + _section(say["education"], _schools(person))
        + _section(say["skills"], _skills(person))
        + _section(say["languages"], _languages(person, ", "))
        + _extras(person)
    )
    return _page(person, style, body)


def two_columns(person: Person) -> str:
    """A header across the page, then two columns: the history wide, the rest narrow."""
    say = WORDS[person.language]
    style = (
        "@page { margin: 15mm } body { font: 10.2pt/1.5 Lato, sans-serif; color: #23313b } header { border-bottom: 2pt solid #0b7285; padding-bottom: 8pt; margin-bottom: 10pt }"
        "h1 { line-height: 1.15; font-size: 27pt; font-weight: 900; color: #0b7285 } .role { font-size: 12pt; letter-spacing: 1.5pt; text-transform: uppercase }"
        ".contact { margin-top: 4pt; color: #56646d } .columns { display: flex; gap: 9mm } .wide { flex: 1.75 } .narrow { flex: 1 }"
        "h2 { font-size: 10.5pt; font-weight: 900; letter-spacing: 1pt; text-transform: uppercase; color: #0b7285; margin: 8pt 0 5pt }"
        "h3 { font-size: 10.5pt } .where { color: #56646d } .when { color: #0b7285 } .narrow .when { float: none }"
        ".narrow p { margin-bottom: 5pt }"
    )
    wide = _section(say["profile"], f"<p>{escape(person.summary)}</p>") + _section(say["work"], _jobs(person))
    narrow = (
        _section(say["skills"], _skills(person))
        + _section(say["education"], _schools(person))
        + _section(say["languages"], _languages(person))
        + _extras(person)
    )
    body = (
        f'<header><h1>{escape(person.name)}</h1><div class="role">{escape(person.title)}</div>'
        f'<div class="contact">{_contact(person, separator=" &nbsp;|&nbsp; ")}</div></header>'
        f'<div class="columns"><div class="wide">{wide}</div><div class="narrow">{narrow}</div></div>'
    )
    return _page(person, style, body)


def _with_sidebar(person: Person, *, side: str, colour: str, ink: str, face: str) -> str:
    say = WORDS[person.language]
    at = f"{side}: 0"
    room = f"padding-{side}: 78mm; padding-{'left' if side == 'right' else 'right'}: 14mm"
    style = (
        f"@page {{ margin: 0 }} body {{ font: 10.2pt/1.5 {face}, sans-serif; color: #26282b }}"
        f"aside {{ position: absolute; top: 0; {at}; width: 66mm; height: 297mm; background: {colour}; color: {ink}; padding: 16mm 9mm }}"
        f"main {{ {room}; padding-top: 16mm }} h1 {{ font-size: 25pt; line-height: 1.1 }}"
        ".role { font-size: 12.5pt; margin: 3pt 0 12pt; color: #666 }"
        "h2 { font-size: 11pt; letter-spacing: 1.2pt; text-transform: uppercase; margin: 0 0 6pt; padding-bottom: 2pt; border-bottom: 1pt solid currentColor }"
        "section { margin-bottom: 12pt } aside p { margin-bottom: 4pt } h3 { font-size: 10.6pt } .where { color: #666 } .when { font-size: 9pt; color: #666 }"
        "aside .where, aside .when { color: inherit } aside .when { float: none }"
    )
    portrait = (
        '<svg width="30mm" height="30mm" viewBox="0 0 60 60" style="display:block;margin:0 auto 9mm">'
        f'<circle cx="30" cy="30" r="30" fill="{ink}" opacity=".92"/><circle cx="30" cy="23" r="10" fill="{colour}"/>'
        f'<path d="M10 52a20 18 0 0 1 40 0z" fill="{colour}"/></svg>'
    )
    aside = (
        portrait
        + _section(say["contact"], f"<p>{_contact(person, separator='</p><p>')}</p>")
        + _section(
            say["skills"],
            "".join(
                f"<p><b>{escape(group)}</b><br>{'<br>'.join(map(escape, names))}</p>"
                for group, names in person.skills.items()
            ),
        )
        + _section(say["languages"], _languages(person))
    )
    main = (
        f'<h1>{escape(person.name)}</h1><div class="role">{escape(person.title)}</div>'
        + _section(say["profile"], f"<p>{escape(person.summary)}</p>")
        + _section(say["work"], _jobs(person))
        + _section(say["education"], _schools(person))
        + _extras(person)
    )
    return _page(person, style, f"<aside>{aside}</aside><main>{main}</main>")


def left_sidebar(person: Person) -> str:
    """A dark bar on the left with picture, contact and skills."""
    return _with_sidebar(person, side="left", colour="#243b53", ink="#f0f4f8", face="'Open Sans'")


def right_sidebar(person: Person) -> str:
    """A pale bar on the right."""
    return _with_sidebar(person, side="right", colour="#f3e9dc", ink="#5e3023", face="Roboto")


def label_rail(person: Person) -> str:
    """A table without lines: headings and dates in a rail on the left, everything else on the right."""
    say = WORDS[person.language]
    style = (
        "body { font: 10.6pt/1.5 'Liberation Sans', sans-serif; color: #222 } h1 { font-size: 22pt; font-weight: 400 } .role { color: #2f855a; font-size: 12pt; margin-bottom: 8pt }"
        "table { border-collapse: collapse; width: 100% } td { vertical-align: top; padding: 3pt 0 } td.rail { width: 44mm; color: #2f855a; padding-right: 6mm }"
        "tr.head td { border-top: .8pt solid #2f855a; padding-top: 6pt } tr.head .rail { font-weight: 700; text-transform: uppercase; font-size: 9pt; letter-spacing: .8pt }"
    )

    def row(rail: str, cell: str, *, head: bool = False) -> str:
        return f'<tr{" class=head" if head else ""}><td class="rail">{rail}</td><td>{cell}</td></tr>'

    rows = [row(escape(say["contact"]), _contact(person, separator="<br>"), head=True)]
    rows.append(row(escape(say["profile"]), escape(person.summary), head=True))
    rows.append(row(escape(say["work"]), "", head=True))
    rows += [
        row(
            period(job, person.language),
            f"<b>{escape(job.title)}</b><br>{escape(job.employer)}, {escape(job.place)}{_items(job.points)}",
        )
        for job in person.jobs
    ]
    rows.append(row(escape(say["education"]), "", head=True))
    rows += [
        row(
            period(school, person.language),
            f"<b>{escape(school.degree)}</b><br>{escape(school.school)}, {escape(school.place)}{'<br>' + escape(school.note) if school.note else ''}",
        )
        for school in person.schools
    ]
    rows.append(
        row(
            escape(say["skills"]),
            escape(", ".join(name for names in person.skills.values() for name in names)),
            head=True,
        )
    )
    rows.append(
        row(
            escape(say["languages"]),
            ", ".join(f"{escape(name)} ({escape(level)})" for name, level in person.languages),
            head=True,
        )
    )
    rows += [
        row(escape(heading), "<br>".join(map(escape, texts)), head=True) for heading, texts in person.extras
    ]
    body = f'<h1>{escape(person.name)}</h1><div class="role">{escape(person.title)}</div><table>{"".join(rows)}</table>'
    return _page(person, style, body)


def lebenslauf(person: Person) -> str:
    """The German form: a titled page, personal data as a table with lines, dates on the left."""
    say = WORDS[person.language]
    style = (
        "body { font: 10pt/1.45 'Open Sans', sans-serif; color: #1f2933 } .doc { font-size: 24pt; font-weight: 300; color: #9b2c2c; margin-bottom: 8pt }"
        "h2 { font-size: 12pt; color: #9b2c2c; margin: 10pt 0 4pt } table { border-collapse: collapse; width: 100% }"
        "td { border: .5pt solid #cbd2d9; padding: 3pt 6pt; vertical-align: top } td.rail { width: 42mm; background: #f5f7fa } p { margin: 2pt 0 8pt }"
    )

    def table(rows: list[tuple[str, str]]) -> str:
        return (
            "<table>"
            + "".join(f'<tr><td class="rail">{left}</td><td>{right}</td></tr>' for left, right in rows)
            + "</table>"
        )

    personal = [
        ("Name", f"<b>{escape(person.name)}</b>"),
        ("Position", escape(person.title)),
        ("Wohnort", escape(person.place)),
        ("Telefon", escape(person.phone)),
        ("E-Mail", person.email),
    ]
    jobs = [
        (
            period(job, "de"),
            f"<b>{escape(job.title)}</b><br>{escape(job.employer)}, {escape(job.place)}{_items(job.points)}",
        )
        for job in person.jobs
    ]
    schools = [
        (
            period(school, "de"),
            f"<b>{escape(school.degree)}</b><br>{escape(school.school)}, {escape(school.place)}{'<br>' + escape(school.note) if school.note else ''}",
        )
        for school in person.schools
    ]
    skills = [(escape(group), escape(", ".join(names))) for group, names in person.skills.items()]
    languages = [(escape(name), escape(level)) for name, level in person.languages]
    body = (
        '<div class="doc">Lebenslauf</div>'
        + _section(say["contact"], table(personal))
        + _section(say["profile"], f"<p>{escape(person.summary)}</p>")
        + _section(say["work"], table(jobs))
        + _section(say["education"], table(schools))
        + _section(say["skills"], table(skills))
        + _section(say["languages"], table(languages))
    )
    return _page(person, style, body)


def typed(person: Person) -> str:
    """Plain and black, as it comes out of an office printer: what is scanned and photographed."""
    say = WORDS[person.language]
    style = (
        "body { font: 12pt/1.5 'Liberation Serif', serif; color: #000 } h1 { font-size: 21pt; line-height: 1.25 } header { margin-bottom: 10pt }"
        "h2 { font: 700 12.5pt 'Liberation Sans', sans-serif; border-bottom: 1pt solid #000; margin: 11pt 0 6pt }"
        "h3 { font-size: 12pt } .where { font-style: italic }"
    )
    body = (
        f"<header><h1>{escape(person.name)}</h1><div>{escape(person.title)}</div><div>{_contact(person, separator=' | ')}</div></header>"
        + _section(say["profile"], f"<p>{escape(person.summary)}</p>")
        + _section(say["work"], _jobs(person))
        + _section(say["education"], _schools(person))
        + _section(
            say["skills"],
            f"<p>{escape(', '.join(name for names in person.skills.values() for name in names))}</p>",
        )
        + _section(say["languages"], _languages(person, ", "))
        + _extras(person)
    )
    return _page(person, style, body)


Design = Callable[[Person], str]
