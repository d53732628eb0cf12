"""Small PDFs written by hand, so that a test shows every byte that matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOG, PAGES, PAGE, CONTENT, FONT = 1, 2, 3, 4, 5
FIRST_EXTRA = 6
LINES = (
    "Mara Lindqvist",
    "Data Engineer",
    "mara@example.org",
    "Northwind Harbour, 2019 to 2023",
    "Moved nightly reports to a streaming pipeline.",
)


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), dictionary, content)


def text_at(x: float, y: float, text: str, *, size: float = 11, before: str = "") -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {before} /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def paragraph(lines: Sequence[str] = LINES) -> str:
    return "".join(text_at(72, 760 - 14 * index, line) for index, line in enumerate(lines))


def pdf(
    content: str = "",
    *,
    page: bytes = b"/MediaBox [0 0 612 792]",
    resources: bytes = b"",
    catalog: bytes = b"",
    extra: Sequence[bytes] = (),
    replaced: Mapping[int, bytes] | None = None,
    info: bytes = b"",
) -> bytes:
    """A PDF of one page; `extra` objects count from FIRST_EXTRA, `replaced` overrides the first five."""
    objects = {
        CATALOG: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> %s >>"
        % (resources, page),
        CONTENT: stream(content.encode("latin-1")),
        FONT: HELVETICA,
        **dict(enumerate(extra, FIRST_EXTRA)),
        **(replaced or {}),
    }
    body, offsets = b"%PDF-1.7\n", {}
    for number, value in sorted(objects.items()):
        offsets[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets))
    trailer = b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, info)
    start = len(body)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s%sstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        trailer,
        start,
    )
