"""What passes between the parts of the writer: changes, traces, findings, questions.

A résumé is JSON Resume as `parsing.stages.json_resume` makes it. Places in it are JSON pointers (RFC 6901).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Json = Mapping[str, object]
ChangeKind = Literal["text", "add", "remove", "bullets", "order", "sections", "groups"]
By = Literal["rules", "answer", "llm"]
Severity = Literal["major", "minor", "info"]
WRITTEN_LANGUAGES: Final = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What the candidate told about the job they want; "" where they did not."""

    position: str = ""
    industry: str = ""
    experience_level: str = ""
    company_size: str = ""
    location: str = ""
    application_timeline: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A span of a leaf of the input, or of an answer: then `answer` is its id and `pointer` is ""."""

    pointer: str
    start: int
    end: int
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the words from `start` to `end` of an output leaf come from."""

    pointer: str
    start: int
    end: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of skills; `members` point to the skills of the input."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One step from the input to the output that can be taken or left by itself.

    `pointer` is a place in the input. By kind:
    - text: the string there becomes `after`; several strings only where it stands in a list
    - add: `after[0]` is put there, where nothing was; at "…/highlights/-" all of it is put behind the list
    - remove: what is there goes
    - bullets: the text there goes and `after` becomes the first highlights of its entry
    - order: the list there takes the order of the input's indices in `order`
    - sections: `after` names the sections in the order in which they shall be shown
    - groups: the skills become `groups`
    """

    pointer: str
    kind: ChangeKind
    before: str
    after: tuple[str, ...]
    rules: tuple[str, ...]
    why: str
    by: By = "rules"
    order: tuple[int, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def id(self) -> str:
        """Its name within one improvement."""
        return f"{self.kind}:{self.pointer}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader or a machine would stumble over; `pointer` is a place in the input, "" for the whole.

    `message` and `fix` say in English what `code` and `values` say in any language (`saying`).
    """

    severity: Severity
    pointer: str
    code: str
    message: str
    fix: str
    evidence: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What is missing and only the candidate knows. An answer under `id` is written in the next time."""

    id: str
    pointer: str
    code: str
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """What the lock threw out: the text that was not taken, the words that stand nowhere, and why.

    `why` says in English what `code` says in any language (`saying`).
    """

    pointer: str
    text: str
    fact: str
    why: str
    by: By
    code: str = ""


@dataclass(frozen=True, slots=True)
class Improvement:
    """A better résumé and everything that must be known about it. `resume` is the input with all changes."""

    resume: dict[str, object]
    language: str
    changes: tuple[Change, ...]
    traces: tuple[Trace, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    removed: tuple[Removed, ...]
    notes: tuple[str, ...] = field(default=())
