"""A reader of zip containers that trusts nothing they declare: it counts while it inflates, and stops."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from parsing.stages.types import Limits

END: Final = struct.Struct("<4s4H2IH")
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
LOCAL: Final = struct.Struct("<4s5H3I2H")
END_SIGNATURE: Final = b"PK\x05\x06"
CENTRAL_SIGNATURE: Final = b"PK\x01\x02"
LOCAL_SIGNATURE: Final = b"PK\x03\x04"
STORED, DEFLATED = 0, 8
ENCRYPTED_FLAG, UTF8_FLAG = 0x1, 0x800
CHUNK: Final = 1 << 18
RATIO_MATTERS_ABOVE: Final = 1_000_000
"""A part may inflate by any ratio up to this size: short XML of blanks is common and harmless."""


class ZipError(Exception):
    """The container cannot be read as a zip."""


class ZipDamaged(ZipError):
    """One part's data cannot be inflated or fails its checksum."""


class ZipEncrypted(ZipError):
    """The part is encrypted."""


class ZipLimit(ZipError):
    """The container, or one part, holds more than the limits allow."""


class ZipUnsafe(ZipError):
    """The container is built to mislead: duplicate names, links, overlapping data, paths that climb out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the container. Sizes are those found, in bytes; what the entry declares is not kept."""

    name: str
    offset: int
    packed: int
    method: int
    flags: int
    crc: int
    mode: int

    @property
    def is_directory(self) -> bool:
        return self.name.endswith("/")

    @property
    def is_link(self) -> bool:
        return self.mode & 0o170000 == 0o120000

    @property
    def is_encrypted(self) -> bool:
        return bool(self.flags & ENCRYPTED_FLAG)

    @property
    def climbs_out(self) -> bool:
        path = self.name.replace("\\", "/")
        return path.startswith("/") or path[1:2] == ":" or ".." in path.split("/") or "\0" in path


class Zip:
    """The entries of a zip by name, in the order of its directory. Raises ZipError where there is none.

    `trailing` counts the bytes behind the container's end.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        self.limits = limits
        end = data.rfind(END_SIGNATURE)
        if end < 0 or len(data) < end + END.size:
            raise ZipError("no end of central directory")
        *_, size, start, comment = END.unpack_from(data, end)
        if start + size > end:
            raise ZipError("the central directory does not fit")
        self.trailing = max(0, len(data) - end - END.size - comment)
        self.listed = tuple(self._directory(start, end))
        self.entries = {entry.name: entry for entry in self.listed}
        self._sound: set[str] = set()

    def _directory(self, start: int, end: int) -> Iterator[Entry]:
        at = start
        found = 0
        while self.data[at : at + 4] == CENTRAL_SIGNATURE and at + CENTRAL.size <= end:
            found += 1
            if found > self.limits.max_zip_entries:
                raise ZipLimit(f"more than {self.limits.max_zip_entries} entries")
            fields = CENTRAL.unpack_from(self.data, at)
            flags, method = fields[3:5]
            crc, packed, size, name, extra, comment = fields[7:13]
            attributes, offset = fields[15:17]
            at += CENTRAL.size
            raw_name = self.data[at : at + name]
            packed, offset = _zip64(self.data[at + name : at + name + extra], size, packed, offset)
            at += name + extra + comment
            yield Entry(_decoded(raw_name, flags), offset, packed, method, flags, crc, attributes >> 16)
        if at > end:
            raise ZipError("the central directory is cut off")

    def check_structure(self, *, ignore_case: bool = False) -> None:
        """Nothing. ZipUnsafe, ZipLimit where names repeat or climb out, entries are links or share data."""
        names = {entry.name.lower() if ignore_case else entry.name for entry in self.listed}
        if len(names) != len(self.listed):
            raise ZipUnsafe("two entries have the same name")
        for entry in self.listed:
            if entry.is_link or entry.climbs_out:
                raise ZipUnsafe("an entry is a link or leaves its folder")
        last = 0
        for entry in sorted(self.listed, key=lambda entry: entry.offset):
            if entry.offset < last:
                raise ZipLimit("entries share data")
            last = entry.offset + LOCAL.size + entry.packed

    def check_sizes(self) -> None:
        """Nothing. ZipLimit once the parts inflate to more than is allowed. Costs one inflation of each."""
        total = 0
        for entry in self.listed:
            if entry.is_directory or entry.is_encrypted:
                continue
            with suppress(ZipDamaged):  # whoever needs the part will say so
                for chunk in self._chunks(entry):
                    total += len(chunk)
                    if total > self.limits.max_zip_bytes:
                        raise ZipLimit(f"more than {self.limits.max_zip_bytes} bytes in all")

    def is_sound(self, entry: Entry) -> bool:
        """True when the part inflates to what its checksum says."""
        if entry.name in self._sound:
            return True
        crc = 0
        try:
            for chunk in self._chunks(entry):
                crc = zlib.crc32(chunk, crc)
        except ZipError:
            return False
        return crc == entry.crc

    def read(self, name: str) -> bytes:
        """The part's bytes. KeyError where there is none; ZipDamaged, ZipEncrypted or ZipLimit."""
        entry = self.entries[name]
        content = b"".join(self._chunks(entry))
        if zlib.crc32(content) != entry.crc:
            raise ZipDamaged(f"checksum of {name!r}")
        self._sound.add(name)
        return content

    def _chunks(self, entry: Entry) -> Iterator[bytes]:
        if entry.is_encrypted:
            raise ZipEncrypted(entry.name)
        header = self.data[entry.offset : entry.offset + LOCAL.size]
        if len(header) < LOCAL.size or not header.startswith(LOCAL_SIGNATURE):
            raise ZipDamaged(f"no header for {entry.name!r}")
        *_, name, extra = LOCAL.unpack(header)
        start = entry.offset + LOCAL.size + name + extra
        packed = memoryview(self.data)[start : start + entry.packed]
        if entry.method == STORED:
            if len(packed) > self.limits.max_zip_part_bytes:
                raise ZipLimit(f"{entry.name!r} is too large")
            yield bytes(packed)
        elif entry.method == DEFLATED:
            yield from self._inflated(entry, packed)
        else:
            raise ZipDamaged(f"{entry.name!r} is packed in an unknown way")

    def _inflated(self, entry: Entry, packed: memoryview) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        limit = self.limits.max_zip_part_bytes
        by_ratio = max(RATIO_MATTERS_ABOVE, len(packed) * self.limits.max_zip_ratio)
        pending: bytes | memoryview = packed
        size = 0
        while not inflater.eof:
            try:
                chunk = inflater.decompress(pending, CHUNK)
            except zlib.error as error:
                raise ZipDamaged(f"{entry.name!r}: {error}") from error
            size += len(chunk)
            if size > limit or size > by_ratio:
                raise ZipLimit(f"{entry.name!r} inflates to too much")
            pending = inflater.unconsumed_tail
            if not chunk and not pending and not inflater.eof:
                raise ZipDamaged(f"{entry.name!r} is cut off")
            yield chunk


def _decoded(raw: bytes, flags: int) -> str:
    if flags & UTF8_FLAG:
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")  # most writers forget the flag
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _zip64(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int]:
    """Packed size and offset, from the zip64 extra field where the short ones are full."""
    full = 0xFFFFFFFF
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        if tag == 1:
            values = [
                int.from_bytes(extra[i : i + 8], "little") for i in range(at + 4, at + 4 + length - 7, 8)
            ]
            if size == full and values:
                values.pop(0)
            if packed == full and values:
                packed = values.pop(0)
            if offset == full and values:
                offset = values.pop(0)
            break
        at += 4 + length
    return packed, offset
