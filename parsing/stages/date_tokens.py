"""Texts cut into the words of dates: years, months, "since", "present", dashes, each as one letter."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from parsing.stages.text import fold


class Token(NamedTuple):
    """A piece of text and the letter that stands for its kind in the grammar of `stages.dates`."""

    kind: str
    text: str
    start: int
    end: int


class Words(NamedTuple):
    """Word → kind; word → number of month or season; (language, word) → month where languages disagree;
    and sets of words under a name."""

    kinds: dict[str, str]
    numbers: dict[str, int]
    local: dict[tuple[str, str], int]
    sets: dict[str, set[str]]


_WORD_KINDS = {"since": "f", "to": "o", "of": "d", "and": "c", "ordinal": "h", "present": "p"}
_TERMS = {"ws": 24, "wise": 24, "ss": 22, "sose": 22}
"""Terms of German universities; only as "WS", "WiSe" … before a year, so never a plain word."""


@cache
def date_words() -> Words:
    """The words of data/date_words.txt, and the months of data/months.json for further languages.

    Names count as written and folded ("März", "marz").
    """
    words = Words({}, dict(_TERMS), {}, {"opening": set(), "until": set()})
    for line in _data("date_words.txt").splitlines():
        key, _, rest = line.partition(":")
        if key in ("phrase", "glued", "joint"):
            parts = rest.split(",") if key == "phrase" else rest.split()
            words.sets.setdefault(key, set()).update(part.strip() for part in parts)
        elif rest and not key.startswith("#"):
            for name in rest.split():
                _add_word(words, key, name)
    months: dict[str, dict[str, int]] = json.loads(_data("months.json"))
    for language, names in months.items():
        for name, month in names.items():
            _add_word(words, str(month), name)
            if words.numbers[fold(name)] != month:
                words.local[(language, fold(name))] = month
    return words


def _data(name: str) -> str:
    return files("parsing").joinpath("data", name).read_text(encoding="utf-8")


def _add_word(words: Words, key: str, name: str) -> None:
    for form in (name.casefold(), fold(name)):
        if key in words.sets:
            words.sets[key].add(form)
        elif key.isdigit():
            words.numbers.setdefault(form, int(key))
            words.kinds.setdefault(form, "m" if int(key) <= 12 else "s")
        else:
            words.kinds.setdefault(form, _WORD_KINDS[key])


def _phrases(name: str) -> str:
    """The phrases of the name as alternatives of a pattern, longest first."""
    phrases = sorted(date_words().sets[name], key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", "[ -]?") for phrase in phrases)


_ORDINAL = r"(?:[12]|[34]|IV|I{1,3}|(?:pri|se)mo|erstes|zweites|first|second|primer|segundo|premier|deuxième)"
_ENDING = r"(?:er?|º|°|ª|st|nd|rd|th|ème|e)?\.?"
_TOKENS = re.compile(
    rf"(?P<phrase>(?<!\w)(?:{_phrases('phrase')})(?!\w))"
    rf"|(?P<glued>{_phrases('glued')})"
    rf"|(?P<joint>{_phrases('joint')})"
    r"|(?P<year>\b(?:19|20)(?:[XxYy_?]{2}|\d[Xx])(?!\w))"
    r"|(?P<slip>\b[1I|lL][9][0-9OoIlL|]{2}\b|\b[2Zz][0Oo][0-9OoIlL|]{2}(?!\w)|\b2[0Oo][0-9OoIlL|]{2}(?!\w))"
    r"|(?P<upto>\bt/m\b)"
    r"|(?P<quarter>\b[QqTt][1-4](?!\w)|\b[1-4]Q(?!\w)"
    rf"|\b{_ORDINAL}{_ENDING}[ ](?:quarter|quartal|kwarta[lł]|trimestre|kvartal|kwartaal|кв(?:артал)?)\b)"
    r"|(?P<half>\b[Hh][12](?!\w)"
    rf"|\b{_ORDINAL}{_ENDING}[ ](?:half|halbjahr|semestre|halfjaar|półrocze|полугодие|semester|halvår)\b)"
    r"|(?P<term>\b(?-i:WS|SS|WiSe|SoSe)(?=[ _]?(?:19|20)\d\d))"
    r"|(?P<era>(?:令和|平成|昭和|大正|明治|民國|民国)[ ]?(?:\d{1,3}|元)[ ]?年)"
    r"|(?P<number>\d+)"
    r"|(?P<cjk>[年月日년월일])"
    r"|(?P<unknown>\?{3})"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0900-\u0dff\u0e31-\u0e4e])*)"
    r"|(?P<tab>[ \u00a0\u2009\u202f]*\t[ \u00a0\u2009\u202f\t]*)"
    r"|(?P<space>[ \u00a0\u2000-\u200b\u202f\u3000\n]+)"
    r"|(?P<dash>[–—―‒−~→➔➝»…〜～－﹣]|->|--+|\.{2,3})"
    r"|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_GROUP_KINDS = {
    "phrase": "p",
    "glued": "p",
    "joint": "u",
    "year": "Y",
    "quarter": "q",
    "half": "q",
    "term": "s",
    "upto": "o",
    "unknown": "?",
    "tab": "T",
    "space": "_",
    "dash": "t",
}
_CJK_KINDS = {"年": "K", "月": "G", "日": "D", "년": "K", "월": "G", "일": "D"}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}
_YEAR_MARK = re.compile(r"[ \u00a0]?(?:г|гг|р|рр|r)\.|[ \u00a0]?(?:год[ауы]?|року|році|роки|roku|م|هـ)(?!\w)")
_THAI = re.compile("[\u0e00-\u0e7f]")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SECOND = ("se", "zw", "de")
_DIGITS = {
    zero + value: 48 + value for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10) for value in range(10)
}


def with_plain_digits(text: str) -> str:
    """The text with Arabic, Persian, Indian, Thai and full-width digits as 0–9; as long as before."""
    return text if text.isascii() else text.translate(_DIGITS)


def tokens_of(text: str) -> list[Token]:
    """The whole text as tokens, in order."""
    found: list[Token] = []
    is_thai = _THAI.search(text) is not None
    for match in _TOKENS.finditer(text):
        token = _token(match, is_thai=is_thai)
        if token.start >= (found[-1].end if found else 0):
            found.append(_with_year_mark(token, text))
    return found


def _token(match: re.Match[str], *, is_thai: bool) -> Token:
    group, text = match.lastgroup or "other", match[0]
    if group == "era":
        return Token("E", _year_of_era(text), match.start(), match.end())
    if group == "number" and is_thai and len(text) == 4 and 2400 <= int(text) <= 2620:
        return Token("Y", str(int(text) - 543), match.start(), match.end())
    return Token(_kind(group, text), text, match.start(), match.end())


def _with_year_mark(token: Token, text: str) -> Token:
    """A year takes a word for "year" behind it along: "2019 г.", "2019 року"."""
    mark = _YEAR_MARK.match(text, token.end) if token.kind == "Y" else None
    return token._replace(end=mark.end()) if mark else token


def _year_of_era(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return str(_ERAS[text[:2]] + (int(digits) if digits else 1))


def month_number(token: Token, language: str = "") -> int:
    """1–12 for months, 21–24 for seasons, 33–36 for quarters, 40 and 41 for halves, as EDTF counts."""
    if token.kind == "q":
        return _part_of_year(token.text.casefold())
    words = date_words()
    word = fold(token.text)
    local = words.local.get((language, word)) if language else None
    return local or words.numbers.get(token.text.casefold()) or words.numbers[word]


def _part_of_year(text: str) -> int:
    digit = next((int(character) for character in text if character.isdigit()), 0)
    first = re.split(r"[ .]", text)[0]
    number = digit or _ROMAN.get(first) or (2 if first.startswith(_SECOND) else 1)
    is_half = re.search(r"^h\d|half|hal[bf]|sem|półr|полуг|halv", text) is not None
    return (39 if is_half else 32) + number


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
    kinds = date_words().kinds
    return kinds.get(text.casefold()) or kinds.get(fold(text)) or "w"
