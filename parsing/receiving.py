"""Uploads as they arrive: counted piece by piece, so that nothing too large is ever kept."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

from parsing.errors import RejectedFile


class QuotaUploadHandler(FileUploadHandler):
    """Ends the request with `too_large` at the first byte over a limit, whatever lengths it declared."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin to count a file. An archive may be larger than a résumé."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        is_archive = (self.file_name or "").lower().endswith(".zip")
        self.limit = settings.UPLOAD_MAX_ARCHIVE_BYTES if is_archive else settings.LIMITS["max_bytes"]
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the piece on to the handler that keeps it."""
        self.received += len(raw_data)
        self.total = getattr(self, "total", 0) + len(raw_data)
        if self.received > self.limit or self.total > settings.UPLOAD_MAX_REQUEST_BYTES:
            raise RejectedFile("too_large", status=413)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """None: the file belongs to the next handler."""
