"""What an advertisement asks for. Pure: no framework is imported."""

from ranking.criteria.extraction import criteria_of

__all__ = ["criteria_of"]
