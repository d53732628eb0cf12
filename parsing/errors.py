"""Every way in which reading can fail, each with a sentence that tells a recruiter what to do."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, str]] = {
    # refused in the upload request itself
    "empty_file": "The file is empty. Upload the résumé again.",
    "too_large": "The file is too large. Save it without big pictures and upload it again.",
    "unsupported_type": "This kind of file cannot be read. Upload a PDF, Word, OpenDocument, RTF, text or picture file.",
    "type_mismatch": "The file's name and its content disagree. Save it again in its own format and upload it.",
    "archive_limit": "The archive unpacks to too much. Upload the résumés in smaller parts.",
    "no_credits": "There are no credits left. Ask your administrator for more.",
    "storage_full": "There is no room for the file. Ask the administrator.",
    "storage_unavailable": "Files cannot be kept or read at the moment. Try again in a minute.",
    # accepted, then failed
    "pdf_unreadable": "The PDF is damaged. Open it, print it to a new PDF and upload that.",
    "pdf_encrypted": "The PDF is locked. Save it without a password and upload it again.",
    "doc_unreadable": "The document is damaged. Open it, save it as PDF and upload that.",
    "doc_encrypted": "The document is locked. Save it without a password and upload it again.",
    "image_unreadable": "The picture is damaged. Take or scan it again and upload that.",
    "no_text": "No text was found. Upload a sharper scan or the original file.",
    "limit_pages": "The document has too many pages for a résumé. Upload the résumé alone.",
    "limit_pixels": "A page or picture is too large. Save it at a normal page size and upload it again.",
    "limit_decompressed": "The document unpacks to too much data. Print it to a new PDF and upload that.",
    "limit_time": "The document took too long to read. Print it to a new PDF and upload that.",
    "limit_memory": "The document needs too much memory. Print it to a new PDF and upload that.",
    "converter_crash": "The document could not be converted. Save it as PDF and upload that.",
    "sandbox_unavailable": "Office files cannot be converted safely on this server. Upload a PDF, or ask the administrator.",
    "engine_unavailable": "A reading engine is not available. Ask the administrator, then press retry.",
    "poison": "Reading this document stopped the program several times. Print it to a new PDF and upload that.",
    "deadline": "The document was not finished in time. Press retry.",
    "source_missing": "The uploaded file is gone from storage. Upload it again.",
    "fetch_failed": "The address could not be fetched. Check it, or upload the file itself.",
    "internal": "Something went wrong on our side. Press retry; if it happens again, report the id shown.",
}
"""The stable codes. A code is never renamed; what it means is documented in docs/errors.md."""


class StageError(Exception):
    """A stage cannot go on, for a reason that has a code.

    `transient` errors are tried again with back-off; the others are final.
    """

    def __init__(self, code: str, message: str = "", *, transient: bool = False) -> None:
        if code not in MESSAGES:
            raise ValueError(f"unknown error code {code!r}")
        super().__init__(message or MESSAGES[code])
        self.code = code
        self.message = message or MESSAGES[code]
        self.transient = transient

    def __reduce__(self) -> tuple[object, tuple[str, str], dict[str, bool]]:
        return (StageError, (self.code, self.message), {"transient": self.transient})


class RejectedFile(StageError):
    """The file is refused in the upload request, with this HTTP status; nothing is stored."""

    def __init__(self, code: str, message: str = "", *, status: int = 415) -> None:
        super().__init__(code, message)
        self.status = status

    def __reduce__(self) -> tuple[object, tuple[str, str], dict[str, int]]:  # type: ignore[override]
        return (RejectedFile, (self.code, self.message), {"status": self.status})
