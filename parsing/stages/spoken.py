"""The language a document is written in, by its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from parsing.stages.types import Line

_WORD = re.compile(r"[^\W\d_]+")
_STOP_WORDS: Final[dict[str, str]] = {
    "en": "the and of to in for with on at by from an as is was are were my i our that this using led team",
    "de": "und der die das für mit von bei zur zum im den des ein eine als auf sowie nach durch dem einer ich",
    "fr": "et de la le les des du en pour dans sur avec une un au aux par chez est mise ainsi ou je",
    "es": "y de la el los las del en para con una un por al como desde se su más sobre gestión",
    "pt": "e de da do dos das em para com uma um por na no ao como os desenvolvimento gestão mais",
    "it": "e di la il per con del della dei delle un una nel nella presso da al come gestione sono degli",
    "nl": "en van de het een voor met bij in op te aan als door naar ik tot ook mijn zijn",
    "pl": "i w z na do oraz od dla się przez o za po jako ze przy zespołu pracy",
    "sv": "och i av för med på att en ett som till är inom från den samt vid jag",
    "da": "og i af for med på at en et som til er inden fra den samt ved jeg blev",
    "nb": "og i av for med på å en et som til er innen fra den samt ved jeg ble",
    "fi": "ja on sekä että kuin joka oli myös olen mukaan kanssa tai työ",
    "cs": "a v na se do pro s z o od k jako při také práce ve nebo jsem",
    "ro": "și în de la cu pentru din pe o un prin ale al sau care este",
    "tr": "ve ile için bir bu olarak da de olan veya çok göre ekip üniversitesi",
    "hu": "és az egy hogy nem volt mint vagy is",
    "ca": "i de la el els les amb per una un dels",
}
_VOTES: Final[dict[str, list[str]]] = {}
for _language, _words in _STOP_WORDS.items():
    for _word in _words.split():
        _VOTES.setdefault(_word, []).append(_language)

_SCRIPTS: Final = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u4e00-\u9fff]"), "zh"),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
    (re.compile(r"[іїєґ]"), "uk"),
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
)
_ENOUGH_CHARS: Final = 6_000


def language_of(lines: Sequence[Line]) -> str:
    """The ISO 639-1 code of the language most of the text is in; "en" when there is too little to tell."""
    text = "\n".join(line.text for line in lines)[:_ENOUGH_CHARS]
    return _by_script(text) or _by_stop_words(text)


def _by_script(text: str) -> str:
    if max(text, default="") < "\u0370":
        return ""  # Latin only
    letters = sum(map(str.isalpha, text))
    for script, language in _SCRIPTS:
        if len(script.findall(text)) > (0.02 if language in ("ja", "uk") else 0.2) * letters:
            return language
    return ""


def _by_stop_words(text: str) -> str:
    votes: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(text.lower())).items():
        languages = _VOTES.get(word)
        for language in languages or ():
            votes[language] += min(count, 8) / len(languages or ())
    if not votes:
        return "en"
    language, most = votes.most_common(1)[0]
    return language if most >= 3 and most > 1.1 * votes["en"] else "en"
