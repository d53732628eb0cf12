"""Findings about what is written: empty words, missing figures, repeated verbs, length, signs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cvimprover.writing.asking import has_number
from cvimprover.writing.bullets import Doubt, Line, entry_pointer, lines_of
from cvimprover.writing.english import spelling_variants
from cvimprover.writing.english_verbs import form_of
from cvimprover.writing.finding import finding
from cvimprover.writing.lexicon import lexicon, plain_words
from cvimprover.writing.pointers import entries_at, strings_of, text_at
from cvimprover.writing.sources import LONGEST, Sources
from cvimprover.writing.tidying import misspelt
from cvimprover.writing.types import WRITTEN_LANGUAGES, Finding
from parsing.stages.text import fold, is_shouted

_MOST_WORDS_IN_LINE: Final = 35
_FEWEST_WORDS_IN_LINE: Final = 2
_PARAGRAPH_WORDS: Final = 40
_MOST_LINES: Final = 8
_MOST_ALIKE: Final = 3
_MOST_WORDS: Final = 1100
_FEWEST_WORDS: Final = 110
_MOST_SKILLS: Final = 40
_LONGEST_SUMMARY: Final = 80
_FEWEST_FOR_FIGURES: Final = 2
_MOST_ACRONYMS: Final = 5
_ACRONYM: Final = re.compile(r"(?<![\w&/-])[A-Z]{3,6}s?(?![\w&/-])")
_RATING: Final = re.compile(r"[★☆●○■□▮▯⬤◆]{2,}|\b\d{1,3}\s?%|\b\d\s?/\s?(?:5|10)\b")
_KNOWN_ACRONYMS: Final = plain_words("known_acronyms.txt")


def about_text(sources: Sources, doubts: Sequence[Doubt], language: str) -> Iterator[Finding]:
    """All findings about words; of a language that we do not write, those that need none."""
    lines = list(lines_of(sources.profile))
    if language in WRITTEN_LANGUAGES:
        yield from _from_doubts(doubts, sources)
        yield from _words(sources, lines, language)
        yield from _verbs(lines, sources, language)
        yield from _figures(lines, sources)
        yield from _acronyms(sources, language)
    yield from _shape(lines, sources)
    yield from _summary(sources)
    yield from _length(sources)
    yield from _skills(sources)
    yield from _signs(sources)


def _from_doubts(doubts: Sequence[Doubt], sources: Sources) -> Iterator[Finding]:
    for doubt in doubts:
        text = text_at(sources.profile, doubt.pointer)
        yield finding(doubt.code, doubt.pointer, text, text=text)


def _words(sources: Sources, lines: Sequence[Line], language: str) -> Iterator[Finding]:
    words = lexicon(language)
    texts = [*((line.pointer, line.text) for line in lines)]
    if text_at(sources.profile, "/basics/summary"):
        texts.append(("/basics/summary", text_at(sources.profile, "/basics/summary")[:LONGEST]))
    for pointer, text in texts:
        for written, meant in misspelt(text, language):
            yield finding("spelling", pointer, written, text=written, meant=meant)
        for phrase in words.vague:
            if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE):
                yield finding("vague", pointer, phrase, text=phrase)
                break
        for cliche in words.cliches:
            if re.search(rf"(?<!\w){re.escape(cliche)}(?:e[mnrs]?)?(?!\w)", text, re.IGNORECASE):
                yield finding("cliche", pointer, cliche, text=cliche)
    if language == "en":
        british, american = (
            pattern.search("\n".join(text for _, text in texts)) for pattern in spelling_variants()
        )
        if british and american:
            yield finding("mixed_spelling", "", text=f"{british[0]}, {american[0]}")


def _verbs(lines: Sequence[Line], sources: Sources, language: str) -> Iterator[Finding]:
    """Openings that come too often, and positions told now in nouns, now in verbs."""
    firsts: Counter[str] = Counter()
    where: dict[str, str] = {}
    styles: dict[str, set[str]] = {}
    for line in lines:
        if "/highlights/" not in line.pointer:
            continue
        first = re.match(r"[^\W\d_]+", line.text)
        if first is None or len(line.text.split()) < _FEWEST_WORDS_IN_LINE:
            continue
        word = fold(first[0])
        if word in lexicon(language).lemmas or form_of(word):
            firsts[word] += 1
            where.setdefault(word, line.pointer)
        styles.setdefault(entry_pointer(line.pointer), set()).add(_style(first[0], language))
    for word, count in firsts.items():
        if count > _MOST_ALIKE:
            yield finding("repeated_verb", where[word], text=word, count=count)
    for entry, kinds in styles.items():
        if language != "en" and {"noun", "verb"} <= kinds:
            yield finding("style_mix", entry, text=_title(sources, entry))


def _style(word: str, language: str) -> str:
    words = lexicon(language)
    if fold(word) not in words.lemmas:
        return ""
    if language == "de":
        is_noun = re.search(r"(?:ung|ion|au|auf|age|tur|se|rieb|nahme)\Z", word)
    elif language == "fr":
        is_noun = re.search(r"(?:ion|age|ment|ure|ise|oi|eil|ite|ien|at)\Z", word)
    else:
        is_noun = re.search(r"(?:ión|ento|aje|ura|dad|eño|ta|tro|ro)\Z", word)
    return "noun" if is_noun else "verb"


def _figures(lines: Sequence[Line], sources: Sources) -> Iterator[Finding]:
    told: dict[str, list[str]] = {}
    for line in lines:
        told.setdefault(entry_pointer(line.pointer), []).append(line.text)
    for entry, texts in told.items():
        if (
            len(texts) >= _FEWEST_FOR_FIGURES
            and entry.startswith("/work/")
            and not any(map(has_number, texts))
        ):
            yield finding("no_numbers", entry, text=_title(sources, entry))


def _acronyms(sources: Sources, language: str) -> Iterator[Finding]:
    """Abbreviations of three letters and more that are opened nowhere and listed as no skill."""
    known = {*_KNOWN_ACRONYMS, *lexicon(language).acronyms, *sources.openings}
    listed = "\n".join(text for pointer, text in strings_of(sources.profile) if not _is_line(pointer))
    shown = 0
    seen: set[str] = set()
    for line in lines_of(sources.profile):
        if is_shouted(line.text):
            continue
        for match in _ACRONYM.finditer(line.text):
            bare = match[0].rstrip("s")
            if bare not in known and bare not in seen and bare not in listed and shown < _MOST_ACRONYMS:
                seen.add(bare)
                shown += 1
                yield finding("acronym", line.pointer, text=bare)


def _is_line(pointer: str) -> bool:
    return "/highlights/" in pointer or pointer.endswith(("/summary", "/description"))


def _shape(lines: Sequence[Line], sources: Sources) -> Iterator[Finding]:
    """Length of lines and lists, capitals, exclamation marks, full stops."""
    counts: Counter[str] = Counter()
    stops: set[bool] = set()
    for line in lines:
        counts[entry_pointer(line.pointer)] += 1
        words = len(line.text.split())
        if "/highlights/" in line.pointer:
            stops.add(line.text.rstrip().endswith("."))
            if words > _MOST_WORDS_IN_LINE:
                yield finding("long_line", line.pointer, line.text, count=words)
            if words < _FEWEST_WORDS_IN_LINE and len(line.text) < _PARAGRAPH_WORDS:
                yield finding("short_line", line.pointer, line.text)
        elif words > _PARAGRAPH_WORDS:
            yield finding("paragraph", line.pointer, text=_title(sources, entry_pointer(line.pointer)))
        if is_shouted(line.text) and words > _FEWEST_WORDS_IN_LINE:
            yield finding("shouting", line.pointer, line.text)
        if "!" in line.text:
            yield finding("exclamation", line.pointer, line.text)
    if len(stops) > 1:
        yield finding("punctuation_mix", "/work")
    for number, job in enumerate(entries_at(sources.profile, "/work")):
        entry = f"/work/{number}"
        if not counts[entry]:
            yield finding("no_lines", entry, text=_title(sources, entry))
        elif counts[entry] > _MOST_LINES:
            yield finding("many_lines", entry, text=_title(sources, entry), count=counts[entry])
        if not job.get("position"):
            yield finding("no_title", entry, text=str(job.get("name") or "…"))
        elif not job.get("name"):
            yield finding("no_employer", entry, text=str(job["position"]))
    yield from _doubled(lines)


def _doubled(lines: Sequence[Line]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for line in lines:
        key = (entry_pointer(line.pointer), fold(line.text))
        if key in seen:
            yield finding("doubled", line.pointer, line.text)
        seen.add(key)


def _summary(sources: Sources) -> Iterator[Finding]:
    text = text_at(sources.profile, "/basics/summary")
    if not text.strip():
        yield finding("no_summary", "/basics/summary")
    elif len(text.split()) > _LONGEST_SUMMARY:
        yield finding("long_summary", "/basics/summary", count=len(text.split()))


def _length(sources: Sources) -> Iterator[Finding]:
    sections: Mapping[str, str] = {"work": "no_work", "education": "no_education", "skills": "no_skills"}
    for section, code in sections.items():
        if not entries_at(sources.profile, f"/{section}"):
            yield finding(code, f"/{section}")
    words = sum(len(text.split()) for _, text in strings_of(sources.profile))
    if words > _MOST_WORDS:
        yield finding("too_long", "", count=words)
    elif words < _FEWEST_WORDS:
        yield finding("too_short", "", count=words)


def _skills(sources: Sources) -> Iterator[Finding]:
    listed = [
        (pointer, text) for pointer, text in strings_of(sources.profile) if pointer.startswith("/skills/")
    ]
    if len(listed) > _MOST_SKILLS:
        yield finding("many_skills", "/skills", count=len(listed))
    for pointer, text in listed:
        if _RATING.search(text):
            yield finding("skill_bars", pointer, text=text)
            break


def _signs(sources: Sources) -> Iterator[Finding]:
    """Emoji, private characters and invisible ones, which machines drop or trip over."""
    for pointer, text in strings_of(sources.profile):
        if text.isascii():
            continue
        odd = {character for character in text if unicodedata.category(character) in ("So", "Co", "Cf")}
        odd -= {"°", "©", "®", "\u200c", "\u200d", "\u00ad"}
        if odd and not pointer.startswith("/skills/"):
            yield finding("symbols", pointer, text, text="".join(sorted(odd)))


def _title(sources: Sources, entry: str) -> str:
    return text_at(sources.profile, f"{entry}/position") or text_at(sources.profile, f"{entry}/name") or "…"
