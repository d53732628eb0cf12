"""Dates and periods as people write them in résumés, in EDTF, never more precise than written.

A text is cut into tokens, each token becomes one letter (`Y` a year, `m` a month's name, `n` a small
number, `p` "present" …), and a period is a regular expression over those letters. So the grammar knows
no language, the word lists know no grammar, and the cost is linear in the length of the text.

EDTF (ISO 8601-2): `2019`, `2019-03`, `2019-03-01`; seasons and quarters are "months" 21–24 and 33–36;
`20XX` is a year whose end is not told; `..` is an open end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from parsing.stages.date_tokens import Token, date_words, month_number, tokens_of, with_plain_digits
from parsing.stages.text import fold

OPEN = ".."
Precision = Literal["day", "month", "season", "year", "none"]


@dataclass(frozen=True, slots=True)
class Period:
    """`text[span_start:span_end]` is a date or a range, `raw` its words.

    `start` and `end` are EDTF, "" where nothing was said. A lone date has a start and no end
    (`is_range` is False). `end` is `..` where it goes on to this day (`is_current`).
    """

    start: str
    end: str
    raw: str
    span_start: int
    span_end: int
    is_current: bool = False
    is_range: bool = False
    precision: Precision = "none"


_FIX = str.maketrans("OoIlL|Zz", "00111122")

# One point in time, by kinds; the most telling first.
_POINT_FORMS: tuple[tuple[str, str], ...] = (
    ("ymd", r"Y-n-n|Y\.n\.n\.?|Y/n/n|Y\._n\._n\.?|Y_?K_?n_?G_?n_?D|E_?n_?G_?n_?D"),
    ("dmy", r"n-n-Y|n\._?n\._?Y|n/n/Y"),
    ("dMy", r"n[.h]?_(?:d_)?m[.,]?_(?:d_)?Y|n-m\.?-Y"),
    ("Mdy", r"m\.?_nh?,?_Y"),
    ("My", r"m[.,]{0,2}_?(?:d_)?Y|m[./-]_?Y|m,_Y"),
    ("My2", r"m[.,]?_?'_?n|m[-/]n"),
    ("yM", r"Y[._/-]{0,2}m\.?"),
    ("ym", r"Y[./-]n|Y\._n\.|Y_?K_?n_?G|E_?n_?G"),
    ("my", r"n[./-]Y|n_[/.]_Y"),
    ("sy", r"s[.,]?_?(?:d_)?Y(?:/n)?|s_?'n"),
    ("ys", r"Y_s"),
    ("qy", r"q[_/-]?(?:d_)?'?Y|q_'?n"),
    ("yq", r"Y[_/.-]?q"),
    ("y", r"Y_?K|E|Y"),
)
# Only beside a second point of the same kind or "present", else they are anything.
_SHORT_FORMS: tuple[tuple[str, str], ...] = (("my2", r"n/'?n"), ("My2s", r"m\.?_n"), ("y2", r"'n"))
_ANY_POINT = "(?:" + "|".join(form for _, form in _POINT_FORMS) + ")"
_ANY_SHORT = "(?:" + "|".join(form for _, form in _SHORT_FORMS) + ")"
_TO_SPACED = r"(?:[_T]*(?:[-t]|t-|-t|tt|u)[_T]*|_/_|/|[_T]+o[_T]+(?:[dfo]_)?)"
_PARTIAL = r"(?:(?:n[.h]?_(?:d_)?)?m\.?(?:_n(?=[_T]*[-t]))?|s|n(?=[_T]*[-t][_T]*n[./]Y))"
# French, Spanish and Portuguese begin with the word for "of": "de mars 2019 à juin 2020".
_FROM = rf"(?:f_(?:d_)?|d_(?={_ANY_POINT}[_T]+[op][_T]?))"
_GRAMMAR = re.compile(
    rf"(?P<range>{_FROM}?(?P<a>{_ANY_POINT})\.?{_TO_SPACED}(?P<b>{_ANY_POINT})"
    rf"|f_(?P<ca>{_ANY_POINT})_c_(?P<cb>{_ANY_POINT}))"
    rf"|(?P<pair>^[_T]*(?P<xa>{_ANY_POINT})[_T]+(?P<xb>{_ANY_POINT})(?=[_T]*$))"
    rf"|(?P<now>{_FROM}?(?P<na>{_ANY_POINT}|\?)\.?{_TO_SPACED}[(]?p|(?:f_(?:d_)?)?(?P<nb>{_ANY_POINT})_?p)"
    rf"|(?P<partial>(?P<pa>{_PARTIAL}){_TO_SPACED}(?P<pb>{_ANY_POINT}))"
    rf"|(?P<shortyear>(?P<ya>{_ANY_POINT})(?<=Y){_TO_SPACED}'?(?P<yb>n)(?![./:%-]?[\w]))"
    rf"|(?P<short>(?P<sa>{_ANY_SHORT}){_TO_SPACED}(?P<sb>{_ANY_SHORT}|p))"
    rf"|(?P<since>f_(?:d_)?(?P<fa>{_ANY_POINT}))"
    rf"|(?P<until>(?:o_(?:d_)?)(?P<ua>{_ANY_POINT}))"
    rf"|(?P<open>(?P<oa>{_ANY_POINT})_?(?:[-t]+(?:_t)?|u)(?=_?$|_?[T)|,]))"
    rf"|(?P<toopen>(?:^|(?<=[T(|]))[-t]_?(?P<ta>{_ANY_POINT})(?=_?$|_?[T)|]))"
    rf"|(?P<lone>{_ANY_POINT})"
)
_FULL = {name: re.compile(form) for name, form in _POINT_FORMS}
_HAS_DATE = re.compile(
    r"(?<!\d)(?:1[4-9]|20)[0-9XxYy_?OolI|]{2}(?!\d)|[l|I]9[0-9OolI|]{2}|[2Zz][Oo][0-9OolI|]{2}|['’´`]\d\d"
    r"|\d/\d\d|\?\?\?|[^\W\d]{3,}\.? \d\d\s*[-–—]|\d年|元年|2[45]\d\d"
)
_MAY_BE_DATE = re.compile("[YEp'/?]|m.*m")
_BEFORE_LONE_YEAR = re.compile(
    r"(?:[\t(\[|,;·•–—:]|\s[-/]|\b(?:in|im|en|since|of|class|year|jahr|année|año|anno|rok)\b)\s*$", re.I
)
_AFTER_LONE_YEAR = re.compile(r"\s*(?:$|[\t)\]|,;·•–—:]|[-/]\s|\.(?:\s|$))")
_LETTERS = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Letters of scripts that leave blanks between words, digits, and the underscore."""
_GLUED = re.compile(rf"(?:{_LETTERS}|[#$€£+@%])$|{_LETTERS}[./:-]$|[#$€£+]\s$")
_GLUED_AFTER = re.compile(rf"{_LETTERS}|[%€$£]|[./:-]\d|\s?[%€$£°]|-\w")
_DURATION = re.compile(
    r"[\s,·•|/–—-]*\(?\s*(?:(?:~|ca\.?|about)\s*)?"
    r"(?:\d{1,2}\+?\s*(?:years?|yrs?\.?|jahren?|ans?|años?|anos?|anni|anno|jaar|lat|roky?|år|yıl)\b[\s,]*(?:(?:and|und|et|y|e|en)\s+)?)?"
    r"(?:\d{1,3}\s*(?:months?|mos?\.?|monaten?|mois|meses|mes|mês|mesi|maanden|maand|miesięcy|månader|ay|weeks?|wochen?)(?!\w))?\s*\)?",
    re.IGNORECASE,
)

_ONE_OF = re.compile(
    r"\W*(?:an?|one|eine?|une?|um|een)\s+(?:year|month|jahr|monat|an|mois|año|mes|ano|mês|anno|mese|jaar|maand)\W*",
    re.IGNORECASE,
)


def periods_in(text: str, culture: str = "en") -> list[Period]:
    """Every date and period that the text shows, in order, spans apart.

    `culture` (BCP 47) says whether 03/04/2019 is in March or in April; a day over 12 decides by itself.
    Phone numbers, postal codes and plain numbers ("2000 users") are not dates.
    """
    language = culture.partition("-")[0]
    own_months = language if any(language == known for known, _ in date_words().local) else ""
    return list(_periods_in(text, is_month_first(culture), own_months))


@lru_cache(maxsize=4096)
def _periods_in(text: str, month_first: bool, language: str) -> tuple[Period, ...]:
    plain = with_plain_digits(text)
    if not _HAS_DATE.search(plain):
        return ()
    tokens = tokens_of(plain)
    kinds = "".join(token.kind for token in tokens)
    if not _MAY_BE_DATE.search(kinds):
        return ()
    found: list[Period] = []
    for match in _GRAMMAR.finditer(kinds):
        period = _period(_Found(match, tokens, month_first, language, plain))
        if period is not None:
            found.append(period if plain is text else replace(period, raw=_raw(text, period)))
    return tuple(found)


def _raw(text: str, period: Period) -> str:
    return text[period.span_start : period.span_end]


def period_of(text: str, culture: str = "en") -> Period | None:
    """The one period that the whole text is, apart from brackets and a duration; None when it says more."""
    periods = periods_in(text, culture)
    if len(periods) != 1:
        return None
    rest = text[: periods[0].span_start] + text[after_duration(text, periods[0].span_end) :]
    return None if re.search(r"\w", rest) else periods[0]


def after_duration(text: str, end: int) -> int:
    """The offset behind a duration that follows at `end` ("(18 months)", "· 2 yrs 3 mos"), else `end`."""
    match = _DURATION.match(text, end)
    if match is None or not re.search(r"\d", match[0]):
        return end
    return match.end()


def is_duration(text: str) -> bool:
    """True when the text says how long and nothing else ("2 years 10 months")."""
    match = _DURATION.fullmatch(text)
    return (match is not None and any(character.isdigit() for character in text)) or bool(
        _ONE_OF.fullmatch(text)
    )


def is_month_first(culture: str) -> bool:
    """True where 03/04/2019 is the fourth of March."""
    language, _, region = culture.partition("-")
    return region.upper() in {"US", "PH", "PR"} or (language == "en" and not region)


def json_resume_date(edtf: str) -> str:
    """The date in JSON Resume's form, which knows neither seasons nor open ends; "" for none."""
    match = re.match(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?", edtf)
    return match[0] if match else ""


class _Found(NamedTuple):
    """A match of the grammar with what is needed to read it."""

    match: re.Match[str]
    tokens: list[Token]
    month_first: bool
    language: str
    text: str

    def point(self, group: str) -> str:
        """EDTF of the point that the named group matched; "" when it matched none or makes no date."""
        return _point(self.within(group), self.month_first, self.language)

    def within(self, group: str) -> list[Token]:
        first, last = self.match.span(group)
        return self.tokens[first:last] if first >= 0 else []


_Ends = tuple[str, str] | None


def _period(found: _Found) -> Period | None:
    """The period that a match stands for; None where it is something else after all."""
    tokens = found.within(found.match.lastgroup or "lone")
    start, end = tokens[0].start, tokens[-1].end
    if _GLUED.search(found.text[max(0, start - 2) : start]) or _GLUED_AFTER.match(found.text, end):
        return None
    ends = _READERS[found.match.lastgroup or "lone"](found)
    if ends is None or ends == ("", ""):
        return None
    return Period(
        start=ends[0],
        end=ends[1],
        raw=found.text[start:end],
        span_start=start,
        span_end=end,
        is_current=ends[1] == OPEN,
        is_range=bool(ends[1]) or not ends[0],
        precision=_coarser(ends),
    )


def _range(found: _Found) -> _Ends:
    start, end = found.point("a") or found.point("ca"), found.point("b") or found.point("cb")
    return (start, end) if start and end else None


def _pair(found: _Found) -> _Ends:
    """Two dates alone on a line, as the ends of a timeline are set."""
    start, end = found.point("xa"), found.point("xb")
    return (start, end) if start and end and start < end else None


def _until_now(found: _Found) -> _Ends:
    start = found.point("na") or found.point("nb")
    return (start, OPEN) if start or found.within("na")[0].kind == "?" else None


def _partial_range(found: _Found) -> _Ends:
    """ "Jan – Mar 2019": the first month borrows the year of the second, or the year before it."""
    end, tokens = found.point("pb"), found.within("pa")
    if not end:
        return None
    day = int(tokens[0].text) if tokens[0].kind == "n" else 0
    named = next((token for token in tokens if token.kind in "ms"), None)
    number, day = (day, 0) if named is None else (month_number(named, found.language), day)
    if (named is None and not 1 <= number <= 12) or day > 31:
        return None
    year = end[:4]
    if year.isdigit() and len(end) >= 7 and number > int(end[5:7]):
        year = str(int(year) - 1)
    return (f"{year}-{number:02d}" + (f"-{day:02d}" if day else ""), end)


def _short_year_range(found: _Found) -> _Ends:
    """ "2019 – 20" ends in 2020; "2019-03" is March, but "2011-12" is the school year."""
    start, number = found.point("ya"), found.within("yb")[-1].text
    is_glued = all(token.kind not in "_T" for token in found.within("shortyear"))
    is_term = found.match["shortyear"].startswith("s") and found.match["shortyear"].endswith("/n")
    if not start[:4].isdigit() or len(number) != 2 or is_term:
        point = found.point("shortyear")
        return (point, "") if point else None
    year, tail = int(start[:4]), int(number)
    if is_glued and 1 <= tail <= 12 and tail != (year + 1) % 100 and len(start) == 4:
        return (f"{start}-{tail:02d}", "")
    end = year - year % 100 + tail + (100 if tail < year % 100 else 0)
    return (start, str(end)) if 0 <= end - year <= 60 else None


def _short_range(found: _Found) -> _Ends:
    """Two points with years of two digits vouch for each other: "03/19 – 05/20"."""
    start = _short_point(found.within("sa"))
    end = OPEN if found.within("sb")[0].kind == "p" else _short_point(found.within("sb"))
    return (start, end) if start and end else None


def _since(found: _Found) -> _Ends:
    point = found.point("fa")
    is_open = fold(found.within("since")[0].text) in date_words().sets["opening"]
    return (point, OPEN if is_open else "") if point else None


def _until(found: _Found) -> _Ends:
    point = found.point("ua")
    is_until = fold(found.within("until")[0].text) in date_words().sets["until"]
    return (("", point) if is_until else (point, "")) if point else None


def _open_end(found: _Found) -> _Ends:
    point = found.point("oa")
    return (point, OPEN) if point else None


def _open_start(found: _Found) -> _Ends:
    return ("", found.point("ta"))


def _lone(found: _Found) -> _Ends:
    tokens = found.within("lone")
    point = found.point("lone")
    if not point or (len(tokens) == 1 and not _may_stand_alone(found.text, tokens[0])):
        return None
    return (point, "")


def _may_stand_alone(text: str, year: Token) -> bool:
    """True for a bare year that is set apart; "2000 users" and street numbers are not."""
    return (
        year.text.translate(_FIX)[:2] in {"19", "20"}
        and _AFTER_LONE_YEAR.match(text, year.end) is not None
        and (
            not text[: year.start].strip()
            or not text[year.end :].strip(" .)")
            or _BEFORE_LONE_YEAR.search(text[max(0, year.start - 16) : year.start]) is not None
        )
    )


_READERS: dict[str, Callable[[_Found], _Ends]] = {
    "range": _range,
    "pair": _pair,
    "now": _until_now,
    "partial": _partial_range,
    "shortyear": _short_year_range,
    "short": _short_range,
    "since": _since,
    "until": _until,
    "open": _open_end,
    "toopen": _open_start,
    "lone": _lone,
}


def _point(tokens: list[Token], month_first: bool, language: str) -> str:
    """EDTF of one point in time, "" when its numbers make no date."""
    kinds = "".join(token.kind for token in tokens)
    name = next((name for name, form in _FULL.items() if form.fullmatch(kinds)), "")
    if not name:
        return ""
    numbers = [int(token.text) for token in tokens if token.kind == "n"]
    month = next((month_number(token, language) for token in tokens if token.kind in "msq"), 0)
    year = next((_year(token.text) for token in tokens if token.kind in "YE"), "")
    if not year:
        year, numbers = _century(numbers[-1]), []
    if name == "sy":
        numbers = []
    if name == "dmy" and (numbers[1] > 12 or (month_first and tokens[1].kind != "." and numbers[0] <= 12)):
        numbers.reverse()
    if name == "dmy":
        numbers.reverse()
    if name in {"ymd", "dmy", "ym", "my"}:
        month, numbers = numbers[0], numbers[1:]
        if not 1 <= month <= 12:
            return ""
    if numbers and not 1 <= numbers[0] <= 31:
        return ""
    return year + (f"-{month:02d}" if month else "") + (f"-{numbers[0]:02d}" if numbers else "")


def _short_point(tokens: list[Token]) -> str:
    numbers = [int(token.text) for token in tokens if token.kind == "n"]
    month = next((month_number(token) for token in tokens if token.kind == "m"), 0)
    if not month and len(numbers) == 2:
        month = numbers[0]
        if not 1 <= month <= 12:
            return ""
    return _century(numbers[-1]) + (f"-{month:02d}" if month else "")


def _century(two_digits: int) -> str:
    """The year that two digits mean in a résumé: 39 is 2039, 40 is 1940."""
    return str(two_digits + (2000 if two_digits < 40 else 1900))


def _year(text: str) -> str:
    """The year with slips of the scanner mended and unknown digits as EDTF's X."""
    if text[2:].strip("0123456789").casefold() in {"xx", "yy", "__", "??", "x"}:
        return text[:2] + re.sub(r"\D", "X", text[2:])
    return text.translate(_FIX)


def _coarser(ends: tuple[str, str]) -> Precision:
    """The precision of the less precise end."""
    order: tuple[Precision, ...] = ("year", "season", "month", "day")
    known = [_precision(end) for end in ends if end and end != OPEN]
    return min(known, key=order.index) if known else "none"


def _precision(edtf: str) -> Precision:
    if len(edtf) == 4:
        return "year"
    if len(edtf) > 7:
        return "day"
    return "month" if edtf[5:] <= "12" else "season"
