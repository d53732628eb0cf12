"""What an advertisement asks for, and what is wrong with it. Pure: no framework is imported."""

from ranking.criteria.extraction import criteria_of
from ranking.criteria.linting import Finding, lint, worded
from ranking.criteria.posting import Posting, PostingError, posting_of

__all__ = ["Finding", "Posting", "PostingError", "criteria_of", "lint", "posting_of", "worded"]
