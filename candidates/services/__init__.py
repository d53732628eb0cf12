"""What is done with people: each use case once, for the API, the admin, the command line and `parsing`."""

from candidates.services.facts import Facts, save_candidate
from candidates.services.removal import remove, resume_removed
from candidates.services.versions import hold, raise_generations, raise_versions

__all__ = [
    "Facts",
    "hold",
    "raise_generations",
    "raise_versions",
    "remove",
    "resume_removed",
    "save_candidate",
]
