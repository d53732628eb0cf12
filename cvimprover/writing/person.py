"""The headline and the profile at the top: the candidate's own, cleaned, or made of facts alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cvimprover.writing.lexicon import phrases
from cvimprover.writing.pointers import entries_at, text_at
from cvimprover.writing.relevance import Job
from cvimprover.writing.saying import why
from cvimprover.writing.sources import LONGEST, Sources
from cvimprover.writing.tidying import capitalised, tidied
from cvimprover.writing.types import Change

LABEL: Final = "/basics/label"
SUMMARY: Final = "/basics/summary"
_FEWEST_YEARS: Final = 2
_MOST_SKILLS: Final = 4
_LONGEST_SKILL: Final = 30
_LONGEST_TITLE: Final = 60

_OPENINGS: Final[Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]] = {
    "en": (
        (re.compile(r"I(?:'m|’m| am) (?:currently )?an? (?=\w)"), ""),
        (re.compile(
            r"I have (?:over |more than )?(?=(?:\d+|two|three|four|five|six|seven|eight|nine"
            r"|ten)\+? years)"), ""),
    ),
    "de": (
        (re.compile(r"Ich bin (?:eine?|als) (?=\w)"), ""),
        (re.compile(
            r"Ich (?:habe|verfüge über) (?=\d+ Jahre|(?:sehr )?gute |mehrjährige |langjährige "
            r"|fundierte |umfassende )"), ""),
    ),
    "fr": (
        (re.compile(r"Je suis une? (?=\w)"), ""),
        (re.compile(r"J['’]ai (?=\d+ ans)"), ""),
    ),
    "es": (
        (re.compile(r"(?:Yo )?[Ss]oy una? (?=\w)"), ""),
        (re.compile(r"(?:Tengo|Cuento con) (?=\d+ años)"), ""),
    ),
}  # fmt: skip
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=\w)")


def headline(sources: Sources, wanted: Job) -> Change | None:
    """The candidate's own title where there is no headline: the latest, or one nearer to the position wanted.

    What else the advert says does not count: it names the people that one leads, too.
    """
    if text_at(sources.profile, LABEL).strip():
        return None
    titles = [str(entry.get("position") or "").strip() for entry in entries_at(sources.profile, "/work")]
    titles = [title for title in titles if title and len(title) <= _LONGEST_TITLE and "(" not in title]
    if not titles:
        return None
    title = max(titles, key=wanted.score) if wanted else titles[0]
    return Change(LABEL, "add", "", (title,), ("headline.facts",), why(("headline.facts",)))


def summary(sources: Sources, job: Job) -> Change | None:
    """The profile without "I am", or, where there is none, one made of title, years, employer and skills."""
    written = text_at(sources.profile, SUMMARY)
    if written.strip():
        return _cleaned(written, sources.language) if len(written) <= LONGEST else None
    made = _of_facts(sources, job)
    return Change(SUMMARY, "add", "", (made,), ("summary.facts",), why(("summary.facts",))) if made else None


def _cleaned(written: str, language: str) -> Change | None:
    text, rules = tidied(written, language)
    sentences = []
    for sentence in _SENTENCE.split(text):
        better = sentence
        for pattern, replacement in _OPENINGS[language]:
            if pattern.match(better):
                better = capitalised(pattern.sub(replacement, better, count=1))
        if better != sentence:
            rules.append("summary.person")
        sentences.append(better)
    better = " ".join(sentences)
    if better == written or not rules:
        return None
    rules = list(dict.fromkeys(rules))
    return Change(SUMMARY, "text", written, (better,), tuple(rules), why(rules))


def _of_facts(sources: Sources, job: Job) -> str:
    """Two or three sentences; "" where the facts are too few for one."""
    told = phrases(sources.language, "phrases")
    work = entries_at(sources.profile, "/work")
    latest = next((entry for entry in work if entry.get("position")), None)
    if latest is None:
        return ""
    years = sources.years_of_experience[0]
    title, employer = str(latest["position"]).strip(), str(latest.get("name") or "").strip()
    if re.search(r"[()\d;]", title) or len(title) > _LONGEST_TITLE:
        return ""
    first = told["experienced"].format(title=title, years=years) if years >= _FEWEST_YEARS else title
    if employer:
        place = told["last"] if latest.get("endDate") or not latest.get("startDate") else told["current"]
        first += ", " + place.format(employer=employer)
    elif years < _FEWEST_YEARS:
        return ""
    sentences = [first.rstrip(".") + "."]
    skills = _best_skills(sources, job)
    if len(skills) > 1:
        listed = ", ".join(skills[:-1]) + f" {told['conjunction']} {skills[-1]}"
        sentences.append(told["skilled"].format(skills=listed))
    return " ".join(sentences)


def _best_skills(sources: Sources, job: Job) -> list[str]:
    """A few of the listed skills, those that the job asks for first."""
    names: list[str] = []
    for entry in entries_at(sources.profile, "/skills"):
        keywords = entry.get("keywords")
        listed = keywords if isinstance(keywords, list) else [entry.get("name")]
        names += [name.strip() for name in listed if isinstance(name, str) and len(name) <= _LONGEST_SKILL]
    names = [name for name in dict.fromkeys(names) if name and not re.search(r"[.,;:()]", name)]
    return sorted(names, key=lambda name: -job.score(name))[:_MOST_SKILLS] if job else names[:_MOST_SKILLS]
