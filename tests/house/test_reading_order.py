"""The measures of reading order that the benchmarks use."""

from __future__ import annotations

import pytest

from tests.benchmarks.reading_order import Kept, in_one_piece, kept_in

FIRST, SECOND, THIRD = (f"{word} the harbour's tide tables every week" for word in ("Wrote", "Read", "Drew"))
TITLE = "Deputy harbour master, Solvik, 2019"


def truth(*entries: tuple[str, ...]) -> dict[str, object]:
    """Positions, each with a summary and its points."""
    return {"work": [{"summary": entry[0], "highlights": list(entry[1:])} for entry in entries]}


@pytest.mark.parametrize(
    ("entries", "text", "kept"),
    [
        ([("", FIRST, SECOND)], f"{FIRST} {SECOND}", Kept(1, 1)),
        ([("", FIRST, SECOND)], f"{SECOND} {FIRST}", Kept(0, 1)),
        ([("", FIRST, SECOND)], f"{FIRST} {'aside ' * 40} {SECOND}", Kept(0, 1)),
        ([("", FIRST), ("", SECOND)], f"{FIRST} {TITLE} {SECOND}", Kept(1, 1)),
        ([("", FIRST), (SECOND, THIRD)], f"{FIRST} {TITLE} {SECOND} {THIRD}", Kept(2, 2)),
        ([("", FIRST, SECOND), ("", FIRST, THIRD)], f"{FIRST} {SECOND} {TITLE} {FIRST} {THIRD}", Kept(3, 3)),
        ([("", "short", SECOND)], SECOND, Kept(0, 0)),
    ],
    ids=["kept", "swapped", "torn apart", "over a title", "over a summary", "said twice", "too short"],
)
def test_sentences_that_follow_each_other_do_so_when_read(
    entries: list[tuple[str, ...]], text: str, kept: Kept
) -> None:
    assert kept_in(truth(*entries), text) == kept


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ([0, 0, 1, 1], Kept(2, 2)),
        ([0, -1, 0, 1, -1], Kept(2, 2)),
        ([0, 1, 0], Kept(1, 2)),
        ([0, 1, 0, 1], Kept(0, 2)),
        ([-1], Kept(0, 0)),
    ],
    ids=["whole", "words in none", "one torn", "both torn", "none"],
)
def test_a_block_is_read_in_one_piece_or_not(blocks: list[int], kept: Kept) -> None:
    assert in_one_piece(blocks) == kept
