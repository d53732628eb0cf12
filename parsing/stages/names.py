"""The person's name: the line that looks like one, near the contact data and like the e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from parsing.stages.entries.lexicon import title_score
from parsing.stages.headings import heading_of
from parsing.stages.languages import names_languages
from parsing.stages.name_parts import NATIVE_NAME, PARTICLES, POST_NOMINALS, TITLES
from parsing.stages.places import city_country, country_code, region_code
from parsing.stages.text import after_bullet, fold, trimmed
from parsing.stages.types import Entity, Line
from parsing.stages.words import words

_LABEL = re.compile(
    r"\A\W*(?:full name|name|nom|nombre|nome|naam|imię i nazwisko|namn|navn|nimi|jméno|nume|ad soyad|"
    r"vor- und nachname|first name|candidate)\s*[:：\t]\s*|"
    r"\A\W*(?:curriculum vitae|lebenslauf|r[ée]sum[ée]|cv|currículum|életrajz)"
    r"(?:\s+(?:of|von|de|di|van|du|d'))?\s*[-–—:|]?\s+",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s+(?=\d|[^\s@]{2,}@[\w-]+\.)|\s*[|•·◦\uf000-\uf8ff/]\s*|\s{3,}|\s+[–—-]\s+|\t|\s*\(|\s*,\s*(?=(?:\+|\d|born\b))"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’`´.\-])*")
_NOT_NAMES: Final = words("not_names")
_NOT_IN_NAMES = re.compile(r"[\d@:/\\<>=+_%$#!?;]")
_NETWORK = re.compile(
    r"\b(?:linkedin|github|twitter|mastodon|facebook|xing|scholar|kubernetes|docker)\b", re.IGNORECASE
)
_SEARCHED_LINES: Final = 40
_MOST_PIECES: Final = 3
_ENOUGH: Final = 0.35
_A_TITLE: Final = 1.2
"""What words that name a job are worth: "Jane Doe, Teacher"."""
_HYPHEN: Final = "\u2010"
_MOST_LINES: Final = 3
_MOST_WORDS: Final = 6
_RULES: Final = {1: "name.two_lines", 2: "name.three_lines"}
_MORE_LINES: Final = {rule: more for more, rule in _RULES.items()}


class _Guess(NamedTuple):
    first: int
    last: int
    start: int
    end: int
    score: float
    rule: str


def names_in(lines: Sequence[Line], entities: Iterable[Entity]) -> list[Entity]:
    """PERSON entities, the likeliest first; at most three.

    A candidate gains by size, by standing near the e-mail and phone, by sharing letters with the e-mail's
    local part or a profile's user name; it loses by being a heading, a job title or a place.
    """
    entities = list(entities)
    contacts = sorted({entity.line for entity in entities if entity.label in ("EMAIL", "PHONE")})
    handles = sorted({handle for entity in entities if (handle := _handle(entity))})
    first_page = [line for line in lines if line.page == lines[0].page]
    sizes = sorted((line.size for line in first_page), reverse=True)
    searched = _searched(first_page, contacts, sizes[0] if sizes else 0.0)
    guesses = [guess for line in searched for guess in _guesses(line, lines, contacts, handles, sizes)]
    guesses.sort(key=lambda guess: (-guess.score, guess.first))
    found = [_entity(guess, lines) for guess in guesses[:3] if guess.score > _ENOUGH]
    return found or [entity for line in searched for entity in _as_in_email(line, entities)][:1]


def _as_in_email(line: Line, entities: Iterable[Entity]) -> Iterator[Entity]:
    """The name on a line whose words a scan tore apart ("An a Ber g"), as the e-mail address spells it."""
    letters = re.sub(r"[^a-z]", "", fold(line.text))
    for entity in entities:
        parts = re.split(r"[._-]+", entity.value.partition("@")[0]) if entity.label == "EMAIL" else []
        if len(parts) > 1 and len(letters) > 5 and "".join(parts).lower() == letters:
            name = " ".join(part.capitalize() for part in parts)
            yield Entity("PERSON", line.id, 0, len(line.text), name, 0.7, "rule", "name.email")


def _searched(first_page: Sequence[Line], contacts: Sequence[int], largest: float) -> list[Line]:
    near = {i for contact in contacts for i in range(contact - 6, contact + 7)}
    return [
        line
        for place, line in enumerate(first_page)
        if place < _SEARCHED_LINES // 2 or line.id in near or (largest and line.size >= largest * 0.95)
    ]


def _handle(entity: Entity) -> str:
    if entity.label == "EMAIL":
        return re.sub(r"[^a-z]", "", fold(entity.value.partition("@")[0]))
    if entity.label == "PROFILE":
        return re.sub(r"[^a-z]", "", fold(entity.value.rstrip("/").rpartition("/")[2]))
    return ""


def _guesses(
    line: Line, lines: Sequence[Line], contacts: Sequence[int], handles: Sequence[str], sizes: Sequence[float]
) -> list[_Guess]:
    found = []
    for start, end, labelled in _spans(line):
        shape = _shape(line.text[start:end], known=True)
        if shape <= 0 or _is_label(line.text, start, end):
            continue
        agreement = _agreement(line.text[start:end], handles)
        if agreement < 0.5 and _shape(line.text[start:end]) <= 0:
            continue
        score = shape + _closeness(line, contacts) + _bigness(line, sizes) + 0.5 * labelled
        if len(line.text) > 90:
            score -= 0.4
        found.append(
            _Guess(line.id, line.id, start, end, score + agreement, "name.label" if labelled else "name")
        )
        last = _last_line(line, lines, end, handles, sizes)
        if last > line.id:
            bonus = max(_closeness(each, contacts) for each in lines[line.id : last + 1])
            whole = _joined([lines[i].text for i in range(line.id, last + 1)])
            total = 0.45 + bonus + _bigness(line, sizes) + _agreement(whole[start:], handles) + 0.1
            rule = _RULES[last - line.id]
            found.append(_Guess(line.id, last, start, len(lines[last].text), total, rule))
    return found


def _is_label(text: str, start: int, end: int) -> bool:
    """True for one word before a colon: it tells what follows ("Telefoon: 06 1234")."""
    return text[end:].lstrip()[:1] in (":", "：") and len(text[start:end].split()) == 1


def _spans(line: Line) -> list[tuple[int, int, bool]]:
    """The first parts of the line that could be a name: all of it, or what stands between separators."""
    text = line.text
    label = _LABEL.match(text)
    start = label.end() if label else after_bullet(text)
    spans: list[tuple[int, int, bool]] = []
    comma = text.find(", ", start)
    behind = re.split(r"[\t|•·]", text[comma:])[0]
    if comma > 0 and title_score(behind) >= _A_TITLE and " " in text[start:comma].strip():
        spans.append((*trimmed(text, start, comma), bool(label)))
    for cut in [*_CUT.finditer(text, start + 1), None]:
        end = cut.start() if cut else len(text)
        first, last = trimmed(text, start, end)
        if last - first > 1:
            spans.append((first, last, bool(label) and not spans))
        if (
            cut is None
            or len(spans) == _MOST_PIECES
            or not cut[0].strip(" ")
            or cut[0].strip(" ") in "(-–—,/"
        ):
            break
        start = cut.end()
    return spans


def _shape(text: str, *, known: bool = False) -> float:
    """How much the text by itself looks like a name, 0 when it cannot be one.

    `known` names stand in the e-mail address as well: they may hold a word like "Cook" or "Developer".
    """
    if _NOT_IN_NAMES.search(text):
        return 0.0
    if NATIVE_NAME.match(text.strip()):
        return 0.5
    bare = POST_NOMINALS.sub("", text)
    title = TITLES.match(bare)
    core = bare[title.end() :] if title else bare
    words = [word for word in re.split(r"[\s,]+", core) if word]
    if not 1 <= len(words) <= 6 or len(core) > 50:
        return 0.0
    if not all(_WORD.fullmatch(word) or re.fullmatch(r"[\"'“(].+[\"'”)]", word) for word in words):
        return 0.0
    named = [word for word in words if word.lower() not in PARTICLES]
    has_case = any(character.islower() or character.isupper() for character in core)
    if not named or (has_case and not all(word[0].isupper() or not word[0].islower() for word in named)):
        return 0.0
    if not known and any(len(word) > 1 and word in _NOT_NAMES for word in map(fold, words)):
        return 0.0
    if not known and heading_of(core) is not None and not (title and title.end()):
        return 0.0
    if not known and (names_languages(core) or _NETWORK.search(core)):
        return 0.0
    if _is_place(core):
        return 0.05
    score = {1: 0.15, 2: 0.45, 3: 0.42, 4: 0.3}.get(len(named), 0.2)
    if all(len(word) == 1 for word in words):
        return 0.0
    return score + (0.1 if title and title.end() else 0.0)


def _is_place(text: str) -> bool:
    if country_code(text) or region_code(text):
        return True
    last = text.rpartition(",")[2].strip()
    return ("," in text and bool(region_code(last) or country_code(last))) or (
        city_country(text) != "" and " " in text
    )


def _closeness(line: Line, contacts: Sequence[int]) -> float:
    top = 0.2 if line.id == 0 else 0.15 if line.id < 3 else 0.05 if line.id < 8 else 0.0
    if not contacts:
        return top + (0.1 if line.id < 3 else 0.0)
    distance = min(abs(line.id - contact) for contact in contacts)
    return top + max(0.0, 0.25 - 0.04 * distance)


def _bigness(line: Line, sizes: Sequence[float]) -> float:
    if not sizes or not line.size or sizes[0] <= 0:
        return 0.05 * line.bold
    larger = sum(size > line.size * 1.02 for size in sizes[:4])
    stands_out = line.size > sizes[len(sizes) // 2] * 1.25
    return (0.3 - 0.1 * larger if larger < 3 else 0.0) * stands_out + 0.05 * line.bold


def _agreement(text: str, handles: Sequence[str]) -> float:
    """0–0.5: how much of the name stands in an e-mail address or user name."""
    words = [fold(word).replace(" ", "") for word in re.split(r"[\s,.\-]+", text)]
    words = [word for word in words if len(word) > 1 and word not in PARTICLES]
    if not words:
        return 0.0
    best = 0.0
    for handle in handles:
        hits = sum(word in handle for word in words if len(word) > 2)
        best = max(best, 0.25 * min(2, hits) if hits else 0.4 * _has_initials(words, handle))
    return best


def _has_initials(words: Sequence[str], handle: str) -> bool:
    """True when a handle such as "jdoe" or "doej" begins with an initial and another word of the name."""
    return len(words) > 1 and any(
        handle.startswith((word[0] + other, other + word[0]))
        for word in words
        for other in words
        if word != other and len(other) > 2
    )


def _last_line(
    line: Line, lines: Sequence[Line], end: int, handles: Sequence[str], sizes: Sequence[float]
) -> int:
    """The last of the lines, three at most, over which a name in large type is set, else the line itself."""
    typical = sizes[len(sizes) // 2] or 1.0
    if line.size < 1.2 * typical or end < len(line.text.rstrip(f" -{_HYPHEN}")):
        return line.id
    if len(line.text.split()) > 3 and not _is_open(line.text.strip()):
        return line.id
    last = line.id
    for below in lines[line.id + 1 : line.id + _MOST_LINES]:
        whole = _joined([lines[i].text for i in range(line.id, last + 1)])
        if not _goes_on(lines[last], below, line) or not _is_rest(whole, line, below, handles, sizes):
            break
        last = below.id
    return last


def _goes_on(above: Line, below: Line, first: Line) -> bool:
    """True for a line right below in the same type."""
    slack = 0.15 if first.source == "ocr" else 0.05
    return (
        abs(below.size - first.size) <= slack * first.size
        and below.page == first.page
        and below.column == above.column
        and len(below.text.split()) <= 3
    )


def _is_rest(name: str, first: Line, below: Line, handles: Sequence[str], sizes: Sequence[float]) -> bool:
    """True where the line below ends the name: an address spells both, or the name cannot end here."""
    rest = below.text.strip()
    words = name.split()
    is_inner = all(word.lower() in PARTICLES for word in rest.split())
    if len(words) + len(rest.split()) > _MOST_WORDS or (_shape(rest) <= 0 and not is_inner):
        return False
    both = f"{name} {rest}"
    if _is_open(name) or is_inner or len(words) == 1:
        return True
    if _agreement(both, handles) > max(_agreement(name, handles), _agreement(rest, handles)):
        return True
    return (
        len(rest.split()) == 1 and below.size >= 0.98 * sizes[0] and below.size > 1.4 * sizes[len(sizes) // 2]
    )


def _is_open(name: str) -> bool:
    """True for a name that cannot end here: with a hyphen, or a particle."""
    return name.endswith(("-", _HYPHEN)) or name.split()[-1].lower() in PARTICLES


def _joined(texts: Iterable[str]) -> str:
    """The lines of a name as one; nothing comes behind a hyphen at a line's end."""
    whole = ""
    for text in texts:
        whole = f"{whole}{'' if whole.endswith(('-', _HYPHEN)) else ' '}{text.strip()}".strip()
    return whole


def _entity(guess: _Guess, lines: Sequence[Line]) -> Entity:
    text = lines[guess.first].text[guess.start : guess.end]
    end = guess.end
    if guess.last != guess.first:
        first = lines[guess.first].text[guess.start :]
        text = _joined([first, *(lines[i].text for i in range(guess.first + 1, guess.last + 1))])
        end = len(lines[guess.first].text)
    confidence = round(max(0.3, min(0.99, guess.score)), 2)
    return Entity("PERSON", guess.first, guess.start, end, text.strip(), confidence, "rule", guess.rule)


def last_line_of(person: Entity) -> int:
    """The last line that the person's name is set over."""
    return person.line + _MORE_LINES.get(person.rule, 0)
