"""A JSON Resume without who it is: for a recruiter's client who is to judge the work, not the person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from cvimprover.rendering.cleaning import cleaned
from cvimprover.rendering.cv import group
from cvimprover.rendering.types import Resume
from cvimprover.rendering.words import Words

HIDDEN: Final = "█████"
_KEPT_OF_BASICS: Final = ("label", "summary")
_KEPT_OF_PLACE: Final = ("region", "countryCode")
_LEFT_OUT: Final = ("references", "interests", "meta", "$schema")
_EMAIL: Final = re.compile(r"[^\s@,;:<>()]+@[^\s@,;:<>()]+\.\w{2,}")
_PHONE: Final = re.compile(r"(?<![\w.])\+?\(?\d[\d ()/.-]{7,18}\d(?!\w)")
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+|\b(?:linkedin|github|gitlab|xing)\.com/\S+", re.IGNORECASE)
_MIN_NAME: Final = 3


def anonymised(resume: Resume, words: Words) -> dict[str, object]:
    """The résumé with a word for the candidate's name, without contact, links, photo, address, references
    and hobbies; names, e-mail addresses, phones and links within texts are blacked out.
    """
    basics = group(resume, "basics")
    names = _names(basics)
    told: dict[str, object] = {key: basics[key] for key in _KEPT_OF_BASICS if basics.get(key)}
    place = {
        key: value for key, value in group(basics, "location").items() if key in _KEPT_OF_PLACE and value
    }
    rest = {
        key: value
        for key, value in resume.items()
        if key != "basics" and key not in _LEFT_OUT and not key.startswith("x-")
    }
    kept = {"basics": told | ({"location": place} if place else {}), **rest}
    blacked = _blacked(kept, names)
    assert isinstance(blacked, dict)
    blacked["basics"]["name"] = words.candidate
    return blacked


def _names(basics: Mapping[str, object]) -> re.Pattern[str] | None:
    """What finds the person's names in a text; the longest first, so that a whole name is one gap."""
    whole = cleaned(basics.get("name"))
    parts = [part.strip(".,") for part in re.split(r"[\s]+", whole)]
    handles = [cleaned(basics.get("email")).partition("@")[0]]
    found = [name for name in {whole, *parts, *handles} if len(name) >= _MIN_NAME]
    if not found:
        return None
    alternatives = "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def _blacked(value: object, names: re.Pattern[str] | None) -> object:
    if isinstance(value, Mapping):
        return {
            str(key): _blacked(item, names)
            for key, item in value.items()
            if key not in ("url", "image") and not str(key).startswith("x-")
        }
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_blacked(item, names) for item in value]
    return _without_traces(value, names) if isinstance(value, str) else value


def _without_traces(text: str, names: re.Pattern[str] | None) -> str:
    for pattern in (_EMAIL, _LINK, _PHONE, names):
        text = pattern.sub(HIDDEN, text) if pattern else text
    return text
