"""Every way in which reading can fail, each with a sentence that tells a recruiter what to do."""

from __future__ import annotations

from typing import Final


def _(message: str) -> str:
    """The message: marked, so that the catalogues of config/locale/ hold it; whoever shows it translates it."""
    return message


MESSAGES: Final[dict[str, str]] = {
    # refused in the upload request itself
    "empty_file": _("The file is empty. Upload the résumé again."),
    "too_large": _("The file is too large. Save it without big pictures and upload it again."),
    "unsupported_type": _(
        "This kind of file cannot be read. Upload a PDF, Word, OpenDocument, RTF, text or picture file."
    ),
    "type_mismatch": _(
        "The file's name and its content disagree. Save it again in its own format and upload it."
    ),
    "archive_limit": _("The archive unpacks to too much. Upload the résumés in smaller parts."),
    "no_credits": _("There are no credits left. Ask your administrator for more."),
    "storage_full": _("There is no room for the file. Ask the administrator."),
    "storage_unavailable": _("Files cannot be kept or read at the moment. Try again in a minute."),
    # accepted, then failed
    "pdf_unreadable": _("The PDF is damaged. Open it, print it to a new PDF and upload that."),
    "pdf_encrypted": _("The PDF is locked. Save it without a password and upload it again."),
    "doc_unreadable": _("The document is damaged. Open it, save it as PDF and upload that."),
    "doc_encrypted": _("The document is locked. Save it without a password and upload it again."),
    "image_unreadable": _("The picture is damaged. Take or scan it again and upload that."),
    "no_text": _("No text was found. Upload a sharper scan or the original file."),
    "limit_pages": _("The document has too many pages for a résumé. Upload the résumé alone."),
    "limit_pixels": _("A page or picture is too large. Save it at a normal page size and upload it again."),
    "limit_decompressed": _("The document unpacks to too much data. Print it to a new PDF and upload that."),
    "limit_time": _("The document took too long to read. Print it to a new PDF and upload that."),
    "limit_memory": _("The document needs too much memory. Print it to a new PDF and upload that."),
    "converter_crash": _("The document could not be converted. Save it as PDF and upload that."),
    "sandbox_unavailable": _(
        "Office files cannot be converted safely on this server. Upload a PDF, or ask the administrator."
    ),
    "engine_unavailable": _("A reading engine is not available. Ask the administrator, then press retry."),
    "poison": _(
        "Reading this document stopped the program several times. Print it to a new PDF and upload that."
    ),
    "deadline": _("The document was not finished in time. Press retry."),
    "source_missing": _("The uploaded file is gone from storage. Upload it again."),
    "fetch_failed": _("The address could not be fetched. Check it, or upload the file itself."),
    "internal": _("Something went wrong on our side. Press retry; if it happens again, report the id shown."),
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
