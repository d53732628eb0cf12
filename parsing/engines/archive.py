"""A zip of résumés → its files, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from parsing.engines.zips import Entry, Zip, ZipDamaged, ZipEncrypted, ZipError, ZipLimit
from parsing.errors import RejectedFile
from parsing.stages.types import Limits

JUNK: Final = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


def members(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the archive and its bytes, in the archive's order.

    Folders, hidden files and what operating systems leave behind are skipped. A zip within the zip comes out
    as a file like any other and is not opened. A damaged file comes out as b"", which no intake accepts.
    Raises RejectedFile: 413 archive_limit, 415 unsupported_type for an archive that is encrypted, damaged or
    built to mislead; all before the first file is handed out, except what only inflating it can show.
    """
    try:
        archive = Zip(data, limits)
        archive.check_structure()
        wanted = [entry for entry in archive.listed if _is_wanted(entry)]
        if any(entry.is_encrypted for entry in wanted):
            raise ZipEncrypted("an entry is encrypted")
    except ZipError as error:
        raise _rejection(error) from error
    yield from _inflated(archive, wanted)


def _inflated(archive: Zip, wanted: list[Entry]) -> Iterator[tuple[str, bytes]]:
    total = 0
    for entry in wanted:
        try:
            content = archive.read(entry.name)
        except ZipDamaged:
            content = b""
        except ZipError as error:
            raise _rejection(error) from error
        total += len(content)
        if total > archive.limits.max_zip_bytes:
            raise RejectedFile("archive_limit", status=413)
        yield entry.name, content


def _is_wanted(entry: Entry) -> bool:
    parts = PurePosixPath(entry.name.replace("\\", "/")).parts
    is_junk = any(part.startswith((".", "~$")) or part.lower() in JUNK for part in parts)
    return bool(parts) and not entry.is_directory and not is_junk


def _rejection(error: ZipError) -> RejectedFile:
    if isinstance(error, ZipLimit):
        return RejectedFile("archive_limit", status=413)
    if isinstance(error, ZipEncrypted):
        return RejectedFile("unsupported_type", "The archive is locked. Make it again without a password.")
    return RejectedFile("unsupported_type", "The archive is damaged or unusual. Make it again and upload it.")
