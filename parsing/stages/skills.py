"""Skills as a person lists them: groups with keywords, levels, and what separates one from the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from parsing.stages.leaf import Leaf, leaf_at
from parsing.stages.skill_items import (
    ONE_LEVEL,
    SENTENCE_WORDS,
    SEPARATOR,
    VISIBLE,
    bare,
    ends_with_level,
    known_skills,
    level_of_line,
    scaled,
    skill_leaf,
    skills_between,
    tail_level,
)
from parsing.stages.skill_names import usual_name
from parsing.stages.text import after_bullet, fold, is_shouted, label_end
from parsing.stages.types import Line

_LABEL = re.compile(r"\A\s*([^:：]{2,60}?)\s*[:：]\s*")


class SkillGroup(NamedTuple):
    """Skills under one name; `name` is None for a bare list, where each keyword is a skill of its own."""

    name: Leaf | None
    level: Leaf | None
    keywords: list[Leaf]


def skill_groups(lines: Sequence[Line], heading: Line | None = None) -> list[SkillGroup]:
    """The skills of a skills section in order; `heading` names the first group where it is one's name.

    "Languages: Python, Go" is a group; so is a line that looks like a small heading over lines that do
    not, a line above its level ("Databases", "Advanced"), and the left cell of a row. Other lines are
    lists of skills.
    """
    lines = [line for line in lines if line.text.strip()]
    heads = _group_heads(lines)
    rail = _rail(lines)
    groups = [_headed(heading)] if heading else []
    columns: list[SkillGroup] = []
    above: Line | None = None
    for i, line in enumerate(lines):
        level = level_of_line(line)
        row = _row_of_heads(line, lines[i + 1] if i + 1 < len(lines) else None)
        if row:
            columns = row
            groups += row
            above = None
        elif i in heads:
            groups.append(_headed(line))
            columns, above = [], None
        elif columns and level is None:
            _add_to_columns(columns, line)
        elif rail and line.text.count("\t") == 1 and i in rail:
            tab = line.text.index("\t")
            groups.append(
                SkillGroup(skill_leaf(line, *bare(line, 0, tab)), None, skills_between(line, tab + 1))
            )
            above = line
        elif level is not None and groups:
            groups[-1] = groups[-1] if groups[-1].level else groups[-1]._replace(level=level)
        else:
            _add_line(groups, line, above, by_heads=bool(heads), lines=lines)
            above = line
    return [group for group in map(_settled, groups) if group.name or group.keywords]


def lists_skills(lines: Sequence[Line]) -> bool:
    """True when most of what the lines list is in the lexicon and hardly a line is a sentence."""
    items = [leaf for line in lines for leaf in skills_between(line, after_bullet(line.text))]
    known = sum(leaf.value.lower() in known_skills() for leaf in items)
    prose = sum(len(line.text.split()) > SENTENCE_WORDS and not VISIBLE.search(line.text) for line in lines)
    return len(items) > 1 and known >= 0.6 * len(items) and prose == 0


def _headed(line: Line) -> SkillGroup:
    """The group that a heading line opens; a level behind the name ("Databases  Advanced") is taken off."""
    start, end = _bare_span(line)
    tail = tail_level(line)
    if tail and tail.start() > start:
        level = leaf_at(line, tail.start(1), tail.end(1), confidence=0.8, rule="skill.level",
                        normalized=scaled(tail[1]))  # fmt: skip
        return SkillGroup(skill_leaf(line, *bare(line, start, tail.start())), level, [])
    return SkillGroup(skill_leaf(line, start, end), None, [])


def _add_line(
    groups: list[SkillGroup], line: Line, above: Line | None, *, by_heads: bool, lines: Sequence[Line]
) -> None:
    start = after_bullet(line.text)
    label = _label_span(line)
    if label and _is_group_name(line.text[start : label[0]]):
        groups.append(SkillGroup(skill_leaf(line, start, label[0]), None, skills_between(line, label[1])))
        return
    skills = skills_between(line, start)
    if not groups or (groups[-1].name is not None and not by_heads and line.is_list_item):
        groups.append(SkillGroup(None, None, []))
    target = groups[-1].keywords
    if above is not None and target and skills and _wraps(above, line, lines):
        target[-1:] = [_joined(target[-1], skills[0])]
        skills = skills[1:]
    target.extend(skills)


def _label_span(line: Line) -> tuple[int, int] | None:
    """Where the name of a group ends and where its list begins, None when the line has no such name."""
    label = _LABEL.match(line.text)
    if label:
        return label.end(1), label.end()
    end = label_end(line)
    is_name = end and VISIBLE.search(line.text[end:]) and not VISIBLE.search(line.text[:end])
    return (end - 1, end) if is_name else None


def _wraps(above: Line, line: Line, lines: Sequence[Line]) -> bool:
    """True when the first item of this line is the rest of the last item of the line above.

    A visible separator at the break says no; an open parenthesis or a joining word says yes. Else it
    wraps when both lines list items and the next word had no room left above.
    """
    end, begin = above.text.rstrip(), line.text.lstrip()
    if line.is_list_item or not end or not begin or end[-1] in ",;|•·:、" or begin[0] in ",;|•·":
        return False
    if (
        end[-1] in "&/-("
        or end.endswith((" and", " or", " of", " und", " et"))
        or end.count("(") > end.count(")")
    ):
        return True
    last, first = SEPARATOR.split(end)[-1], SEPARATOR.split(begin)[0]
    if f"{last} {first}".lower() in known_skills():
        are_two = last.lower() in known_skills() and first.lower() in known_skills()
        return not (are_two and _had_room(above, line, lines))
    lists = VISIBLE.search(end) or ("\t" not in end and _LABEL.match(end))
    if not (lists and (VISIBLE.search(begin) or len(begin.split()) <= 2)):
        return False
    return begin[0].islower() or not _had_room(above, line, lines)


def _had_room(above: Line, line: Line, lines: Sequence[Line]) -> bool:
    """True when the first word of `line` would have fitted behind `above` in the width of the region."""
    if above.box is None or not line.words or above.page != line.page or line.box is None:
        return True
    edge = max(other.box.x1 for other in lines if other.box and other.region == above.region)
    first = line.words[0].box
    return above.box.x1 + (first.x1 - first.x0) + 0.25 * (line.size or 10.0) < edge


def _joined(first: Leaf, second: Leaf) -> Leaf:
    glue = "" if first.value.endswith(("-", "/")) else " "
    value = first.value + glue + second.value
    return Leaf(
        value, f"{first.raw} {second.raw}", min(first.confidence, second.confidence), first.source,
        "skill.wrapped", first.evidence + second.evidence, usual_name(value) or value.lower(),
    )  # fmt: skip


def _is_group_name(text: str) -> bool:
    return 0 < len(text.split()) <= 6 and len(text) <= 50 and any(character.isalpha() for character in text)


def _group_heads(lines: Sequence[Line]) -> set[int]:
    """Places of the lines that name a group instead of listing skills."""
    able = [i for i, line in enumerate(lines) if _can_head(line)]
    by_row = {i for i in able if _is_left_cell(lines, i)}
    if by_row:
        return by_row
    by_level = {i for i in able if i + 1 < len(lines) and level_of_line(lines[i + 1]) is not None}
    by_level = {i for i in by_level if i + 2 < len(lines) and VISIBLE.search(lines[i + 2].text)} or by_level
    for levelled in (by_level, {i for i in able if tail_level(lines[i])}):
        if _each_has_items(levelled, lines):
            return levelled
    by_look = _heads_by_look(lines, able)
    if by_look:
        return by_look
    if len(by_level) > 1 and any(VISIBLE.search(line.text) for line in lines):
        return by_level
    return _heads_by_turns(lines, able)


def _each_has_items(heads: set[int], lines: Sequence[Line]) -> bool:
    """True when below each of several heads stand items without a level of their own, two a head or more."""
    if len(heads) < 2 or min(heads) > 0:
        return False
    items = [i for i, line in enumerate(lines) if i not in heads and level_of_line(line) is None]
    ends = [*sorted(heads)[1:], len(lines)]
    counts = [sum(start < i < end for i in items) for start, end in zip(sorted(heads), ends, strict=True)]
    listed = sum(len(skills_between(lines[i], after_bullet(lines[i].text))) for i in items)
    return min(counts) > 0 and listed >= 2 * len(heads)


def _can_head(line: Line) -> bool:
    return (
        _is_group_name(line.text)
        and not VISIBLE.search(_name_part(line).strip(" ,;|•·\t"))
        and sum(any(map(str.isalnum, cell)) for cell in _name_part(line).split("\t")) == 1
        and not _LABEL.match(line.text)
        and level_of_line(line) is None
        and not line.is_list_item
    )


def _name_part(line: Line) -> str:
    tail = tail_level(line)
    return line.text[: tail.start()] if tail else line.text


def _is_left_cell(lines: Sequence[Line], i: int) -> bool:
    """True for a short first cell whose row goes on with a list."""
    line, following = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    if following is None or not line.table or line.cell != 1:
        return False
    same_row = (following.table, following.row) == (line.table, line.row) and following.cell > 1
    return same_row and bool(VISIBLE.search(following.text) or len(following.words) > 2)


def _look(line: Line) -> tuple[float, bool, bool, bool]:
    if line.source == "ocr":
        return (0.0, False, False, is_shouted(line.text) and len(line.text) > 3)
    return (round(line.size * 4) / 4, line.bold, line.italic, is_shouted(line.text) and len(line.text) > 3)


def _heads_by_look(lines: Sequence[Line], able: Sequence[int]) -> set[int]:
    """The lines of the one look that only names groups: each has lines of another look below it."""
    looks = [_look(line) for line in lines]
    best: set[int] = set()
    for look in {looks[i] for i in able}:
        heads = {i for i, other in enumerate(looks) if other == look}
        others = [i for i in range(len(lines)) if i not in heads and level_of_line(lines[i]) is None]
        if not others or not heads <= set(able) or min(heads) > min(others):
            continue
        followed = all(i + 1 < len(lines) and i + 1 not in heads for i in heads)
        typical = looks[others[0]]
        stands_out = (look[1], look[3], look[0]) > (typical[1], typical[3], typical[0]) or look[1] > typical[
            1
        ]
        lists = sum(bool(SEPARATOR.search(lines[i].text.strip())) for i in others) >= 0.5 * len(others)
        if followed and (stands_out or lists) and len(heads) > len(best):
            best = heads
    return best


def _heads_by_turns(lines: Sequence[Line], able: Sequence[int]) -> set[int]:
    """Short lines without separators when each stands above a line that lists items."""
    listing = {i for i, line in enumerate(lines) if VISIBLE.search(line.text.strip(" ,;|•·"))}
    heads = {i for i in able if i + 1 in listing or (i + 2 in listing and level_of_line(lines[i + 1]))}
    heads -= {i for i in heads if i and _is_rest(lines[i - 1], lines[i], lines)}
    able = [i for i in able if i in heads or not (i and _is_rest(lines[i - 1], lines[i], lines))]
    loose = [i for i in able if i not in heads and i - 1 not in listing]
    return heads if len(heads) > 1 and not loose else set()


def _is_rest(above: Line, line: Line, lines: Sequence[Line]) -> bool:
    """True for what goes on with the list above: an item that had no room, or the last word of one.

    Such a word is small, or known together with what stands above.
    """
    if above.text.rstrip().endswith(",") and not _had_room(above, line, lines):
        return True
    last = SEPARATOR.split(above.text.rstrip())[-1]
    is_sure = line.text[:1].islower() or f"{last} {line.text.strip()}".lower() in known_skills()
    return is_sure and _wraps(above, line, lines)


def _bare_span(line: Line) -> tuple[int, int]:
    return bare(line, after_bullet(line.text), len(line.text))


def _rail(lines: Sequence[Line]) -> set[int]:
    """Places of the lines "Name⇥list" when the lists begin at one edge, as beside a rail of labels."""
    edges: dict[int, float] = {}
    for i, line in enumerate(lines):
        if line.text.count("\t") != 1 or not line.words:
            continue
        tab = line.text.index("\t")
        offset = 0
        for word in line.words:
            if offset > tab and _is_group_name(line.text[:tab]) and not VISIBLE.search(line.text[:tab]):
                edges[i] = word.box.x0
                break
            offset += len(word.text) + 1
    aligned = {i for i, edge in edges.items() if sum(abs(edge - other) < 3 for other in edges.values()) > 1}
    cells = [lines[i].text.split("\t") for i in aligned]
    if any(ends_with_level(left) for left, _ in cells):
        return set()
    listing = sum(len(right.split()) > 1 for _, right in cells)
    return aligned if listing >= 0.6 * len(aligned) else set()


def _row_of_heads(line: Line, following: Line | None) -> list[SkillGroup]:
    """The groups whose names stand side by side, told by the levels among or below them; [] when not so."""
    if "\t" not in line.text or VISIBLE.search(line.text) or not line.words:
        return []
    pieces = [(match.start(), match.end()) for match in re.finditer(r"[^\t]+", line.text)]
    levels = [fold(line.text[start:end]) in ONE_LEVEL for start, end in pieces]
    below = [fold(piece) in ONE_LEVEL for piece in following.text.split("\t")] if following else [False]
    by_levels = not all(levels) and (any(levels) or (all(below) and len(below) > 1))
    if not by_levels and not (following and _heads_columns(line, following, len(pieces))):
        return []
    return [
        SkillGroup(skill_leaf(line, start, end), None, [])
        for (start, end), is_level in zip(pieces, levels, strict=True)
        if not is_level
    ]


def _heads_columns(line: Line, following: Line, cells: int) -> bool:
    """True when each cell of the line, set to stand out, heads a list in the line below."""
    own, other = _look(line), _look(following)
    stands_out = own != other and (own[1], own[3]) > (other[1], other[3])
    lists = following.text.count("\t") == cells - 1 and VISIBLE.search(following.text)
    is_level = level_of_line(following) is not None
    return stands_out and (bool(lists) or is_level)


def _add_to_columns(columns: Sequence[SkillGroup], line: Line) -> None:
    """Gives each skill of the line to the group under whose name it stands."""
    edges = [_left(group.name) for group in columns if group.name]
    for leaf in skills_between(line, after_bullet(line.text)):
        left = _left(leaf)
        nearest = min(range(len(edges)), key=lambda i: (edges[i] > left + 12, abs(edges[i] - left)))
        columns[nearest].keywords.append(leaf)


def _left(leaf: Leaf) -> float:
    box = leaf.evidence[0].box
    return box.x0 if box else 0.0


def _settled(group: SkillGroup) -> SkillGroup:
    """The group without repeated keywords."""
    seen: set[str] = set()
    keywords = []
    for leaf in group.keywords:
        if leaf.value.lower() not in seen:
            seen.add(leaf.value.lower())
            keywords.append(leaf)
    return group._replace(keywords=keywords)
