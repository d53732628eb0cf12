"""Why a line was changed: a sentence a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

RULES: Final[Mapping[str, str]] = {
    "tidy.spaces": "Stray spaces and marks are gone.",
    "spelling": "Misspelt words are corrected.",
    "punctuation": "All lines end alike.",
    "filler": "Words that say nothing are gone.",
    "filler.and_so_on": "“etc.” says nothing; name what matters.",
    "filler.duties": "The line opens with what was done, not with “duties included”.",
    "filler.responsible": "The line opens with what was done, not with “responsible for”.",
    "first_person": "A résumé does not say “I”.",
    "verb.auxiliary": "The verb that tells stands first, without a helping verb.",
    "verb.active": "Who did it is clear: the verb is active.",
    "verb.strong": "A strong verb replaces a weak one.",
    "verb.first": "The line opens with a verb.",
    "verb.helped": "What was helped with is a verb now.",
    "tense": "The verb has the tense of the position: past for what is over, present for what goes on.",
    "result_first": "The result stands first, with its figure.",
    "split.sentences": "One sentence a line.",
    "split.ideas": "One idea a line.",
    "list": "A list reads faster than a paragraph.",
    "acronym": "The abbreviation is opened where it is first used.",
    "doubled": "The line stands there twice.",
    "answer": "Your answer is written in.",
    "summary.person": "The profile begins with what you are, not with “I am”.",
    "summary.facts": "A profile from your own facts tells the reader in two lines who you are.",
    "headline.facts": "A headline tells what you are; this is your own title.",
    "order.relevance": "What the job asks for comes first.",
    "order.dates": "The latest comes first.",
    "order.sections": "What counts most for this application comes first.",
    "select.relevance": "The list is long; this line says least about the job.",
    "groups": "Skills in groups are found faster.",
    "privacy": "Employers there do not expect this and may not use it.",
    "llm": "A language model worded it anew; the facts are yours.",
}


def why(rules: Iterable[str]) -> str:
    """The sentences of the rules, each once."""
    return " ".join(dict.fromkeys(RULES[rule] for rule in rules))
