"""HTML → tagged PDF (PDF/UA-1) that carries its own data and fetches nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cvimprover.rendering.types import RenderingError
from parsing.engines import printing
from parsing.engines.own_attachment import DIGEST_BYTES, NAME

if TYPE_CHECKING:
    from weasyprint import Document

MAX_PAGES: Final = 50
ATTACHMENT: Final = NAME
_XMP: Final = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    b'xmlns:vitae="https://jsonresume.org/schema/"><vitae:resume>resume.json</vitae:resume>'
    b"<vitae:schema>v1.0.0</vitae:schema></rdf:Description></rdf:RDF>"
)
"""Tells readers of metadata that the attachment is a JSON Resume."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A page laid out, not written yet."""

    document: Document

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.document.pages)


def laid_out(html: str) -> Printed:
    """The page laid out. 100 to 300 ms of CPU. Raises RenderingError(too_long) beyond 50 pages."""
    document = printing.laid_out(html)
    if len(document.pages) > MAX_PAGES:
        raise RenderingError("too_long", f"The CV would have more than {MAX_PAGES} pages. Shorten its texts.")
    return Printed(document)


def pdf_of(printed: Printed, resume_json: bytes) -> bytes:
    """The PDF, with the JSON Resume as its one attachment. Same input, same bytes, for a day."""
    import weasyprint

    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    metadata = printed.document.metadata
    metadata.attachments = [
        weasyprint.Attachment(
            string=resume_json,
            name=ATTACHMENT,
            description="This CV as JSON Resume",
            url_fetcher=printing.fetcher(),
            created=today,
            modified=today,
            relationship="Source",
        )
    ]
    metadata.xmp_metadata = [_XMP]
    identifier = hashlib.sha256(resume_json).digest()[:DIGEST_BYTES]
    pdf: bytes = printed.document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return pdf
