"""How well somebody meets what a job asks for, and why. Pure: no framework is imported."""

from __future__ import annotations

from typing import Final

ENGINE_VERSION: Final = "1"
"""Raised whenever the same applicant and criteria may give another score, or other bytes."""
