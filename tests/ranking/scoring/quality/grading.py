"""How right somebody is for a job, 0 to 4, told from what their printed résumé shows.

The grade is made of the factory's own truth (which title, how long, which skills), never of what our parser
read and never by our scorer: no taxonomy, no likeness, no sum of parts, but a few plain rules of the kind
that people sort applications by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from parsing.training.jobs import TODAY
from parsing.training.words import table, tables, words
from tests.ranking.scoring.quality.jobs import Job

RECENT_MONTHS = 72
LEARNING = ("Intern", "Trainee", "Praktikum", "stagiaire", "alternance", "prácticas", "Becario")
"""How the factory marks that somebody still learnt the work."""
NAMES = {
    "en": ("english", "englisch", "anglais", "inglés"),
    "de": ("deutsch", "german", "allemand", "alemán"),
    "fr": ("français", "french", "französisch", "francés"),
    "es": ("español", "spanish", "spanisch", "espagnol"),
}
LANGUAGES = ("en", "de", "fr", "es")


def grade_of(truth: Mapping[str, object], job: Job) -> int:
    """4 ask at once, 3 ask, 2 perhaps, 1 hardly, 0 no.

    - 4: did this work for the years asked, lately, and shows at least two thirds of the musts;
    - 3: did it for half of them, lately, with a third of the musts; or did it or what leads to it for all the
      years, lately, with two thirds;
    - 2: did this work at any time, or what leads to it for all the years with a third of the musts;
    - 1: did what leads to it, or is of the trade and shows two thirds of the musts;
    - 0: everybody else.

    Who was an intern or trainee in it did what leads to it. Whose page neither is written in the language
    asked for nor names it is one grade lower.
    """
    grade = _grade(truth, job)
    return max(0, grade - 1) if job.speaks and not _speaks(truth, job.speaks) else grade


def _grade(truth: Mapping[str, object], job: Job) -> int:
    spans = list(_spans(truth))
    full = [span for span in spans if not _is_learner(span[0])]
    did = _months(full, job.occupation)
    led = _months(spans, job.occupation | job.near)
    is_late = _last(full, job.occupation) >= TODAY - RECENT_MONTHS
    led_late = _last(spans, job.occupation | job.near) >= TODAY - RECENT_MONTHS
    shown, asked = _musts(truth, job), 12 * job.years
    if did >= asked and is_late and shown >= 2 / 3:
        return 4
    if (did >= asked / 2 and is_late and shown >= 1 / 3) or (led >= asked and led_late and shown >= 2 / 3):
        return 3
    if did or (led >= asked and shown >= 1 / 3):
        return 2
    of_trade = any(craft_of(title) == job.craft for title, _, _ in spans)
    return 1 if led or (of_trade and shown >= 2 / 3) else 0


def _is_learner(title: str) -> bool:
    return any(word in title for word in LEARNING)


def craft_of(title: str) -> str:
    """The field of work that a title of the factory belongs to, "" for none."""
    return _crafts().get(base_of(title), "")


@cache
def base_of(title: str) -> str:
    """The title as the factory lists it, for a man, without rank: "Deputy Ward Sister" → "Ward Sister"."""
    low = title.casefold()
    known = [(form, base) for form, base in _forms() if form in low]
    return max(known, key=lambda pair: len(pair[0]), default=("", ""))[1]


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    """(form in small letters, the form for a man) of every title."""
    return tuple(
        (form.casefold(), title.split("|")[0])
        for language in LANGUAGES
        for craft in table(f"fields_{language}")
        for title in words(tables(table(f"fields_{language}"), craft), "titles")
        for form in title.split("|")
    )


@cache
def _crafts() -> dict[str, str]:
    return {
        title.split("|")[0]: craft
        for language in LANGUAGES
        for craft in table(f"fields_{language}")
        for title in words(tables(table(f"fields_{language}"), craft), "titles")
    }


def _spans(truth: Mapping[str, object]) -> Iterator[tuple[str, int, int]]:
    """(title, first month, month after the last) of every position that the page shows with dates."""
    work = truth.get("work")
    for item in work if isinstance(work, list) else ():
        start, end = str(item.get("startDate") or ""), str(item.get("endDate") or "")
        if start:
            yield str(item.get("position") or ""), _month(start), _month(end) + 1 if end else TODAY + 1


def _months(spans: list[tuple[str, int, int]], titles: frozenset[str]) -> int:
    held = {month for title, start, end in spans if base_of(title) in titles for month in range(start, end)}
    return len(held)


def _last(spans: list[tuple[str, int, int]], titles: frozenset[str]) -> int:
    return max((end for title, _, end in spans if base_of(title) in titles), default=0)


def _month(date: str) -> int:
    year, _, month = date.partition("-")
    return int(year) * 12 + int(month[:2] or 1) - 1


def _musts(truth: Mapping[str, object], job: Job) -> float:
    """The share of the musts that the page shows, among the skills or in the words of the positions."""
    told = "\n".join(_texts([truth.get("skills"), truth.get("work")])).casefold()
    return sum(any(name in told for name in names) for names in job.musts) / len(job.musts)


def _speaks(truth: Mapping[str, object], language: str) -> bool:
    told = "\n".join(_texts(truth.get("languages"))).casefold()
    titles = {base_of(title) for title, _, _ in _spans(truth)}
    return any(name in told for name in NAMES[language]) or bool(titles & _titles_in(language))


@cache
def _titles_in(language: str) -> frozenset[str]:
    """The titles of a language, by which a page in it is known."""
    fields = table(f"fields_{language}")
    return frozenset(
        title.split("|")[0] for craft in fields for title in words(tables(fields, craft), "titles")
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
