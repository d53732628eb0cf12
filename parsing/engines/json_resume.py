"""JSON Resume files (jsonresume.org, schema 1.0.0), checked and taken as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from parsing.engines.cleaning import Cleaner
from parsing.errors import StageError
from parsing.stages.types import Document, Limits

SECTIONS: Final = (
    "work",
    "volunteer",
    "education",
    "awards",
    "certificates",
    "publications",
    "skills",
    "languages",
    "interests",
    "references",
    "projects",
)
DEEPEST: Final = 20
MOST_VALUES: Final = 20_000


def read_json_resume(data: bytes, limits: Limits | None = None) -> Document:
    """The résumé with every text cleaned and keys that nobody knows kept.

    Raises StageError doc_unreadable with the path of what is wrong.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise StageError("doc_unreadable", "The file is not valid JSON. Export the résumé again.") from error
    if not isinstance(content, dict):
        raise _wrong("the file", "an object")
    _check_shape(content)
    cleaning = _Cleaning(Cleaner(limits or Limits()))
    resume = {cleaning.key(key): cleaning.value(value, key, 1) for key, value in content.items()}
    return Document(kind="json", json_resume=resume, findings=cleaning.cleaner.findings())


def _check_shape(content: Mapping[str, object]) -> None:
    if not isinstance(content.get("basics", {}), dict | None):
        raise _wrong("basics", "an object")
    for name in SECTIONS:
        section = content.get(name)
        if section is None:
            continue
        if not isinstance(section, list):
            raise _wrong(name, "a list")
        for number, entry in enumerate(section):
            if not isinstance(entry, dict):
                raise _wrong(f"{name}[{number}]", "an object")
    if not content.get("basics") and not any(content.get(name) for name in SECTIONS):
        raise StageError("doc_unreadable", "The JSON holds no section of a JSON Resume. Export it again.")


class _Cleaning:
    def __init__(self, cleaner: Cleaner) -> None:
        self.cleaner = cleaner
        self.values = 0

    def key(self, key: str) -> str:
        return self.cleaner.clean(key)[:200]

    def value(self, value: object, path: str, depth: int) -> object:
        self.values += 1
        if depth > DEEPEST or self.values > MOST_VALUES:
            raise StageError("doc_unreadable", f"The JSON Resume is too large at {path[:200]}.")
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.value(item, f"{path}[{number}]", depth + 1) for number, item in enumerate(value)]
        if isinstance(value, dict):
            return {
                self.key(key): self.value(item, f"{path}.{key}", depth + 1) for key, item in value.items()
            }
        if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
            raise _wrong(path, "a number")
        return value

    def _text(self, text: str) -> str:
        cleaned = self.cleaner.clean(text).strip()
        left = self.cleaner.limits.max_text_chars - self.cleaner.chars
        if len(cleaned) > left:
            self.cleaner.cut = True
            cleaned = cleaned[: max(0, left)]
        self.cleaner.chars += len(cleaned)
        return cleaned


def _wrong(path: str, wanted: str) -> StageError:
    return StageError(
        "doc_unreadable", f"In the JSON Resume, {path[:200]} must be {wanted}. Export it again."
    )
