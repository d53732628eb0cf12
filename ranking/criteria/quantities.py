"""Spans of time in plain text: "at least two to three years", "anderthalb Jahre", "un año y medio o más".

A small grammar: a number in digits or words, perhaps a second one, what may stand between them and the unit,
the unit, and what makes a least of it. What the time is of is asked elsewhere (`years.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_WORDS: Final = (
    (0.5, r"half an?|half|medi[oa]|meio|mezzo|ein(?:em)? halbes?|einem halben|halbes|une? demie?"),
    (1, r"one|an?|eine?[msnr]?|une?|un[oa]|een|ett|en|uma?"),
    (1.5, r"eineinhalb|anderthalb"),
    (2, r"two|zwei|deux|dos|(?:a )?couple(?: of)?|(?:un )?par de|due|twee|dois|duas"),
    (2.5, r"zweieinhalb"),
    (3, r"three|drei|trois|tres|tre|drie"),
    (4, r"four|vier|quatre|cuatro|quattro|quatro"),
    (5, r"five|funf|cinq|cinco|cinque|vijf"),
    (6, r"six|sechs|seis|sei|zes"),
    (7, r"seven|sieben|sept|siete|sette|zeven|sete"),
    (8, r"eight|acht|huit|ocho|otto|oito"),
    (9, r"nine|neun|neuf|nueve|nove|negen"),
    (10, r"ten|zehn|dix|diez|dieci|tien|dez|(?:une )?dizaine d'|(?:una )?decena de"),
    (12, r"twelve|zwolf|douze|doce|dodici|twaalf|doze"),
    (15, r"fifteen|funfzehn|quinze|quince"),
    (18, r"eighteen|achtzehn|dix-huit|dieciocho|diciotto|achttien|dezoito"),
    (20, r"twenty|zwanzig|vingt|veinte"),
    (24, r"twenty-four|vierundzwanzig|vingt-quatre|veinticuatro"),
    (30, r"thirty|dreisig|trente|treinta"),
)
"""In English, German, French, Spanish, Italian, Portuguese and Dutch."""
_IN_WORDS: Final = tuple((number, re.compile(words)) for number, words in _WORDS)
_ANY_WORD: Final = "|".join(
    words for _, words in sorted(_WORDS, key=lambda row: ("-" not in row[1], -row[0]))
)
"""Those that hold others first: "dix-huit" is no range from ten to eight."""
_NUMBER: Final = (
    rf"(?:\d{{1,2}}(?:[.,]5)?|{_ANY_WORD})"
    r"(?:\s?½|\s?1/2|\s(?:and a half|einhalb|et demie?|y medi[oa]|e mezzo))?"
)
_MORE: Final = (
    r"(?:\+|[\s-]plus\b|\s(?:or (?:more|so|longer|over|above)|oder (?:mehr|langer)|und mehr|(?:ou|et) plus"
    r"|ou davantage|[oy] mas|o superior|of meer|o piu|ou mais)\b)"
)
_TO: Final = (
    r"(?:\s?-\s?|\s(?:to|bis(?: zu)?|a|or|oder|ou|o|and|und|et|y|e|tot|of)\s"
    r"|\s?,\s?(?:better|besser|mieux|mejor|ideally|idealerweise|lieber|gerne?)\s)"
)
_HEDGE: Final = (
    r"(?:\s\(\d{1,2}\))?(?:\s(?:or more|oder mehr|ou plus|o mas|good|full|solid|whole|gute[nr]?|volle[nr]?"
    r"|ganze[sn]?|bonnes|belles|buenos|completos|pleines))?"
)
_UNIT: Final = (
    r"(?P<year>years?|yrs?|yoe|jahre?n?s?|jahrige[rnms]?|annees?|ans?|anos?|jaar|jaren|ann[io]|lata?|ar"
    r"|j\.(?=\s?(?:berufs)?erfahrung|\s?praxis)|jahrespraxis|jahreserfahrung)"
    r"|(?P<decade>decades?|jahrzehnte?|decennies?|decadas?)"
    r"|(?P<month>months?|mths?|monate?n?|monatige[rnms]?|mois|mes|meses|maanden|mes[ei])"
)
_HALF_MORE: Final = r"(?P<half>\s(?:and a half|et demie?|y medi[oa]|e mezzo|und ein halbes))?"
_LEAST_BEHIND: Final = (
    r"(?P<least>\s?\+|,?\s\(?(?:minimum|mini|min\b\.?|minima|at (?:the )?(?:very )?least|mindestens"
    r"|wenigstens"
    r"|au (?:moins|minimum)|como minimo|al menos|por lo menos|almeno|or (?:more|longer|over|above|so)"
    r"|oder (?:mehr|langer)|und mehr|(?:ou|et) (?:plus|davantage)|[oy] mas|of meer|o piu|ou mais|plus)\b\)?)?"
)
_QUANTITY: Final = re.compile(
    rf"(?<![\w.,/-])\+?\s?(?P<first>{_NUMBER}){_MORE}?(?:{_TO}(?P<second>{_NUMBER}){_MORE}?)?{_HEDGE}"
    rf"[\s-]?(?:{_UNIT})(?!\w|-?rund){_HALF_MORE}{_LEAST_BEHIND}"
)
_ONE: Final = re.compile(_WORDS[1][1])


class Quantity(NamedTuple):
    """A span of time at `[start, end)` of the text, of a range the least.

    `is_vague` marks "a year", which may be a rate ("£600 a year"); `is_joined` what is written with a hyphen
    before a noun ("a six-month project").
    """

    start: int
    end: int
    months: int
    is_vague: bool
    is_joined: bool


def quantities_in(folded: str, start: int, end: int) -> Iterator[Quantity]:
    """The spans of time in `folded[start:end]`, in order."""
    for match in _QUANTITY.finditer(folded, start, end):
        number = number_of(match["first"]) + (0.5 if match["half"] else 0)
        unit = 12 if match["year"] else 120 if match["decade"] else 1
        yield Quantity(
            match.start("first"),
            match.end(),
            int(number * unit),
            is_vague=_ONE.fullmatch(match["first"]) is not None and not match["least"],
            is_joined=folded[(match.start("year") + 1 or match.start("month") + 1 or 1) - 2] == "-",
        )


def number_of(words: str) -> float:
    """A number in digits or words, 0 for none; "2 ½", "two and a half"."""
    digits = re.match(r"\d{1,2}(?:[.,]5)?", words)
    bare = re.sub(r"\s?½|\s?1/2|\s(?:and a half|einhalb|et demie?|y medi[oa]|e mezzo)\Z", "", words)
    half = 0.5 if bare != words else 0.0
    if digits:
        return float(digits[0].replace(",", ".")) + half
    return next((number for number, pattern in _IN_WORDS if pattern.fullmatch(bare)), 0.0) + half
