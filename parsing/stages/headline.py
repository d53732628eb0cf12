"""The headline: the line around the name that says what the person is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from parsing.stages.entries.lexicon import title_score
from parsing.stages.headings import heading_of
from parsing.stages.leaf import Leaf, evidence_at, leaf_at
from parsing.stages.names import last_line_of
from parsing.stages.places import is_street, place_in
from parsing.stages.text import after_bullet, fold, trimmed
from parsing.stages.types import Entity, Line
from parsing.stages.words import words as words_named

_DETAIL = re.compile(
    r"\b(?:born|geboren|née?|nationalit|staatsang|birth|geburts|married|verheiratet|mari[ée]|soltero|casado|"
    r"c[ée]libataire|enfants?|kinder|hijos|driving|f[üu]hrerschein|permis|status|citizen|visa|gender|"
    r"geschlecht|e-?mail|phone|telefon|t[ée]l\b|mobile)\w*|\b(?:age|âge|alter|single|ledig|ans)\b|^\W*\d|@|https?:|www\.",
    re.IGNORECASE,
)
_POSITION_LABEL = re.compile(
    r"\A\W*(?:position|job title|title|titel|beruf|poste|puesto|cargo|ruolo|functie|stanowisko|yrke)"
    r"\s*[:：\t]\s*",
    re.IGNORECASE,
)
_ABOUT_THE_PAPER = re.compile(
    r"(?:last |date of last )?(?:update|updated|modified)\b|page \d|seite \d|pagina \d|"
    r"(?:generated|created|made) with|stand\b|"
    r"(?:curriculum|curriculo|lebenslauf|resume|cv|europass|bewerbung|zyciorys|zivotopis|eletrajz)\b|"
    r"zuletzt aktualisiert|aktualisiert am|derniere mise a jour|mis a jour|(?:ultima )?actualizacion|"
    r"actualizado|ultimo aggiornamento|aggiornato|(?:ultima )?atualizacao|atualizado|(?:laatst )?bijgewerkt|"
    r"(?:ostatnia )?aktualizacja"
)
"""Folded beginnings of lines that speak of the document, not of the person."""
_MANY = re.compile(r"\w\(\w{1,4}\)")
"""The label of a form for one or several ("Telefoon(s)")."""
_LABELLED = re.compile(r"\W*[^\W\d_][\w '’-]{1,24}[:：]\s")
_WORD = re.compile(r"[^\W\d_]{3}")
_MIXED = re.compile(r"[A-ZÀ-Þ]{2}[a-zß-ÿ]|[a-zß-ÿ][A-ZÀ-Þ]")
"""Capitals in the midst of a word, as where a scan's reader made one of a picture."""
_SENTENCE_BREAK = re.compile(r"[^\W\d_]{3}[.!?] +[A-ZÀ-Þ]")
_FORM_WORDS: Final = words_named("form_words")
_RIGHT_BELOW: Final = 2
"""Lines from the name to what stands below it, with one of the column beside between them."""
_ALIGNED: Final = 3.0


def headline_of(
    person: Entity | None,
    contact: Sequence[Line],
    taken: Mapping[int, list[tuple[int, int]]],
    place_line: int,
) -> Leaf | None:
    """The headline: what stands beside the name, else the line around it that looks most like one."""
    if person is None:
        return None
    name_line = next((line for line in contact if line.id == person.line), None)
    beside = _beside(name_line, person, taken) if name_line is not None else None
    if beside:
        return beside
    last = last_line_of(person)
    contact = [_left_cell(line, taken, name_line) for line in contact]
    ranked = [
        (
            _headline_score(line, line.id - last if line.id > last else person.line - line.id, contact),
            -line.id,
            line,
        )
        for line in contact
        if line.id not in (*range(person.line, last + 1), place_line) and _is_headline(line, taken)
    ]
    score, _, line = max(ranked, default=(0.0, 0, None), key=lambda each: each[:2])
    if line is None or score <= 0:
        return None
    label = _POSITION_LABEL.match(line.text)
    start, end = trimmed(line.text, label.end() if label else after_bullet(line.text), len(line.text))
    leaf = leaf_at(line, start, end, confidence=min(0.9, 0.5 + score / 4), rule="headline.near_name")
    below = next((other for other in contact if other.id == line.id + 1), None)
    return (
        _over_two_lines(leaf, line, below)
        if below and below.id != place_line and _wraps(line, below) and _is_headline(below, taken)
        else leaf
    )


def _left_cell(line: Line, taken: Mapping[int, list[tuple[int, int]]], name: Line | None) -> Line:
    """The line as far as its first wide gap where ways to reach the person stand only behind it.

    What is left reads like a title, or stands right below the name.
    """
    spans = taken.get(line.id)
    edge = line.text.find("\t")
    if not spans or edge < 0 or min(start for start, _ in spans) < edge:
        return line
    cell = line.text[:edge]
    is_below = name is not None and 0 < line.id - name.id <= _RIGHT_BELOW and _begin_alike(line, name)
    if title_score(cell) <= 0 and not (is_below and len(cell.split()) > 1):
        return line
    return replace(line, text=cell, words=line.words[: len(cell.split())])


def _begin_alike(line: Line, other: Line) -> bool:
    return line.box is not None and other.box is not None and abs(line.box.x0 - other.box.x0) <= _ALIGNED


def _headline_score(line: Line, distance: int, contact: Sequence[Line]) -> float:
    """How much the line looks like a headline: near the name, a job title by its words, large or slanted."""
    below = next((other for other in contact if other.id == line.id + 1), None)
    whole = f"{line.text} {below.text}" if below and _wraps(line, below) else line.text
    title = title_score(whole)
    typical = median(other.size for other in contact)
    stands_out = 0.4 * (line.size > 1.15 * typical > 0) + 0.1 * line.italic
    if distance > 3 and not (title >= 1 or stands_out >= 0.4):
        return 0.0
    return 1.0 - 0.22 * min(distance, 8) + 0.4 * min(title, 2.0) + stands_out


def _wraps(line: Line, below: Line) -> bool:
    """True when the headline goes on in the next line: an open end, or the same type set close below."""
    open_end = line.text.rstrip()[-1:] in ",&(-/" or line.text.count("(") > line.text.count(")")
    alike = abs(line.size - below.size) < 0.3 and line.bold == below.bold and line.page == below.page
    close = line.box is not None and below.gap_above < 0.45 * line.size and line.region == below.region
    words = below.text.split()
    if _LABELLED.match(below.text):
        return False
    return alike and (open_end or (close and len(words) <= 2 and len(line.text.split()) >= 3))


def _over_two_lines(leaf: Leaf, line: Line, below: Line) -> Leaf:
    start, end = trimmed(below.text, 0, len(below.text))
    text = f"{line.text[leaf.evidence[0].start :].strip()} {below.text[start:end]}"
    return replace(leaf, value=text, raw=text, evidence=(*leaf.evidence, evidence_at(below, start, end)))


def _beside(line: Line, person: Entity, taken: Mapping[int, list[tuple[int, int]]]) -> Leaf | None:
    rest = without(line.text, [*taken.get(line.id, ()), (0, person.end)])
    for piece in re.finditer(r"[^|•·\t]+", rest):
        start, end = trimmed(line.text, piece.start(), piece.end(), " ,;:–—-()")
        words = line.text[start:end].split()
        if (
            2 <= len(words) <= 9
            and not place_in(line.text[start:end])
            and not _DETAIL.search(line.text[start:end])
        ):
            return leaf_at(line, start, end, confidence=0.7, rule="headline.beside_name")
    return None


def _is_headline(line: Line, taken: Mapping[int, list[tuple[int, int]]]) -> bool:
    text = line.text.strip()
    words = text.split()
    is_taken = any(start < len(line.text) for start, _ in taken.get(line.id, ()))
    if not words or len(words) > 14 or len(text) > 110 or is_taken or line.is_list_item:
        return False
    if _DETAIL.search(text) or text[-1] in ".:" or _SENTENCE_BREAK.search(text) or _speaks_of_itself(text):
        return False
    if is_street(text) or (len(words) == 1 and (any(c.isdigit() for c in text) or len(text) < 4)):
        return False
    if line.source == "ocr" and (not _WORD.search(text) or (len(words) == 1 and _MIXED.search(text))):
        return False
    label = _LABELLED.match(text) if title_score(text) <= 0 else None
    place = place_in(text[label.end() :] if label else text)
    is_place = place is not None and place.city is not None and (place.score > 0.6 or label is not None)
    return not is_place and any(character.isalpha() for character in text)


def _speaks_of_itself(text: str) -> bool:
    """True for a heading, the document's own name or date, and the label of a form ("Name / Surname")."""
    is_heading = heading_of(text) is not None
    if title_score(text) > 0:
        return is_heading and len(text.split()) < 2
    folded = fold(text)
    is_label = "/" in text and all(word in _FORM_WORDS for word in folded.split() if len(word) > 1)
    return is_heading or is_label or bool(_ABOUT_THE_PAPER.match(folded) or _MANY.search(text))


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with the spans replaced by separators of the same length."""
    for start, end in spans:
        text = text[:start] + "|" * (end - start) + text[end:]
    return text
