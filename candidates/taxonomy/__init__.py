"""Skills: what they are called, what they imply, what stands near them. Pure: no framework is imported."""

from __future__ import annotations

from candidates.taxonomy.skills import Kind, Skill, Taxonomy, called, find, taxonomy

__all__ = ["Kind", "Skill", "Taxonomy", "called", "find", "taxonomy"]
