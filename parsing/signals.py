"""What others may listen to."""

from __future__ import annotations

from typing import Final

from django.dispatch import Signal

resume_parsed: Final = Signal()
"""Sent inside the transaction that ends a reading well, with `parse` (its résumé and candidate are saved).

Receivers write rows and return; what takes time they queue on commit. An error undoes the end of the reading.
"""
