"""New ways to the objects of a PDF whose beginning, end or page tree is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_OBJECT_START = re.compile(rb"(?<![0-9])(\d{1,7})\s+(\d{1,5})\s+obj\b")
_CATALOG = re.compile(rb"/Type\s*/Catalog\b")
_PAGES = re.compile(rb"/Type\s*/Pages\b")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_HEADER: Final = b"%PDF-1.7\n"
_HEADER_WITHIN: Final = 1_024
_MAX_HEAD_BYTES: Final = 4_096
_MAX_PAGES: Final = 1_000


class _Objects(NamedTuple):
    """Where objects begin, with their generations; which of them are the catalog, the tree and its pages."""

    offsets: dict[int, tuple[int, int]]
    catalog: int
    tree: int
    pages: list[int]


def repaired(data: bytes) -> Iterator[bytes]:
    """The PDF with a cross-reference table written anew at its end, in up to two ways.

    First with the page tree that it has, then with one made of every page that is found. A header or a
    catalog that is lost is replaced. Objects in object streams stay lost, and so do encrypted files:
    nothing is given for them.
    """
    if b"/Encrypt" in data:
        return
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        data = _HEADER + data
    found = _objects_in(data)
    if found.catalog or found.tree:
        yield _with_end(data, found, b"")
    if found.pages:
        number = max(found.offsets) + 1
        kids = b" ".join(b"%d 0 R" % page for page in found.pages)
        # What the lost tree may have told its pages; a page that says its own size is not asked.
        tree = b"%d 0 obj\n<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 595 842] >>\nendobj\n"
        addition = tree % (number, kids, len(found.pages))
        offsets = {**found.offsets, number: (len(data) + 1, 0)}
        yield _with_end(data, found._replace(offsets=offsets, catalog=0, tree=number), addition)


def _objects_in(data: bytes) -> _Objects:
    offsets: dict[int, tuple[int, int]] = {}
    catalog = tree = 0
    pages: dict[int, None] = {}
    for head in _OBJECT_START.finditer(data):
        number = int(head[1])
        offsets[number] = head.start(), int(head[2])
        body = data[head.end() : head.end() + _MAX_HEAD_BYTES].split(b"endobj", 1)[0]
        if _CATALOG.search(body):
            catalog = number
        elif _PAGES.search(body):
            tree = number if b"/Parent" not in body else tree
        elif _PAGE.search(body) and len(pages) < _MAX_PAGES:
            pages[number] = None
    return _Objects(offsets, catalog, tree, list(pages))


def _with_end(data: bytes, found: _Objects, addition: bytes) -> bytes:
    """The data, what is added to it, a catalog where there is none, and a table of all objects."""
    offsets, catalog = dict(found.offsets), found.catalog
    addition = b"\n" + addition
    if not catalog:
        catalog = max(offsets) + 1
        offsets[catalog] = len(data) + len(addition), 0
        addition += b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (catalog, found.tree)
    start = len(data) + len(addition)
    sections = b"".join(
        b"%d 1\n%010d %05d n \n" % (number, offset, generation)
        for number, (offset, generation) in sorted(offsets.items())
    )
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        max(offsets) + 1,
        catalog,
        start,
    )
    return data + addition + b"xref\n0 1\n0000000000 65535 f \n" + sections + trailer
