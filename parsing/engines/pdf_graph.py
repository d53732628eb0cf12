"""How a PDF's objects refer to each other: page trees, forms and outlines that loop or explode.

Only objects that stand in plain bytes are seen; those in object streams count as unknown, which is sound
because a loop through them costs its writer the terseness that makes a bomb.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from parsing.stages.types import Limits

_MAX_DRAWINGS: Final = 1_000_000
_MAX_FORM_DEPTH: Final = 64
_MAX_TREE_DEPTH: Final = 50
_MAX_NESTING: Final = 500
_MAX_OBJECTS: Final = 50_000

_OBJECT = re.compile(
    rb"\b(\d{1,10})\s+\d{1,5}\s+obj\b(.*?)(?:endobj|(?=\b\d{1,10}\s+\d{1,5}\s+obj\b))", re.DOTALL
)
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_PAGES = re.compile(rb"/Pages\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_COUNT = re.compile(rb"/Count\s+(\d{1,20})\b")
_ITEMS = re.compile(rb"/(?:Next|First)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_XOBJECTS = re.compile(rb"/XObject\s*<<(.*?)>>", re.DOTALL)
_NAMED_REFERENCE = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAW = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")


class Graph(NamedTuple):
    """`bomb` is the code of a limit, "" for none; `damage` are short reasons."""

    damage: tuple[str, ...]
    bomb: str


def graph_of(text: bytes, draws: Mapping[int, bytes], limits: Limits) -> Graph:
    """What is wrong with the references in a PDF's text outside streams.

    `draws` are the decoded contents of form XObjects by object number. Linear in the text.
    """
    damage: list[str] = []
    bomb = ""
    if b"[" * _MAX_NESTING in text or b"<<" * _MAX_NESTING in text:
        damage.append("brackets are nested without sense")
    is_odd_tree = _is_odd_tree(text)
    forms = {
        number: content for number, content in draws.items() if b"Do" in content and _DRAW.search(content)
    }
    has_outline = b"/Outlines" in text and b"/Next" in text
    if not (is_odd_tree or forms or has_outline):
        return Graph(tuple(damage), bomb)
    objects = {int(head): body for head, body in _OBJECT.findall(text)[:_MAX_OBJECTS]}
    tree = _page_tree(text, objects) if is_odd_tree else None
    if tree is not None:
        pages, depth, declared = tree
        if pages > limits.max_pages or depth > _MAX_TREE_DEPTH:
            bomb = "limit_pages"
        elif declared is not None and declared != pages:
            damage.append("the number of pages is wrong")
    if forms:
        drawings = _Drawings(objects, forms)
        if max(map(drawings.of, forms)) > _MAX_DRAWINGS:
            bomb = bomb or "limit_time"
        if drawings.has_loop:
            damage.append("a form draws itself")
    if has_outline and _has_loop(
        {number: [int(item) for item in _ITEMS.findall(body)] for number, body in objects.items()}
    ):
        damage.append("the outline is a loop")
    return Graph(tuple(damage), bomb)


def _is_odd_tree(text: bytes) -> bool:
    """Whether the page tree is worth a walk: more inner nodes than pages, or pages that do not add up."""
    pages, inner = len(_PAGE.findall(text)), text.count(b"/Kids")
    return inner > pages or max(map(int, _COUNT.findall(text)), default=pages) != pages


def _page_tree(text: bytes, objects: Mapping[int, bytes]) -> tuple[int, int, int | None] | None:
    """Pages reached, depth and declared number of pages; None where the root is not in plain bytes."""
    roots = _PAGES.findall(text)
    root = int(roots[-1]) if roots else 0
    if root not in objects:
        return None
    counted: dict[int, tuple[int, int]] = {}
    stack, open_nodes = [(root, False)], set()
    while stack:
        number, is_done = stack.pop()
        kids = _kids_of(objects.get(number, b""))
        if is_done:
            open_nodes.discard(number)
            below = [counted.get(kid, (0, 0)) for kid in kids]
            counted[number] = (
                sum(pages for pages, _ in below),
                1 + max((depth for _, depth in below), default=0),
            )
        elif not kids:
            counted[number] = (0 if number == root else 1), 1
        elif number not in open_nodes and number not in counted:
            open_nodes.add(number)
            stack.append((number, True))
            stack.extend((kid, False) for kid in kids if kid not in counted and kid not in open_nodes)
    count = _COUNT.search(objects[root])
    return *counted[root], int(count[1]) if count else None


def _kids_of(body: bytes) -> list[int]:
    kids = _KIDS.search(body)
    return [int(number) for number in _REFERENCE.findall(kids[1])] if kids else []


class _Drawings:
    """How often drawing a form draws something, forms within forms multiplied out."""

    def __init__(self, objects: Mapping[int, bytes], draws: Mapping[int, bytes]) -> None:
        self.has_loop = False
        self._objects = objects
        self._draws = draws
        self._known: dict[int, int] = {}
        self._open: list[int] = []

    def of(self, number: int) -> int:
        """Drawings in the form, 1 for anything else; huge for forms nested beyond sense."""
        if number in self._known:
            return self._known[number]
        if number in self._open:
            self.has_loop = True
            return 1
        if number not in self._draws:
            return 1
        if len(self._open) >= _MAX_FORM_DEPTH:
            return _MAX_DRAWINGS + 1
        resources = _XOBJECTS.search(self._objects.get(number, b""))
        targets = dict(_NAMED_REFERENCE.findall(resources[1])) if resources else {}
        self._open.append(number)
        drawings = 1
        for name in _DRAW.findall(self._draws[number]):
            drawings += self.of(int(targets[name])) if name in targets else 1
        self._open.pop()
        self._known[number] = drawings
        return drawings


def _has_loop(edges: Mapping[int, list[int]]) -> bool:
    """Whether the references lead from some object back to itself."""
    finished: set[int] = set()
    for start in edges:
        open_path: dict[int, None] = {}
        stack = [(start, False)]
        while stack:
            number, is_done = stack.pop()
            if is_done:
                open_path.pop(number, None)
                finished.add(number)
            elif number in open_path:
                return True
            elif number in edges and number not in finished:
                open_path[number] = None
                stack.append((number, True))
                stack.extend((following, False) for following in edges[number])
    return False
