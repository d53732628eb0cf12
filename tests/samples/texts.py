"""The samples without pages: Markdown, plain text, HTML and JSON Resume."""

from __future__ import annotations

import json
from html import escape

from designs import period
from people import Person


def markdown(person: Person) -> str:
    """As developers keep it in a repository."""
    parts = [f"# {person.name}", f"**{person.title}**", f"{person.place} · {person.phone} · <{person.email}>"]
    parts += [f"[{link}]({link})" for link in person.links]
    parts += ["## Summary", person.summary, "## Experience"]
    for job in person.jobs:
        parts += [f"### {job.title}, {job.employer}", f"*{period(job, 'en')}* · {job.place}"]
        parts.append("\n".join(f"- {point}" for point in job.points))
    parts.append("## Education")
    parts += [f"**{school.degree}**, {school.school}, {period(school, 'en')}" for school in person.schools]
    parts += ["## Skills", "\n".join(f"- {name}" for names in person.skills.values() for name in names)]
    parts += ["## Languages", ", ".join(f"{name} ({level})" for name, level in person.languages)]
    return "\n\n".join(parts) + "\n"


def plain_text(person: Person) -> str:
    """As pasted into a form: capitals for headings, hyphens for lists."""
    lines = [
        person.name.upper(),
        person.title,
        f"{person.place}",
        f"Phone: {person.phone}",
        f"Email: {person.email}",
        "",
    ]
    lines += ["PROFILE", person.summary, "", "WORK EXPERIENCE"]
    for job in person.jobs:
        lines += [
            f"{job.title}, {job.employer}, {job.place}",
            period(job, "en"),
            *(f"- {point}" for point in job.points),
            "",
        ]
    lines.append("EDUCATION")
    lines += [f"{school.degree}, {school.school}, {period(school, 'en')}" for school in person.schools]
    lines += ["", "SKILLS", ", ".join(name for names in person.skills.values() for name in names)]
    lines += ["", "LANGUAGES", ", ".join(f"{name} ({level})" for name, level in person.languages)]
    return "\n".join(lines) + "\n"


def web_page(person: Person) -> str:
    """A small home page, with the kind of markup people write by hand."""
    jobs = "".join(
        f"<article><h3>{escape(job.title)} <small>{period(job, 'en')}</small></h3><p>{escape(job.employer)}, {escape(job.place)}</p>"
        f"<ul>{''.join(f'<li>{escape(point)}</li>' for point in job.points)}</ul></article>"
        for job in person.jobs
    )
    schools = "".join(
        f"<p><b>{escape(s.degree)}</b>, {escape(s.school)}, {period(s, 'en')}</p>" for s in person.schools
    )
    skills = "".join(f"<li>{escape(name)}</li>" for names in person.skills.values() for name in names)
    languages = "".join(f"<li>{escape(name)} ({escape(level)})</li>" for name, level in person.languages)
    links = "".join(f' · <a href="{link}">{link.removeprefix("https://")}</a>' for link in person.links)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(person.name)}: CV</title>'
        "<style>body { font-family: sans-serif; max-width: 42em; margin: auto }</style><script>var page = 'cv';</script></head>\n<body>"
        f"<header><h1>{escape(person.name)}</h1><p>{escape(person.title)}</p>"
        f'<p>{escape(person.place)} · {escape(person.phone)} · <a href="mailto:{person.email}">{person.email}</a>{links}</p></header>\n'
        f"<section><h2>About me</h2><p>{escape(person.summary)}</p></section>\n<section><h2>Experience</h2>{jobs}</section>\n"
        f"<section><h2>Education</h2>{schools}</section>\n<section><h2>Skills</h2><ul>{skills}</ul></section>\n"
        f"<section><h2>Languages</h2><ul>{languages}</ul></section></body></html>\n"
    )


def json_resume(person: Person) -> str:
    """JSON Resume 1.0.0."""
    work = [
        {
            "name": j.employer,
            "position": j.title,
            "location": j.place,
            "startDate": j.start,
            **({"endDate": j.end} if j.end else {}),
            "highlights": list(j.points),
        }
        for j in person.jobs
    ]
    education = [
        {"institution": s.school, "studyType": s.degree, "startDate": s.start, "endDate": s.end}
        for s in person.schools
    ]
    return (
        json.dumps(
            {
                "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
                "basics": {
                    "name": person.name, "label": person.title, "email": person.email, "phone": person.phone,
                    "summary": person.summary, "location": {"address": person.place},
                    "profiles": [{"network": "GitHub", "url": link} for link in person.links],
                },
                "work": work,
                "education": education,
                "skills": [{"name": group, "keywords": list(names)} for group, names in person.skills.items()],
                "languages": [{"language": name, "fluency": level} for name, level in person.languages],
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )  # fmt: skip
