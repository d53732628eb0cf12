"""Advertisements of fictional companies, and models that answer them well or badly."""

from __future__ import annotations

import json
from typing import Any, Final

NURSE: Final = """Senior Nurse (m/f/d)

About us
We are a small hospital with a piano. Write to jobs@hillside.example or call +44 20 7946 0958.

Your tasks
- You run the night shift on ward 3

Requirements
- At least 3 years of experience in intensive care
- Fluent German and good English
- Registered nurse
- Experience with Epic or imedone is a plus
- Kinaesthetics training or Bobath course
- Polish is not required

We offer
- Free coffee, a bicycle and Zumba lessons
"""

DRIVER: Final = """Driver for night deliveries

What we expect
- Driving licence C1
- You know the trackpilot handheld
- Spanish at B1
"""


def claim(kind: str, value: str, quote: str, tier: str = "must") -> dict[str, str]:
    """One proposal as the schema has it."""
    return {"kind": kind, "value": value, "tier": tier, "quote": quote}


def answer(*requirements: dict[str, str] | list[dict[str, str]]) -> str:
    """An answer with these requirements; a list is of alternatives."""
    told: list[dict[str, Any]] = [
        {"any_of": each if isinstance(each, list) else [each]} for each in requirements
    ]
    return json.dumps({"requirements": told})
