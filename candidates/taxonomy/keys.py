"""What two spellings of one skill have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_DOT_NET: Final = re.compile(r"(?<![a-z0-9])(?<!\b(?:asp|ado) )(?<!\bvb )\.net\b")
_NOT_OF_A_NAME: Final = re.compile(r"[^\w+#]+|_+")
_VERSION: Final = re.compile(r"(?:[\s./-]+v?(?:\d+(?:\.(?:\d+|x))*|\d+[a-z]{1,2})|\s+(?:19|20)\d\d)\s*\+?\Z")
_IN_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_LEAD: Final = re.compile(
    r"\A(?:(?:good|basic|advanced|excellent|strong|solid|deep|working|hands-on|practical|expert)\s+)*"
    r"(?:(?:knowledge|experience|proficiency|proficient|skills|skilled|expertise|familiarity|familiar)"
    r"\s+(?:of|in|with)\s+)?(?:the\s+)?"
)
_TAIL: Final = re.compile(
    r"\s+(?:skills?|knowledge|experience|expertise|proficiency|basics|fundamentals|concepts|principles"
    r"|programming language|programming|language|framework|library|libraries|software|tools?|platform"
    r"|technolog(?:y|ies)|techniques?"
    r"|methodolog(?:y|ies)|methods|systems?|scripting|databases?|development|certified|certification)\Z"
)
_ISE: Final = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|er|ers|ing|ation|ations)\b)")
_OUR: Final = re.compile(r"(?<=[a-z]{2})our(?=s?\b|ed\b|ing\b|al\b)")
_BRITISH: Final = (
    ("modelling", "modeling"), ("programme ", "program "), ("centre", "center"), ("labelling", "labeling"),
    ("analyse", "analyze"), ("fulfilment", "fulfillment"), ("licence", "license"), ("catalogue", "catalog"),
)  # fmt: skip


def key_of(text: str) -> str:
    """The letters and digits of a name, in lower case, without accents, blanks and punctuation; + and # stay.

    "React.js", "ReactJS" and "react js" have one key; so have "Power BI" and "PowerBI", ".NET" and "dot net".
    """
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    if ".net" in text:
        text = _DOT_NET.sub("dotnet", text)
    if text.isalnum():
        return text
    return _NOT_OF_A_NAME.sub("", text.replace("&", "and"))


def looser_keys(text: str) -> Iterator[str]:
    """Keys to try in turn when that of the whole name is unknown, the nearest first.

    Without brackets, without a version ("Python 3.11", "Oracle 9i"), without words that say only that it is
    a skill ("experience with Docker", "SQL skills"), in American spelling, in the singular.
    """
    plain = " ".join(_IN_BRACKETS.sub(" ", text).split()).strip(" .,:;-–—<>")
    bare = _LEAD.sub("", plain.casefold(), count=1)
    seen = {key_of(text), ""}
    steps = (
        plain, _without_version(plain), bare, _without_version(bare), american(bare), _without_tail(bare),
        _without_tail(_without_version(bare)),
    )  # fmt: skip
    for step in steps:
        for key in (key_of(step), *_singulars(step)):
            if key not in seen:
                seen.add(key)
                yield key


def american(text: str) -> str:
    """The lower-case text as Americans spell it, only to compare: some words come out wrong on both sides."""
    for british, own in _BRITISH:
        text = text.replace(british, own)
    return _OUR.sub("or", _ISE.sub("iz", text))


def _without_version(text: str) -> str:
    return _VERSION.sub("", text)


def _without_tail(text: str) -> str:
    return _TAIL.sub("", text)


def _singulars(text: str) -> Iterator[str]:
    """The key without the plural of its last word."""
    if text.endswith("ies") and len(text) > 5:
        yield key_of(text[:-3] + "y")
    if text.endswith("s") and not text.endswith(("ss", "js", "us", "is")) and len(text) > 4:
        yield key_of(text[:-1])
