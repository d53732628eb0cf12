"""What the links under icons say: addresses that no word of the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote

from parsing.stages.contact import is_email, network_profile
from parsing.stages.leaf import Evidence, Leaf
from parsing.stages.types import Finding, Line

_SURE: Final = 0.9
_FEWEST_DIGITS: Final = 7


class BehindIcons(NamedTuple):
    """Leaves in the order of the page; a profile is its network, user name and address."""

    emails: list[Leaf]
    phones: list[Leaf]
    profiles: list[tuple[Leaf, Leaf, Leaf]]


def behind_icons(findings: Sequence[Finding], lines: Sequence[Line]) -> BehindIcons:
    """The person's addresses in links of the first page that lie under no word; the evidence is their box."""
    behind = BehindIcons([], [], [])
    for finding in findings:
        if finding.code != "link_without_text" or finding.page != 1 or finding.box is None:
            continue
        scheme, _, rest = finding.text.partition(":")
        told = unquote(rest.partition("?")[0]).strip("/ ")
        known = network_profile(finding.text) if scheme.startswith("http") else None
        if scheme == "mailto" and is_email(told):
            behind.emails.append(_icon_leaf(finding, lines, told, told.lower()))
        elif scheme == "tel" and sum(map(str.isdigit, told)) >= _FEWEST_DIGITS:
            behind.phones.append(_icon_leaf(finding, lines, told, told))
        elif known:
            network, username, address = (
                _icon_leaf(finding, lines, each, each)
                for each in (known.network, known.username, finding.text)
            )
            behind.profiles.append((network, username, address))
    return behind


def _icon_leaf(finding: Finding, lines: Sequence[Line], value: str, normalized: str) -> Leaf:
    """A value that no text shows: its raw text is empty, its place that of the icon."""
    assert finding.box is not None
    middle = (finding.box.y0 + finding.box.y1) / 2
    near = min(
        (line for line in lines if line.box and line.page == finding.page),
        key=lambda line: abs((line.box.y0 + line.box.y1) / 2 - middle) if line.box else 0.0,
        default=None,
    )
    evidence = Evidence(near.id if near else 0, 0, 0, finding.page, finding.box, "")
    return Leaf(value, "", _SURE, "rule", "link.icon", (evidence,), normalized)
