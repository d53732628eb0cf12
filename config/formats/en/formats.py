"""Dates that nobody reads as another day."""

from __future__ import annotations

from typing import Final

DATE_FORMAT: Final = "j F Y"
DATETIME_FORMAT: Final = "j F Y, H:i"
