"""A person's name taken apart, by the customs of its script and language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from parsing.stages.text import is_shouted
from parsing.stages.words import words

_PREFIXES: Final = (
    r"(?:(?:dr|prof|professor|mr|mrs|ms|miss|mme|m|herr|frau|ing|dipl|mag|eng|sir|dame|don|doña|sr|sra|dott|dra|ir|mgr|"
    r"phdr|judr|mudr|rndr|bc|univ|habil|med|phil|rer|nat|h\.c)\.?(?:-ing\.?)?\s+)*"
)
_DEGREES: Final = (
    r"(?:,?\s+(?:ph\.?\s?d\.?|m\.?d\.?|mba|m\.?b\.?a\.?|b\.?sc?\.?|m\.?sc?\.?|b\.?a\.?|m\.?a\.?|r\.?n\.?|cpa|pmp|esq\.?|"
    r"cfa|p\.?e\.?|jr\.?|sr\.?|ii|iii|iv|bsn|msn|csm|cissp|dds|dvm|jd|llm|llb|meng|beng|acca|fca|cscp|csc\.?|mph|edd|"
    r"m\.?eng\.?|dphil|frsa|shrm-cp|lcsw))+"
)
TITLES = re.compile(_PREFIXES, re.IGNORECASE)
POST_NOMINALS = re.compile(_DEGREES + r"\s*\Z", re.IGNORECASE)
NATIVE_NAME = re.compile(
    r"\A[\u4e00-\u9fff]{2,4}\Z|\A[\u4e00-\u9fff]{1,2}[ \u3000][\u4e00-\u9fff]{1,3}\Z|\A[\uac00-\ud7af]{2,4}\Z"
)
PARTICLES: Final = words("name_particles")
_SECOND_GIVEN: Final = words("second_given_names")
_TWO_SURNAMES: Final = frozenset({"es", "ca", "gl"})
_FAMILY_FIRST: Final = frozenset({"hu", "vi"})
_LONG_FAMILY: Final = words("long_family_names")
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,2}|[B-DF-HJ-NP-TV-XZ]{3}")
_ASIDE = re.compile(
    r"\s*[(\[][^)\]]*[)\]]|\s*(?<!\w)[“\"‘'«][^”\"’'»]+[”\"’'»](?!\w)"
    r"|\s+(?:née?|geb\.?|geborene?|born|nata|nascida|rozená)\s.*"
)
"""Pronouns, a nickname, a former name."""


class NameParts(NamedTuple):
    """A name taken apart; "" where there is no such part. `formatted` is in proper case, given name first."""

    formatted: str
    given: str
    middle: str
    family: str
    prefix: str
    suffix: str


def parts_of(name: str, language: str = "") -> NameParts:
    """The parts of a name; "DOE, Jane" and "DOE Jane" are turned round, capitals become proper case.

    `language` (ISO 639-1) tells how many surnames there are and where they stand, as in Spain and in Hungary.
    """
    text = " ".join(_ASIDE.sub("", name).split()) or " ".join(name.split())
    suffix = ""
    post = POST_NOMINALS.search(text)
    if post and post.start() > 2:
        text, suffix = text[: post.start()].rstrip(" ,"), post[0].strip(" ,")
    title = TITLES.match(text)
    prefix = title[0].strip() if title else ""
    core = text[title.end() :] if title else text
    if NATIVE_NAME.match(core):
        family, given = _native_parts(core)
        return NameParts(core, given, "", family, prefix, suffix)
    given, middle, family = _ordered(core, language)
    formatted = " ".join(part for part in (prefix, given, middle, family) if part)
    return NameParts(formatted, given, middle, family, prefix, suffix)


def _native_parts(name: str) -> tuple[str, str]:
    """Family and given name of a name in Chinese, Japanese or Korean writing."""
    parts = name.split()
    if len(parts) == 2:
        return parts[0], parts[1]
    size = 2 if name[:2] in _LONG_FAMILY and len(name) > 2 else 1
    return name[:size], name[size:]


def _ordered(core: str, language: str) -> tuple[str, str, str]:
    """Given, middle and family name; the family's are told by a comma, by capitals, by custom."""
    if core.count(",") == 1:
        family, _, rest = core.partition(",")
        first, *others = _cased(rest.split(), rest) or [""]
        return first, " ".join(others), " ".join(_cased(family.split(), family))
    bare = core.split()
    shouted = [is_shouted(word) and not _INITIALS.fullmatch(word) for word in bare]
    words = _cased(bare, core)
    if not all(shouted) and any(shouted):
        start, end = shouted.index(True), len(shouted) - shouted[::-1].index(True)
        if start == 0 and end < len(bare) and all(shouted[:end]):
            return words[end], " ".join(words[end + 1 :]), " ".join(words[:end])
        if end == len(bare) and start > 0 and end - start > 1:
            start = _with_particles(words, start)
            return words[0], " ".join(words[1:start]), " ".join(words[start:])
    if language in _FAMILY_FIRST and len(words) > 1:
        last = -1 if language == "vi" else 1
        given = words[last]
        middle = words[1:-1] if language == "vi" else words[2:]
        return given, " ".join(middle), words[0]
    return _given_middle_family(words, surnames=2 if language in _TWO_SURNAMES else 1)


def _cased(words: Sequence[str], whole: str) -> list[str]:
    """The words in proper case where they are capitals or small letters throughout."""
    is_flat = is_shouted(whole) or whole.islower()
    return [_proper(word) if is_flat or (is_shouted(word) and len(word) > 3) else word for word in words]


def _given_middle_family(words: Sequence[str], *, surnames: int) -> tuple[str, str, str]:
    if len(words) == 1:
        return words[0], "", ""
    start = _with_particles(words, len(words) - 1)
    if surnames == 2 and start > 1 and words[start - 1].lower() not in _SECOND_GIVEN:
        start = _with_particles(words, start - 1)
    return words[0], " ".join(words[1:start]), " ".join(words[start:])


def _with_particles(words: Sequence[str], start: int) -> int:
    while start > 1 and words[start - 1].lower().rstrip(".") in PARTICLES:
        start -= 1
    return start


def _proper(word: str) -> str:
    if word.lower() in PARTICLES:
        return word.lower()
    parts = re.split(r"([-'’])", word.lower())
    cased = "".join(part[:1].upper() + part[1:] for part in parts)
    return re.sub(r"\AMc(\w)", lambda match: f"Mc{match[1].upper()}", cased)
