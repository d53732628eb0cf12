"""Phone numbers as people write them, told from dates, post codes, sums and other numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from parsing.stages.types import Entity, Line

_PHONE = re.compile(
    r"(?<![\w@.,#$€£-])(?<!\S/)(?:\+\s?|00\s?)?(?:\(\+?\d{1,4}\)|\d)"
    r"[\d \u00a0\u2000-\u200a\u202f().\-\u2010-\u2015/]{4,22}\d"
    r"(?:\s*(?:x|ext\.?|extension|durchwahl|poste)\s*\d{1,5})?(?![\w@%])",
    re.IGNORECASE,
)
_PHONE_LABEL = re.compile(
    r"(?:phone|mobile|cell|tel|t[ée]l[ée]phone|telefon\w*|tel[ée]fono|telefone|portable|mobil\w*|handy|gsm|puhelin|"
    r"m[óo]vil|celular|cellulare|komórka|tlf|whatsapp|☎|☏|📞|📱|✆|\uf095|\uf10b|\uf3cd|\uf879)"
    r"\s*(?:nr\.?|no\.?|number|nummer)?[\s.:/|)(-]*\Z",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS: Final = 7
_POST_CODE = re.compile(r"(?:\d{1,4}[a-z]?\s*[-–—,]\s+)?(?:\d{5}-\d{3}|\d{4}-\d{3}|\d{5}(?:-\d{4})?)")
"""A post code of Brazil, Portugal or others, as it stands before a town, perhaps behind a house's number."""
_AN_ADDRESS = re.compile(r"[^\W\d_]{2}[\w.]*,?\s*\n|\n,?\s*[^\W\d_]{2}")
_DOI = re.compile(r"\A10\.\d{4,9}/")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]\Z")
_FAX = re.compile(r"fax[\s.:/]*\Z", re.IGNORECASE)
_OTHER_NUMBER = re.compile(
    r"(?:[€$£¥§]|\b(?:isbn|issn|ssn|iban|bic|matrikel\w*|reg|registration|registro|nif|nie|dni|cif|cpf|cnpj|bsn|siret|"
    r"siren|vat|ust\w*|steuer\w*|tax|passport|pass|ausweis\w*|licen[cs]e|licencia|id|no|nr|n[°º]|number|nummer|eur|usd|"
    r"gbp|chf|inr|budget|umsatz|doi|pmid|patent))\W*(?:(?:no|nr|number|nummer|id)\b\W*)?\Z",
    re.IGNORECASE,
)
"""What stands before a number that is no phone."""
_SUM = re.compile(r"\s*(?:[€$£¥%]|(?:eur|euros?|usd|gbp|chf|inr|users?|mio|tsd|k)\b)", re.IGNORECASE)
_NETWORK_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_OLD_MEXICO = re.compile(r"\A((?:\+|00)52[\s-]?)1[\s-]?(?=\d{2})")
"""The 1 that mobile numbers of Mexico had behind the country's code until 2020."""
_LOST_PLUS = re.compile(r"\(?4(?=\d\d)")
"""What a scan's reader makes of the plus before a country's code."""
_ENOUGH: Final = 8
"""Digits before a slash from which it parts two numbers; with fewer it parts a number's prefix."""
_YEAR = r"(?:19|20)\d\d"
_DATES = re.compile(
    rf"\A\(?(?:{_YEAR}\D{{1,5}}(?:{_YEAR}|\d{{2}})(?:\D{{1,3}}\d{{1,2}})*|(?:\d{{1,2}}[./\-\s]+){{1,2}}{_YEAR}"
    rf"(?:\D+(?:(?:\d{{1,2}}[./\-\s]+){{1,2}})?{_YEAR})?|{_YEAR}[./\-]\d{{1,2}}(?:[./\-]\d{{1,2}})?"
    rf"(?:\D+{_YEAR}(?:[./\-]\d{{1,2}}){{0,2}})?|(?:{_YEAR}\D+)+{_YEAR}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"(?:\D+\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})?)\)?\Z"
)


def phones_in(line: Line, region: str, *, in_contact: bool) -> Iterator[Entity]:
    """Phone numbers, E.164 where the number is possible in `region`, else its digits. Years never count.

    Outside contact data (`in_contact`) a number counts only with a label, a plus or as a valid number.
    """
    text = line.text
    if len(_DIGIT.findall(text)) < _FEWEST_DIGITS:
        return
    for start, end in _spans(text):
        raw = text[start:end]
        labelled = bool(_PHONE_LABEL.search(text[:start]))
        if _is_another_number(text, start, end, labelled=labelled):
            continue
        standard, valid = e164(raw, region)
        mended = _with_lost_plus(raw, region) if line.source == "ocr" and _LOST_PLUS.match(raw) else ""
        if mended:
            yield Entity("PHONE", line.id, start, end, mended, 0.9, "rule", "phone.lost_plus")
            continue
        plus = raw.lstrip("(").startswith("+")
        if not (valid or plus or labelled or (in_contact and _digits(raw) <= 15)):
            continue
        if not (labelled or plus or in_contact) and not re.search(r"\d[\s().\-–/]+\d", raw):
            continue
        confidence = 0.97 if valid else 0.85 if plus or labelled else 0.7
        yield Entity("PHONE", line.id, start, end, standard or raw, confidence, "rule", "phone")


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers of a phone's length stand; a slash behind a whole one begins the next."""
    at = 0
    while match := _PHONE.search(text, at):
        start, end = match.span()
        end = _before_open_bracket(match[0]) + start
        slash = 0 if _DATES.match(text[start:end].strip()) else _slash_behind_a_number(text, start, end)
        yield start, len(text[:slash].rstrip()) if slash else end
        at = slash + 1 if slash else end


def _before_open_bracket(number: str) -> int:
    """The length of the number without a bracket that does not close in it ("2019-06–2021-10 (29")."""
    at = number.rfind("(")
    return len(number[:at].rstrip()) if number.find(")", at) < 0 <= at else len(number)


def _slash_behind_a_number(text: str, start: int, end: int) -> int:
    """Where a slash stands behind digits enough for a phone, 0 where none does."""
    return next((i for i in range(start, end) if text[i] == "/" and _digits(text[start:i]) >= _ENOUGH), 0)


def _with_lost_plus(raw: str, region: str) -> str:
    """The number, E.164, with a plus for the 4 that a scan made of it; "" for none of the region's."""
    import phonenumbers

    standard, valid = e164(_LOST_PLUS.sub("+", raw, count=1), region)
    is_own = standard.startswith(f"+{phonenumbers.country_code_for_region(region)}")
    return standard if valid and is_own else ""


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _is_another_number(text: str, start: int, end: int, *, labelled: bool) -> bool:
    """True for dates, sums, addresses, fax numbers and the numbers of other things."""
    raw, before = text[start:end], text[:start]
    if not _FEWEST_DIGITS <= _digits(raw) <= 20 or _DOI.match(raw) or _DATES.match(raw.strip()):
        return True
    if _ORCID.match(raw) or _FAX.search(before):
        return True
    if labelled or raw.startswith("+"):
        return False
    if _OTHER_NUMBER.search(before) or _SUM.match(text, end) or _NETWORK_ADDRESS.fullmatch(raw):
        return True
    return bool(_POST_CODE.fullmatch(raw) and _AN_ADDRESS.search(f"{before}\n{text[end:]}"))


def e164(raw: str, region: str) -> tuple[str, bool]:
    """The number in E.164 and whether it is valid; "" when it is not even possible in `region`."""
    import phonenumbers

    try:
        number = phonenumbers.parse(_OLD_MEXICO.sub(r"\1", raw), region)
    except phonenumbers.NumberParseException:
        return "", False
    if not phonenumbers.is_possible_number(number):
        return "", False
    standard = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return standard, phonenumbers.is_valid_number(number)
