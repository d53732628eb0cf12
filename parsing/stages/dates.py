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
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

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


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class _Words(NamedTuple):
    kinds: dict[str, str]
    numbers: dict[str, int]
    sets: dict[str, set[str]]


_WORD_KINDS = {"since": "f", "to": "o", "of": "d", "and": "c", "ordinal": "h", "present": "p"}


@cache
def _words() -> _Words:
    """Kinds of words, numbers of months and seasons, "present" phrases, from data/date_words.txt.

    Names count as written and folded ("März", "marz").
    """
    words = _Words({}, {}, {"opening": set(), "until": set()})
    for line in files("parsing").joinpath("data/date_words.txt").read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition(":")
        if key == "phrase":
            words.sets.setdefault(key, set()).update(phrase.strip() for phrase in rest.split(","))
        elif rest and not key.startswith("#"):
            for name in rest.split():
                _add_word(words, key, name)
    return words


def _add_word(words: _Words, key: str, name: str) -> None:
    for form in (name.casefold(), fold(name)):
        if key in words.sets:
            words.sets[key].add(form)
        elif key.isdigit():
            words.numbers.setdefault(form, int(key))
            words.kinds.setdefault(form, "m" if int(key) <= 12 else "s")
        else:
            words.kinds.setdefault(form, _WORD_KINDS[key])


def _phrases() -> str:
    """The phrases for "present" as alternatives of a pattern, longest first."""
    phrases = sorted(_words().sets["phrase"], key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", "[ -]?") for phrase in phrases)


_TOKENS = re.compile(
    rf"(?P<phrase>(?<!\w)(?:{_phrases()})(?!\w))"
    r"|(?P<year>\b(?:19|20)(?:[XxYy_?]{2}|\d[Xx])(?!\w))"
    r"|(?P<slip>\b[1I|lL][9][0-9OoIlL|]{2}\b|\b[2Zz][0Oo][0-9OoIlL|]{2}(?!\w)|\b2[0Oo][0-9OoIlL|]{2}(?!\w))"
    r"|(?P<upto>\bt/m\b)"
    r"|(?P<quarter>\b[QqTt][1-4](?!\w)|\b[1-4]Q(?!\w))"
    r"|(?P<number>\d+)"
    r"|(?P<cjk>[年月日])"
    r"|(?P<unknown>\?{3})"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<tab>[ \u00a0\u2009\u202f]*\t[ \u00a0\u2009\u202f\t]*)"
    r"|(?P<space>[ \u00a0\u2000-\u200b\u202f\n]+)"
    r"|(?P<dash>[–—―‒−~→➔➝»…]|->|--+)"
    r"|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_GROUP_KINDS = {
    "phrase": "p",
    "year": "Y",
    "quarter": "q",
    "upto": "o",
    "unknown": "?",
    "tab": "T",
    "space": "_",
    "dash": "t",
}
_CJK_KINDS = {"年": "K", "月": "G", "日": "D"}
_FIX = str.maketrans("OoIlL|Zz", "00111122")

# One point in time, by kinds; the most telling first.
_POINT_FORMS: tuple[tuple[str, str], ...] = (
    ("ymd", r"Y-n-n|Y\.n\.n\.?|Y/n/n|Y\._n\._n\.?|YKnGnD"),
    ("dmy", r"n-n-Y|n\._?n\._?Y|n/n/Y"),
    ("dMy", r"n[.h]?_(?:d_)?m[.,]?_(?:d_)?Y|n-m\.?-Y"),
    ("Mdy", r"m\.?_nh?,?_Y"),
    ("My", r"m[.,]{0,2}_?(?:d_)?Y|m[./-]_?Y|m,_Y"),
    ("My2", r"m[.,]?_?'_?n|m[-/]n"),
    ("yM", r"Y[._/-]{0,2}m\.?"),
    ("ym", r"Y[./-]n|YKnG"),
    ("my", r"n[./-]Y|n_[/.]_Y"),
    ("sy", r"s[.,]?_?(?:d_)?Y|s_?'n"),
    ("ys", r"Y_s"),
    ("qy", r"q[_/-]?'?Y|q_'?n"),
    ("yq", r"Y[_/.-]?q"),
    ("y", r"YK?"),
)
# Only beside a second point of the same kind or "present", else they are anything.
_SHORT_FORMS: tuple[tuple[str, str], ...] = (("my2", r"n/'?n"), ("My2s", r"m\.?_n"), ("y2", r"'n"))
_ANY_POINT = "(?:" + "|".join(form for _, form in _POINT_FORMS) + ")"
_ANY_SHORT = "(?:" + "|".join(form for _, form in _SHORT_FORMS) + ")"
_TO_SPACED = r"(?:[_T]*(?:[-t]|t-|-t|tt)[_T]*|_/_|/|[_T]+o[_T]+(?:[dfo]_)?)"
_PARTIAL = r"(?:m\.?(?:_n(?=[_T]*[-t]))?|s)"
_GRAMMAR = re.compile(
    rf"(?P<range>(?:f_(?:d_)?)?(?P<a>{_ANY_POINT}){_TO_SPACED}(?P<b>{_ANY_POINT})"
    rf"|f_(?P<ca>{_ANY_POINT})_c_(?P<cb>{_ANY_POINT}))"
    rf"|(?P<pair>^[_T]*(?P<xa>{_ANY_POINT})[_T]+(?P<xb>{_ANY_POINT})(?=[_T]*$))"
    rf"|(?P<now>(?:f_(?:d_)?)?(?P<na>{_ANY_POINT}|\?){_TO_SPACED}[(]?p|(?:f_(?:d_)?)?(?P<nb>{_ANY_POINT})_p)"
    rf"|(?P<partial>(?P<pa>{_PARTIAL}){_TO_SPACED}(?P<pb>{_ANY_POINT}))"
    rf"|(?P<shortyear>(?P<ya>{_ANY_POINT})(?<=Y){_TO_SPACED}'?(?P<yb>n)(?![./:%-]?[\w]))"
    rf"|(?P<short>(?P<sa>{_ANY_SHORT}){_TO_SPACED}(?P<sb>{_ANY_SHORT}|p))"
    rf"|(?P<since>f_(?:d_)?(?P<fa>{_ANY_POINT}))"
    rf"|(?P<until>(?:o_(?:d_)?)(?P<ua>{_ANY_POINT}))"
    rf"|(?P<open>(?P<oa>{_ANY_POINT})_?[-t]+(?=_?$|_?[T)|,]))"
    rf"|(?P<toopen>(?:^|(?<=[T(|]))[-t]_?(?P<ta>{_ANY_POINT})(?=_?$|_?[T)|]))"
    rf"|(?P<lone>{_ANY_POINT})"
)
_FULL = {name: re.compile(form) for name, form in _POINT_FORMS}
_HAS_DATE = re.compile(
    r"(?<!\d)(?:1[4-9]|20)[0-9XxYy_?OolI|]{2}(?!\d)|[l|I]9[0-9OolI|]{2}|[2Zz][Oo][0-9OolI|]{2}|['’´`]\d\d"
    r"|\d/\d\d|\?\?\?|[^\W\d]{3,}\.? \d\d\s*[-–—]"
)
_BEFORE_LONE_YEAR = re.compile(
    r"(?:[\t(\[|,;·•–—:]|\s[-/]|\b(?:in|im|en|since|of|class|year|jahr|année|año|anno|rok)\b)\s*$", re.I
)
_AFTER_LONE_YEAR = re.compile(r"\s*(?:$|[\t)\]|,;·•–—:]|[-/]\s|\.(?:\s|$))")
_GLUED = re.compile(r"[\w#$€£+@%]$|[\d\w][./:-]$|[#$€£+]\s$")
_GLUED_AFTER = re.compile(r"[\w%€$£]|[./:-]\d|\s?[%€$£°]|-\w")
_DURATION = re.compile(
    r"[\s,·•|/–—-]*\(?\s*(?:(?:~|ca\.?|about)\s*)?"
    r"(?:\d{1,2}\+?\s*(?:years?|yrs?\.?|jahren?|ans?|años?|anos?|anni|anno|jaar|lat|roky?|år|yıl)\b[\s,]*(?:(?:and|und|et|y|e|en)\s+)?)?"
    r"(?:\d{1,3}\s*(?:months?|mos?\.?|monaten?|mois|meses|mes|mês|mesi|maanden|maand|miesięcy|månader|ay|weeks?|wochen?)(?!\w))?\s*\)?",
    re.IGNORECASE,
)


def periods_in(text: str, culture: str = "en") -> list[Period]:
    """Every date and period that the text shows, in order, spans apart.

    `culture` (BCP 47) says whether 03/04/2019 is in March or in April; a day over 12 decides by itself.
    Phone numbers, postal codes and plain numbers ("2000 users") are not dates.
    """
    return list(_periods_in(text, is_month_first(culture)))


@lru_cache(maxsize=4096)
def _periods_in(text: str, month_first: bool) -> tuple[Period, ...]:
    if not _HAS_DATE.search(text):
        return ()
    tokens = _tokens(text)
    kinds = "".join(token.kind for token in tokens)
    if "Y" not in kinds and "p" not in kinds and "'" not in kinds and "/" not in kinds and "?" not in kinds:
        return ()
    found: list[Period] = []
    for match in _GRAMMAR.finditer(kinds):
        period = _period(_Found(match, tokens, month_first, text))
        if period is not None:
            found.append(period)
    return tuple(found)


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
    return match is not None and any(character.isdigit() for character in text)


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
    tokens: list[_Token]
    month_first: bool
    text: str

    def point(self, group: str) -> str:
        """EDTF of the point that the named group matched; "" when it matched none or makes no date."""
        return _point(self.within(group), self.month_first)

    def within(self, group: str) -> list[_Token]:
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
    end = found.point("pb")
    if not end:
        return None
    number = _month_number(found.within("pa")[0])
    year = end[:4]
    if year.isdigit() and len(end) >= 7 and number > int(end[5:7]):
        year = str(int(year) - 1)
    return (f"{year}-{number:02d}", end)


def _short_year_range(found: _Found) -> _Ends:
    """ "2019 – 20" ends in 2020; "2019-03" is March, but "2011-12" is the school year."""
    start, number = found.point("ya"), found.within("yb")[-1].text
    is_glued = all(token.kind not in "_T" for token in found.within("shortyear"))
    if not start[:4].isdigit() or len(number) != 2:
        point = _point(found.within("shortyear"), found.month_first)
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
    is_open = fold(found.within("since")[0].text) in _words().sets["opening"]
    return (point, OPEN if is_open else "") if point else None


def _until(found: _Found) -> _Ends:
    point = found.point("ua")
    is_until = fold(found.within("until")[0].text) in _words().sets["until"]
    return (("", point) if is_until else (point, "")) if point else None


def _open_end(found: _Found) -> _Ends:
    point = found.point("oa")
    return (point, OPEN) if point else None


def _open_start(found: _Found) -> _Ends:
    return ("", found.point("ta"))


def _lone(found: _Found) -> _Ends:
    tokens = found.within("lone")
    point = _point(tokens, found.month_first)
    if not point or (len(tokens) == 1 and not _may_stand_alone(found.text, tokens[0])):
        return None
    return (point, "")


def _may_stand_alone(text: str, year: _Token) -> bool:
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


def _point(tokens: list[_Token], month_first: bool) -> str:
    """EDTF of one point in time, "" when its numbers make no date."""
    kinds = "".join(token.kind for token in tokens)
    name = next((name for name, form in _FULL.items() if form.fullmatch(kinds)), "")
    if not name:
        return ""
    numbers = [int(token.text) for token in tokens if token.kind == "n"]
    month = next((_month_number(token) for token in tokens if token.kind in "msq"), 0)
    year = next((_year(token.text) for token in tokens if token.kind == "Y"), "")
    if not year:
        year, numbers = _century(numbers[-1]), []
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


def _short_point(tokens: list[_Token]) -> str:
    numbers = [int(token.text) for token in tokens if token.kind == "n"]
    month = next((_month_number(token) for token in tokens if token.kind == "m"), 0)
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


def _month_number(token: _Token) -> int:
    """1–12 for months, 21–24 for seasons, 33–36 for quarters, as EDTF counts."""
    if token.kind == "q":
        return 32 + next(int(character) for character in token.text if character.isdigit())
    numbers = _words().numbers
    return numbers.get(token.text.casefold()) or numbers[fold(token.text)]


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


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(_kind(match.lastgroup or "other", match[0]), match[0], match.start(), match.end())
        for match in _TOKENS.finditer(text)
    ]


def _kind(group: str, text: str) -> str:
    if group in _GROUP_KINDS:
        return _GROUP_KINDS[group]
    if group == "slip":
        return "Y" if any(c.isdigit() for c in text[1:]) else "w"
    if group == "number":
        if len(text) == 4:
            return "Y" if 1400 <= int(text) <= 2099 else "N"
        return "n" if len(text) <= 2 else "N"
    if group == "cjk":
        return _CJK_KINDS[text]
    if group == "word":
        return _word_kind(text)
    return "'" if text in "’‘`´" else text if text in "-/.,'()|" else "x"


def _word_kind(text: str) -> str:
    kinds = _words().kinds
    return kinds.get(text.casefold()) or kinds.get(fold(text)) or "w"
