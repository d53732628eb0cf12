"""What is wrong with an advertisement before anybody is ranked against it.

Coded words, contradictions and demands that nobody can meet. Nothing is changed: each finding says what to
do. The words stand in `data/coded_words.txt` with their sources, the sentences in `data/findings.txt`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, Literal, cast

from ranking.criteria.places import says_on_site, says_remote
from ranking.criteria.plain import any_of, plain, rows
from ranking.criteria.tongue_of_text import language_of
from ranking.scoring.types import Criterion, Group, Span
from ranking.scoring.words import LANGUAGES, time_in_words

Severity = Literal["error", "warning", "note"]
MOST_MUSTS: Final = 15
MOST_YEARS: Final = 15
_LEAN: Final = 3
"""So many more words of one side than of the other are worth telling, as the Gender Decoder has it."""
_CODED: Final = (
    ("gender", "coded_gender"), ("age", "coded_age"), ("origin", "coded_origin"), ("health", "coded_health"),
    ("private", "asks_private"),
)  # fmt: skip
_MARKS: Final = {"de": "(m/w/d)", "fr": "(F/H)", "es": "/a, /o"}
_MONTHS: Final = {"months": 1, "total": 1, "years": 12, "at_most": 12}
"""Facts that are times, and how many months one of their units has."""
_MARKED: Final = re.compile(
    r"\b[mwfdxh] ?[/|] ?[mwfdxh]\b|all genders|gn\b|[/(*:·_]-?(?:in|innen|e|a|o|as|os|ne|euse|trice"
    r"|iere|ere|ora)\b|\(e\)|in/|kraft\b"
)
_DE_MALE: Final = re.compile(r"\b[a-z-]{3,}(?:er|or|ist|ent|ant|mann|eur|loge)\b")
_FR_MALE: Final = re.compile(r"\b[a-z]{3,}(?:eur|ien|ier|ateur|if)\b")
_ES_MALE: Final = re.compile(r"\b[a-z]{3,}(?:ero|ado|ico|or|ivo)\b")
_BEGINNERS: Final = re.compile(
    r"(?<![a-z])(?:entry[- ]level|no experience necessary|berufseinsteiger\w*"
    r"|berufsanfanger\w*|debutant\w*|sin experiencia)(?![a-z])"
)
_JUNIOR: Final = re.compile(r"\b(?:junior|trainee)\b")
_HARMLESS: Final = re.compile(
    r"(?:regardless of|irrespective of|independent of|unabhangig v\w+|ungeachtet|quel\w* que soi\w*"
    r"|sans distinction|independientemente de"
    r"|sin distincion|no discrimina|not discriminate|all qualified|gleichstellung|vielfalt|diversity"
    r"|diversite|diversidad|inclusi|welcome[s]? applications"
    r"|equal opportunit|egalite|igualdad|razon de)"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend. `code` is stable; `span` is None where it is about the whole, `criteria` are ids.

    `sentence` and `fix` say in English what `code` and `facts` say in any language (`worded`).
    """

    code: str
    severity: Severity
    sentence: str
    fix: str
    span: Span | None = None
    criteria: tuple[str, ...] = ()
    facts: Mapping[str, str | int] = field(default_factory=dict)


def lint(
    text: str, criteria: Group, language: str = "", *, as_of: datetime.date | None = None
) -> tuple[Finding, ...]:
    """What to mend in an advertisement and its criteria: errors first, then in the order of the text.

    `language` (BCP 47) picks the word lists; without it the text tells. English words are looked for in
    every language, as advertisements mix them in. `as_of` is the day by which technologies have an age,
    today if None.
    """
    folded = plain(text)
    code = (language or language_of(text)).partition("-")[0].lower()
    asked = list(_criteria(criteria))
    found = [
        *_coded(text, folded, code),
        *_balance(folded, code),
        *_title(criteria, text, code),
        *_places(text, folded),
        *_degrees(criteria),
        *_years(asked, folded, text),
        *_tiers(asked),
        *_impossible(asked, (as_of or datetime.datetime.now(tz=datetime.UTC).date()).year),
        *_amount(criteria, asked),
        *_education(criteria),
    ]
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(found, key=lambda each: (order[each.severity], each.span.start if each.span else -1)))


def _coded(text: str, folded: str, code: str) -> Iterator[Finding]:
    """Words that name an age, an origin, a gender, a state of health; each once, the longest."""
    for kind, name in _CODED:
        matches = [match for pattern in _patterns(code, kind) for match in pattern.finditer(folded)]
        seen: set[str] = set()
        told: list[tuple[int, int]] = []
        for match in sorted(matches, key=lambda each: each.start() - each.end()):
            start, end = match.span()
            is_pair = "/" in folded[max(0, start - 3) : start] + folded[end : end + 3]
            is_told = (
                is_pair or match[0] in seen or any(start < other[1] and other[0] < end for other in told)
            )
            if not is_told and not _is_harmless(folded, match):
                seen.add(match[0])
                told.append((start, end))
                span = _span(text, start, end)
                yield _finding(name, span, words=span.text)


def _is_harmless(folded: str, match: re.Match[str]) -> bool:
    """True in a sentence that promises equal treatment, or for years of experience, which are no age."""
    start = max(folded.rfind(stop, 0, match.start()) for stop in (". ", "\n", "! ")) + 1
    ends = [at for stop in (". ", "\n", "! ") if (at := folded.find(stop, match.end())) > 0]
    return bool(_HARMLESS.search(folded, start, min(ends, default=len(folded))))


def _balance(folded: str, code: str) -> Iterator[Finding]:
    sides = {
        side: list(
            dict.fromkeys(match[0] for pattern in _patterns(code, side) for match in pattern.finditer(folded))
        )
        for side in ("masculine", "feminine")
    }
    for side, other in (("masculine", "feminine"), ("feminine", "masculine")):
        words = sides[side]
        if len(words) - len(sides[other]) > _LEAN:
            yield _finding(
                "gender_balance",
                None,
                side=side,
                count=len(words),
                other=len(sides[other]),
                words=", ".join(words),
            )


def _title(criteria: Group, text: str, code: str) -> Iterator[Finding]:
    """A title of one gender without a mark for all, in languages whose nouns have one."""
    pattern = {"de": _DE_MALE, "fr": _FR_MALE, "es": _ES_MALE}.get(code)
    title = next((one for one in _criteria(criteria) if one.kind == "title"), None)
    if pattern is None or title is None or title.span is None:
        return
    line = plain(text[title.span.start :].partition("\n")[0])
    words = plain(title.value).split()
    if "/" in title.value:
        return  # both forms are there
    noun = words[-1] if code == "de" else words[0]
    if pattern.fullmatch(noun) and not _MARKED.search(line):
        yield _finding("title_of_one_gender", title.span, (title,), words=title.value, mark=_MARKS[code])


def _places(text: str, folded: str) -> Iterator[Finding]:
    remote, on_site = says_remote(folded), says_on_site(folded)
    if remote and on_site:
        start, end = on_site
        yield _finding("contradiction_place", _span(text, start, end))


def _degrees(criteria: Group) -> Iterator[Finding]:
    """Two degrees of different level that are both a must, neither an alternative to the other."""
    degrees = [
        one
        for one in criteria.members
        if isinstance(one, Criterion) and one.kind == "education" and one.tier == "must"
    ]
    is_regulated = any(one.kind == "licence" and one.knock_out for one in _criteria(criteria))
    if len({one.level for one in degrees}) > 1 and not is_regulated:
        words = ", ".join(one.span.text if one.span else one.value for one in degrees)
        yield _finding("contradiction_degrees", degrees[-1].span, degrees, words=words)


def _years(asked: Sequence[Criterion], folded: str, text: str) -> Iterator[Finding]:
    """Years of a skill beyond those in total, many years for beginners, very many years."""
    total = max((one.months for one in asked if one.kind == "years" and one.tier == "must"), default=0)
    for one in asked:
        if one.kind == "skill" and 0 < total < one.months:
            yield _finding(
                "contradiction_years", one.span, (one,), words=one.value, months=one.months, total=total
            )
    longest = max((one for one in asked if one.tier == "must"), key=lambda one: one.months, default=None)
    if longest is None:
        return
    title = next((one.value for one in asked if one.kind == "title"), "")
    beginners = _BEGINNERS.search(folded) or (
        _JUNIOR.search(folded) if _JUNIOR.search(plain(title)) else None
    )
    years = longest.months // 12
    if beginners and years >= 3:
        span = _span(text, beginners.start(), beginners.end())
        yield _finding("contradiction_entry", span, (longest,), words=span.text, years=years)
    if years >= MOST_YEARS:
        yield _finding("too_many_years", longest.span, (longest,), years=years)


def _tiers(asked: Sequence[Criterion]) -> Iterator[Finding]:
    """One thing that is a must and not a must; a higher degree or level on top is none."""
    musts = {(one.kind, one.value, one.level) for one in asked if one.tier == "must"}
    for one in asked:
        if one.tier != "must" and one.kind != "responsibility" and (one.kind, one.value, one.level) in musts:
            yield _finding("contradiction_tier", one.span, (one,), words=one.value)


def _impossible(asked: Sequence[Criterion], year: int) -> Iterator[Finding]:
    for one in asked:
        released = _first_releases().get(one.value) if one.kind == "skill" else None
        if released and one.months > 12 * (year - released):
            yield _finding(
                "impossible_years", one.span, (one,),
                words=one.value, years=one.months // 12, released=released, at_most=max(1, year - released),
            )  # fmt: skip


def _amount(criteria: Group, asked: Sequence[Criterion]) -> Iterator[Finding]:
    """Too many musts, a group counted once; or nothing at all."""
    firsts = [next(_criteria(member), None) for member in criteria.members]
    musts = [
        one for one in firsts if one and one.tier == "must" and one.kind not in ("availability", "title")
    ]
    if len(musts) > MOST_MUSTS:
        yield _finding("too_many_musts", None, musts, count=len(musts), most=MOST_MUSTS)
    if not any(one.kind not in ("title", "location", "responsibility", "availability") for one in asked):
        yield _finding("nothing_asked", None)


def _education(criteria: Group) -> Iterator[Finding]:
    """Experience that stands for a degree without saying how much; a degree that nothing stands for."""
    for one in _criteria(criteria):
        if one.kind == "years" and not one.months:
            yield _finding(
                "experience_without_years", one.span, (one,), words=one.span.text if one.span else ""
            )
    regulated = any(one.kind == "licence" and one.knock_out for one in _criteria(criteria))
    for member in criteria.members:
        first = next(_criteria(member), None)
        if (
            first is None
            or first.kind != "education"
            or first.tier != "must"
            or first.level < "6"
            or regulated
        ):
            continue
        if all(one.kind == "education" for one in _criteria(member)):
            yield _finding("degree_without_way_around", first.span, tuple(_criteria(member)))
            return


def _criteria(node: Criterion | Group) -> Iterator[Criterion]:
    if isinstance(node, Criterion):
        yield node
    else:
        for member in node.members:
            yield from _criteria(member)


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])


def _finding(code: str, span: Span | None, criteria: Sequence[Criterion] = (), **facts: str | int) -> Finding:
    sentence, fix = _in_words(code, facts, "en")
    severity = _severities()[_row(code, facts)]
    return Finding(code, severity, sentence, fix, span, tuple(one.id for one in criteria), facts)


def worded(finding: Finding, language: str) -> Finding:
    """The finding in the words of this language; in English where nothing is known of it."""
    sentence, fix = _in_words(finding.code, finding.facts, language)
    return replace(finding, sentence=sentence, fix=fix)


def _in_words(code: str, facts: Mapping[str, str | int], language: str) -> tuple[str, str]:
    sentence, fix = _sentences(language)[_row(code, facts)]
    shown = {
        name: time_in_words(_MONTHS[name] * value, language)
        if name in _MONTHS and isinstance(value, int)
        else value
        for name, value in facts.items()
    }
    return sentence.format_map(shown), fix.format_map(shown)


def _row(code: str, facts: Mapping[str, str | int]) -> str:
    return f"{code}.{facts['side']}" if "side" in facts else code


@cache
def _sentences(language: str) -> dict[str, tuple[str, str]]:
    """By code: what is wrong, what to do."""
    is_known = language in LANGUAGES[1:]
    told = (row.split("|") for row in rows(f"findings_{language}.txt" if is_known else "findings.txt"))
    return {row[0].strip(): (row[-2].strip(), row[-1].strip()) for row in told}


@cache
def _severities() -> dict[str, Severity]:
    told = (row.split("|") for row in rows("findings.txt"))
    return {row[0].strip(): cast("Severity", row[1].strip()) for row in told}


@cache
def _patterns(code: str, kind: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of a language's list and of the English one, for coded words that are told one by one."""
    wanted = {code} if kind in ("masculine", "feminine") else {code, "en"}
    lists = [row.partition(": ") for row in rows("coded_words.txt")]
    return tuple(
        re.compile(any_of(phrase.strip() for phrase in phrases.split(";")).replace(r"[a-z]*", r"\w*"))
        for head, _, phrases in lists
        if head in {f"{each} {kind}" for each in wanted}
    )


@cache
def _first_releases() -> dict[str, int]:
    pairs = (row.rpartition(": ") for row in rows("first_releases.txt"))
    return {name: int(year) for name, _, year in pairs}
