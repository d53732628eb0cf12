"""Words as OCR gives them → words as they were written: what it mistakes time and again, mended.

Only what cannot be meant is changed: an address without its dot, a bar where English says "I", a capital
O among digits, letters set apart, a dot of a list or a timeline read as a sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from parsing.stages.leaf import around
from parsing.stages.ocr_addresses import mended_address, with_whole_addresses, without_icons
from parsing.stages.types import Word

_LIST_OF_TWO = re.compile(r"([^\W\d_]{2,}),([^\W\d_]{2,})")
_ICON_BEFORE_PLUS = re.compile(r"\A(?=[^+]*[^\w+(])[^+(]{1,4}(?=\+\d{2})")
"""What the icon of a telephone was read as, glued to its number."""
_LETTER_AMONG_DIGITS = re.compile(r"(?<=\d)[OoQ](?=[\dKMB%+,.]|\Z)|(?<=[\d,.])[lI|](?=\d)")
_LIMITED: Final = frozenset({"0.0.", "o.0.", "0.o."})
"""The end of "Sp. z o.o.", a Polish firm of limited liability."""
_INITIALISMS: Final = {
    "Al": "AI", "Al,": "AI,", "Al.": "AI.", "(Al)": "(AI)", "AI/ML": "AI/ML", "Al/ML": "AI/ML", "Al-": "AI-",
    "Ul": "UI", "Ul,": "UI,", "Ul/UX": "UI/UX", "UX/Ul": "UX/UI", "UX/Ul,": "UX/UI,", "Ul/UX,": "UI/UX,",
    "APl": "API", "APls": "APIs", "APl,": "API,", "APls,": "APIs,", "loT": "IoT", "loT,": "IoT,", "lT": "IT",
    "lT,": "IT,", "lnc": "Inc", "lnc.": "Inc.", "lnc,": "Inc,", "ClI": "CLI", "GUl": "GUI", "lBM": "IBM",
    "Cl/CD": "CI/CD", "Cl/CD,": "CI/CD,", "Bl": "BI", "SQl": "SQL", "lSO": "ISO",
}  # fmt: skip
_AL_IS_A_WORD: Final = frozenset({"es", "pt", "it"})
_DISCS: Final = frozenset({"@", "©", "®"})
"""What a dot of a timeline or an icon is read as."""
_BULLETS: Final = frozenset({"¢", "«", "°", "¥", "§", "=", "»", "_", "*_", "_+", "»«"})
"""What the dot of a list is read as."""
_SIGNS: Final = _BULLETS | {"*", "»«", "«»", "+", ">"}
_MIDDLE_DOTS: Final = frozenset({"*", "«", "°", "¢"})
"""What a dot between items is read as."""
_DOTS: Final = _MIDDLE_DOTS | {"·", "•"}
_PLUS: Final = "+"
"""What it is read as too, and what may be meant: it is a dot where lines that are dated show it again."""
_FEWEST_PLUSES: Final = 2
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST_APART: Final = 4
_FEWEST_MARKS: Final = 3
_SAME_COLUMN: Final = 4.0
_SAME_EDGE: Final = 1.5
_FEWEST_SURE: Final = 2
"""How many bullets stand where another mark does, at least, that is taken for one too."""
_SET_OFF: Final = 0.45
"""White behind a bullet, in its own heights: more than behind a word."""
_FAR: Final = 1e6


def repaired(words: Sequence[Word], language: str) -> list[Word]:
    """The words of a recognised page, mended; their order is kept. `language` is ISO 639-1."""
    lines = _with_pluses(_with_bullets(lines_of_words(words)))
    mended = [_mended_line(line, language) for line in lines]
    return without_icons([word for line in mended for word in line])


def _with_bullets(lines: Sequence[list[Word]]) -> list[list[Word]]:
    """The lines with a bullet for what stands before several of them, each time the same, in one column.

    A square is read as "m", a circle as "o" or "e", an arrow as "»": what repeats like this is no word.
    """
    marks: dict[str, list[float]] = {}
    for line in lines:
        if _may_be_mark(line):
            marks.setdefault(line[0].text, []).append(line[0].box.x0)
    column = {
        text: median(edges)
        for text, edges in marks.items()
        if len(edges) >= _FEWEST_MARKS
        and sum(abs(edge - median(edges)) < _SAME_COLUMN for edge in edges) >= 0.75 * len(edges)
    }
    sure = [line[0].box.x0 for line in lines if line[0].text == "•" or _is_sign(line)]
    return [
        [line[0]._replace(text="•"), *line[1:]]
        if _may_be_mark(line)
        and (
            abs(line[0].box.x0 - column.get(line[0].text, -_FAR)) < _SAME_COLUMN
            or sum(abs(line[0].box.x0 - edge) < _SAME_EDGE for edge in sure) >= _FEWEST_SURE
        )
        else line
        for line in lines
    ]


def _with_pluses(lines: list[list[Word]]) -> list[list[Word]]:
    """The lines with dots for pluses that part a title from an employer ("Rektor + Lunds skola, 2019")."""
    dated = [
        line
        for line in lines
        if any(_YEAR.search(word.text) for word in line)
        and (_pluses(line) or any(word.text in _DOTS for word in line[1:]))
    ]
    if len(dated) < _FEWEST_PLUSES:
        return lines
    for line in lines:
        for at in _pluses(line):
            line[at] = line[at]._replace(text="·")
    return lines


def _pluses(line: Sequence[Word]) -> list[int]:
    """Where a plus stands alone between words of which the later begins large."""
    return [
        at
        for at in range(1, len(line) - 1)
        if line[at].text == _PLUS and line[at + 1].text[:1].isupper() and line[at - 1].text[-1:].isalnum()
    ]


def _is_sign(line: Sequence[Word]) -> bool:
    """Whether a mark that is no letter stands, set off, before words."""
    return len(line) > 1 and line[0].text in _SIGNS and _may_be_mark(line)


def _may_be_mark(line: Sequence[Word]) -> bool:
    """Whether the line begins with a sign or a small letter that is set off from its text, or is alone."""
    first = line[0]
    if (
        len(first.text) > 2
        or (len(first.text) == 2 and first.text.isalnum())
        or first.text[0].isupper()
        or first.text.isdigit()
        or first.text in "•-–—"
    ):
        return False
    if len(line) == 1:
        return True
    return line[1].box.x0 - first.box.x1 > _SET_OFF * (first.box.y1 - first.box.y0)


def lines_of_words(words: Sequence[Word]) -> list[list[Word]]:
    """Runs of words that follow each other to the right at one height."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and follows(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def follows(before: Word, word: Word) -> bool:
    """Whether a word goes on to the right at the height of the one before it."""
    middle = (word.box.y0 + word.box.y1) / 2
    return word.box.x0 > before.box.x0 and before.box.y0 < middle < before.box.y1


def _mended_line(line: list[Word], language: str) -> list[Word]:
    line = _with_dots(_without_sign(line))
    line = _with_first_person(line, language)
    line = _with_joined_letters(line)
    line = with_whole_addresses([part for word in line for part in _at_comma(word)])
    line = [_with_dash(word) for word in line]
    steps: list[Callable[[str], str]] = [mended_address, _number]
    if language not in _AL_IS_A_WORD:
        steps.append(_initialism)
    for step in steps:
        line = [word if (text := step(word.text)) == word.text else word._replace(text=text) for word in line]
    return line


def _without_sign(line: list[Word]) -> list[Word]:
    """The line with a bullet where a sign stands before its text; the disc of a timeline goes."""
    if len(line) > 2 and line[0].text == "•" and line[1].text == "_":
        return [line[0], *line[2:]]
    if len(line) < 2 or not line[1].text[:1].isalnum():
        return line
    sign, text = line[0].text, line[1]
    if sign in _DISCS and not any("@" in word.text or "://" in word.text for word in line[1:]):
        return line[1:]
    is_quote = sign == "«" and any("»" in word.text for word in line)
    if sign in _BULLETS and not is_quote and text.text[:1].isalpha():
        return [line[0]._replace(text="•"), *line[1:]]
    return line


def _with_dots(line: list[Word]) -> list[Word]:
    """The line with a dot where a sign alone parts its items ("Köchin * Hotel Adler")."""
    if any(word.text == "»" for word in line):
        return line
    return [
        word._replace(text="·")
        if word.text in _MIDDLE_DOTS and 0 < at < len(line) - 1 and line[at + 1].text[:1].isupper()
        else word
        for at, word in enumerate(line)
    ]


def _with_first_person(line: list[Word], language: str) -> list[Word]:
    """ "| lead" is "I lead" in English; a bar between items has capitals or figures behind it."""
    if language != "en" or not any(word.text == "|" for word in line):
        return line
    mended = list(line)
    for at, (word, following) in enumerate(pairwise(line)):
        if word.text == "|" and following.text[:1].islower() and following.text.isalpha():
            mended[at] = word._replace(text="I")
    return mended


def _with_joined_letters(line: list[Word]) -> list[Word]:
    """Letters that are set apart ("M A N A G E R") as one word; a wider gap parts words."""
    kept: list[Word] = []
    run: list[Word] = []
    for word in [*line, None]:
        if word is not None and len(word.text.strip("()")) == 1 and word.text.strip("()").isalpha():
            run.append(word)
            continue
        kept += _joined(run) if len(run) >= _FEWEST_APART else run
        run = []
        if word is not None:
            kept.append(word)
    return kept


def _with_dash(word: Word) -> Word:
    """A dash that was read as several is one ("-—")."""
    return word._replace(text="—") if len(word.text) > 1 and not word.text.strip("-–—") else word


def _at_comma(word: Word) -> list[Word]:
    """The word, two where the blank behind a comma was not seen ("CAPA,EFB")."""
    found = _LIST_OF_TWO.fullmatch(word.text)
    if found is None:
        return [word]
    share = (len(found[1]) + 1) / len(word.text)
    middle = word.box.x0 + share * (word.box.x1 - word.box.x0)
    return [
        word._replace(text=f"{found[1]},", box=word.box._replace(x1=middle)),
        word._replace(text=found[2], box=word.box._replace(x0=middle)),
    ]


def _joined(run: Sequence[Word]) -> list[Word]:
    gaps = sorted(right.box.x0 - left.box.x1 for left, right in pairwise(run))
    wide = 1.8 * gaps[len(gaps) // 2] + 1.0
    groups: list[list[Word]] = [[run[0]]]
    for left, right in pairwise(run):
        if right.box.x0 - left.box.x1 > wide:
            groups.append([])
        groups[-1].append(right)
    return [
        group[0]._replace(
            text="".join(word.text for word in group),
            box=around([word.box for word in group]),
            confidence=min(word.confidence for word in group),
        )
        for group in groups
    ]


def _number(text: str) -> str:
    text = _ICON_BEFORE_PLUS.sub("", text)
    if text.strip(",") in _LIMITED:
        return text.replace("0", "o")
    if not any(map(str.isdigit, text)) or any(mark in text for mark in "@/_"):
        return text
    return _LETTER_AMONG_DIGITS.sub(lambda match: "1" if match[0] in "lI|" else "0", text)


def _initialism(text: str) -> str:
    return _INITIALISMS.get(text, text)
