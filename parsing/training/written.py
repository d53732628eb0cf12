"""How a résumé writes its values: dates and periods, headings, labels and telephone numbers.

A `Style` is chosen once for a résumé, so that its dates, headings and numbers agree with each other.
What `period`, `date` and `phone` return is HTML with marks (see marks.py), ready to stand in a design.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from parsing.training import marks
from parsing.training.words import Table, table, tables, words

SECTIONS: Final = (
    "contact", "summary", "work", "education", "skills", "languages", "certificates", "projects",
    "publications", "awards", "volunteer", "interests", "references",
)  # fmt: skip
LABELS: Final = (
    "phone", "email", "address", "url", "born", "nationality", "grade", "courses", "keywords", "issuer",
    "page", "resume",
)  # fmt: skip
_NAMED_FORMS: Final = frozenset({"short", "long", "capital", "short_dot", "long_of", "season"})
_SPACE_IN_HEADING: Final = " \N{NO-BREAK SPACE} "


@dataclass(frozen=True, slots=True)
class Style:
    """One résumé's habits. Make it with `style_of`; designs only pass it on."""

    language: str
    country: str
    date_form: str
    between: str
    present: str
    open_form: str
    since: str
    from_to: str
    shares_year: bool
    counts_months: bool
    studies_by_end: bool
    heading_case: str
    heading_end: str
    phone_form: str
    headings: Mapping[str, str]
    labels: Mapping[str, str]


def style_of(language: str, country: str, rng: random.Random) -> Style:
    """The habits of one résumé, by chance."""
    say = table(language)
    return Style(
        language=language,
        country=country,
        date_form=rng.choice(words(say, "date_forms")),
        between=rng.choice(words(say, "between")),
        present=rng.choice(words(say, "present")),
        open_form=rng.choices(("present", "since", "bare"), (80, 13, 7))[0],
        since=rng.choice(words(say, "since")),
        from_to=rng.choice(words(say, "from_to")) if rng.random() < 0.08 else "",
        shares_year=rng.random() < 0.25,
        counts_months=rng.random() < 0.08,
        studies_by_end=rng.random() < 0.2,
        heading_case=rng.choices(("plain", "upper", "lower", "spaced"), (66, 28, 3, 3))[0],
        heading_end=rng.choices(("", ":"), (93, 7))[0],
        phone_form=_phone_form(country, rng),
        headings=_one_each(tables(say, "headings"), SECTIONS, rng),
        labels=_one_each(tables(say, "labels"), LABELS, rng),
    )


def heading(section: str, style: Style) -> str:
    """The section's heading, escaped; it belongs inside `marks.heading`."""
    text = style.headings[section] + style.heading_end
    if style.heading_case == "upper":
        text = text.upper()
    elif style.heading_case == "lower":
        text = text.lower()
    elif style.heading_case == "spaced":
        text = _SPACE_IN_HEADING.join(" ".join(word) for word in text.upper().split())
    return escape(text)


def label(kind: str, style: Style) -> str:
    """A word in front of a value ("Phone", "Grade"), escaped, without a colon. Kinds: `LABELS`."""
    return escape(style.labels[kind])


def date(path: str, edtf: str, style: Style) -> str:
    """One date with its mark; "" where there is none. `path` is whole: `awards.0.date`."""
    if not edtf:
        return ""
    text, value = written_date(edtf, style)
    return marks.field(path, text, value=value)


def period(path: str, start: str, end: str | None, style: Style) -> str:
    """Start and end with marks `<path>.startDate` and `<path>.endDate`.

    `end` None goes on to this day, "" was never told; `start` "" is unknown.
    """
    if end is None:
        return _open_period(path, start, style)
    if not start or not end:
        return _start(path, start, style) or _end(path, end, style)
    if style.studies_by_end and path.startswith("education"):
        return _end(path, end, style)
    return _closed_period(path, start, end, style) + _length(start, end, style)


def written_date(edtf: str, style: Style, *, ends: bool = False) -> tuple[str, str]:
    """The date as that résumé writes it, and the EDTF of what is written, never more precise.

    A season counts as its year: JSON Resume has no seasons. `ends` takes the last day of the month where
    the style writes days.
    """
    year, _, month = edtf.partition("-")
    if not month or style.date_form == "year":
        return year, year
    number, say = int(month), table(style.language)
    if style.date_form == "season":
        name = words(say, "seasons")[(number % 12 // 3 - 1) % 4]
        return f"{name} {year}", year
    if style.date_form.startswith("day"):
        day = calendar.monthrange(int(year), number)[1] if ends else 1
        dot = "/" if style.date_form == "day_slash" else "."
        return f"{day:02}{dot}{number:02}{dot}{year}", f"{year}-{number:02}-{day:02}"
    return _month_and_year(year, number, style.date_form, say), edtf


def phone(e164: str, style: Style) -> str:
    """The number as that résumé writes it, marked `basics.phone`; "" for none."""
    return marks.field("basics.phone", written_phone(e164, style.phone_form)) if e164 else ""


def written_phone(e164: str, form: str) -> str:
    """The number in a form: international, national, plain, dots, dashes, zeros, trunk or bracket."""
    import phonenumbers

    number = phonenumbers.parse(e164)
    kind = phonenumbers.PhoneNumberFormat
    international = phonenumbers.format_number(number, kind.INTERNATIONAL)
    national = phonenumbers.format_number(number, kind.NATIONAL)
    code = f"+{number.country_code}"
    rest = international.removeprefix(code).strip()
    return {
        "international": international,
        "national": national,
        "plain": e164,
        "dots": international.replace("-", " ").replace(" ", "."),
        "dashes": national.replace("(", "").replace(") ", "-").replace(" ", "-"),
        "zeros": "00" + international.removeprefix("+").replace("-", " "),
        "trunk": f"{code} (0){rest}",
        "bracket": f"({code}) {rest}",
        "national_dots": national.replace("(", "").replace(") ", ".").replace("-", ".").replace(" ", "."),
    }[form]


def _phone_form(country: str, rng: random.Random) -> str:
    forms = ["international"] * 5 + ["plain", "bracket", "zeros", "dots"]
    forms += ["national"] * (8 if country in {"US", "CA"} else 4)
    if country in {"DE", "AT", "CH", "GB", "FR", "BE", "NL", "IE"}:
        forms.append("trunk")
    if country in {"US", "CA"}:
        forms += ["dashes", "national_dots"]
    return rng.choice(forms)


def _one_each(source: Table, keys: Sequence[str], rng: random.Random) -> dict[str, str]:
    """One word a key; early words of a list are the common ones, so they come more often."""
    chosen = {}
    for key in keys:
        known = words(source, key)
        if known:
            chosen[key] = known[min(int(rng.expovariate(3.2 / len(known))), len(known) - 1)]
    return chosen


def _month_and_year(year: str, month: int, form: str, say: Table) -> str:
    long, short = words(say, "months")[month - 1], words(say, "short")[month - 1]
    bare = short.rstrip(".")
    pattern = str(say["month_year"])
    return {
        "short": lambda: f"{short} {year}",
        "short_dot": lambda: f"{bare}. {year}" if bare != long else f"{long} {year}",
        "short_slash": lambda: f"{bare}/{year}",
        "apostrophe": lambda: f"{bare} '{year[2:]}",
        "capital": lambda: pattern.format(month=long[:1].upper() + long[1:], year=year),
        "long_of": lambda: str(say.get("month_of_year", pattern)).format(month=long, year=year),
        "long": lambda: pattern.format(month=long, year=year),
        "slash": lambda: f"{month:02}/{year}",
        "dot": lambda: f"{month:02}.{year}",
        "dash_month": lambda: f"{month:02}-{year}",
        "two_digits": lambda: f"{month:02}/{year[2:]}",
        "iso": lambda: f"{year}-{month:02}",
    }[form]()


def _start(path: str, start: str, style: Style) -> str:
    return date(f"{path}.startDate", start, style)


def _end(path: str, end: str, style: Style) -> str:
    if not end:
        return ""
    text, value = written_date(end, style, ends=True)
    return marks.field(f"{path}.endDate", text, value=value)


def _open_period(path: str, start: str, style: Style) -> str:
    if not start:
        return marks.field(f"{path}.x-current", style.present, value="true")
    begun = _start(path, start, style)
    if style.open_form == "since":
        head, _, tail = style.since.partition("{}")
        return marks.field(f"{path}.x-current", head.strip(), value="true") + f" {begun}{escape(tail)}"
    if style.open_form == "bare":
        return f"{begun}{escape(style.between if style.between.strip() in '–-—' else ' –').rstrip()}"
    now = marks.field(f"{path}.x-current", style.present, value="true")
    return f"{begun}{escape(style.between)}{now}"


def _closed_period(path: str, start: str, end: str, style: Style) -> str:
    first, last = _start(path, start, style), _end(path, end, style)
    shown, value = written_date(start, style)
    if (shown, value) == written_date(end, style):
        return marks.wrapped(f"{path}.startDate", last, value=value)
    if style.from_to:
        head, middle, tail = style.from_to.split("{}")
        return f"{escape(head)}{first}{escape(middle)}{last}{escape(tail)}"
    if style.shares_year and style.date_form in _NAMED_FORMS and start[:4] == end[:4] and len(end) > 4:
        without = shown.removesuffix(start[:4]).strip().removesuffix(" de")
        first = marks.field(f"{path}.startDate", without, value=value)
    return f"{first}{escape(style.between)}{last}"


def _length(start: str, end: str, style: Style) -> str:
    """How long it was, in brackets, where the style counts and the months are known."""
    if not style.counts_months or len(start) < 7 or len(end) < 7:
        return ""
    months = (int(end[:4]) - int(start[:4])) * 12 + int(end[5:7]) - int(start[5:7]) + 1
    say = table(style.language)
    years, rest = divmod(months, 12)
    parts = [_counted(years, words(say, "year_count")), _counted(rest, words(say, "month_count"))]
    long = style.shares_year or years > 3
    text = " ".join(filter(None, parts)) if long else _counted(months, words(say, "month_count"))
    return f" ({escape(text)})"


def _counted(number: int, forms: Sequence[str]) -> str:
    return forms[number != 1].format(number) if number else ""
