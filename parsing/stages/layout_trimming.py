"""What stands over or under both sides of a channel, and is no part of its columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from parsing.stages.layout_channels import Channel, is_heading
from parsing.stages.layout_rails import is_rail, is_telling_rail, usual_step
from parsing.stages.layout_segments import Row, Segment

MIN_ROWS_OF_COLUMN, MAX_ROWS_ABOVE = 4, 6
"""How many rows over a column may be its own, at least, and may belong to the text above both, at most."""

MAX_HEADED = 1.6
"""How many of its heights a heading stands above what it heads, at most."""

MIN_PAUSE = 1.2
"""How many times a line's height, at least, a page's foot stands below the text."""


def trim(channel: Channel) -> None:
    """Takes off the band what stands over or under both sides and only happens not to cross the channel."""
    _trim_top(channel)
    if channel.left_rows and channel.right_rows:
        _trim_bottom(channel)


def _trim_top(channel: Channel) -> None:
    """Moves up the few rows that one side shows, with a pause after them, before the other begins."""
    left, right = channel.left_rows, channel.right_rows
    earlier, other = (left, right) if left[0].y0 < right[0].y0 else (right, left)
    usual = usual_step(earlier)
    for number in range(1, min(MAX_ROWS_ABOVE + 1, len(earlier))):
        above, row = earlier[number - 1], earlier[number]
        if above.y1 > other[0].y0:
            return
        pause = row.y0 - above.y1
        if pause > usual + 0.35 * row.height and row.y0 > other[0].y0 - 1.5 * row.height:
            if _go_on(earlier[:number], earlier[number:], pause):
                continue
            y = (above.y1 + row.y0) / 2
            channel.left = [segment for segment in channel.left if segment.middle > y]
            channel.right = [segment for segment in channel.right if segment.middle > y]
            channel.left_rows = [row for row in left if row.middle > y]
            channel.right_rows = [row for row in right if row.middle > y]
            return


def _go_on(above: Sequence[Row], below: Sequence[Row], pause: float) -> bool:
    """Whether a column goes on after the pause: it pauses so before, too, and above stands no larger type."""
    pauses = (row.y0 - before.y1 for before, row in pairwise(above))
    tallest = max(row.height for row in below)
    return (
        len(above) >= MIN_ROWS_OF_COLUMN
        and any(each >= pause - 0.5 for each in pauses)
        and all(row.height <= 1.4 * tallest for row in above)
    )


def _trim_bottom(channel: Channel) -> None:
    """Moves below the band what goes on under both sides."""
    left, right = channel.left_rows, channel.right_rows
    longer, other = (left, right) if left[-1].y1 > right[-1].y1 else (right, left)
    end = other[-1].y1
    y = _break_under(longer, end)
    if y is None and _heads_what_crosses(channel, longer, end):
        y = longer[-1].y0
    if y is not None:
        _cut_off(channel, y)


def _break_under(rows: Sequence[Row], end: float) -> float | None:
    """Where text under `end` goes on after a pause, or in a face, unlike all above; None where it does not.

    A heading on the left and its text cannot be told from the left column by their place alone.
    """
    height = median(row.height for row in rows)
    for number in range(1, len(rows)):
        above, row = rows[number - 1], rows[number]
        gap = row.y0 - above.y1
        if row.y0 < end or gap < 0.6 * height:
            continue
        if above.y1 > end + 3 * height:
            return None
        before = rows[:number]
        widest = max((each.y0 - prior.y1 for prior, each in pairwise(before)), default=0.0)
        if gap > 1.3 * max(widest, 0.0) or row.height > 1.15 * max(each.height for each in before):
            return row.y0
        return None
    return None


def _heads_what_crosses(channel: Channel, rows: Sequence[Row], end: float) -> bool:
    """Whether the last row, under the other side's `end`, is nearer to what crosses below than to its own."""
    if len(rows) < 2 or rows[-1].y0 < end:
        return False
    above, below = rows[-1].y0 - rows[-2].y1, channel.floor - rows[-1].y1
    if above <= MIN_PAUSE / 2 * rows[-1].height:
        return False
    return below < 0.7 * above or (_is_near(below, above, rows[-1]) and is_heading(rows[-1]))


def _is_near(below: float, above: float, row: Row) -> bool:
    """Whether the white `below` the row parts it from what follows no more than that `above` from its own."""
    return below < min(above + 0.3 * row.height, MAX_HEADED * row.height)


def heading_of_what_crosses(channel: Channel) -> list[Segment]:
    """The left side's last row where it heads what crosses below both: it is read after the right side.

    A box beside the name, in which addresses stand, often ends lower than the first heading begins.
    """
    if len(channel.left_rows) < 2 or channel.floor == math.inf:
        return []
    above, row = channel.left_rows[-2:]
    if not _is_near(channel.floor - row.y1, row.y0 - above.y1, row) or channel.right_rows[-1].y1 < row.y0:
        return []
    return list(row.segments) if is_heading(row) else []


def leave_foot(channel: Channel, margin: float) -> bool:
    """Whether a rail is left without what stands apart below `margin`: only then that is moved below.

    A page's foot, with a name under the labels and a number under the text, keeps no column's edges.
    """
    rows = sorted((*channel.left_rows, *channel.right_rows), key=lambda row: row.y0)
    if rows[-1].middle <= margin:
        return False
    top = next((row.y0 for above, row in pairwise(rows) if _stands_apart(above, row, margin)), None)
    if top is None:
        return False
    left, right = _above(channel.left_rows, top), _above(channel.right_rows, top)
    if min(len(left), len(right)) < 2 or not is_rail(left, right) or not is_telling_rail(left, right):
        return False
    _cut_off(channel, top)
    return True


def _stands_apart(above: Row, row: Row, margin: float) -> bool:
    return row.middle > margin and row.y0 - above.y1 >= MIN_PAUSE * above.height


def _above(rows: Sequence[Row], y: float) -> list[Row]:
    return [row for row in rows if row.middle <= y]


def _cut_off(channel: Channel, y: float) -> None:
    channel.left = [segment for segment in channel.left if segment.middle <= y]
    channel.right = [segment for segment in channel.right if segment.middle <= y]
    channel.left_rows = _above(channel.left_rows, y)
    channel.right_rows = _above(channel.right_rows, y)
