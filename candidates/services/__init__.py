"""What is done with people: each use case once, for the API, the admin, the command line and `parsing`."""

from candidates.services.curation import Difference, NotEditable, accept, differences, edit, keep
from candidates.services.duplicates import dismiss, duplicates_of
from candidates.services.facts import Facts
from candidates.services.marking import mark, remove_note, rewrite_note, set_tags, write_note
from candidates.services.merging import NotMergeable, merge, unmerge
from candidates.services.moving import Move, Moved, NoMove, end_application, move
from candidates.services.openings import (
    change_job_profile,
    change_label,
    make_job_profile,
    make_label,
    remove_job_profile,
    remove_label,
)
from candidates.services.removal import HasResumes, erase, remove, resume_removed
from candidates.services.saving import save_candidate
from candidates.services.scoring import note_scores
from candidates.services.versions import hold, raise_generations, raise_versions

__all__ = [
    "Difference",
    "Facts",
    "HasResumes",
    "Move",
    "Moved",
    "NoMove",
    "NotEditable",
    "NotMergeable",
    "accept",
    "change_job_profile",
    "change_label",
    "differences",
    "dismiss",
    "duplicates_of",
    "edit",
    "end_application",
    "erase",
    "hold",
    "keep",
    "make_job_profile",
    "make_label",
    "mark",
    "merge",
    "move",
    "note_scores",
    "raise_generations",
    "raise_versions",
    "remove",
    "remove_job_profile",
    "remove_label",
    "remove_note",
    "resume_removed",
    "rewrite_note",
    "save_candidate",
    "set_tags",
    "unmerge",
    "write_note",
]
