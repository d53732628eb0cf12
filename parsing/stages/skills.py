"""Skills as a person lists them: groups with keywords, levels, and what separates one from the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final, NamedTuple

from parsing.stages.leaf import Leaf, leaf_at
from parsing.stages.text import after_bullet, fold, is_shouted, label_end, trimmed
from parsing.stages.types import Line
from parsing.stages.words import words

_LABEL = re.compile(r"\A\s*([^:：]{2,60}?)\s*[:：]\s*")
_SEPARATOR = re.compile(r"\s*(?:[,;|•·▪■●◦‣⁃、，；\n\t\uf000-\uf8ff]|\s[/–—-]\s|\s{3,})\s*")
_VISIBLE = re.compile(r"[,;|•·、，]")
_LEVELS: Final = words("skill_level_words")
_ONE_LEVEL: Final = words("skill_levels")
_STARS = re.compile(r"[★⭐●■▮⬤◆✦✱]{1,10}[☆○□▯◯◇✧●]{0,10}|[☆○□▯◯◇✧]{3,10}")
_BAR = re.compile(r"\b(\d{1,3})\s?%|\b(\d{1,2})\s?/\s?(5|10)\b")
_LEVEL_TAIL = re.compile(r"\s*[(\[–—:-]\s*([^()\[\]]{3,30})[)\]]?\s*\Z")
_TOKEN = re.compile(r"\S+")
MAX_WORDS: Final = 9
_SENTENCE_WORDS: Final = 12


class SkillGroup(NamedTuple):
    """Skills under one name; `name` is None for a bare list, where each keyword is a skill of its own."""

    name: Leaf | None
    level: Leaf | None
    keywords: list[Leaf]


@lru_cache(maxsize=1)
def known_skills() -> frozenset[str]:
    """The lexicon, lower case."""
    text = resources.files("parsing").joinpath("data/skills.txt").read_text(encoding="utf-8")
    return frozenset(text.split("\n")) - {""}


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
        level = _level_of_line(line)
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
            groups.append(SkillGroup(_leaf(line, *_trim(line, 0, tab)), None, _skills_between(line, tab + 1)))
            above = line
        elif level is not None and groups:
            groups[-1] = groups[-1] if groups[-1].level else groups[-1]._replace(level=level)
        else:
            _add_line(groups, line, above, by_heads=bool(heads), lines=lines)
            above = line
    return [group for group in map(_settled, groups) if group.name or group.keywords]


def lists_skills(lines: Sequence[Line]) -> bool:
    """True when most of what the lines list is in the lexicon and hardly a line is a sentence."""
    items = [leaf for line in lines for leaf in _skills_between(line, after_bullet(line.text))]
    known = sum(leaf.normalized in known_skills() for leaf in items)
    prose = sum(len(line.text.split()) > _SENTENCE_WORDS and not _VISIBLE.search(line.text) for line in lines)
    return len(items) > 1 and known >= 0.6 * len(items) and prose == 0


def _headed(line: Line) -> SkillGroup:
    """The group that a heading line opens; a level behind the name ("Databases  Advanced") is taken off."""
    start, end = _bare_span(line)
    tail = re.search(r"[\s(\t]+([^\s(]+)\)?\Z", line.text[start:end])
    if tail and fold(tail[1]) in _ONE_LEVEL:
        level = leaf_at(line, start + tail.start(1), start + tail.end(1), confidence=0.8, rule="skill.level",
                        normalized=_scaled(tail[1]))  # fmt: skip
        return SkillGroup(_leaf(line, start, start + tail.start()), level, [])
    return SkillGroup(_leaf(line, start, end), None, [])


def _add_line(
    groups: list[SkillGroup], line: Line, above: Line | None, *, by_heads: bool, lines: Sequence[Line]
) -> None:
    start = after_bullet(line.text)
    label = _label_span(line)
    if label and _is_group_name(line.text[start : label[0]]):
        groups.append(SkillGroup(_leaf(line, start, label[0]), None, _skills_between(line, label[1])))
        return
    skills = _skills_between(line, start)
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
    is_name = end and _VISIBLE.search(line.text[end:]) and not _VISIBLE.search(line.text[:end])
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
    last, first = _SEPARATOR.split(end)[-1], _SEPARATOR.split(begin)[0]
    if f"{last} {first}".lower() in known_skills():
        return True
    if not (_VISIBLE.search(end) and (_VISIBLE.search(begin) or len(begin.split()) <= 2)):
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
        "skill.wrapped", first.evidence + second.evidence, value.lower(),
    )  # fmt: skip


def _is_group_name(text: str) -> bool:
    return 0 < len(text.split()) <= 6 and len(text) <= 50 and any(character.isalpha() for character in text)


def _group_heads(lines: Sequence[Line]) -> set[int]:
    """Places of the lines that name a group instead of listing skills."""
    able = [i for i, line in enumerate(lines) if _can_head(line)]
    by_row = {i for i in able if _is_left_cell(lines, i)}
    if by_row:
        return by_row
    by_level = {i for i in able if i + 1 < len(lines) and _level_of_line(lines[i + 1]) is not None}
    by_level = {i for i in by_level if i + 2 < len(lines) and _VISIBLE.search(lines[i + 2].text)} or by_level
    by_look = _heads_by_look(lines, able)
    if by_look:
        return by_look
    if len(by_level) > 1 and any(_VISIBLE.search(line.text) for line in lines):
        return by_level
    return _heads_by_turns(lines, able)


def _can_head(line: Line) -> bool:
    return (
        _is_group_name(line.text)
        and not _VISIBLE.search(line.text.strip(" ,;|•·"))
        and not _LABEL.match(line.text)
        and _level_of_line(line) is None
        and not line.is_list_item
    )


def _is_left_cell(lines: Sequence[Line], i: int) -> bool:
    """True for a short first cell whose row goes on with a list."""
    line, following = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    if following is None or not line.table or line.cell != 1:
        return False
    same_row = (following.table, following.row) == (line.table, line.row) and following.cell > 1
    return same_row and bool(_VISIBLE.search(following.text) or len(following.words) > 2)


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
        others = [i for i in range(len(lines)) if i not in heads and _level_of_line(lines[i]) is None]
        if not others or not heads <= set(able) or min(heads) > min(others):
            continue
        followed = all(i + 1 < len(lines) and i + 1 not in heads for i in heads)
        typical = looks[others[0]]
        stands_out = (look[1], look[3], look[0]) > (typical[1], typical[3], typical[0]) or look[1] > typical[
            1
        ]
        lists = sum(bool(_SEPARATOR.search(lines[i].text.strip())) for i in others) >= 0.5 * len(others)
        if followed and (stands_out or lists) and len(heads) > len(best):
            best = heads
    return best


def _heads_by_turns(lines: Sequence[Line], able: Sequence[int]) -> set[int]:
    """Short lines without separators when each stands above a line that lists items."""
    listing = {i for i, line in enumerate(lines) if _VISIBLE.search(line.text.strip(" ,;|•·"))}
    heads = {i for i in able if i + 1 in listing or (i + 2 in listing and _level_of_line(lines[i + 1]))}
    loose = [i for i in able if i not in heads and i - 1 not in listing]
    return heads if len(heads) > 1 and not loose else set()


def _bare_span(line: Line) -> tuple[int, int]:
    return _trim(line, after_bullet(line.text), len(line.text))


def _trim(line: Line, start: int, end: int) -> tuple[int, int]:
    return trimmed(line.text, start, end)


def _rail(lines: Sequence[Line]) -> set[int]:
    """Places of the lines "Name⇥list" when the lists begin at one edge, as beside a rail of labels."""
    edges: dict[int, float] = {}
    for i, line in enumerate(lines):
        if line.text.count("\t") != 1 or not line.words:
            continue
        tab = line.text.index("\t")
        offset = 0
        for word in line.words:
            if offset > tab and _is_group_name(line.text[:tab]) and not _VISIBLE.search(line.text[:tab]):
                edges[i] = word.box.x0
                break
            offset += len(word.text) + 1
    aligned = {i for i, edge in edges.items() if sum(abs(edge - other) < 3 for other in edges.values()) > 1}
    listing = sum(len(lines[i].text.split("\t")[1].split()) > 1 for i in aligned)
    return aligned if listing >= 0.6 * len(aligned) else set()


def _row_of_heads(line: Line, following: Line | None) -> list[SkillGroup]:
    """The groups whose names stand side by side, told by the levels among or below them; [] when not so."""
    if "\t" not in line.text or _VISIBLE.search(line.text) or not line.words:
        return []
    pieces = [(match.start(), match.end()) for match in re.finditer(r"[^\t]+", line.text)]
    levels = [fold(line.text[start:end]) in _ONE_LEVEL for start, end in pieces]
    below = [fold(piece) in _ONE_LEVEL for piece in following.text.split("\t")] if following else [False]
    if all(levels) or not (any(levels) or (all(below) and len(below) > 1)):
        return []
    return [
        SkillGroup(_leaf(line, start, end), None, [])
        for (start, end), is_level in zip(pieces, levels, strict=True)
        if not is_level
    ]


def _add_to_columns(columns: Sequence[SkillGroup], line: Line) -> None:
    """Gives each skill of the line to the group under whose name it stands."""
    edges = [_left(group.name) for group in columns if group.name]
    for leaf in _skills_between(line, after_bullet(line.text)):
        left = _left(leaf)
        nearest = min(range(len(edges)), key=lambda i: (edges[i] > left + 12, abs(edges[i] - left)))
        columns[nearest].keywords.append(leaf)


def _left(leaf: Leaf) -> float:
    box = leaf.evidence[0].box
    return box.x0 if box else 0.0


def _level_of_line(line: Line) -> Leaf | None:
    """The leaf when the whole line is a level ("Advanced", ★★★☆☆, 80 %), else None."""
    text = line.text.strip()
    if "\t" in text and all(fold(piece) in _ONE_LEVEL for piece in text.split("\t")):
        text = text.split("\t")[0]
    if fold(text) in _ONE_LEVEL or _STARS.fullmatch(text) or _BAR.fullmatch(text):
        return leaf_at(line, 0, len(line.text), confidence=0.9, rule="skill.level", normalized=_scaled(text))
    return None


def _scaled(text: str) -> str:
    """The level on a scale of 1–5, "" where words alone are given that we do not rank."""
    stars = _STARS.search(text)
    if stars:
        full = sum(character in "★⭐●■▮⬤◆✦✱" for character in stars[0])
        return str(max(1, round(5 * full / max(5, len(stars[0])))))
    bar = _BAR.search(text)
    if bar:
        share = int(bar[1]) / 100 if bar[1] else int(bar[2]) / int(bar[3])
        return str(max(1, min(5, round(5 * share))))
    ranks = {
        "beginner": "1",
        "novice": "1",
        "basic": "2",
        "elementary": "2",
        "intermediate": "3",
        "advanced": "4",
    }
    return ranks.get(fold(text), "5" if fold(text) in ("expert", "master", "mastery", "experte") else "")


def _skills_between(line: Line, start: int) -> list[Leaf]:
    """The skills from `start` to the end of the line."""
    found = []
    for first, last in _items(line, start):
        first, last = trimmed(line.text, first, last, " \t\u00a0|,;:•·–—.")
        item = line.text[first:last]
        if not item or len(item.split()) > _SENTENCE_WORDS or item.lower() in ("and", "etc", "und", "et"):
            continue
        found += _skill(line, first, last)
    return found


def _skill(line: Line, start: int, end: int) -> list[Leaf]:
    for lead in ("and ", "und ", "et ", "& "):
        if line.text[start:end].lower().startswith(lead):
            start += len(lead)
    end = _without_level(line.text, start, end)
    if end - start < 1 or not any(character.isalnum() for character in line.text[start:end]):
        return []
    return [_leaf(line, start, end)]


def _without_level(text: str, start: int, end: int) -> int:
    stars = _STARS.search(text, start, end)
    if stars and stars.start() > start:
        end = stars.start()
    tail = _LEVEL_TAIL.search(text[start:end])
    if tail and tail.start() > 0 and all(word in _LEVELS or word.isdigit() for word in fold(tail[1]).split()):
        end = start + tail.start()
    return trimmed(text, start, end)[1]


def _leaf(line: Line, start: int, end: int) -> Leaf:
    text = line.text[start:end]
    known = text.lower() in known_skills()
    return leaf_at(
        line, start, end, confidence=0.95 if known else 0.8, rule="skill.list",
        source="lexicon" if known else "rule", normalized=text.lower(),
    )  # fmt: skip


def _items(line: Line, start: int) -> Iterator[tuple[int, int]]:
    """Spans between separators, parentheses kept whole; without any, by gaps or by the lexicon."""
    spans = list(_separated(line.text, start))
    if len(spans) > 1:
        yield from spans
        return
    for first, last in spans:
        by_gap = list(_by_gaps(line, first, last))
        if len(by_gap) > 1:
            yield from by_gap
        else:
            yield from _by_lexicon(line.text, first, last)


def _separated(text: str, start: int) -> Iterator[tuple[int, int]]:
    depth = 0
    first = at = start
    while at < len(text):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            match = _SEPARATOR.match(text, at)
            if match and match.end() > at:
                if at > first:
                    yield first, at
                first = at = match.end()
                continue
        at += 1
    if first < len(text):
        yield first, len(text)


def _by_gaps(line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans parted by white space that is clearly wider than a blank."""
    if len(line.words) < 2:
        yield start, end
        return
    spots, offset = [], 0
    for word in line.words:
        spots.append((offset, offset + len(word.text), word.box))
        offset += len(word.text) + 1
    inside = [spot for spot in spots if spot[0] >= start and spot[1] <= end]
    gaps = [right[2].x0 - left[2].x1 for left, right in pairwise(inside)]
    if not gaps:
        yield start, end
        return
    size = line.size or inside[0][2].y1 - inside[0][2].y0
    blank = min(gaps) if min(gaps) < size else 0.25 * size
    wide = max(0.55 * size, 1.8 * blank, 3.0)
    first = inside[0][0]
    for spot, gap in zip(inside, gaps, strict=False):
        if gap > wide:
            yield first, spot[1]
            first = inside[inside.index(spot) + 1][0]
    yield first, inside[-1][1]


def _by_lexicon(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cuts "JavaScript HTML 5 CSS MVC" at known skills; text that is mostly unknown stays whole."""
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text, start, end)]
    whole = text[start:end].lower()
    lexicon = known_skills()
    if len(tokens) < 2 or whole in lexicon:
        yield start, end
        return
    spans, covered, i = [], 0, 0
    while i < len(tokens):
        size = next(
            (n for n in (3, 2, 1) if i + n <= len(tokens) and _phrase(text, tokens, i, n) in lexicon), 0
        )
        covered += size
        spans.append((tokens[i][0], tokens[i + max(size, 1) - 1][1]))
        i += max(size, 1)
    words = text[start:end].split()
    listed = sum(word[:1].isupper() or not word[:1].isalpha() for word in words) >= 0.7 * len(words)
    enough = len(tokens) if len(tokens) == 2 else 0.75 * len(tokens)
    if listed and covered >= enough and len(spans) > 1:
        yield from spans
    else:
        yield start, end


def _phrase(text: str, tokens: Sequence[tuple[int, int]], i: int, size: int) -> str:
    return text[tokens[i][0] : tokens[i + size - 1][1]].lower()


def _settled(group: SkillGroup) -> SkillGroup:
    """The group without repeated keywords."""
    seen: set[str] = set()
    keywords = []
    for leaf in group.keywords:
        if leaf.normalized not in seen:
            seen.add(leaf.normalized)
            keywords.append(leaf)
    return group._replace(keywords=keywords)
