"""What is done with people: each use case once, for the API, the admin, the command line and `parsing`."""

from candidates.services.curation import Difference, NotEditable, accept, differences, edit, keep
from candidates.services.facts import Facts
from candidates.services.removal import remove, resume_removed
from candidates.services.saving import save_candidate
from candidates.services.versions import hold, raise_generations, raise_versions

__all__ = [
    "Difference",
    "Facts",
    "NotEditable",
    "accept",
    "differences",
    "edit",
    "hold",
    "keep",
    "raise_generations",
    "raise_versions",
    "remove",
    "resume_removed",
    "save_candidate",
]
