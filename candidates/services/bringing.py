"""People who come by themselves, without a résumé: from a table, a card or a JSON Resume."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from accounts.notices.telling import tell_all
from candidates.exchange.archive import export_zip
from candidates.exchange.json_resume import export_json, import_json
from candidates.exchange.rows import rows_of
from candidates.exchange.tables import export_csv, export_xlsx, import_csv, import_xlsx
from candidates.exchange.types import Exported, Imported, Kind
from candidates.exchange.vcard import export_vcard, import_vcard
from candidates.models import Candidate
from candidates.services.saving import save_candidate

MOST_EXPORTED: Final = 10_000
_READERS: Final[dict[Kind, Callable[[bytes], Imported]]] = {
    "json": import_json,
    "csv": import_csv,
    "xlsx": import_xlsx,
    "vcard": import_vcard,
}


def read_people(kind: Kind, data: bytes) -> Imported:
    """The people of a file, not yet saved. Raises `exchange.types.Refused`."""
    return _READERS[kind](data)


@transaction.atomic
def bring(imported: Imported, *, actor: User | None) -> list[uuid.UUID]:
    """The ids of the new people. Whether one is here already is found on arrival, as with a résumé."""
    made = [save_candidate(None, facts) for facts in imported.people]
    if made:
        told = [("candidate.created", {"candidate": str(person)}) for person in made]
        tell_all(told, owner_id=actor.pk if actor else None)
        audit.record(actor, "candidates.imported", "candidates", count=len(made))
    return made


def export_people(candidates: QuerySet[Candidate], kind: Kind, *, actor: User | None) -> Exported:
    """These people, the first ten thousand, as a file."""
    some = candidates[:MOST_EXPORTED]
    audit.record(actor, "candidates.exported", "candidates", kind=kind)
    if kind == "json":
        return export_json(list(_profiles(some)))
    return {"csv": export_csv, "xlsx": export_xlsx, "vcard": export_vcard}[kind](rows_of(some))


def export_person(candidate: Candidate, kind: Kind, *, actor: User | None) -> Exported:
    """One person as a file."""
    audit.record(actor, "candidate.exported", f"candidate:{candidate.pk}", kind=kind)
    one = Candidate.objects.filter(pk=candidate.pk)
    if kind == "json":
        return export_json([candidate.profile])
    return {"csv": export_csv, "xlsx": export_xlsx, "vcard": export_vcard}[kind](rows_of(one))


def export_whole(candidate: Candidate, *, actor: User | None, is_own: bool = False) -> Exported:
    """Everything that is known of one person, as a zip; `is_own` makes it the person's own copy."""
    audit.record(actor, "candidate.exported", f"candidate:{candidate.pk}", kind="zip")
    return export_zip(candidate, is_own=is_own)


def _profiles(candidates: QuerySet[Candidate]) -> Iterator[dict[str, object]]:
    return candidates.values_list("profile", flat=True).iterator(chunk_size=500)
