"""Skills as a person lists them: groups with keywords, levels, and what separates one from the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

from parsing.stages.leaf import Leaf, leaf_at
from parsing.stages.text import after_bullet, fold, trimmed
from parsing.stages.types import Line

_LABEL = re.compile(r"\A\s*([^:：]{2,60}?)\s*[:：]\s*")
_SEPARATOR = re.compile(r"\s*(?:[,;|•·▪■●◦‣⁃、，；\n\t\uf000-\uf8ff]|\s[/–—-]\s|\s{3,})\s*")
_LEVEL_WORDS: Final = (
    "expert advanced intermediate beginner proficient basic master novice experienced familiar competent fluent "
    "elementary experte fortgeschritten anfänger grundkenntnisse sehr gut gut avancé intermédiaire débutant maîtrise "
    "confirmé notions avanzado intermedio básico experto avançado intermediário especialista esperto avanzato base "
    "gevorderd gemiddeld beginner zaawansowany średniozaawansowany podstawowy skilled senior junior good very excellent "
    "strong working knowledge level years year"
)
_LEVELS: Final = frozenset(fold(word) for word in _LEVEL_WORDS.split())
_ONE_LEVEL: Final = frozenset(
    fold(word)
    for word in "expert,advanced,intermediate,beginner,proficient,basic,master,novice,experienced,competent,skilled,"
    "experte,fortgeschritten,anfänger,grundkenntnisse,sehr gut,gut,avancé,intermédiaire,débutant,maîtrise,confirmé,"
    "avanzado,intermedio,básico,experto,avançado,intermediário,básico,esperto,avanzato,gevorderd,zaawansowany,"
    "średniozaawansowany,podstawowy,very good,good,excellent,strong,elementary,working knowledge,mastery,"
    "notions,courant,hoch,mittel,high,medium,low,familiar,pokročilý,avancerad,erfaren,avansert,edistynyt".split(",")
)
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


def skill_groups(lines: Sequence[Line]) -> list[SkillGroup]:
    """The skills of a skills section in order.

    "Languages: Python, Go" is a group; so is a line that looks like a small heading (bold, larger, shouted)
    over lines that do not, and a label in the left cell of a row. Other lines are lists of skills.
    """
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        return []
    heads = _group_heads(lines)
    groups: list[SkillGroup] = []
    carried = ""
    for i, line in enumerate(lines):
        if i in heads:
            groups.append(SkillGroup(_leaf(line, *_bare_span(line)), None, []))
            carried = ""
            continue
        level = _level_of_line(line)
        if level is not None and groups:
            if groups[-1].level is None:
                groups[-1] = groups[-1]._replace(level=level)
            continue
        carried = _add_line(groups, line, carried, bool(heads))
    return [group for group in map(_settled, groups) if group.name or group.keywords]


def _add_line(groups: list[SkillGroup], line: Line, carried: str, headed: bool) -> str:
    label = _LABEL.match(line.text)
    start = after_bullet(line.text)
    if label and label.end() < len(line.text) and _is_group_name(line.text[start : label.end(1)]):
        groups.append(SkillGroup(_leaf(line, start, label.end(1)), None, _skills_between(line, label.end())))
        return _open_end(line.text)
    if label and label.end() >= len(line.text) and _is_group_name(line.text[start : label.end(1)]):
        groups.append(SkillGroup(_leaf(line, start, label.end(1)), None, []))
        return ""
    skills = _skills_between(line, start)
    named = bool(groups) and groups[-1].name is not None
    if not groups or (named and not headed and not _continues(line, carried, groups[-1])):
        groups.append(SkillGroup(None, None, []))
    target = groups[-1].keywords
    if carried and target and skills and _is_wrapped(carried, line.text, start):
        joined = _joined(target[-1], skills[0])
        target[-1:] = [joined]
        skills = skills[1:]
    target.extend(skills)
    return _open_end(line.text)


def _open_end(text: str) -> str:
    """What the line ends with, for the next line to tell whether an item wraps."""
    return text.rstrip()[-40:] or " "


def _continues(line: Line, carried: str, group: SkillGroup) -> bool:
    """True when an unlabelled line belongs to the labelled group above it."""
    return bool(carried) and not line.is_list_item and (len(group.keywords) == 0 or carried[-1] in ",;|/&(-" or True)


def _is_wrapped(carried: str, text: str, start: int) -> bool:
    """True when the first item of this line is the rest of the last item of the line above."""
    if carried[-1] in ",;|•·:" or start > 0 and text[:start].strip():
        return False
    if carried[-1] in "&/-(" or carried.endswith((" and", " or", " of", " und", " et")):
        return True
    opened = carried.count("(") > carried.count(")")
    has_list = "," in carried or "," in text or "|" in carried
    return opened or (has_list and text[start : start + 1].islower())


def _joined(first: Leaf, second: Leaf) -> Leaf:
    glue = "" if first.value.endswith(("-", "/")) else " "
    value = first.value + glue + second.value
    return Leaf(
        value, f"{first.raw} {second.raw}", min(first.confidence, second.confidence), first.source,
        "skill.wrapped", first.evidence + second.evidence, value.lower(),
    )  # fmt: skip


def _is_group_name(text: str) -> bool:
    return 0 < len(text.split()) <= 6 and len(text) <= 50 and "(" not in text.rstrip(")") [:1]


def _group_heads(lines: Sequence[Line]) -> set[int]:
    """Places of lines that name a group: they stand out from the others and something follows them."""
    looks = [(round(line.size * 2) / 2, line.bold) for line in lines]
    strongest = max(looks)
    weaker = [look for look in looks if look != strongest]
    if not weaker or len(set(looks)) < 2:
        return set()
    heads = {
        i
        for i, (line, look) in enumerate(zip(lines, looks, strict=True))
        if look == strongest
        and _is_group_name(line.text)
        and not _SEPARATOR.search(line.text.strip())
        and not _LABEL.match(line.text)
        and not line.is_list_item
    }
    followed = {i for i in heads if i + 1 < len(lines) and i + 1 not in heads}
    strong = sum(look == strongest for look in looks)
    return heads if followed and len(heads) >= 0.5 * strong and len(followed) >= 0.5 * len(heads) else set()


def _bare_span(line: Line) -> tuple[int, int]:
    return trimmed(line.text, after_bullet(line.text), len(line.text))


def _level_of_line(line: Line) -> Leaf | None:
    """The leaf when the whole line is a level ("Advanced", ★★★☆☆, 80 %), else None."""
    text = line.text.strip()
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
    ranks = {"beginner": "1", "novice": "1", "basic": "2", "elementary": "2", "intermediate": "3", "advanced": "4"}
    return ranks.get(fold(text), "5" if fold(text) in ("expert", "master", "mastery", "experte") else "")


def _skills_between(line: Line, start: int) -> list[Leaf]:
    """The skills from `start` to the end of the line."""
    found = []
    for first, last in _items(line, start):
        first, last = trimmed(line.text, first, last, " \t\u00a0|,;:•·–—.")
        last = _with_mark(line.text, last)
        item = line.text[first:last]
        if not item or len(item.split()) > _SENTENCE_WORDS or item.lower() in ("and", "etc", "und", "et"):
            continue
        found += _skill(line, first, last)
    return found


def _with_mark(text: str, end: int) -> int:
    """Keeps the closing mark of ".NET" style names; a trailing full stop belongs to the sentence."""
    return end


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
    """Spans between separators, parentheses kept whole; by gaps or the lexicon where there is no separator."""
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
    gaps = [right[2].x0 - left[2].x1 for left, right in zip(inside, inside[1:], strict=False)]
    if not gaps:
        yield start, end
        return
    wide = max(0.55 * (line.size or inside[0][2].y1 - inside[0][2].y0), 1.8 * min(gaps), 3.0)
    first = inside[0][0]
    for (spot, gap) in zip(inside, gaps, strict=False):
        if gap > wide:
            yield first, spot[1]
            first = inside[inside.index(spot) + 1][0]
    yield first, inside[-1][1]


def _by_lexicon(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cuts "JavaScript HTML 5 CSS MVC" at known skills; text that is mostly unknown stays whole."""
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text, start, end)]
    whole = text[start:end].lower()
    if len(tokens) < 3 or whole in known_skills():
        yield start, end
        return
    spans, covered, i = [], 0, 0
    lexicon = known_skills()
    while i < len(tokens):
        size = next((n for n in (3, 2, 1) if i + n <= len(tokens) and _phrase(text, tokens, i, n) in lexicon), 0)
        covered += size
        spans.append((tokens[i][0], tokens[i + max(size, 1) - 1][1]))
        i += max(size, 1)
    words = text[start:end].split()
    listed = sum(word[:1].isupper() or not word[:1].isalpha() for word in words) >= 0.7 * len(words)
    if listed and covered >= 0.75 * len(tokens) and len(spans) > 1:
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
