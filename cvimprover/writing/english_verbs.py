"""English verbs put first: which word is one, in which form, and how a line reads in another form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal

from cvimprover.writing.lexicon import EnglishVerb, english_verbs, english_words, nominal_verbs
from cvimprover.writing.tidying import capitalised
from parsing.stages.entries.lexicon import title_score

Form = Literal["base", "past", "participle", "gerund", "third"]
_FORMS: Final[tuple[Form, ...]] = ("past", "participle", "gerund", "third", "base")
_OPENS_OBJECT: Final = english_words("opens_object")
_COMPOUND_HEADS: Final = english_words("compound_heads")
_MODIFIERS: Final = english_words("modifiers")
_DEEDS: Final = frozenset(
    {"test", "repair", "check", "survey", "audit", "patrol", "visit", "interview", "scan"}
)
_MASS: Final = english_words("mass")
_GOVERNS: Final = re.compile(
    r"\b(?:by|for|while|when|through|including|of|in|with|after|before|without|from|on|about"
    r"|than)\s+\w+ing\b",
    re.IGNORECASE,
)
_COORDINATED: Final = re.compile(
    r"(?P<joint>,\s+and\s+|\s+and\s+(?:also\s+)?|\s+&\s+|,\s+"
    r"|;\s+)(?P<word>[A-Za-z-]+)(?=(?P<next>\s+[\w£$€'’-]+|\s*\Z|[,.;]))"
)
_AND: Final = re.compile("and|&")
_CHAIN: Final = re.compile(r"[A-Za-z-]+(?:,\s+[a-z-]+)*,?\s+(?:and|&)\s+[a-z-]+(?=\s+[\w£$€])")
_HEAD_ENDS: Final = re.compile(r"\b(?:in|at|on|for|with|from|across|during|within|and)\b|,", re.IGNORECASE)
_COUNTED: Final = re.compile(r"(?:an?|the|\d+|two|three|four|five|six|seven|eight)\s", re.IGNORECASE)
_PLURAL_PHRASE: Final = re.compile(
    r"([\w'’-]+)(?: (?!and\b|in\b|for\b|with\b|at\b|on\b|to\b|from\b)([\w'’-]+))?"
    r"(?=\s*(?:\Z|[,.;]|and\b|in\b|for\b|with\b|at\b|on\b|to\b|from\b))"
)
_PREPOSITIONS: Final = frozenset({"of", "for", "in", "on", "at", "with", "from", "to", "by", "and", "or"})
_PRESENT: Final = re.compile(r"\b(?:is|are|has|have|can|will|does|do)\b")
_WORKING: Final = frozenset({"on", "with", "closely", "alongside", "as", "in", "for", "under", "towards"})
_WORD: Final = re.compile(r"[A-Za-z-]+")
_SURE: Final = 2.0


def verb_of(word: str) -> EnglishVerb | None:
    """The verb that a lower-case word is a form of."""
    found = _index().get(word)
    return found[0] if found else None


def form_of(word: str) -> Form | None:
    """Which form the word is; None when it is no form of a verb that we know. Past wins over participle."""
    found = _index().get(word)
    return found[1] if found else None


def inflected(verb: EnglishVerb, is_current: bool) -> str:
    """The form that opens a line of a current position (base) or a past one (past tense)."""
    return verb.base if is_current else verb.past


def is_surely_verb(text: str, form: Form) -> bool:
    """True where the first word of the line can only be a verb there."""
    if _chain(text, form):
        return True
    first, _, rest = text.partition(" ")
    word = first.lower()
    following = re.match(r"[\w£$€'’-]+", rest)
    then = following[0].lower() if following else ""
    verb = verb_of(word)
    if verb is None or first.rstrip(",") != first or not then:
        return False
    if then == "and" and form == "gerund":
        second = re.match(r"and\s+([a-z-]+)\s+\w+", rest)
        return (
            second is not None
            and form_of(second[1]) == "gerund"
            and word not in _MODIFIERS | {second[1]} - {word}
        )
    if form in ("gerund", "base") and title_score(then) >= _SURE:
        return False
    if form == "gerund" and word in _MODIFIERS:
        return _takes_object(word, then, rest)
    if form in ("base", "third") and verb.is_noun:
        return then in _OPENS_OBJECT or then[:1].isdigit() or (then == "to" and verb.base == "report")
    if form == "base":
        return then not in ("of", "for", "in", "-")
    return then != "of"


def with_first_verb(text: str, form: Form, is_current: bool, *, is_list: bool = False) -> str | None:
    """The line with its first verb, and those coordinated with it, put into the form of the position.

    In a list ("duties: answering calls, booking rooms") commas coordinate too. None when the first word is
    no such verb, or it is not sure which of the others are.
    """
    chain = _chain(text, form)
    if chain:
        opening = _WORD.sub(lambda found: _in_form(found[0], is_current), chain)
        rest = _coordinated(text[len(chain) :], form, is_current, is_list=is_list)
        return None if rest is None or _clashes(rest, form, is_current) else capitalised(opening) + rest
    match = re.match(r"[A-Za-z-]+", text)
    verb = verb_of(match[0].lower()) if match else None
    if match is None or verb is None or _forms(verb, form) != match[0].lower():
        return None
    rest = _coordinated(text[match.end() :], form, is_current, is_list=is_list)
    if rest is None or _clashes(rest, form, is_current):
        return None
    return capitalised(inflected(verb, is_current)) + rest


def _chain(text: str, form: Form) -> str:
    """“Install and repair” of “Install and repair boilers”, where one is surely a verb; "" for none."""
    match = _CHAIN.match(text)
    words = [word.lower() for word in _WORD.findall(match[0]) if word != "and"] if match else []
    if not words or not all(_could_be(word, form) for word in words):
        return ""
    verbs = [verb for word in words if (verb := verb_of(word)) is not None]
    is_sure = (
        word not in _MODIFIERS if form == "gerund" else not verb.is_noun
        for word, verb in zip(words, verbs, strict=True)
    )
    return match[0] if match and any(is_sure) else ""


def _in_form(word: str, is_current: bool) -> str:
    verb = verb_of(word.lower())
    return inflected(verb, is_current) if verb is not None and word != "and" else word


def _clashes(rest: str, form: Form, is_current: bool) -> bool:
    """True where the rest keeps another tense: "manage 5 people and reported", "ensured all are seen"."""
    if is_current:
        words = (
            match["word"].lower() for match in _COORDINATED.finditer(rest) if _AND.search(match["joint"])
        )
        return any(form_of(word) == "past" and not _could_be(word, "base") for word in words)
    return form in ("base", "third") and bool(_PRESENT.search(rest))


def activity(text: str, is_current: bool, *, only_actions: bool = False) -> str | None:
    """What somebody is responsible for, told as what they do; None where that would be a guess.

    "cleaning rooms" → "Cleaned rooms", "the management of stock" → "Managed stock", "cash handling" →
    "Handled cash", "a team of 5" → "Supervised a team of 5", "12 residents" → "Looked after 12 residents",
    other things → "Managed …". With `only_actions`, the last three are None.
    """
    first, _, rest = text.partition(" ")
    if form_of(first.lower().rstrip(",")) == "gerund" and rest:
        return _gerund(text, is_current)
    nominal = _nominal(text, is_current)
    if nominal or only_actions:
        return nominal
    compound = re.fullmatch(r"([a-z]+) ([a-z]+ing|management)(\.?)", text)
    if compound and compound[1] in _MASS:
        verb = verb_of(nominal_verbs().get(compound[2], compound[2]))
        return f"{capitalised(inflected(verb, is_current))} {compound[1]}{compound[3]}" if verb else None
    rest = _coordinated(" " + text, "gerund", is_current) or ""
    if not rest or _names_a_deed(text):
        return None
    return f"{_opening(text, is_current)}{rest}"


def _names_a_deed(text: str) -> bool:
    """True for "MOT tests": nobody manages a test, and the verb for it may need other words."""
    words = _HEAD_ENDS.split(text, maxsplit=1)[0].split()
    last = words[-1].lower() if words else ""
    verb = verb_of(last)
    return verb is not None and verb.is_noun and verb.base in _DEEDS


def _opening(text: str, is_current: bool) -> str:
    """The verb for a thing that somebody is responsible for."""
    words = _HEAD_ENDS.split(text, maxsplit=1)[0].lower().split()
    nouns = {word.rstrip("s") for word in words} | set(words)
    if nouns & (english_words("cared_for") | {"children"}) and not nouns & english_words("not_cared_for"):
        return "Look after" if is_current else "Looked after"
    if nouns & english_words("people") and ("of" in words or _COUNTED.match(text)):
        return "Supervise" if is_current else "Supervised"
    return "Manage" if is_current else "Managed"


def _gerund(text: str, is_current: bool) -> str | None:
    first, _, rest = text.partition(" ")
    then = re.match(r"[\w£$€'’-]+", rest)
    word = first.lower()
    if then is None or then[0].lower() == "of":
        return _nominal(text, is_current)
    if then[0].lower() == "and" or first.endswith(","):
        return with_first_verb(text, "gerund", is_current)
    if title_score(then[0].lower()) >= _SURE:
        return None
    if word in _MODIFIERS and not _takes_object(word, then[0].lower(), rest):
        return None
    return with_first_verb(text, "gerund", is_current)


def _takes_object(word: str, then: str, rest: str) -> bool:
    """True where what follows a word like "cleaning" can only be its object, not the noun it describes."""
    if then in _OPENS_OBJECT or then[:1].isdigit() or then[:1] in "£$€":
        return then not in ("staff", "reports") or word in ("training", "teaching", "writing", "filing")
    if then in _COMPOUND_HEADS:
        return False
    if word == "working" and then in _WORKING:
        return True
    match = _PLURAL_PHRASE.match(rest)
    if match is None or (match[2] and match[2].lower() in _COMPOUND_HEADS):
        return False
    last = (match[2] or match[1]).lower()
    return last.endswith("s") and not last.endswith("ss")


def _nominal(text: str, is_current: bool) -> str | None:
    """“the maintenance and repair of lifts” → “Maintained and repaired lifts”."""
    match = re.match(
        r"(?:the\s+)?(?P<nouns>[A-Za-z-]+(?:(?:,| and|, and)\s+[a-z-]+)*)\s+of\s+(?P<object>\w.*)",
        text,
        re.IGNORECASE | re.DOTALL,
    )
    if match is None:
        return None
    verbs = []
    for noun in re.split(r",\s*(?:and\s+)?|\s+and\s+", match["nouns"].lower()):
        verb = verb_of(nominal_verbs().get(noun, "")) or (
            verb_of(noun) if form_of(noun) == "gerund" else None
        )
        if verb is None:
            return None
        verbs.append(inflected(verb, is_current))
    rest = _coordinated(" " + match["object"], "gerund", is_current)
    if rest is None:
        return None
    told = verbs[0] if len(verbs) == 1 else ", ".join(verbs[:-1]) + " and " + verbs[-1]
    return capitalised(told) + rest


def _coordinated(rest: str, form: Form, is_current: bool, *, is_list: bool = False) -> str | None:
    """The rest of a line with its coordinated verbs in the new form; None where one might be a noun."""
    found = [
        match
        for match in _COORDINATED.finditer(rest)
        if form_of(match["word"].lower()) == form or _could_be(match["word"].lower(), form)
    ]
    if form == "gerund" and _has_strange(rest):
        return None
    if form in ("past", "participle") or not found:
        return rest
    last_and = max((number for number, match in enumerate(found) if _AND.search(match["joint"])), default=-1)
    is_parallel = _ends_surely(found, last_and, form)
    out, end = [], 0
    governed = _GOVERNS.search(rest)
    for number, match in enumerate(found):
        is_adjunct = form == "gerund" and number > last_and and not is_list  # ", ensuring quality"
        if is_adjunct or (governed and governed.start() < match.start()):
            continue
        word = match["word"].lower()
        verb = verb_of(word)
        then = (match["next"] or "").strip().lower()
        assert verb is not None
        if not _is_verb_there(verb, word, form, then) and not (is_parallel and number < last_and and then):
            return None
        out.append(rest[end : match.start("word")] + inflected(verb, is_current))
        end = match.end("word")
    return "".join(out) + rest[end:]


def _ends_surely(found: Sequence[re.Match[str]], last_and: int, form: Form) -> bool:
    """True where the word behind the last "and" can only be a verb: then those before it are verbs too."""
    if last_and < 1 or form == "gerund":
        return False
    verb = verb_of(found[last_and]["word"].lower())
    return verb is not None and not verb.is_noun


def _has_strange(rest: str) -> bool:
    """True where a word in -ing that we do not know stands where a verb may be coordinated."""
    return any(
        match["word"].endswith("ing") and match["next"].strip() and form_of(match["word"].lower()) is None
        for match in _COORDINATED.finditer(rest)
        if _AND.search(match["joint"])
    )


def _is_verb_there(verb: EnglishVerb, word: str, form: Form, then: str) -> bool:
    """True where a coordinated word, with `then` behind it, can only be a verb."""
    if form == "gerund":
        return bool(then) and not (word in _MODIFIERS and then in _COMPOUND_HEADS)
    if not verb.is_noun or then in _OPENS_OBJECT or then[:1].isdigit():
        return True
    return form == "third" and bool(then) and then not in _PREPOSITIONS


def _could_be(word: str, form: Form) -> bool:
    """A base that is spelt like its past ("cut") counts as base where bases are looked for."""
    verb = verb_of(word)
    return verb is not None and _forms(verb, form) == word


def _forms(verb: EnglishVerb, form: Form) -> str:
    return {
        "base": verb.base,
        "past": verb.past,
        "participle": verb.participle,
        "gerund": verb.gerund,
        "third": verb.third,
    }[form]


@lru_cache(maxsize=1)
def _index() -> Mapping[str, tuple[EnglishVerb, Form]]:
    """Every form → its verb. Past comes first, so that "cut" opens a line of a past position as it is."""
    found: dict[str, tuple[EnglishVerb, Form]] = {}
    for form in _FORMS:
        for verb in english_verbs().values():
            found.setdefault(_forms(verb, form), (verb, form))
    return found
