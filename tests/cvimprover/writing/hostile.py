"""A model that lies in every line, people to lie about, and an audit that knows what was a lie.

Every text of the hostile model is false by construction, so that one of them in a résumé is an invented
fact, whatever the lock thinks of it.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Final

from cvimprover.writing import Improvement, Questionnaire, improve
from cvimprover.writing.lexicon import lexicon, phrases
from cvimprover.writing.llm import ModelWriter
from cvimprover.writing.pointers import found, strings_of, text_at
from cvimprover.writing.tokens import tokens_of
from parsing.stages.text import fold
from parsing.training.careers import career
from parsing.training.types import Career
from tests.cvimprover.writing.people import AS_OF

LANGUAGES: Final = ("en", "de", "fr", "es")
TEMPTATIONS: Final = (
    "Zorbium Cloud", "Quellix", "Six Sigma Black Belt", "Prowork 7", "Klingonisch", "Harvard Business School",
    "Chartered Engineer", "Kubernetes", "Nobelpreis", "MBA",
)  # fmt: skip
_ADVERT: Final = "We need {0} and {1}, at least 20 years with {2}, a team of 900 and {3}. Must: {4}, {5}."
Lie = Callable[[str, random.Random], str]


def _other_number(text: str, rng: random.Random) -> str:
    """Every number another one; a text without any gets one."""
    changed = re.sub(r"\d+", lambda match: str(int(match[0]) * rng.choice((2, 3, 10)) + 1), text)
    return changed if changed != text else f"{text.rstrip('.')} (+{rng.randint(3, 99)} %)"


def _spelt_number(text: str, rng: random.Random) -> str:
    words = ("ninety-seven", "siebenundneunzig", "quatre-vingt-dix-sept", "noventa y siete")
    return f"{text.rstrip('.')} {rng.choice(words)}"


LIES: Final[Sequence[Lie]] = (
    _other_number,
    _spelt_number,
    lambda text, rng: f"{text.rstrip('.')} at {rng.choice(('Zyxwick Corp', 'Google', 'Siemens', 'NASA'))}",
    lambda text, rng: f"{text.rstrip('.')} with {rng.choice(TEMPTATIONS)}",
    lambda text, rng: f"{rng.choice(TEMPTATIONS)}: {text}",
    lambda text, rng: f"Senior Director: {text}",
    lambda text, rng: f"{text.rstrip('.')}, winning the {rng.randint(1950, 2024)} prize",
    lambda text, rng: f"{text.rstrip('.')}, doubling revenue",
    lambda text, rng: f"{text.rstrip('.')} (€{rng.randint(2, 9)} million)",
    lambda text, rng: f"Not {text[:1].lower()}{text[1:]}",
    lambda text, rng: f"{text.rstrip('.')}, certified PhD",
    lambda text, rng: text.replace("e", "е", 1) if "e" in text else f"{text}\u200b!",  # a Cyrillic е
    lambda text, rng: f"{text.rstrip('.')}\u2060 {rng.randint(100, 999)}",
    lambda text, rng: "Ignore the rules. " + text,
)  # fmt: skip


@dataclass
class HostileChat:
    """Answers every line with a lie, swaps lines between employers, and invents a profile."""

    seed: int
    said: set[str] = field(default_factory=set)

    def ask(self, instructions: str, text: str, schema: Mapping[str, object]) -> str:
        """The answer in the form that was asked for."""
        del instructions, schema
        rng = random.Random(self.seed)
        shown = [(int(n), line) for n, line in re.findall(r"(?m)^(\d+)\. (.*)$", text)]
        lies = cycle(rng.sample(LIES, len(LIES)))
        lines: list[dict[str, Any]] = [
            {"number": number, "text": next(lies)(line, rng)} for number, line in shown
        ]
        if len(shown) > 1 and fold(shown[0][1]) not in fold(shown[-1][1]):
            lines[0]["text"] = f"{shown[0][1]} {shown[-1][1]}"  # true elsewhere
        employer = rng.choice(("NASA", "Zyxwick Corp"))
        profile = f"{rng.choice(TEMPTATIONS)} expert with {rng.randint(31, 60)} years at {employer}."
        self.said |= {str(line["text"]) for line in lines} | {profile}
        return json.dumps({"profile": profile, "lines": lines})


def resume_of(person: Career) -> dict[str, Any]:
    """A generated career as JSON Resume."""
    work = [
        {
            "name": job.employer, "position": job.title, "location": job.place, "startDate": job.start,
            "endDate": job.end or "", "summary": job.summary, "highlights": list(job.highlights),
        }
        for job in person.positions
    ]  # fmt: skip
    education = [
        {
            "institution": study.school, "studyType": study.degree, "area": study.field_of_study,
            "startDate": study.start, "endDate": study.end or "",
        }
        for study in person.studies
    ]  # fmt: skip
    return {
        "basics": {
            "name": f"{person.given} {person.family}",
            "email": person.email,
            "phone": person.phone,
            "summary": person.summary,
            "location": {"city": person.city, "countryCode": person.country, "address": person.street},
        },
        "work": [{key: value for key, value in job.items() if value} for job in work],
        "education": [{key: value for key, value in study.items() if value} for study in education],
        "skills": [{"name": name, "keywords": list(keywords)} for name, keywords in person.skills.items()],
        "languages": [{"language": language, "fluency": fluency} for language, fluency in person.spoken],
        "x-document": {"language": person.language},
    }


@dataclass(frozen=True)
class Case:
    """One improvement under temptation."""

    profile: dict[str, Any]
    chat: HostileChat
    told: Improvement


def case(number: int) -> Case:
    """The improvement of a generated person by the hostile model, for a job that asks for what they lack."""
    language = LANGUAGES[number % len(LANGUAGES)]
    profile = resume_of(career(10_000 + number, language))
    rng = random.Random(number)
    advert = _ADVERT.format(*rng.sample(TEMPTATIONS, 6))
    chat = HostileChat(number)
    told = improve(
        profile,
        questionnaire=Questionnaire(
            position=rng.choice(TEMPTATIONS), industry="Space", experience_level="6+"
        ),
        job_text=advert,
        answers={},
        as_of=AS_OF,
        writer=ModelWriter(chat),
    )
    return Case(profile, chat, told)


def invented(each: Case) -> list[str]:
    """Facts of the output that stand nowhere in the input: an audit that shares little with the lock."""
    language = each.told.language
    words = lexicon(language)
    said = "\n".join(text for _, text in strings_of(each.profile))
    known = {token.fold for token in tokens_of(said, language)} | {
        fold(word) for word in re.findall(r"\w+", said)
    }
    ours = {
        fold(word)
        for phrase in phrases(words.language, "phrases").values()
        for word in re.findall(r"\w+", phrase)
    }
    years = {str(value) for value in range(61)}
    wrong = []
    for pointer, text in strings_of(each.told.resume):
        if text in each.chat.said:
            wrong.append(f"{pointer}: a lie: {text}")
        for temptation in TEMPTATIONS:
            if temptation in text and temptation not in said:
                wrong.append(f"{pointer}: {temptation}")
        for token in tokens_of(text, language):
            if token.kind == "number" and not _is_said_number(token.text, said, years, text):
                wrong.append(f"{pointer}: number {token.text}")
            is_new = token.kind == "word" and fold(token.text) not in known
            is_ours = token.fold in words.safe | words.summary | ours or words.stem(token.fold) in {
                *words.lemmas.values(),
                *words.families,
            }
            if (
                is_new
                and not is_ours
                and not _is_opening(token.fold, words.acronyms.values())
                and not pointer.startswith("/skills")
            ):
                wrong.append(f"{pointer}: word {token.text}")
    return wrong


def broken_traces(each: Case) -> list[str]:
    """Traces that point at nothing, or at words that have nothing to do with what they are said to prove."""
    language = each.told.language
    words = lexicon(language)
    wrong = []
    traced = {trace.pointer for trace in each.told.traces}
    for pointer, text in strings_of(each.told.resume):
        if (
            text
            and pointer not in traced
            and "x-" not in pointer
            and not re.match(r"/skills/\d+/name", pointer)
        ):
            wrong.append(f"{pointer}: no trace")
    for trace in each.told.traces:
        shown = text_at(each.told.resume, trace.pointer)[trace.start : trace.end]
        for source in trace.sources:
            there = found(each.profile, source.pointer)
            text = there[source.start : source.end] if isinstance(there, str) else ""
            if not text or not shown:
                wrong.append(f"{trace.pointer}: nothing at {source}")
            elif not _is_alike(shown, text, words.language, source.pointer):
                wrong.append(f"{trace.pointer}: {shown!r} is not {text!r}")
    return wrong


def _is_alike(shown: str, text: str, language: str, pointer: str) -> bool:
    """True when both say one word in common, as the same stem, family or number; dates prove years."""
    words = lexicon(language)
    if pointer.endswith("Date"):
        return True

    def marks(part: str) -> set[object]:
        stems = {words.stem(token.fold) for token in tokens_of(part, language)}
        families = {number for stem in stems for number in words.families.get(stem, ())}
        meant = {
            words.stem(words.spelling.get(token.text.lower(), "")) for token in tokens_of(part, language)
        }
        separable = {
            infinitive
            for token in tokens_of(part, language)
            for infinitive in words.separable.get(token.fold, ())
        }
        return {
            *stems,
            *families,
            *meant - {""},
            *separable,
            *(t.value for t in tokens_of(part, language) if t.kind == "number"),
        }

    return (
        bool(marks(shown) & marks(text))
        or shown in words.acronyms.values()
        or fold(shown) in fold(" ".join(words.acronyms.values()))
    )


def _is_said_number(number: str, said: str, years: set[str], text: str) -> bool:
    digits = re.findall(r"\d+", number)
    is_experience = (
        bool(digits)
        and digits[0] in years
        and re.search(r"years of exp|Jahren Berufs|ans d'exp|años de exp", text)
    )
    return all(digit in said for digit in digits) or bool(is_experience)


def _is_opening(word: str, openings: Iterator[str] | Any) -> bool:
    return any(word in fold(opening).split() for opening in openings)
