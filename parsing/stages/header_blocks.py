"""The lines of a document that name things, in blocks: what a model of names is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from parsing.stages.dates import is_duration
from parsing.stages.entries.lexicon import degree_score, org_score, school_score, title_score
from parsing.stages.languages import cefr_of, names_languages
from parsing.stages.places import city_country, country_code
from parsing.stages.skill_items import known_skills
from parsing.stages.text import fold
from parsing.stages.types import Line, Section

_LONGEST: Final = 18
_MOST_LINES: Final = 6
_SENTENCE_END: Final = re.compile(r"[.!?。…][\"'”’)]*$")
_TOKEN: Final = re.compile(
    r"\d+(?:[.,/'’:-]\d+)*|[^\W\d_]+(?:[.&'’+#-]+[^\W_]+)*[+#]*|\t|[^\s\w]|\w+", re.UNICODE
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ASKED: Final = frozenset({"work", "education"})
_PIECES: Final = re.compile(r"\t|\s+[|·•–—-]\s+|[,;]\s+")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_PLAIN: Final = 1.5
GAP: Final = "⇥"
"""The token of a wide gap within a line."""


class Block(NamedTuple):
    """Lines of one section that stand together and name things; `kind` is the section's."""

    kind: str
    lines: tuple[Line, ...]


class Token(NamedTuple):
    """`line.text[start:end]` as the model reads it, and what the lexicons know of it, "-" for nothing."""

    text: str
    start: int
    end: int
    known: str


def header_blocks(sections: Iterable[Section], lines: Sequence[Line], kinds: frozenset[str]) -> list[Block]:
    """The blocks of all sections of these kinds: lines that are neither list items nor sentences."""
    blocks: list[Block] = []
    for section in sections:
        if section.kind not in kinds:
            continue
        run: list[Line] = []
        for i in section.lines:
            if not _names(lines[i]) or len(run) == _MOST_LINES:
                _close(blocks, section.kind, run)
                run = []
            if _names(lines[i]):
                run.append(lines[i])
        _close(blocks, section.kind, run)
    return blocks


def doubtful_blocks(sections: Iterable[Section], lines: Sequence[Line]) -> list[Block]:
    """The blocks of positions and schools in which no lexicon tells who is what.

    A block is plain where one piece surely names a job and another surely an organisation, or one a
    school and another a degree: no model is asked about it.
    """
    return [block for block in header_blocks(sections, lines, _ASKED) if not _is_plain(block)]


def _is_plain(block: Block) -> bool:
    pieces = [piece for line in block.lines for piece in _PIECES.split(line.text) if _LETTERS.search(piece)]
    if block.kind == "education":
        return any(map(school_score, pieces)) and any(map(degree_score, pieces))
    leans = [title_score(piece) - org_score(piece) for piece in pieces]
    return not leans or (max(leans) >= _PLAIN and min(leans) <= -_PLAIN)


def _close(blocks: list[Block], kind: str, run: Sequence[Line]) -> None:
    if run:
        blocks.append(Block(kind, tuple(run)))


def _names(line: Line) -> bool:
    """True for a line that may name somebody or something: short, and no sentence."""
    words = line.text.split()
    if line.is_list_item or not words or len(words) > _LONGEST or line.role == "footer":
        return False
    lower = sum(word[0].islower() for word in words)
    is_sentence = len(words) > 4 and _SENTENCE_END.search(line.text) is not None and lower * 2 > len(words)
    return not is_sentence and not (len(words) > 9 and lower * 2 > len(words))


def tokens_of(text: str) -> list[Token]:
    """The tokens of a line's text: words, numbers, marks, wide gaps."""
    return [
        Token(GAP if match[0] == "\t" else match[0], match.start(), match.end(), known_as(match[0]))
        for match in _TOKEN.finditer(text)
    ]


@lru_cache(maxsize=16384)
def known_as(word: str) -> str:
    """What the lexicons take one word for, as a short name; "-" where none knows it."""
    if not word[0].isalnum():
        return "-"
    if word[0].isdigit():
        return "year" if _YEAR.fullmatch(word) else "number"
    folded = fold(word)
    if is_duration(f"2 {word}"):
        return "duration"
    for name, score, least in (
        ("title", title_score, 1.0),
        ("school", school_score, 1.0),
        ("degree", degree_score, 1.0),
        ("org", org_score, 1.0),
    ):
        if score(word) >= least:
            return name
    if org_score(f"X {word}") >= 3.0:
        return "legal"
    if len(folded) > 2 and names_languages(word):
        return "tongue"
    if word[0].isupper() and len(folded) > 2 and (city_country(folded) or country_code(folded)):
        return "place"
    if cefr_of(word):
        return "level"
    return "skill" if folded in known_skills() else "-"
