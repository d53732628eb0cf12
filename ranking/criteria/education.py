"""Degrees that a sentence asks for: their ISCED 2011 level and the fields of study."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final

from parsing.stages.languages import named_languages
from ranking.criteria.items import Item, apart
from ranking.criteria.plain import any_of, listed
from ranking.criteria.quantities import quantities_in
from ranking.criteria.tongue_of_text import language_of

_WORD: Final = re.compile(r"[^\W\d_][\w'’&+/#-]*")
_OR: Final = r"(?:or|oder|ou|o|u|bzw\.?|and/or|und/oder)"
_BETWEEN: Final = re.compile(
    rf"(?:\s*,\s*{_OR}\s+|\s*,\s*|\s*/\s*|\s+{_OR}\s+)(?:d'|"
    r"(?:zum|zur|in der|in den|in|im|en|der|des|dem|den|das|die"
    rf"|del|du|de la|de|of|als|an?|einem)\s+)?"
)
_OR_SEEN: Final = re.compile(rf"\s{_OR}\s|/")
_WORDS: Final = ("lehre", "brevet", "diplom", "bac", "grado")
_STUDIES: Final = re.compile(
    r"\b(?:estudios|formacion|etudes|formation|studies|studium|ausbildung)\s+(?:de|en|in|d'|im)\s*"
)
_SUBJECT: Final = re.compile(
    r"(?!(?:or|oder|ou|o|u|y|et|and)\b)[^\W\d_][\w'’-]*(?: (?!(?:or|oder|ou|o|u)\b)[^\W\d_][\w'’-]*)*"
)
_LEADS_TO: Final = re.compile(r"\s+(?:zum|zur|zu einem|to become an?)\s+")
_SCHOOL: Final = re.compile(r"ecole|ingenieur")
_OPENED: Final = re.compile(r"\s*\([^()]*")
_OPENS_FIELDS: Final = re.compile(r"\s*\((?=[A-ZÀ-Þ]|[a-zß-ÿ]{4,}[^()\d]*(?:[,/]|\b(?:or|ou|oder|o)\b))")
_NOUN_NEXT: Final = re.compile(
    r" (?=[A-ZÄÖÜ][a-zäöüß]{5,})(?!Abschluss|Studium|Studien|Niveau|Ausbildung|Thesis|Master|Diplom|Sie\b)"
)
"""Where capitals mark nouns a field may follow without a word between: "Fachausweis Treuhand"."""
_ASIDE: Final = re.compile(
    r"\s*\((?:fh|uni|dh|tu|ba|th|ihk|hwk|bachelor|master|diplom|or|oder|ou|o|close|nearly|bald|min"
    r"|bac)\b[^()]{0,40}\)"
    r"|\s*\([^()]{0,60}\)(?=\s+(?:in|en|a dominante|mit|avec|fur|im|de)\s)"
)
"""What stands in brackets between a degree and its field: "PhD (or close to completion) in statistics"."""
_NUMBER: Final = re.compile(
    r"(?:two|three|four|five|zwei|drei|vier|funf|mindestens|deux|trois|quatre|cinq|dos|tres|cuatro|cinco)\b"
)
_EITHER: Final = re.compile(r"\.?\s*(?:,|/|or|oder|ou|o)\s*(?:d'une?|an?|une?|una?|einen?)?\s*")
_AND: Final = (
    "and",
    "und",
    "et",
    "y",
    "e",
    "&",
    "of",
    "de",
    "del",
    "des",
    "der",
    "la",
    "las",
    "los",
    "du",
    "en",
)
_GENDER: Final = re.compile(r"(?:frau|mann)\Z")
_LEARNT: Final = re.compile(
    r"[A-ZÄÖÜ][a-zäöüß]{4,}(?:(?:, | oder | bzw\. |/)[A-ZÄÖÜ][a-zäöüß]{4,})*(?= gelernt\b)"
)
_LONGEST: Final = 5
_TRADE: Final = re.compile(r"(?:ingenieri?a|arquitectura|ingenieure?|ingeniero/?a?)(?= [a-z]{4,})")
_DEGREE_OR_FIELD: Final = re.compile(
    r"ingenier[ií]as?|arquitectura|enfermeria|magisterio|derecho|ingenieur\w*"
)
_COMPOUND: Final = re.compile(r"(?:berufs|fach|hochschul|schul|vor)?ausbildung|.*weiterbildung")
_BOTH: Final = re.compile(r"\s*(?:a|-|/|to|bis|bzw\.?)\s*")
_FRENCH: Final = (
    "bp",
    "bpa",
    "mc",
    "brevet professionnel",
    "cap",
    "bep",
    "bts",
    "dut",
    "bac pro",
    "but",
    "licence pro",
    "master",
    "titre professionnel",
)
"""Degrees that their field follows without a word between: "CAP cuisine"."""


def education_of(text: str, folded: str, start: int, end: int) -> list[Item]:
    """The degrees asked for; of "in physics or chemistry" one for each field."""
    degrees = _degrees(text, folded, start, end)
    barriers = _barriers(text, folded, start, end) if degrees else []
    found: list[Item] = []
    for at, degree in enumerate(degrees):
        if (
            at
            and _TRADE.fullmatch(folded, degree.start, degree.end)
            and _leads(folded, degrees[at - 1], degree)
        ):
            continue  # "a degree in engineering": the field of the one before
        if (
            at + 1 < len(degrees)
            and folded[degree.end : degrees[at + 1].start] == " "
            and not _leads(folded, degree, degrees[at + 1])
        ):
            continue  # "estudios de bachillerato"
        if at + 1 < len(degrees) and _LEADS_TO.fullmatch(folded[degree.end : degrees[at + 1].start]):
            continue  # "training as a master craftsman": only where it leads counts
        if found and _OPENED.fullmatch(folded[found[-1].end : degree.start]):
            continue  # "a degree in law (bachelor or master)": what stands in brackets only explains
        if at and _BOTH.fullmatch(folded[degrees[at - 1].end : degree.start]) and found:
            stop = _stop(folded, degrees, at, end, barriers)
            fields = _fields(text, folded, degree, stop)  # "Bac+3 à Bac+5": the lower one is asked for
            if fields and not found[-1].value:
                lower = found.pop()
                found += [
                    replace(field, level=lower.level, start=min(field.start, lower.start)) for field in fields
                ]
            continue
        fields = _fields(text, folded, degree, _stop(folded, degrees, at, end, barriers))
        found += fields or _in_brackets(text, folded, start, degree) or [degree]
    found = _once([*_with_fields(folded, found), *_learnt(text, start, end, degrees)])
    return [*found, *_same(folded, end, found)]


def _leads(folded: str, degree: Item, field: Item) -> bool:
    """True where nothing but "in" stands between a degree and a field that is called like a degree."""
    if not _DEGREE_OR_FIELD.fullmatch(folded, field.start, field.end):
        return False
    joins = _joins().match(folded, degree.end, field.start)
    return joins is not None and joins.end() == field.start


def is_degree(folded: str) -> bool:
    """Whether plain words are the name of a degree and nothing else."""
    return any(pattern.fullmatch(folded) for _, pattern in _patterns())


def _in_brackets(text: str, folded: str, start: int, degree: Item) -> list[Item]:
    """The fields before a degree in brackets: "estudios de Publicidad o Marketing (grado)"."""
    opened = folded[start : degree.start].rstrip()
    lead = _STUDIES.search(folded, start, degree.start) if opened.endswith("(") else None
    if lead is None:
        return []
    stop = start + len(opened) - 1
    names = [(match.start(), match.end()) for match in _SUBJECT.finditer(text, lead.end(), stop)]
    return [Item(begin, end, "education", text[begin:end], level=degree.level) for begin, end in names]


def _degrees(text: str, folded: str, start: int, end: int) -> list[Item]:
    found = []
    for level, pattern in _patterns():
        for match in pattern.finditer(folded, start, end):
            if not _is_other_word(text, folded, match):
                found.append(Item(match.start(), match.end(), "education", "", level=level))
    return apart(found)


def _is_other_word(text: str, folded: str, match: re.Match[str]) -> bool:
    """True for "Scrum Master", a driver's "licence", "a high degree of", "but" and the like."""
    word = match[0]
    before = re.findall(r"[\w'+-]+", folded[max(0, match.start() - 30) : match.start()])[-1:]
    left = "".join(before)
    if word in ("master", "masters") and left in (
        "scrum",
        "data",
        "web",
        "cash",
        "the",
        "to",
        "post",
        "build",
    ):
        return True
    shown = text[match.start() : match.end()]
    if word in ("lehre", "brevet", "diplom", "bac") or (len(word) < 5 and word.isalpha()):
        return sum(map(str.isupper, shown)) < 2 and not (shown[0].isupper() and word in _WORDS)
    if word == "licence":
        return not re.match(r"\s+(?:ou|pro|d|de|en|mention)\b", folded[match.end() :]) or "+" in left
    if word == "degree":
        return left in ("high", "some", "certain", "higher") or folded[match.end() :].startswith(" of ")
    if word == "promotion":
        return not text[match.start()].isupper() or bool(re.search(r"\bsales|verkauf", folded))
    if word in ("grado", "grado superior"):
        return left in ("alto", "buen", "gran", "primer")
    return word in ("ausbildung", "weiterbildung") and left in ("die", "ihre", "deine", "in", "zur", "der")


def _barriers(text: str, folded: str, start: int, end: int) -> list[int]:
    """Where no field of study goes on: spans of time and the names of languages."""
    times = [quantity.start for quantity in quantities_in(folded, start, end)]
    return sorted([*times, *(start + begin for begin, _, _ in named_languages(text[start:end]))])


def _stop(folded: str, degrees: list[Item], at: int, end: int, barriers: list[int]) -> int:
    """Where the fields of a degree end at the latest: at the next degree or at the first barrier.

    A language right behind a degree is its field ("a degree in French").
    """
    stop = degrees[at + 1].start if at + 1 < len(degrees) else end
    if at + 1 < len(degrees) and _leads(folded, degrees[at], degrees[at + 1]):
        stop = degrees[at + 2].start if at + 2 < len(degrees) else end
    return next((barrier for barrier in barriers if degrees[at].end + 5 < barrier < stop), stop)


def _fields(text: str, folded: str, degree: Item, stop: int) -> list[Item]:
    """An item for each field of study behind a degree; the first spans the degree too."""
    at = _field_start(text, folded, degree, stop)
    begin = degree.start
    found: list[Item] = []
    while at is not None:
        last = _field_end(folded, at, stop)
        if found and folded[last:stop].isspace():
            break  # what runs into a span of time is no field: "o llevas seis años"
        if last == at or _vague().fullmatch(folded[at:last]):
            break
        found.append(Item(begin, last, "education", text[at:last], level=degree.level))
        joint = _BETWEEN.match(folded, last, stop)
        if joint is None or _is_no_field(folded, joint.end(), stop):
            break
        begin = at = joint.end()
    return _joined_by_or(folded, found, stop)


def _joined_by_or(folded: str, found: list[Item], stop: int) -> list[Item]:
    """The fields up to the last that "or" or a slash joins: "a degree in physics, SQL" has one."""
    ends = [item.end for item in found]
    joints = [folded[left.end : right.start] for left, right in pairwise(found)]
    joints.append(folded[ends[-1] : min(stop, ends[-1] + 8)] if ends else "")
    last = max((at for at, joint in enumerate(joints) if _OR_SEEN.search(joint)), default=-1)
    return found[: max(1, last + 2)]


def _field_start(text: str, folded: str, degree: Item, stop: int) -> int | None:
    """Where the field of a degree begins: behind "in", or with the word itself for "ingeniería civil"."""
    if _TRADE.fullmatch(folded, degree.start, degree.end) or _TRADE.match(folded, degree.start):
        return degree.start
    own = folded[degree.start : degree.end]
    if (
        own.endswith("studium")
        and len(own) > 9
        and not own.startswith(("hoch", "fachhoch", "universit", "bach", "mast", "dual"))
    ):
        degree.value = text[degree.start : degree.end].removesuffix("studium").rstrip("s-")
        return None
    if own.endswith((" als", " di", " de", " en")):
        return degree.end + 1
    if own.endswith("ausbildung") and not _COMPOUND.fullmatch(own):
        return None
    aside = _ASIDE.match(folded, degree.end, stop)
    joins = _joins().match(folded, aside.end() if aside else degree.end, stop)
    if joins is None:
        joins = None if aside else _OPENS_FIELDS.match(text, degree.end, stop)
    if joins is None and aside:
        joins = re.compile(r"\s+(?=[A-ZÀ-Þ])").match(text, aside.end(), stop)
    if joins is None and own in _FRENCH:
        joins = re.compile(r"\s+(?=[A-Za-zÀ-ÿ]{4,}|[A-Z]{2,5}\b)").match(text, degree.end, stop)
    if joins is None and not aside:
        joins = _NOUN_NEXT.match(text, degree.end, stop) if language_of(text) in ("de", "nl") else None
    return joins.end() if joins and not _is_no_field(folded, joins.end(), stop) else None


def _is_no_field(folded: str, at: int, stop: int) -> bool:
    """True where a list of fields ends and something else begins: "…, fluent English"."""
    return not _WORD.match(folded, at, stop) or bool(_stops().match(folded, at, stop))


def _field_end(folded: str, at: int, stop: int) -> int:
    """Where a field ends: at a mark, a stop word or after four words."""
    words = 0
    last = at
    while words < _LONGEST and (word := _WORD.match(folded, last + (last > at), stop)) is not None:
        if (last > at and folded[last] != " ") or _stops().match(folded, word.start(), stop):
            break
        if last > at and _NUMBER.match(folded, word.start(), stop):
            break
        words += 1
        last = word.end()
    tail = re.search(r"(?:\s+(?:" + "|".join(_AND) + r"))+\Z", folded[at:last])
    return at + tail.start() if tail else last


def _with_fields(folded: str, found: list[Item]) -> list[Item]:
    """The degrees with the fields of the one behind an "or": of "CAP ou Bac pro en électricité" both."""
    for at in range(len(found) - 2, -1, -1):
        left, right = found[at], found[at + 1]
        if (
            _SCHOOL.search(folded, left.start, left.end)
            or left.value
            or not right.value
            or not _EITHER.fullmatch(folded[left.end : right.start])
        ):
            continue
        fields = [each.value for each in found[at + 1 :] if each.level == right.level]
        copies = [replace(left, value=field, end=left.end) for field in fields]
        return _with_fields(folded, [*found[:at], *copies, *found[at + 1 :]])
    return found


def _learnt(text: str, start: int, end: int, degrees: list[Item]) -> Iterator[Item]:
    """Trades that somebody has learnt: "du hast Elektroniker oder Dachdecker gelernt"."""
    for match in _LEARNT.finditer(text, start, end) if not degrees else ():
        for trade in re.finditer(r"[A-ZÄÖÜ]\w+", match[0]):
            yield Item(
                match.start() + trade.start(), match.start() + trade.end(), "education", trade[0], level="3"
            )


def _once(found: list[Item]) -> list[Item]:
    """The degrees, those that differ only in gender as one: "Hotelfachfrau bzw. Hotelfachmann"."""
    kept: list[Item] = []
    for item in found:
        same = next(
            (one for one in kept if one.level == item.level and _is_same(one.value, item.value)), None
        )
        if same is None:
            kept.append(item)
        else:
            same.end = max(same.end, item.end)
    return kept


def _is_same(one: str, other: str) -> bool:
    if _GENDER.search(one) and _GENDER.search(other):
        return _GENDER.sub("", one) == _GENDER.sub("", other)
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    return len(short) > 3 and long.removeprefix(short) in ("in", "e", "a", "ne")


def _same(folded: str, end: int, found: list[Item]) -> Iterator[Item]:
    """ "Or equivalent experience" behind a degree: years of which no number is said."""
    if not found:
        return
    match = _equivalent().search(folded, found[-1].end, end)
    gap = folded[found[-1].end : match.start()] if match else ""
    if match and re.search(r"\b(?:or|oder|ou|o)\b", gap) and not re.search(r"\d", gap):
        yield Item(match.start(), match.end(), "years", "", is_generic=True)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lists = listed("degrees.txt")
    return tuple((level, re.compile(any_of(phrases))) for level, phrases in lists.items() if level.isdigit())


@cache
def _joins() -> re.Pattern[str]:
    words = any_of(phrase for phrase in listed("degrees.txt")["joins"] if not phrase.endswith("'"))
    return re.compile(
        rf"(?:\s+\w+schluss|\s+degree|\s+minimum|\s+mini|\s+minimo)?\s+(?:[dl]'|{words}\s+(?:the\s+|l'"
        rf"|la\s+)?)"
    )


@cache
def _stops() -> re.Pattern[str]:
    return re.compile(any_of(listed("degrees.txt")["stops"]))


@cache
def _vague() -> re.Pattern[str]:
    return re.compile(r"(?:an?\s+)?" + any_of(listed("degrees.txt")["vague"]))


@cache
def _equivalent() -> re.Pattern[str]:
    return re.compile(any_of(listed("degrees.txt")["same"]))
