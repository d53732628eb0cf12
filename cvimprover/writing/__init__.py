"""A careful editor: better lines from the candidate's own facts, and a lock that lets in nothing else."""

from cvimprover.writing.assembling import apply
from cvimprover.writing.improving import improve
from cvimprover.writing.quoting import Piece, Quote, quotes_of
from cvimprover.writing.saying import worded
from cvimprover.writing.types import (
    Change,
    Finding,
    Group,
    Improvement,
    Question,
    Questionnaire,
    Removed,
    Source,
    Trace,
)

__all__ = [
    "Change",
    "Finding",
    "Group",
    "Improvement",
    "Piece",
    "Question",
    "Questionnaire",
    "Quote",
    "Removed",
    "Source",
    "Trace",
    "apply",
    "improve",
    "quotes_of",
    "worded",
]
