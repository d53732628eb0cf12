"""People, what they apply for, and what is noted of them."""

import candidates.models.declarations
import candidates.models.gender  # noqa: F401 - only so that their tables are known; they are not offered here
from candidates.models.marks import CandidateLabel, Label, Note, Read, Source, Star, Tag
from candidates.models.openings import Application, ApplicationEvent, JobProfile, Stage
from candidates.models.people import (
    Candidate,
    Duplicate,
    FieldEdit,
    MatchKey,
    Merge,
    ReadFacts,
    Removal,
)
from candidates.models.searches import SavedSearch, SearchMatch

__all__ = [
    "Application",
    "ApplicationEvent",
    "Candidate",
    "CandidateLabel",
    "Duplicate",
    "FieldEdit",
    "JobProfile",
    "Label",
    "MatchKey",
    "Merge",
    "Note",
    "Read",
    "ReadFacts",
    "Removal",
    "SavedSearch",
    "SearchMatch",
    "Source",
    "Stage",
    "Star",
    "Tag",
]
