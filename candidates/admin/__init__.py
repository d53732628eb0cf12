"""People, openings, labels and doubles as recruiters work with them. What is pressed calls a service."""

from candidates.admin import doubles, openings, people

__all__ = ["doubles", "openings", "people"]
