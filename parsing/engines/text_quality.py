"""Whether a text layer says what its page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

_MIN_ICONS: Final = 24
_MAX_ICON_SHARE: Final = 0.2
_MIN_HOLES: Final = 5
_MAX_HOLE_SHARE: Final = 0.004
_MIN_LETTERS: Final = 120
_MIN_WORDS: Final = 30
_VOWEL_SHARES: Final = (0.27, 0.56)
"""Clean résumés in six languages lie between 0.33 and 0.47."""
_MAX_ODD_CASE_SHARE: Final = 0.5
_MIN_ALNUM_SHARE: Final = 0.55
_MIN_BROKEN_WORDS: Final = 2
_MIN_LATIN_TO_OTHERS: Final = 4
"""Latin letters for each of another script, where vowels are counted."""

_LIGATURES: Final = ("ffi", "ffl", "ff", "fi", "fl")
_WITH_LIGATURES: Final = """
    office offices officer official officially efficient efficiently efficiency effective effectively
    effectiveness effort efforts effect effects different difference differences difficult affiliate
    affiliated affairs traffic staff offer offered offering coffee buffer diff staffing certified
    certificate certificates certification certifications qualified qualification qualifications
    identified identify identifying identification specific specifically specification specifications
    scientific significant significantly configuration configurations configured configure configuring
    define defined defining definition benefit benefits beneficial profile profiles profit profitability
    proficient proficiency modified modification verified verification classified classification unified
    simplified notified notification notifications finance financial finances finish finished finding
    findings first field fields figure figures filter filtering workflow workflows flow flows flexible
    flexibility fluent fluency flight floor reflect reflected influence influenced conflict conflicts
    overflow dataflow tensorflow airflow confidence confident confidential artificial satisfaction
    graphics infinite refined fulfilled sufficient suffix affinity profil qualifié certifié spécifique
    financier finances réflexion efficace effectif effectifs différents offre offres chiffre chiffres
    officiel identifier qualifikation qualifikationen schriftführer öffentlich schaffung eröffnung
    flexibel beruflich
""".split()  # noqa: SIM905  a list would be four pages long

_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
_VOWELS: Final = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœąęăāēīōūıőűůě"
_ODD_CASE = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]+(?![a-zà-ÿ])|[a-z][0-9][a-z]|[A-Z][0-9]+[a-z]")
_TERM = re.compile(r"[A-Z0-9+#/&.-]{1,5}s?|[A-Z]?[a-z]+[A-Z0-9]\w*|[A-Z]+[a-z]+[A-Z]\w*")
_WEB = re.compile(r"[@/\\_]|www\.|\.[a-z]{2,4}$")


def is_garbled(words: Sequence[str], *, icons: int = 0, holes: int = 0) -> bool:
    """Whether the words of a page are not what a reader sees, so that OCR reads better.

    `icons` counts drawn characters of private use, `holes` those without a meaning (unmapped, control):
    a lost ligature leaves one in the middle of a word. Told by
    these, by letters that no European language mixes like this (fonts without a Unicode map), and by
    words that have lost their ligatures ("certied", "work ow"). A page of few words is given the benefit
    of the doubt. Scripts other than Latin are only judged by icons and holes.
    """
    chars = sum(map(len, words))
    if icons >= _MIN_ICONS and icons >= _MAX_ICON_SHARE * (chars + icons):
        return True
    if holes >= _MIN_HOLES and holes >= _MAX_HOLE_SHARE * chars:
        return True
    return _is_junk(words, chars) or _has_lost_ligatures(words)


def _is_junk(words: Sequence[str], chars: int) -> bool:
    plain = [word for word in words if not _is_term(word)]
    text = "".join(plain)
    others = _LATIN.sub("", text)
    letters = len(text) - len(others)
    if len(words) >= _MIN_WORDS and sum(map(str.isalnum, "".join(words))) < _MIN_ALNUM_SHARE * chars:
        return True
    if letters < _MIN_LETTERS or letters < _MIN_LATIN_TO_OTHERS * sum(map(str.isalpha, others)):
        return False
    vowels = sum(map(text.lower().count, _VOWELS)) / letters
    if not _VOWEL_SHARES[0] <= vowels <= _VOWEL_SHARES[1]:
        return True
    long_words = [word for word in plain if len(word) >= 4]
    odd = sum(1 for word in long_words if _ODD_CASE.search(word))
    return len(long_words) >= _MIN_WORDS and odd > _MAX_ODD_CASE_SHARE * len(long_words)


def _is_term(word: str) -> bool:
    """Whether this is an address, an abbreviation or a product's name, whose letters follow no rule."""
    if word.islower() and word.isalpha():
        return False
    return bool(_WEB.search(word) or _TERM.fullmatch(word.strip(".,;:()")))


def _has_lost_ligatures(words: Sequence[str]) -> bool:
    """Whether at least two words are known ones without their ligature, closed up or with a gap."""
    lowered = [word.strip(".,;:()•-–").lower() for word in words]
    broken = {word for word in lowered if word in _CLOSED_UP}
    broken.update(" ".join(pair) for pair in pairwise(lowered) if pair in _GAPPED)
    return len(broken) >= _MIN_BROKEN_WORDS


def _without_ligature() -> Iterable[tuple[str, str]]:
    for word in _WITH_LIGATURES:
        ligature = next((ligature for ligature in _LIGATURES if ligature in word), None)
        if ligature:
            before, after = word.split(ligature, 1)
            yield before, after


_GAPPED: Final = frozenset((before, after) for before, after in _without_ligature() if before and after)
_CLOSED_UP: Final = frozenset(
    before + after for before, after in _without_ligature() if len(before + after) >= 4
)
