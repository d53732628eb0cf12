"""The few facts that are told anywhere in a résumé and pass as codes: licences, availability; and whose names
must not pass at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Final

from candidates.taxonomy import taxonomy
from candidates.taxonomy.keys import key_of
from parsing.stages.text import fold

Resume = Mapping[str, object]
_DRIVING: Final = re.compile(
    r"\b(?:driving licen[cs]e|driver['’]?s?[’']? licen[cs]e|f[üu]hrerschein|fahrerlaubnis|permis de conduire"
    r"|permis(?= [abcd]\b)|(?:carn[ée]t?|permiso|licencia) de conducir|carn[ée]t? (?=[abcd]\b)"
    r"|patente di guida"
    r"|carta de condução|rijbewijs|prawo jazdy|körkort|ehliyet)"
    r"[\s:,(–-]*(?:class(?:es)?|category|cat\.?|klassen?|kat\.?|catégories?|clases?|categor[íi]as?|type|tipo)?"
    r"[\s:]*((?:\b(?:am|a1|a2|a|b1|be|b|c1e|c1|ce|c|d1e|d1|de|d|l|t)\b(?:\s*(?:[,/&+]|and|und|et|y)\s*)?)*)",
    re.IGNORECASE,
)
_CLASS: Final = re.compile(r"\b(am|a1|a2|a|b1|be|b|c1e|c1|ce|c|d1e|d1|de|d|l|t)\b", re.IGNORECASE)
_FORKLIFT: Final = re.compile(
    r"\b(?:fork-?lift(?: truck)?(?: operator)?(?:['’]s)? licen[cs]e|(?:gabel)?staplerschein|caces"
    r"|carn[ée]t? de carretiller[oa])\b",
    re.IGNORECASE,
)
_NOW: Final = re.compile(
    r"\b(?:available (?:now|immediately|at once|straight away)|immediately available|immediate(?:ly)? start"
    r"|immediate availability|(?:ab )?sofort verf[üu]gbar|verf[üu]gbar ab sofort"
    r"|disponible (?:imm[ée]diatement|de suite|d[èe]s maintenant|tout de suite|de inmediato|ya)"
    r"|disponibilidad inmediata|disponibilit[ée] imm[ée]diate|incorporaci[óo]n inmediata)",
    re.IGNORECASE,
)
_NOTICE: Final = re.compile(
    r"\b(?:notice(?: period)?|k[üu]ndigungsfrist|pr[ée]avis|preaviso)\b[^.;|\n\d]{0,20}(\d{1,2})"
    r"\s*(month|monat|mois|mes|week|woche|semaine|semana)",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"\b(?:available from|verf[üu]gbar ab"
    r"|disponible (?:[àa] partir (?:du|de)|d[èe]s(?: le)?|a partir del?|desde))\s+"
    r"(?:(\d{4})-(\d\d)|(?:\d{1,2}[./])?(\d{1,2})[./](\d{4}))",
    re.IGNORECASE,
)


def personal_names(resume: Resume) -> tuple[list[str], list[str]]:
    """(names of the person, names of employers and schools); a name that is a skill's too is left out."""
    basics = _group(resume, "basics")
    names = [str(basics.get("name") or ""), *(str(part) for part in _group(basics, "x-name").values())]
    places = [
        str(item.get(key) or "")
        for section, key in (("work", "name"), ("volunteer", "organization"), ("education", "institution"))
        for item in _items(resume, section)
    ]
    known = taxonomy().keys
    return names, [place for place in places if place and key_of(place) not in known]


def texts_of(resume: Resume) -> Iterator[tuple[str, str]]:
    """(pointer, text) of what may tell licences and availability."""
    basics = _group(resume, "basics")
    for key in ("summary", "label", "availability"):
        if isinstance(basics.get(key), str):
            yield f"/basics/{key}", str(basics[key])
    for section in ("certificates", "skills", "interests", "x-extras"):
        yield from _strings(resume.get(section), f"/{section}")


def licences_in(text: str) -> Iterator[tuple[str, str]]:
    """(licence, the words that say so): "driving B" for each class, else "driving"; "forklift"."""
    for match in _DRIVING.finditer(text):
        classes = [found.upper() for found in _CLASS.findall(match[1])]
        yield from ((f"driving {each}", match[0].strip(" ,:(")) for each in classes)
        if not classes:
            yield "driving", match[0].strip(" ,:(")
    for match in _FORKLIFT.finditer(text):
        yield "forklift", match[0]


def availability_in(resume: Resume) -> str:
    """ "now", the month (EDTF) from which on, or the time of notice ("P3M", "P2W"); "" for nothing told."""
    for _, text in texts_of(resume):
        if _NOW.search(text):
            return "now"
        if match := _FROM.search(text):
            year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
            if 1 <= int(month) <= 12:
                return f"{year}-{int(month):02}"
        if match := _NOTICE.search(text):
            unit = "W" if match[2].lower() in ("week", "woche", "semaine", "semana") else "M"
            return f"P{int(match[1])}{unit}"
    return ""


def language_code(name: str) -> str:
    """The ISO 639-1 code of a language by its name in any of our languages, or of a code itself."""
    names = _languages()
    low = fold(name)
    if low in names:
        return names[low]
    return next((names[word] for word in low.split() if word in names), "")


def language_name(code: str) -> str:
    """The English name of a language by its ISO 639-1 code, "" for none."""
    return next(iter(_names_by_code().get(code, ())), "")


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    names = {fold(name): code for code, tongues in _names_by_code().items() for name in tongues[::-1]}
    return names | {code: code for code in _names_by_code()}


@lru_cache(maxsize=1)
def _names_by_code() -> dict[str, list[str]]:
    text = resources.files("parsing").joinpath("data/languages.json").read_text(encoding="utf-8")
    codes: dict[str, list[str]] = json.loads(text)
    return codes


def _strings(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _strings(item, f"{pointer}/{key}")
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _strings(item, f"{pointer}/{at}")


def _group(of: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = of.get(key)
    return value if isinstance(value, Mapping) else {}


def _items(resume: Resume, section: str) -> list[Resume]:
    items = resume.get(section)
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
