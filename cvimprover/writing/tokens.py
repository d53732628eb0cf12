"""Words and numbers of a text, made comparable: what the lock compares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from cvimprover.writing.lexicon import Lexicon, lexicon
from parsing.stages.text import fold

_TOKEN: Final = re.compile(
    r"(?P<money>[€$£¥])?(?P<number>\d+(?:[.,'’\u00a0\u202f ](?=\d)\d+)*)(?P<suffix>[^\W\d_]{1,4}(?![^\W_])"
    r"|\s?%|\s?[€$£¥])?"
    r"|(?P<mixed>(?:\d+[^\W\d_]|[^\W\d_]+\d)[^\W_]*)"
    r"|(?P<word>[^\W\d_]+(?:[+#]+(?!\w))?)"
    r"|(?P<other>[^\w\s]|\n)"
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+")
_BREAKS: Final = frozenset(".,;:()[]!?–—|•·…\n")
_PERCENT: Final = re.compile(
    r"\s*-?\s*(?:%|per\s?cent|percent|prozent|pour\s?cent|por\s?ciento|pct|pc)(?!\w)", re.IGNORECASE
)
_CURRENCIES: Final = {
    **dict.fromkeys(("€", "eur", "euro", "euros"), "eur"),
    **dict.fromkeys(("$", "usd", "dollar", "dollars"), "usd"),
    **dict.fromkeys(("£", "gbp", "pounds"), "gbp"),
    **dict.fromkeys(("chf", "franken"), "chf"),
    "¥": "jpy",
}
_MAGNITUDES: Final = {"k": 1000, "tsd": 1000, "mio": 10**6, "mn": 10**6, "bn": 10**9, "mrd": 10**9}
_ARTICLES: Final = frozenset({"ein", "eins", "un", "une", "una", "uno"})
_TENS: Final = range(20, 100, 10)
_SMALLEST_FACTOR: Final = 100
_DOZEN: Final = 12

Kind = Literal["word", "number", "break"]


class Token(NamedTuple):
    """A word, number or break with its place; `value` and `unit` of a number ("%", "eur", "" for none)."""

    kind: Kind
    text: str
    start: int
    end: int
    fold: str = ""
    value: Decimal = Decimal(0)
    unit: str = ""


def tokens_of(text: str, language: str) -> list[Token]:
    """The tokens in order. "twenty-five", "1.2 million", "30 per cent" are one number each.

    Full-width digits and ligatures count as what they stand for; marks that nobody sees separate nothing.
    """
    return list(_tokens_of(text, language))


@lru_cache(maxsize=2048)
def _tokens_of(text: str, language: str) -> tuple[Token, ...]:
    words = lexicon(language)
    found = [token for match in _TOKEN.finditer(_plain(text)) if (token := _token(match, language))]
    found = [_read(token, words) for token in found]
    return tuple(_with_units(_joined(found), text))


def _plain(text: str) -> str:
    """The text with compatible letters unified, of the same length, so that offsets stay."""
    if text.isascii():
        return text
    plain = []
    for character in text:
        same = unicodedata.normalize("NFKC", character)
        plain.append(same if len(same) == 1 else character)
    return "".join(plain)


def _token(match: re.Match[str], language: str) -> Token | None:
    kind = match.lastgroup
    start, end = match.span()
    if match["other"]:
        return Token("break", match[0], start, end) if match[0] in _BREAKS else None
    if match["number"] is None:
        return Token("word", match[0], start, end, fold(match[0]))
    value = _value(match["number"], language)
    if value is None:
        return Token("word", match[0], start, end, fold(match[0]))
    suffix = (match["suffix"] or "").strip().lower()
    unit = _CURRENCIES.get(match["money"] or suffix, "")
    if suffix == "%":
        unit = "%"
    elif suffix in _MAGNITUDES:
        value *= _MAGNITUDES[suffix]
    elif suffix and not unit:
        unit = suffix
    assert kind
    return Token("number", match[0], start, end, fold(match[0]), value.normalize(), unit)


def _value(written: str, language: str) -> Decimal | None:
    """What the digits say: a point or comma before exactly three digits groups thousands, else it is decimal.

    In English a point, elsewhere a comma, is decimal whatever follows.
    """
    decimal = "." if language == "en" else ","
    digits = written
    if _GROUPED.fullmatch(digits) and digits.count(decimal) != 1:
        digits = re.sub(r"\D", "", digits)
    else:
        digits = re.sub(r"['’\u00a0\u202f ]", "", digits)
        if digits.count(".") + digits.count(",") > 1:
            head, _, tail = digits.rpartition(decimal)
            digits = re.sub(r"\D", "", head) + "." + tail if head and tail.isdigit() else ""
        digits = digits.replace(",", ".")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def _read(token: Token, words: Lexicon) -> Token:
    """A number word as number."""
    if token.kind == "word" and token.fold in words.numbers and token.fold not in _ARTICLES:
        return token._replace(kind="number", value=Decimal(words.numbers[token.fold]))
    return token


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """“twenty” “five” → 25, “3” “million” → 3,000,000, “two” “dozen” → 24."""
    pending: Token | None = None
    for token in tokens:
        if pending is not None and token.kind == "number" and _can_go_on(pending, token):
            factor = token.value if token.text.isalpha() else Decimal(0)
            if factor >= _SMALLEST_FACTOR or (
                factor == _DOZEN and token.fold.startswith(("doz", "dou", "doc", "dut"))
            ):
                pending = _merged(pending, token, pending.value * factor)
                continue
            if pending.value in _TENS and 0 < factor < 10 and pending.text[-1:].isalpha():
                pending = _merged(pending, token, pending.value + factor)
                continue
        if pending is not None:
            yield pending
        pending = token
    if pending is not None:
        yield pending


def _can_go_on(pending: Token, token: Token) -> bool:
    is_near = token.start - pending.end <= 1
    return is_near and (not pending.unit or pending.unit in _CURRENCIES.values()) and pending.kind == "number"


def _merged(first: Token, last: Token, value: Decimal) -> Token:
    return first._replace(
        end=last.end,
        value=value.normalize(),
        unit=last.unit or first.unit,
        text=f"{first.text} {last.text}",
        fold=f"{first.fold} {last.fold}",
    )


def _with_units(tokens: Iterator[Token], text: str) -> Iterator[Token]:
    """Numbers with the per cent or currency behind them taken in."""
    covered = 0
    previous = ""
    for token in tokens:
        if token.start < covered:
            continue
        if token.kind == "number" and not token.unit:
            percent = _PERCENT.match(text, token.end)
            behind = re.match(r"\s?([^\W\d_]+|[€$£¥])", text[token.end :])
            if percent:
                token = token._replace(unit="%", end=percent.end())
            elif behind and behind[1].lower() in _CURRENCIES:
                token = token._replace(unit=_CURRENCIES[behind[1].lower()], end=token.end + behind.end())
            elif previous in _CURRENCIES:
                token = token._replace(unit=_CURRENCIES[previous])
        covered = token.end
        previous = token.fold
        yield token
