"""A zip of résumés."""

from __future__ import annotations

import zipfile

import pytest

from parsing.engines.archive import members
from parsing.errors import RejectedFile
from parsing.stages.types import Limits
from tests.parsing.engines.office_files import zipped

LIMITS = Limits()


def test_files_come_in_order_without_what_systems_leave_behind() -> None:
    inner = zipped({"deep.txt": "not opened"})
    data = zipped(
        {
            "b.pdf": b"%PDF-b",
            "cvs/": b"",
            "cvs/ä.txt": "Mira",
            "__MACOSX/cvs/._a.txt": b"x",
            ".DS_Store": b"x",
            "cvs/~$open.docx": b"x",
            "Thumbs.db": b"x",
            "more.zip": inner,
        }
    )
    assert list(members(data, LIMITS)) == [("b.pdf", b"%PDF-b"), ("cvs/ä.txt", b"Mira"), ("more.zip", inner)]


def encrypted() -> bytes:
    data = bytearray(zipped({"a.pdf": b"x"}))
    data[data.rfind(b"PK\1\2") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"PK\3\4 and no more", 415, "unsupported_type"),
        (zipped({"../up.pdf": b"x"}), 415, "unsupported_type"),
        (zipped({"/etc/x.pdf": b"x"}), 415, "unsupported_type"),
        (encrypted(), 415, "unsupported_type"),
        (zipped({f"{n}.txt": b"" for n in range(2_100)}), 413, "archive_limit"),
        (zipped({"a.txt": bytes(60_000_000)}), 413, "archive_limit"),
        (zipped({f"{n}.txt": bytes(900_000) for n in range(120)}), 413, "archive_limit"),
    ],
)
def test_an_archive_that_is_none_or_too_much_is_refused(data: bytes, status: int, code: str) -> None:
    with pytest.raises(RejectedFile) as caught:
        list(members(data, LIMITS))
    assert (caught.value.status, caught.value.code) == (status, code)


def test_one_damaged_file_does_not_spoil_the_others() -> None:
    data = bytearray(zipped({"a.txt": b"first file", "b.txt": b"second"}, method=zipfile.ZIP_STORED))
    data[data.find(b"first file")] ^= 0xFF
    assert list(members(bytes(data), LIMITS)) == [("a.txt", b""), ("b.txt", b"second")]
