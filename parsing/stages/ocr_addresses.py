"""Addresses of e-mail and web as OCR breaks them, mended by their form and by what English makes of them.

The models of other languages take "@" for Q, D, o, m or G. A page in another language was read in English
first, to tell its language. What that reading says of addresses costs nothing more; only an e-mail that it
did not reach is read again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from parsing.stages.leaf import around
from parsing.stages.types import Box, Word

MOST_PLACES: Final = 3
"""E-mails of a page that are read again at most; each costs some 20 ms."""

_EMAIL = re.compile(r"([\w.+\-]+)@([\w\-]+(?:\.[\w\-]+)+)", re.ASCII)
_LOST = re.compile(r"[\w.+\-]{3,}[^\s/]{1,2}[\w\-]{2,}(?:\.[\w\-]+)*\.[a-z]{2,8}")
_SCHEME = re.compile(r"\A[hn][it1l]{1,3}ps?[:;.]/{1,3}(?=\w)", re.IGNORECASE)
_OTHER_AT = re.compile(
    r"\A([\w.+\-]{3,})(?:\(@?|©|®)([\w\-]+\.(?:[a-z]{2}|com|org|net|edu|info)(?:\.[a-z]{2})?)\Z",
    re.IGNORECASE,
)
_SIGN_IN_TWO = re.compile(
    r"(?<=[\w.\-]{3})\(D(?=[a-z][\w.\-]*\Z)|\A\(D(?=[a-z][\w\-]*(?:\.[\w\-]+)*\.[a-z]{2,}\Z)"
)
"""The sign of an address as the models of most languages read it: a bracket and a D."""
_SIGN_AT_END = re.compile(r"(?<=[a-z\d])[QD]\Z")
_LOCAL_PART = re.compile(r"[a-z][a-z\d_\-]*[._][a-z\d._\-]*[a-z\d][QD]")
_SIGN_WITHIN = re.compile(
    r"([a-z\d][a-z\d_\-]*[._][a-z\d._\-]*[a-z\d])[QD]([a-z][a-z\d\-]*(?:\.[a-z\d\-]+)*\.[a-z]{2,})"
)
"""An e-mail whose sign is a letter: the only large one, behind a part that has a stop or a low line in it."""
_SIGN_BEFORE = re.compile(r"[QD@](?=[a-z][\w\-]*(?:\.[\w\-]+)*\.[a-z]{2,}\Z)")
_LOCAL = re.compile(r"[a-z][a-z\d_\-]*[._][a-zO\d._\-]*[a-zO\d]")
_ICON_AND_NAME = re.compile(r"[A-Z]([a-z]{3,})(?=[._\d][\w.+\-]*@)")
"""A letter that an icon was read as, glued to what may be a name."""
_LOST_DOT = re.compile(r"(@[\w\-]{2,})(?<!\.)(com|org|net|edu)\Z")
_COMMA_FOR_DOT = re.compile(r"(?<=\w),(?=(?:com|org|net|edu|de|fr|es|it|nl|io|co)\Z)")
_TOP_SLIPS: Final = {"or": "org", "con": "com", "corn": "com", "cor": "com", "nct": "net", "ner": "net"}
"""Ends of domains that there are none of, as OCR reads those that there are."""
_LAST_LABEL = re.compile(r"(?<=\.)([a-z]+)\Z")
_HOSTS: Final = (
    r"(?:linkedin|github|gitlab|behance|instagram|medium|twitter|facebook|stackoverflow)\.(?:com|net)/"
)
_ICON_BEFORE_HOST = re.compile(
    rf"\A(?:\W*[\w€£¥]{{1,3}}|\W+)(?={_HOSTS})|\A\W+(?=orcid\.org/)", re.IGNORECASE
)
_ICON_BEFORE_LOCAL = re.compile(
    r"\A[^@]{0,2}[^\x00-\x7f][^\w@]*(?=[a-z][\w.+\-]+@)|\A[^@\w]+(?=[\w.+\-]+@)", re.ASCII
)
_SECOND_SIGN = re.compile(r"\A\w{1,2}@(?=[\w.+\-]+@)")
"""What the icon before an e-mail was read as where its corner was read as a sign too."""
_LINKEDIN_IN = re.compile(r"(linkedin\.com/)(?:[il1|]?n|[il1|]m|ir)/", re.IGNORECASE)
_WEB: Final = ("@", "www.", "://", "linkedin.", "github.", "orcid.", "behance.", "instagram.", "gitlab.")
_ICONS: Final = frozenset({"@", "©", "®"})
_ZERO = re.compile(r"(?<=[a-z])O(?=\d)|(?<=\d)O")
_SIGNS: Final = (1, 2)
"""Letters that "@" is read as: one, or two such as "(D"."""
_COVERED: Final = 0.5
_TRUSTED: Final = 0.5


def mended_address(text: str) -> str:
    """The address with its scheme and its dots, without the icon that was read as letters before it."""
    text = _SCHEME.sub("https://", text) if "/" in text else _OTHER_AT.sub(r"\1@\2", text)
    text = _SIGN_IN_TWO.sub("@", text) if "(D" in text else text
    if not text.startswith("www."):
        text = _SIGN_WITHIN.sub(_with_sign, text)
    if not any(mark in text.lower() for mark in _WEB):
        return text
    text = _LOST_DOT.sub(r"\1.\2", _COMMA_FOR_DOT.sub(".", text))
    if "/" in text:
        return _LINKEDIN_IN.sub(r"\1in/", _ICON_BEFORE_HOST.sub("", text))
    if "@" in text[1:]:
        text = _SECOND_SIGN.sub("", text)
        text = _LAST_LABEL.sub(lambda match: _TOP_SLIPS.get(match[1], match[1]), text)
    return _ICON_BEFORE_LOCAL.sub("", text)


def _with_sign(email: re.Match[str]) -> str:
    return f"{email[1]}@{email[2]}"


def without_icons(words: Sequence[Word]) -> list[Word]:
    """The words of a page; e-mails without the letter that the icon before them was read as.

    That it is one is told by the page: it has the name that stands behind the letter, and not with it.
    """
    known = {word.text.casefold().strip(",;") for word in words}
    return [
        word._replace(text=word.text[1:])
        if (found := _ICON_AND_NAME.match(word.text))
        and found[1] in known
        and found[0].casefold() not in known
        else word
        for word in words
    ]


def with_whole_addresses(line: list[Word]) -> list[Word]:
    """The line; an address whose sign was read as a letter between two words is one word.

    A sign alone before the address of a profile is its icon and goes.
    """
    whole: list[Word] = []
    for word in line:
        before = whole[-1] if whole else None
        text = _in_two(before.text, word.text) if before else ""
        if before and text:
            whole[-1] = before._replace(
                text=text,
                box=around([before.box, word.box]),
                confidence=min(before.confidence, word.confidence),
            )
        elif before and before.text in _ICONS and re.match(_HOSTS, word.text):
            whole[-1] = word
        else:
            whole.append(word)
    return whole


def _in_two(left: str, right: str) -> str:
    """The e-mail that two words make with a letter for the sign between them, "" where they make none."""
    if _LOCAL_PART.fullmatch(left) and right[:1].islower():
        return f"{_SIGN_AT_END.sub('@', left)}{right}"
    if _LOCAL.fullmatch(left) and _SIGN_BEFORE.match(right):
        return f"{_ZERO.sub('0', left)}@{right[1:]}"
    return ""


def with_addresses(words: Sequence[Word], english: Sequence[Word]) -> list[Word]:
    """The words; where one lacks the "@" that the English reading has at its place, with that."""
    mended = list(words)
    for address in english:
        if "@" not in address.text[1:]:
            continue
        at = [i for i, word in enumerate(mended) if _covers(address.box, word.box)]
        if not at or any("@" in mended[i].text for i in at):
            continue
        agreeing = {i: text for i in at if (text := _agreed(mended[i].text, address.text))}
        if any(_is_torn(text, address.text, [mended[i].text for i in at]) for text in agreeing.values()):
            agreeing = {}
        email = _EMAIL.search(address.text)
        if agreeing:
            for i, text in agreeing.items():
                mended[i] = mended[i]._replace(
                    text=text, confidence=max(mended[i].confidence, address.confidence)
                )
        elif email and address.confidence >= _TRUSTED:
            mended[at[0]] = address._replace(text=email[0])
            for i in reversed(at[1:]):
                del mended[i]
    return mended


def lost_emails(words: Sequence[Word]) -> list[Word]:
    """Words that look like e-mail addresses whose sign was read as letters, on a page that shows none."""
    if any("@" in word.text[1:] for word in words):
        return []
    return [word for word in words if _LOST.fullmatch(word.text)][:MOST_PLACES]


def _agreed(text: str, english: str) -> str:
    """The text with the English "@" where its letters agree with what stands around that; else ""."""
    email = _EMAIL.search(english)
    if email is None:
        same = len(text) == len(english) and _differ(text, english) == {"@"}
        return english if same else ""
    for signs in _SIGNS if text.endswith(email[2]) else ():
        own = text[: -len(email[2]) - signs]
        if len(own) > 1 and email[1].endswith(own):
            return f"{own}@{email[2]}"
    return ""


def _is_torn(email: str, english: str, texts: Sequence[str]) -> bool:
    """True where what the English reading has before the e-mail is another of the words, not an icon."""
    before = english[: english.rfind(email)] if email in english else ""
    return len(before) > 1 and before in texts


def _differ(text: str, other: str) -> set[str]:
    """What `other` has where the two are not the same."""
    return {right for left, right in zip(text, other, strict=True) if left != right}


def _covers(box: Box, other: Box) -> bool:
    across = min(box.x1, other.x1) - max(box.x0, other.x0)
    down = min(box.y1, other.y1) - max(box.y0, other.y0)
    area = (other.x1 - other.x0) * (other.y1 - other.y0)
    return across > 0 and down > 0 and across * down > _COVERED * area
