"""The profile as JSON Resume v1.0.0, with what that schema lacks under `x-` names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from parsing.stages.envelope import plain

SCHEMA: Final = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
SECTIONS: Final = (
    "basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills",
    "languages", "interests", "references", "projects",
)  # fmt: skip
_EXTENSIONS: Final = {
    "emails": "x-emails",
    "phones": "x-phones",
    "urls": "x-urls",
    "name_parts": "x-name",
    "grade": "x-grade",
}


def json_resume(profile: Mapping[str, object]) -> dict[str, object]:
    """The résumé in JSON Resume's names; empty sections are left out, confidences and evidence stay behind.

    `x-derived`, `x-document` and `x-extras` carry what JSON Resume has no place for.
    """
    resume: dict[str, object] = {"$schema": SCHEMA}
    for section in SECTIONS:
        bare = plain(profile.get(section))
        if bare:
            resume[section] = _extended(bare)
    meta = profile.get("meta")
    resume["meta"] = {"version": "v1.0.0", "canonical": SCHEMA, "x-profile": plain(meta) if meta else {}}
    for key in ("derived", "document", "extras"):
        bare = plain(profile.get(key))
        if bare:
            resume[f"x-{key}"] = bare
    return resume


def _extended(value: object) -> object:
    """The section or its entries, what JSON Resume does not know under `x-` names."""
    if isinstance(value, list):
        return [_extended(entry) for entry in value]
    return (
        {_EXTENSIONS.get(key, key): item for key, item in value.items()} if isinstance(value, dict) else value
    )
