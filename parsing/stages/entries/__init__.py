"""A section's lines become entries: positions, schools, projects and so on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from parsing.stages.entries.education import education_entries
from parsing.stages.entries.forms import label_views, without_labels
from parsing.stages.entries.grouping import NAMED, groups_of, has_bulleted_entries
from parsing.stages.entries.others import other_entries
from parsing.stages.entries.rails import with_rails
from parsing.stages.entries.types import Entry, EntryKind
from parsing.stages.entries.views import join_names, views_of
from parsing.stages.entries.work import work_entries
from parsing.stages.section_inline import without_heading
from parsing.stages.types import Entity, Line, Section

__all__ = ["Entry", "EntryKind", "entries_of"]

KINDS: dict[str, EntryKind] = {
    "work": "work",
    "education": "education",
    "volunteer": "volunteer",
    "projects": "projects",
    "certificates": "certificates",
    "publications": "publications",
    "awards": "awards",
    "references": "references",
}


def entries_of(
    section: Section,
    lines: Sequence[Line],
    entities: Sequence[Entity] = (),
    *,
    as_of: date,
    culture: str = "en",
) -> list[Entry]:
    """The section's entries in order; [] for a section of another kind.

    `lines` are those of the whole document, `culture` (BCP 47) tells day from month, `as_of` is the
    document's date. Lines that feed no leaf are left to the caller, who knows them by their ids.
    """
    kind = KINDS.get(section.kind)
    if kind is None:
        return []
    shown = [without_heading(section, lines[i]) for i in section.lines]
    kept = [line for line in shown if line.text.strip() and line.role not in ("header", "footer")]
    kept, told = without_labels(with_rails(kept, lines))
    bulleted = has_bulleted_entries(kept, kind)
    views = views_of(kept, culture, entities=entities, bulleted=bulleted, document=lines)
    label_views(views, told)
    if bulleted and kind in (*NAMED, "publications"):
        join_names(views, lines)
    groups = groups_of(views, kind)
    if kind == "work" or kind == "volunteer":
        return work_entries(groups, kind, as_of)
    if kind == "education":
        return education_entries(groups)
    return other_entries(groups, kind)
