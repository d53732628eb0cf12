"""What is missing and only the candidate knows: asked, never made up. Answers are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from cvimprover.writing.bullets import Doubt, Line, highlight_pointer, lines_of, rewritten_line
from cvimprover.writing.lexicon import phrases
from cvimprover.writing.pointers import entries_at, found, text_at
from cvimprover.writing.saying import question_in_words, why
from cvimprover.writing.sources import about
from cvimprover.writing.tidying import with_stop
from cvimprover.writing.types import Change, ChangeKind, Json, Question
from parsing.stages.dates import period_of


class _Words(NamedTuple):
    """What a language calls teams and outcomes."""

    people: re.Pattern[str]
    outcome: re.Pattern[str]


_WORDS: Final[Mapping[str, _Words]] = {
    "en": _Words(
        re.compile(
            r"\b(?:team|staff|employees|colleagues|apprentices|trainees|volunteers|interns|technicians"
            r"|workers|nurses|students|pupils|patients|residents)\b", re.IGNORECASE),
        re.compile(
            r"\b(?:reduc(?:ed|e|ing)|cut|lower(?:ed|ing)?|increas(?:ed|e|ing)|rais(?:ed|ing)"
            r"|improv(?:ed|e|ing)|boost(?:ed|ing)?|grew|sav(?:ed|ing)|exceed(?:ed|ing)?"
            r"|speed(?:ed)? up)\b", re.IGNORECASE),
    ),
    "de": _Words(
        re.compile(
            r"\b(?:\w*teams?|mitarbeiter(?:n|innen)?|mitarbeitenden?|kollegen|auszubildenden?|azubis"
            r"|praktikanten|patienten|schülern?|bewohnern?)\b", re.IGNORECASE),
        re.compile(
            r"\b(?:senkung|senkte|gesenkt|reduzierung|reduzierte|reduziert|steigerung|steigerte"
            r"|gesteigert|verbesserung|verbesserte|verbessert|erhöhung|erhöhte|einsparung|verkürzung"
            r"|optimierung)\b", re.IGNORECASE),
    ),
    "fr": _Words(
        re.compile(
            r"\b(?:équipes?|salariés|employés|collaborateurs|apprentis|stagiaires|élèves|patients"
            r"|résidents|ouvriers)\b", re.IGNORECASE),
        re.compile(
            r"\b(?:réduction|réduit|baisse|augmentation|augmenté|hausse|amélioration|amélioré"
            r"|économies?|croissance)\b", re.IGNORECASE),
    ),
    "es": _Words(
        re.compile(
            r"\b(?:equipos?|empleados|trabajadores|compañeros|aprendices|operarios|alumnos|pacientes"
            r"|residentes|camareros)\b", re.IGNORECASE),
        re.compile(
            r"\b(?:reducción|reduje|reducido|aumento|aumenté|incremento|mejora|mejoré|ahorro"
            r"|crecimiento|disminución)\b", re.IGNORECASE),
    ),
}  # fmt: skip
_NUMBER: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|dozen|zwei|drei"
    r"|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|zwanzig"
    r"|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|vingt|dos|tres|cuatro|cinco|seis|siete"
    r"|ocho|nueve|diez|doce|veinte)\b",
    re.IGNORECASE,
)
_TEAM: Final = {
    "en": re.compile(r"\b(?:a|the) (?:\w+ )?team\b(?! of\b)", re.IGNORECASE),
    "de": re.compile(r"\b(?:ein|eines|das|des) Teams?\b(?! (?:von|mit|aus)\b)", re.IGNORECASE),
    "fr": re.compile(r"\b(?:une|l['’]) ?équipe\b(?! de\b)", re.IGNORECASE),
    "es": re.compile(r"\b(?:un|el|del) equipo\b(?! de\b)", re.IGNORECASE),
}
_PER_CENT: Final = re.compile(r"\d+(?:[.,]\d+)?\s?%")
_GOES_ON: Final = re.compile(
    r",|\b(?:by|through|durch|um|par|por|grâce|mediante|with|mit|avec|con)\b", re.IGNORECASE
)
_PART: Final = frozenset({"we", "weak_verb"})
_IN_THE_LINE: Final = ("people", "amount")
_LONGEST_INSERT: Final = 40
_FEWEST_LINES: Final = 2
_YEAR: Final = 4


def questions_of(
    profile: Json, doubts: Sequence[Doubt], language: str, answers: Mapping[str, str]
) -> list[Question]:
    """The questions that no answer is known to, in reading order."""
    asked = [
        *_about_dates(profile),
        *_about_lines(profile, doubts, language),
        *_about_results(profile),
    ]
    return [question for question in asked if question.id not in answers]


def has_number(text: str) -> bool:
    """True when a figure stands in the text, in digits or as a word."""
    return bool(_NUMBER.search(text))


def with_answers(
    changes: Sequence[Change], profile: Json, answers: Mapping[str, str], language: str
) -> list[Change]:
    """The changes with the answers written in: figures into their line, sentences as lines of their entry."""
    by_pointer = {change.pointer: change for change in changes if change.kind == "text"}
    new_lines: dict[str, list[str]] = {}
    for key, answer in answers.items():
        answer, place = answer.strip().rstrip("."), about(key)
        code = key.partition(":")[0]
        if not answer or (found(profile, place) is None and code not in ("end", "dates")):
            continue
        if code in ("start", "end", "dates"):
            change = _date(place, answer, text_at(profile, place), language)
            by_pointer |= {place: change} if change else {}
        elif code in _IN_THE_LINE and _can_take(text_at(profile, place), answer):
            by_pointer[place] = _inserted(
                by_pointer.get(place), place, text_at(profile, place), answer, code, language
            )
        elif place.startswith(("/work/", "/volunteer/", "/projects/")):
            new_lines.setdefault("/".join(place.split("/")[:3]), []).append(answer)
    kept = [change for change in changes if change.kind != "text"]
    return [*by_pointer.values(), *kept, *_new(new_lines, profile, language)]


def _can_take(line: str, answer: str) -> bool:
    """True for a line without a figure and an answer that is short enough to stand in it."""
    return bool(line) and not has_number(line) and len(answer) <= _LONGEST_INSERT


def _inserted(
    change: Change | None, pointer: str, text: str, answer: str, code: str, language: str
) -> Change:
    """The line, rewritten or not, with the figure where it belongs."""
    after = change.after if change else (text,)
    rules = (*(change.rules if change else ()), "answer")
    told = _counted if code == "people" else _measured
    shown = (told(after[0], answer, language), *after[1:])
    return Change(pointer, "text", text, shown, rules, why(rules), by="answer")


def _counted(line: str, answer: str, language: str) -> str:
    """“Led a team” with “9” → “Led a team of 9”; other groups with the number in brackets behind them."""
    noun, pattern = phrases(language, "counting")["of"], _TEAM[language]
    if answer.isdigit() and pattern.search(line):
        return pattern.sub(lambda found: f"{found[0]} {noun.format(number=answer)}", line, count=1)
    found = _WORDS[language].people.search(line)
    if found is None:
        return _bracketed(line, answer)
    return f"{line[: found.end()]} ({answer}){line[found.end() :]}"


def _measured(line: str, answer: str, language: str) -> str:
    """“Reduced waste” with “15 %” → “Reduced waste by 15 %”; in brackets where the line says more."""
    stop = "." if line.endswith(".") else ""
    if _PER_CENT.fullmatch(answer) and not _GOES_ON.search(line):
        return f"{line.removesuffix('.')} {phrases(language, 'counting')['by'].format(number=answer)}{stop}"
    return _bracketed(line, answer)


def _bracketed(line: str, answer: str) -> str:
    stop = "." if line.endswith(".") else ""
    return f"{line.removesuffix('.')} ({answer}){stop}"


def _date(pointer: str, answer: str, before: str, language: str) -> Change | None:
    period = period_of(answer, language)
    if period is None or not period.start or period.start == before:
        return None
    kind: ChangeKind = "text" if before else "add"
    return Change(pointer, kind, before, (period.start,), ("answer",), why(("answer",)), by="answer")


def _new(new_lines: Mapping[str, Sequence[str]], profile: Json, language: str) -> Iterator[Change]:
    for entry, answers in new_lines.items():
        node = found(profile, entry)
        is_current = isinstance(node, Mapping) and bool(node.get("startDate")) and not node.get("endDate")
        lines = [
            line
            for answer in answers
            for line in rewritten_line(answer, language, is_current=is_current).lines
        ]
        texts = tuple(with_stop(line, stop=False) for line in lines)
        yield Change(highlight_pointer(entry), "add", "", texts, ("answer",), why(("answer",)), by="answer")


def _about_lines(profile: Json, doubts: Sequence[Doubt], language: str) -> Iterator[Question]:
    words = _WORDS[language]
    unsure = {doubt.pointer for doubt in doubts if doubt.code in _PART}
    for line in lines_of(profile):
        if line.pointer in unsure:
            yield _question("part", line.pointer, line.text)
        if has_number(line.text) or "/highlights/" not in line.pointer:
            continue
        if words.outcome.search(line.text):
            yield _question("amount", line.pointer, line.text)
        elif words.people.search(line.text):
            yield _question("people", line.pointer, line.text)


def _about_results(profile: Json) -> Iterator[Question]:
    """One question for each position in which no line holds a figure."""
    told: dict[str, list[Line]] = {}
    for line in lines_of(profile):
        if line.pointer.startswith("/work/"):
            told.setdefault("/".join(line.pointer.split("/")[:3]), []).append(line)
    for entry, lines in told.items():
        if len(lines) >= _FEWEST_LINES and not any(has_number(line.text) for line in lines):
            yield _question("result", entry, _title(profile, entry))


def _about_dates(profile: Json) -> Iterator[Question]:
    for number, job in enumerate(entries_at(profile, "/work")):
        entry = f"/work/{number}"
        start, end = str(job.get("startDate") or ""), str(job.get("endDate") or "")
        if not start and not end:
            yield _question("dates", f"{entry}/startDate", _title(profile, entry))
        for code, name, date in (("start", "startDate", start), ("end", "endDate", end)):
            if len(date) == _YEAR:
                yield _question(code, f"{entry}/{name}", _title(profile, entry))


def _question(code: str, pointer: str, said: str) -> Question:
    return Question(f"{code}:{pointer}", pointer, code, question_in_words(code, said), said)


def _title(profile: Json, entry: str) -> str:
    return text_at(profile, f"{entry}/position") or text_at(profile, f"{entry}/name") or "…"
