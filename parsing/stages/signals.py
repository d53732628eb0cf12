"""Visible text that addresses a machine instead of a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from parsing.stages.types import Box, Document, Finding, Word

_MAX_EXCERPT_CHARS: Final = 300

_GAP: Final = r"(?:\s+\S+){0,4}?\s+"
_PERSON: Final = r"(?:candidate|applicant|r[eé]sum[eé]|cv)"
_PATTERNS: Final[Mapping[str, Sequence[str]]] = {
    "asks to ignore instructions": (
        r"\b(?:ignore|disregard|forget|override|bypass)\b(?:\s+\w+){0,3}?\s+",
        r"(?:previous|prior|above|earlier|preceding|foregoing|existing|other|system)\b(?:\s+\w+){0,2}?\s+",
        r"(?:instructions?|prompts?|rules?|directions?|guidelines?|messages?|context|criteria)\b",
    ),
    "asks for a verdict": (
        r"\b(?:rank|score|rate|mark|classify|grade|recommend|shortlist|select|hire|approve|move)\s+",
        rf"(?:this|the)\s+{_PERSON}\b{_GAP}(?:first|top|highest|best|perfect|\d+|as|for|to)\b",
    ),
    "states a verdict": (
        r"\b(?:this|the)\s+(?:candidate|applicant)\s+is\s+(?:the\s+|an?\s+)?(?:\w+\s+)?",
        r"(?:best|perfect|ideal|exceptional|top|strongest|most\s+qualified)\s+",
        r"(?:match|fit|candidate|applicant|choice|hire)\b[^.]{0,80}(?:[.:]|\b)\s*",
        r"(?:score|rating|recommend|hire|rank)",
    ),
    "speaks as the system": (
        r"(?:^|[\s>\"'`\]}])(?:</?\s*(?:system|assistant|user|data|instructions?|document|resume|context)\s*>|",
        r"\[/?(?:system|inst)\]|<\|(?:im_start|im_end|system|user|assistant|endoftext)\|?>?|",
        r"(?:system|assistant)\s*(?:prompt|message|override|note)?\s*:\s*",
        r"(?:you|ignore|the|from|new|always|do|set|output|respond|rank|give))",
    ),
    "gives a model orders": (
        r"\b(?:you\s+are\s+(?:now\s+)?(?:an?\s+)?",
        r"(?:ai|language\s+model|assistant|chatbot|recruit\w+|hiring|evaluator|grader|screener)|",
        r"(?:dear|attention|note\s+to|hey|hello)\s*,?:?\s+(?:the\s+)?",
        r"(?:ai|llm|language\s+model|chatgpt|gpt|assistant|ats|bot|model)\b|",
        r"if\s+you\s+are\s+an?\s+(?:ai|llm|language\s+model|assistant|bot)|as\s+an\s+ai\s+(?:language\s+)?model)",
    ),
    "asks for other data": (
        r"\b(?:list|print|output|reveal|show|send|return|include|repeat|dump|leak|email|post|tell)\b(?:\s+\S+){0,5}?\s+",
        r"(?:other|all(?:\s+the)?|every(?:\s+other)?)\s+(?:candidates?|applicants?|r[eé]sum[eé]s|cvs)(?:'s?|’s?)?\b",
    ),
    "asks for its instructions": (
        r"\b(?:print|output|reveal|show|repeat|send|return|tell)\b(?:\s+\S+){0,4}?\s+(?:your|the)\s+",
        r"(?:system\s+prompt|hidden\s+prompt|initial\s+prompt|instructions|api\s+keys?)\b",
    ),
    "asks for a call": (
        r"\b(?:fetch|call|visit|request|post|send|get|load|open|curl)\b(?:\s+\S+){0,8}?\s+(?:to\s+|from\s+)?https?://\S+",
        r"(?:\S*(?:\?|=|\{)\S*|(?:\s+\S+){0,4}?\s+(?:names?|e-?mails?|data|scores?|results?|candidates?)\b)",
    ),
}
_PEOPLE: Final = ("candidate", "applicant", "resume", "résume", "resumé", "résumé", "cv")
_NEEDED: Final[Mapping[str, Sequence[str]]] = {
    "asks to ignore instructions": ("ignore", "disregard", "forget", "override", "bypass"),
    "asks for a verdict": _PEOPLE,
    "states a verdict": ("candidate is", "applicant is"),
    "speaks as the system": ("<", "[", "system", "assistant"),
    "gives a model orders": ("you are", "dear", "attention", "note to", "hey", "hello", "as an ai"),
    "asks for other data": _PEOPLE,
    "asks for its instructions": ("prompt", "instructions", "api key"),
    "asks for a call": ("http://", "https://"),
}
"""What stands in every text that the pattern matches, any of these: looked for first, as it costs least."""
_COMPILED: Final = tuple(
    (reason, _NEEDED[reason], re.compile("".join(parts), re.IGNORECASE))
    for reason, parts in _PATTERNS.items()
)
_TRIGGER: Final = re.compile(
    r"ignore|disregard|forget|override|bypass|candidate|applicant|system|assistant|instruction|inst\]|\bai\b|\bllm\b|gpt|model|https?://|prompt|r[eé]sum[eé]|\bcv\b",
    re.IGNORECASE,
)


class _Text(NamedTuple):
    page: int
    text: str
    words: Sequence[Word]


def prompt_injections_in(document: Document) -> list[Finding]:
    """A flag for each place where the visible text gives orders to a model; [] for an honest résumé.

    Describing such attacks ("tested prompts like …", "prompt injection research") is honest: only an
    order counts, and not within quotation marks after a verb of work. Linear in the text.
    """
    return [finding for part in _parts(document) for finding in _injections(part)]


def _parts(document: Document) -> Iterator[_Text]:
    for page in document.pages:
        yield _Text(page.number, " ".join(word.text for word in page.words), page.words)
    if document.flow:
        yield _Text(1, "\n".join(line.text for line in document.flow), ())


def _injections(part: _Text) -> Iterator[Finding]:
    # As patterns that ignore case and width of space compare it.
    plain = " ".join(part.text.replace("İ", "i").replace("ı", "i").casefold().split())
    patterns = [
        (reason, pattern) for reason, needed, pattern in _COMPILED if any(word in plain for word in needed)
    ]
    for reason, pattern in patterns:
        for match in pattern.finditer(part.text):
            if _is_quoted(part.text, match.start(), match.end()):
                continue
            if not _TRIGGER.search(part.text):  # asked last: it costs more than the patterns
                return
            start = max(0, match.start() - 40)
            excerpt = part.text[start : match.end() + 120][:_MAX_EXCERPT_CHARS]
            box = _box_of(part, match.start(), match.end())
            yield Finding(
                "prompt_injection",
                "flag",
                f"The text speaks to a machine: it {reason}.",
                part.page,
                box,
                excerpt,
            )
            break


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether the phrase stands within quotation marks, as somebody's example."""
    before, after = text[max(0, start - 60) : start + 1], text[end : end + 60]
    return any(
        before.count(opening) and after.count(closing) for opening, closing in ('""', "“”", "«»", "„“", "‘’")
    )


def _box_of(part: _Text, start: int, end: int) -> Box | None:
    """Around the words that hold the characters start to end."""
    at, boxes = 0, []
    for word in part.words:
        if at < end and at + len(word.text) > start:
            boxes.append(word.box)
        at += len(word.text) + 1
    if not boxes:
        return None
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
