"""A new way to the objects of a PDF whose end is lost."""

from __future__ import annotations

import re

_OBJECT_START = re.compile(rb"(?<![0-9])(\d{1,7})\s+(\d{1,5})\s+obj\b")
_CATALOG = re.compile(rb"/Type\s*/Catalog\b")
_PAGES = re.compile(rb"/Type\s*/Pages\b")
_MAX_HEAD_BYTES = 4_096


def with_new_end(data: bytes) -> bytes | None:
    """The PDF with a cross-reference table written anew at its end; None where no page tree is found.

    A catalog that is lost too is replaced. Objects in object streams stay lost, and so do encrypted files.
    """
    if b"/Encrypt" in data:
        return None
    offsets: dict[int, tuple[int, int]] = {}
    catalog = pages = 0
    for head in _OBJECT_START.finditer(data):
        number = int(head[1])
        offsets[number] = head.start(), int(head[2])
        body = data[head.end() : head.end() + _MAX_HEAD_BYTES].split(b"endobj", 1)[0]
        if _CATALOG.search(body):
            catalog = number
        elif _PAGES.search(body) and b"/Parent" not in body:
            pages = number
    if not catalog and not pages:
        return None
    addition = b"\n"
    if not catalog:
        catalog = max(offsets) + 1
        offsets[catalog] = len(data) + 1, 0
        addition += b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (catalog, pages)
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
