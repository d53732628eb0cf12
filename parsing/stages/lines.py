"""The `lines` stage: words and flow lines to lines of text in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from statistics import median

from parsing.errors import StageError
from parsing.stages.bidi import as_read, direction_of, gaps_between
from parsing.stages.layout_pages import document_order
from parsing.stages.layout_rails import is_period
from parsing.stages.layout_segments import Row, level_words, rows_of, segments_of
from parsing.stages.leaf import around, box_in_word
from parsing.stages.margins import with_margins
from parsing.stages.page_classes import resume_first
from parsing.stages.types import Box, Document, FlowLine, Layout, Line, Link, Page, Region, Word

BULLETS = frozenset("•‣⁃∙◦●○◉◘■□▪▫▶▸►▹▻➢➣➤➔→⇒✓✔✗✦✧★☆❖◆◇♦·¤»›–—-*+~‐‑−○⚫⦿⬤⚬")
"""Marks that open a list item when they stand alone before its text."""

LETTER_BULLETS = frozenset({"o", "§", "ü", "Ø", "q"})
"""What Word's bullets become where their symbol font is lost."""

OCR_BULLETS = frozenset({"e", "©", "¢", "«", "°", "®", "0", "O", "+", "=", "»", ">", "@", "."})
"""What Tesseract reads for a bullet; believed where `_OFTEN` lines of a region show it, or it hangs out."""

_OFTEN = 3

TAB_EM = 0.9
"""A gap wider than this share of the text's height, and than twice its line's own gaps, is a tab."""

_SOFT_HYPHENS = ("-", "\u00ad", "\u2010")


def lines_of(document: Document, layouts: Sequence[Layout] = ()) -> tuple[Line, ...]:
    """The document's lines in reading order, `id` counting from 0.

    Pages are read through `layouts` (one a page, any order; a page without one is read top to
    bottom); formats without pages through their flow. Pages that are no part of the résumé, as a
    letter before it, come last. O(n log n) for n words. Raises StageError `no_text` when no page says
    a word, not even to OCR.
    """
    if document.flow and not document.pages:
        return tuple(_flow_lines(document.flow))
    by_page = {layout.page: layout for layout in layouts}
    lines = tuple(with_margins(_page_lines(document.pages, by_page), document.pages))
    if document.pages and not lines:
        raise StageError("no_text")
    return resume_first(lines)


def joined_text(lines: Sequence[Line]) -> str:
    """The lines' text as one paragraph: joined by spaces, words broken at a line's end mended."""
    text = ""
    for line in lines:
        part = line.text.replace("\t", " ")
        if len(text) > 1 and text.endswith(_SOFT_HYPHENS) and text[-2].isalpha() and part[:1].islower():
            text = text[:-1] + part
        else:
            text = f"{text} {part}".strip()
    return text


def locate(lines: Sequence[Line], pages: Sequence[Page]) -> tuple[Line, ...]:
    """The lines of a flow document with the boxes and pages where a preview shows their words.

    Places after the last hit are tried first; a line most of whose words stand nowhere near each other
    stays without a box. A line that the preview breaks over pages gets the box of its first page.
    """
    words = [(page.number, word) for page in pages for word in page.words]
    folded = [_folded(word.text) for _, word in words]
    places: dict[str, list[int]] = {}
    for at, text in enumerate(folded):
        places.setdefault(text, []).append(at)
    used: set[int] = set()
    found: list[Line] = []
    cursor = 0
    for line in lines:
        hit = _find([_folded(text) for text in line.text.split()], folded, places, used, cursor)
        if hit is None:
            found.append(line)
            continue
        used.update(hit)
        cursor = hit[-1] + 1
        page = words[hit[0]][0]
        boxes = [words[at][1].box for at in hit if words[at][0] == page]
        found.append(replace(line, page=page, box=around(boxes)))
    return tuple(found)


# Pages


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the lines of a region stand in the document."""

    page: Page
    region: Region
    number: int
    table: int
    level: Sequence[Word]
    first_line: int
    from_right: bool | None


def _page_lines(pages: Sequence[Page], layouts: dict[int, Layout]) -> list[Line]:
    whole = [layouts.get(page.number) or _plain(page) for page in pages]
    levels = {page.number: level_words(page) for page in pages}
    directions = {page.number: direction_of(page.words) for page in pages}
    tables: dict[tuple[int, int], int] = {}
    lines: list[Line] = []
    for number, (page, region) in enumerate(document_order(pages, whole)):
        key = (page.number, region.table)
        table = tables.setdefault(key, len(tables) + 1) if region.table else 0
        level, from_right = levels[page.number], directions[page.number]
        lines += _region_lines(_Place(page, region, number, table, level, len(lines), from_right))
    return lines


def _plain(page: Page) -> Layout:
    everything = tuple(range(len(page.words)))
    if not everything:
        return Layout(page.number, ())
    return Layout(page.number, (Region("text", Box(0, 0, page.width_pt, page.height_pt), 0, everything),))


def _region_lines(place: _Place) -> list[Line]:
    words = [place.page.words[index] for index in place.region.words]
    rows = rows_of(segments_of([place.level[index] for index in place.region.words]))
    lefts = [place.level[index].box.x0 for index in place.region.words]
    indices = [[index for segment in row.segments for index in segment.words] for row in rows]
    ordered = [[words[index] for index in sorted(row, key=lefts.__getitem__)] for row in indices]
    if place.table and place.region.cell == 1 and len(rows) > 1 and is_period(rows):
        # A time that is broken over the rows of its narrow cell is one line.
        rows, ordered = rows[:1], [[word for row in ordered for word in row]]
    if place.from_right is not None:
        ordered = [as_read(row, from_right=place.from_right) for row in ordered]
    misread = _ocr_bullets(ordered) if place.page.source == "ocr" else frozenset()
    lines: list[Line] = []
    bullet_at: Row | None = None
    bottom: float | None = None
    for number, (row, row_words) in enumerate(zip(rows, ordered, strict=True)):
        kept, is_list_item = _without_bullet(row_words, is_misread=number in misread)
        if not kept:
            bullet_at = row if is_list_item else bullet_at
            continue
        is_list_item = is_list_item or (bullet_at is not None and bullet_at.y1 > row.y0)
        bullet_at = None
        gap_above = 0.0 if bottom is None else row.y0 - bottom
        lines.append(_line(place.first_line + len(lines), kept, place, is_list_item, gap_above))
        bottom = row.y1
    return lines


def _line(number: int, words: list[Word], place: _Place, is_list_item: bool, gap_above: float) -> Line:
    text, links, shown = _text_of(words)
    lettered = [word for word in shown if _has_letters(word.text)]
    region = place.region
    return Line(
        id=number,
        text=text,
        page=place.page.number,
        box=around([word.box for word in shown]),
        words=tuple(shown),
        links=links,
        size=_dominant_size(shown),
        bold=all(word.bold for word in lettered),
        italic=all(word.italic for word in lettered),
        is_list_item=is_list_item,
        region=place.number,
        column=region.column,
        role=region.role,
        table=place.table,
        row=region.row,
        cell=region.cell,
        gap_above=round(gap_above, 2),
        confidence=round(fsum([word.confidence for word in shown]) / len(shown), 4),
        source=place.page.source,
    )


def _text_of(words: Sequence[Word]) -> tuple[str, tuple[Link, ...], list[Word]]:
    """The text, its links, and the words that are shown: icons of symbol fonts become tabs."""
    shown = [word for word in words if word.text.isascii() or not _is_icon(word.text)] or list(words)
    gaps = gaps_between(shown)
    tab = _tab_width(shown, gaps)
    text = ""
    links: list[Link] = []
    for word, gap in zip(shown, (0.0, *gaps), strict=True):
        if text:
            text += "\t" if gap > tab else " "
        start = len(text)
        text += word.text
        if word.link:
            _add_link(links, Link(start, len(text), word.link))
    return text, tuple(links), shown


def _add_link(links: list[Link], link: Link) -> None:
    if links and links[-1].target == link.target and link.start - links[-1].end <= 1:
        links[-1] = Link(links[-1].start, link.end, link.target)
    else:
        links.append(link)


def _tab_width(words: Sequence[Word], gaps: Sequence[float]) -> float:
    em = median(word.box.y1 - word.box.y0 for word in words)
    close = [gap for gap in gaps if 0 < gap < TAB_EM * em]
    return max(TAB_EM * em, 2.2 * median(close)) if close else TAB_EM * em


def _without_bullet(words: list[Word], *, is_misread: bool) -> tuple[list[Word], bool]:
    """The words after the bullet, and whether there was one."""
    first = words[0]
    if len(words) > 1 and (first.text in LETTER_BULLETS or is_misread):
        return words[1:], True
    if len(first.text) <= 2 and all(mark in BULLETS or _is_icon(mark) for mark in first.text):
        return words[1:], not _is_icon(first.text) or _is_symbol_bullet(first.text)
    if len(first.text) > 2 and first.text[0] in "•▪●◦■➢►▸" and first.text[1] not in BULLETS:
        box = box_in_word(first, 1, len(first.text))
        return [first._replace(text=first.text[1:], box=box), *words[1:]], True
    return words, False


def _ocr_bullets(rows: Sequence[Sequence[Word]]) -> frozenset[int]:
    """The rows of this region that begin with a misread bullet: often the same, or one that hangs out."""
    marked = [i for i, row in enumerate(rows) if len(row) > 1 and row[0].text in OCR_BULLETS]
    usual = Counter(rows[i][0].text for i in marked).most_common(1)
    often = usual[0][0] if usual and usual[0][1] >= _OFTEN else ""
    edges = [row[0].box.x0 for row in rows]
    return frozenset(i for i in marked if rows[i][0].text == often or _hangs_out(rows[i], edges))


def _hangs_out(row: Sequence[Word], edges: Sequence[float]) -> bool:
    """Whether the row's second word, and not its first, stands where other rows begin."""
    first, second = row[0].box, row[1].box
    near = 0.4 * (second.y1 - second.y0)
    return any(abs(edge - second.x0) <= near < edge - first.x0 for edge in edges)


def _is_icon(text: str) -> bool:
    if text and text.isascii():
        return False
    return all(
        "\ue000" <= mark <= "\uf8ff" or mark in "\ufffd\ufffc" or mark >= "\U000f0000" for mark in text
    )


def _is_symbol_bullet(text: str) -> bool:
    """Word writes its bullets in Symbol and Wingdings, at these private code points."""
    return text in {"\uf0b7", "\uf0a7", "\uf0d8", "\uf076", "\uf0fc", "\uf0a8", "\uf02d", "\uf0be", "\uf071"}


def _has_letters(text: str) -> bool:
    return text.isalnum() or any(map(str.isalnum, text))


def _dominant_size(words: Sequence[Word]) -> float:
    exact: dict[float, int] = {}
    for word in words:
        exact[word.size] = exact.get(word.size, 0) + len(word.text)
    sizes: dict[float, int] = {}
    for size, chars in exact.items():
        rounded = round(size, 1)
        sizes[rounded] = sizes.get(rounded, 0) + chars
    return max(sizes, key=sizes.__getitem__)


# Formats without pages


def _flow_lines(flow: Sequence[FlowLine]) -> Iterator[Line]:
    region = -1
    number = 0
    before: tuple[str, int] | None = None
    letters = _letter_bullets(flow)
    for each in flow:
        if (each.part, each.table) != before:
            region += 1
            before = (each.part, each.table)
        line = _flow_line(number, each, region, letters)
        if line is not None:
            number += 1
            yield line


def _letter_bullets(flow: Sequence[FlowLine]) -> set[str]:
    """The letters that stand for bullets here: those that begin two lines or more by themselves."""
    firsts = Counter(each.text.split(maxsplit=1)[0] for each in flow if each.text[:1] in LETTER_BULLETS)
    return {text for text, count in firsts.items() if count > 1 and text in LETTER_BULLETS}


def _flow_line(number: int, each: FlowLine, region: int, letters: Collection[str]) -> Line | None:
    text = each.text.rstrip()
    start = len(text) - len(text.lstrip())
    is_list_item = each.is_list_item
    bullet = re.match(r"\s*(\S)\s+", text)
    if bullet and (bullet[1] in BULLETS or bullet[1] in letters or _is_symbol_bullet(bullet[1])):
        start, is_list_item = bullet.end(), True
    if not text[start:]:
        return None
    links = tuple(Link(link.start - start, link.end - start, link.target) for link in each.links)
    return Line(
        id=number,
        text=text[start:],
        links=tuple(link for link in links if 0 <= link.start < link.end),
        size=each.size,
        bold=each.bold,
        italic=each.italic,
        is_list_item=is_list_item,
        heading=each.heading,
        region=region,
        role="header" if each.part == "header" else "footer" if each.part == "footer" else "body",
        table=each.table,
        row=each.row,
        cell=each.cell,
        source="xml",
    )


# Boxes for flow lines

MAX_PLACES = 8
"""How many places of a line's first word are tried after the last hit, and as many before it."""


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold() or text


def _find(
    wanted: Sequence[str],
    folded: Sequence[str],
    places: dict[str, list[int]],
    used: set[int],
    cursor: int,
) -> list[int] | None:
    """Where the wanted words stand, most of them, near each other; None when they do not."""
    if not wanted:
        return None
    starts = [at for at in places.get(wanted[0], []) if at not in used]
    ahead = [at for at in starts if at >= cursor]
    best: list[int] = []
    for start in (*ahead[:MAX_PLACES], *[at for at in starts if at < cursor][:MAX_PLACES]):
        hit = [start]
        for text in wanted[1:]:
            at = next(
                (at for at in range(hit[-1] + 1, min(hit[-1] + 4, len(folded))) if folded[at] == text), None
            )
            if at is not None:
                hit.append(at)
        if len(hit) > len(best):
            best = hit
        if len(best) == len(wanted):
            break
    return best if len(best) >= max(1, 0.6 * len(wanted)) else None
