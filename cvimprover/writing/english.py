"""English lines of work: strong verb first, in the tense of the position, one idea each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from cvimprover.writing.english_verbs import (
    Form,
    activity,
    form_of,
    is_surely_verb,
    verb_of,
    with_first_verb,
)
from cvimprover.writing.lexicon import english_words, lexicon
from cvimprover.writing.tidying import Rewritten, capitalised

_LEAD_IN: Final = re.compile(
    r"(?:(?:my|the|main|key|daily|primary|general|day-to-day|core|other)\s+)*"
    r"(?:duties|responsibilities|tasks|job|role|work)\s*(?:also\s+)?"
    r"(?:included?(?:,? but (?:were|was|are|is) not limited to,?)?|includes|involved?|involves"
    r"|were|are|was|is|consisted of|consists of"
    r"|:)\s*:?\s*(?P<to>to\s+)?",
    re.IGNORECASE,
)
_I: Final = re.compile(
    r"(?:(?:in|during) this (?:role|position|job|time),?\s+)?I(?:\s+(?:also|personally|mainly"
    r"|usually|often|then|regularly|currently))?\s+",
    re.IGNORECASE,
)
_RESPONSIBLE: Final = re.compile(
    r"(?:(?:was|am|is|being|been|have been|had been|solely|fully|mainly|primarily|also"
    r"|directly|personally|currently|now)\s+)*"
    r"(?:responsible|accountable)\s+(?:for|of)\s+(?=[\w£$€])(?:the (?:job|task) of\s+)?"
    r"|(?:(?:was|am|is|being|been|put)\s+)*in charge of\s+|(?:(?:was|am|been)\s+)?(?:tasked"
    r"|charged|entrusted)\s+with\s+(?:the (?:job|task) of\s+)?",
    re.IGNORECASE,
)
_HELPED: Final = re.compile(
    r"(?P<verb>assist(?:ed|ing|s)?|help(?:ed|ing|s)?|(?:was\s+|been\s+|am\s+)?involved)\s+(?:in|with)\s+",
    re.IGNORECASE,
)
_ABLE: Final = re.compile(
    r"(?:(?:was|were|am) able to|managed to|had to|got to|used to|would|was required to"
    r"|have to|need to|to)\s+(?=[a-z]+\b)",
    re.IGNORECASE,
)
_PERFECT: Final = re.compile(
    r"(?:have|had|has|'ve)\s+(?:also\s+|successfully\s+)?(?=[a-z]+\b)", re.IGNORECASE
)
_PROGRESSIVE: Final = re.compile(r"(?:was|were|am|is|have been|had been)\s+(?=[a-z-]+ing\b)", re.IGNORECASE)
_HONOURED: Final = re.compile(
    r"(?:was|were|been|got)\s+(?=(?:promoted|selected|chosen|elected|nominated|appointed)\b)", re.IGNORECASE
)
_BY_ME: Final = re.compile(
    r"(?P<what>[^,;.]+?)\s+(?:was|were|has been|have been)\s+(?P<done>[a-z-]+)\s+by (?:me"
    r"|myself)(?P<rest>(?!\s+and\b).*)",
    re.IGNORECASE,
)
_PASSIVE: Final = re.compile(
    r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?(?P<done>[a-z-]+)\b", re.IGNORECASE
)
_ME: Final = re.compile(r"\b(?:I|me|my|mine|myself)\b")
_WE: Final = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_OUTCOME: Final = re.compile(
    r"(?P<main>[^,;:]+),\s+(?:which\s+|thereby\s+|thus\s+)?"
    r"(?P<verb>saving|reducing|cutting|increasing|raising|boosting|lowering|growing|improving"
    r"|halving|doubling"
    r"|saved|reduced|cut|increased|raised|boosted|lowered|grew|improved|halved"
    r"|doubled)\s+(?P<rest>[^,;]*\d[^,;]*)",
    re.IGNORECASE,
)
_AS_A: Final = re.compile(
    r"\A(?:working )?as an? (?:[\w-]+ ){1,3}(?=I )|\Aas an? (?:[\w-]+ ?){1,3}, (?=I )", re.IGNORECASE
)
_CONTRACTED: Final = re.compile(r"\bI['’](ve|m)\b")
_OPENED: Final = {"ve": "I have", "m": "I am"}
_CONNECTIVE: Final = re.compile(
    r"(?:currently|presently|additionally|furthermore|moreover|also|in addition|then),?\s+", re.IGNORECASE
)
_FILLERS: Final = (
    (re.compile(r"\bin order to\b", re.IGNORECASE), "to"),
    (re.compile(r"\bon an? (daily|weekly|monthly|quarterly|yearly) basis\b", re.IGNORECASE), r"\1"),
    (re.compile(r"\bdue to the fact that\b", re.IGNORECASE), "because"),
    (re.compile(r"\b(?:successfully|effectively|actively)\s+(?=[a-z])", re.IGNORECASE), ""),
    (re.compile(r"\butili[sz]ing\b", re.IGNORECASE), "using"),
    (re.compile(r"\butili[sz]ed\b", re.IGNORECASE), "used"),
    (re.compile(r"\bwith the use of\b", re.IGNORECASE), "with"),
    (re.compile(r"\ba wide (?:range|variety) of\b", re.IGNORECASE), ""),
)
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|approx|incl|st|dr|mr|mrs|ms|no|vs|inc|ltd|co|dept|etc|avg|\w))\Z", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\s*;\s+")
_POINTS_BACK: Final = re.compile(r"\b(?:it|its|them|their|they|this|these|those)\b", re.IGNORECASE)
_RELATIVE: Final = re.compile(r"\b(?:which|who|that|where|when|while|because)\b", re.IGNORECASE)
_AUXILIARY: Final = re.compile(r"(?:am|was|were|is|are|been|have|had|has|would)\b", re.IGNORECASE)
_COMPOUND: Final = 100
_FEWEST_WORDS: Final = 4
_PAST: Final = re.compile(r"[a-z-]{3,}ed")
_LONGEST_OUTCOME: Final = 170
Step = Callable[[str, bool], tuple[str, str] | None]


def english_lines(text: str, *, is_current: bool) -> Rewritten:
    """The line rewritten for a position that is past or current; unchanged, with doubts, where not sure."""
    sentences = _sentences(text)
    lines: list[str] = []
    rules: list[str] = ["split.sentences"] if len(sentences) > 1 else []
    doubts: list[str] = []
    for sentence in sentences:
        line, own_rules, own_doubts = _line(sentence, is_current)
        parts = _ideas(line)
        lines += parts
        rules += [*own_rules, *(["split.ideas"] if len(parts) > 1 else [])]
        doubts += own_doubts
    return Rewritten(tuple(lines), tuple(dict.fromkeys(rules)), tuple(dict.fromkeys(doubts)))


def _line(text: str, is_current: bool) -> tuple[str, list[str], list[str]]:
    rules: list[str] = []
    original = text
    for step in _STEPS:
        better = step(text, is_current)
        if better is not None and better[0].strip() and better[0] != text:
            text = better[0]
            rules.append(better[1])
    if _AUXILIARY.match(text) and not _AUXILIARY.match(original):
        text, rules = original, []
    return capitalised(text), rules, _doubts(text, is_current)


def _fillers(text: str, is_current: bool) -> tuple[str, str] | None:
    shorter = _AS_A.sub("", _CONTRACTED.sub(lambda found: _OPENED[found[1]], text))
    opened = _CONNECTIVE.match(shorter)
    is_now = bool(opened and opened[0].lower().startswith(("currently", "presently")))
    if opened and (is_current or not is_now) and form_of(shorter[opened.end() :].split(" ", 1)[0].lower()):
        shorter = shorter[opened.end() :]
    for pattern, plain in _FILLERS:
        shorter = pattern.sub(plain, shorter)
    shorter = re.sub(r" {2,}", " ", shorter).strip()
    return (capitalised(shorter), "filler") if shorter != text else None


def _lead_in(text: str, is_current: bool) -> tuple[str, str] | None:
    """“Duties included cleaning rooms” → “Cleaned rooms”."""
    match = _LEAD_IN.match(text)
    if match is None or match.end() == len(text):
        return None
    rest = text[match.end() :]
    form: Form = "base" if match["to"] else "gerund"
    if match["to"]:
        rest = re.sub(r"(,| and) to (?=[a-z]+\b)", r"\1 ", rest)
    better = with_first_verb(rest, form, is_current, is_list=True)
    better = better or activity(rest, is_current, only_actions=True)
    return (better, "filler.duties") if better else None


def _first_person(text: str, _: bool) -> tuple[str, str] | None:
    """“I managed” → “Managed”; “and I trained” → “and trained”; “my team” → “the team”."""
    match = _I.match(text)
    without = text[match.end() :] if match and _can_open(text[match.end() :]) else text
    without = re.sub(r"\b(and|but),? (?:also )?I (?:also )?(?=[a-z]+(?:ed|t|d|w|n)\b)", r"\1 ", without)
    nouns = "|".join(sorted(english_words("group_nouns")))
    without = re.sub(rf"\bmy ({nouns})\b", r"the \1", without)
    return (without, "first_person") if without != text else None


def _can_open(rest: str) -> bool:
    """True where the rest can stand without "I": it opens with a verb that we know how to put first."""
    patterns = (_RESPONSIBLE, _HELPED, _ABLE, _PROGRESSIVE, _HONOURED)
    if any(pattern.match(rest) for pattern in patterns):
        return True
    word = rest.split(" ", 1)[0].lower()
    perfect = _PERFECT.match(rest)
    if perfect:
        return form_of(rest[perfect.end() :].split(" ", 1)[0].lower()) is not None
    return verb_of(word) is not None and form_of(word) in ("past", "base")


def _perfect(text: str, is_current: bool) -> tuple[str, str] | None:
    """“have managed” → “Managed”, “was managing” → “Managed”, “was able to cut” → “Cut”."""
    for pattern in (_PERFECT, _PROGRESSIVE, _ABLE, _HONOURED):
        match = pattern.match(text)
        if match is None:
            continue
        rest = text[match.end() :]
        if pattern is _HONOURED:
            return capitalised(rest), "verb.auxiliary"
        form: Form = {_PERFECT: "participle", _PROGRESSIVE: "gerund", _ABLE: "base"}[pattern]  # type: ignore[assignment]
        stays = is_current and pattern is _PROGRESSIVE
        better = with_first_verb(rest, form, stays)
        if better:
            return better, "verb.auxiliary"
    return None


def _responsible(text: str, is_current: bool) -> tuple[str, str] | None:
    match = _RESPONSIBLE.match(text)
    if match is None:
        return None
    better = activity(text[match.end() :], is_current)
    return (better, "filler.responsible") if better else None


def _helped(text: str, is_current: bool) -> tuple[str, str] | None:
    """“Assisted with preparing meals” → “Helped prepare meals”: smaller claims stay smaller."""
    match = _HELPED.match(text)
    if match is None:
        return None
    done = activity(text[match.end() :], is_current=True, only_actions=True)
    if not done:
        return None
    opening = (
        "Help"
        if is_current
        and match["verb"].lower() in ("assist", "help", "assists", "helps", "assisting", "helping")
        else "Helped"
    )
    return f"{opening} {done[:1].lower()}{done[1:]}", "verb.helped"


def _dealt(text: str, is_current: bool) -> tuple[str, str] | None:
    match = re.match(r"(?:dealt|dealing|deals?) with\s+(?=[a-z])", text, re.IGNORECASE)
    if match is None:
        return None
    return f"{'Handle' if is_current else 'Handled'} {text[match.end() :]}", "verb.strong"


def _by_me(text: str, _: bool) -> tuple[str, str] | None:
    """“Reports were written by me every week” → “Wrote reports every week”."""
    match = _BY_ME.fullmatch(text)
    verb = verb_of(match["done"].lower()) if match else None
    if match is None or verb is None or form_of(match["done"].lower()) not in ("participle", "past"):
        return None
    what = match["what"]
    what = what if what.split(" ", 1)[0].isupper() else what[:1].lower() + what[1:]
    return f"{capitalised(verb.past)} {what}{match['rest']}", "verb.active"


def _tense(text: str, is_current: bool) -> tuple[str, str] | None:
    """The first verb, and those beside it, in the tense of the position."""
    word = text.split(" ", 1)[0].rstrip(",").lower()
    form = form_of(word)
    if form not in ("gerund", "base", "third") or (form == "base" and is_current):
        return None
    if not is_surely_verb(text, form):
        return None
    better = with_first_verb(text, form, is_current)
    return (better, "tense") if better else None


def _of_action(text: str, is_current: bool) -> tuple[str, str] | None:
    """“Development of a web shop” → “Developed a web shop”."""
    if not re.match(r"(?:the\s+)?[A-Za-z-]+(?:(?:,| and)\s+[a-z-]+)*\s+of\s+", text):
        return None
    better = activity(text, is_current, only_actions=True)
    return (better, "verb.first") if better else None


def _outcome(text: str, _: bool) -> tuple[str, str] | None:
    """“Automated the report, saving 3 days” → “Saved 3 days by automating the report”."""
    match = _OUTCOME.fullmatch(text.rstrip("."))
    if match is None or len(text) > _LONGEST_OUTCOME or re.search(r"\b(?:and|by)\b", match["main"]):
        return None
    first, rest = match["main"].partition(" ")[::2]
    verb, outcome = verb_of(first.lower()), verb_of(match["verb"].lower())
    form = form_of(first.lower())
    if verb is None or outcome is None or form not in ("past", "base") or not rest:
        return None
    if form == "base" and not is_surely_verb(text, form):
        return None
    opening = outcome.past if form == "past" or match["verb"].lower() == outcome.past else outcome.base
    stop = "." if text.endswith(".") else ""
    return f"{capitalised(opening)} {match['rest'].strip()} by {verb.gerund} {rest}{stop}", "result_first"


_STEPS: Final[Sequence[Step]] = (
    _fillers, _lead_in, _by_me, _first_person, _perfect, _responsible, _helped, _dealt, _of_action, _tense,
    _outcome,
)  # fmt: skip


def _sentences(text: str) -> list[str]:
    """The sentences of a line where each can stand alone, else the line."""
    parts: list[str] = []
    for part in _SENTENCE.split(text):
        if parts and _ABBREVIATION.search(parts[-1].rstrip(".")):
            parts[-1] += " " + part
        else:
            parts.append(part)
    if len(parts) > 1 and _opens_alone(parts[0]) and all(map(_follows_alone, parts[1:])):
        return [part.strip() for part in parts]
    return [text]


def _follows_alone(text: str) -> bool:
    """True for a sentence whose own subject is the candidate: "Provides …" speaks of what was made before."""
    return _opens_alone(text) and form_of(text.split(" ", 1)[0].lower()) != "third"


def _opens_alone(text: str) -> bool:
    word = text.split(" ", 1)[0].rstrip(",").lower()
    told = any(pattern.match(text) for pattern in (_RESPONSIBLE, _HELPED, _I, _LEAD_IN))
    return (told or form_of(word) is not None) and not re.match(
        r"(?:this|it|they|these)\b", text, re.IGNORECASE
    )


def _ideas(text: str) -> list[str]:
    """A long line of two or three deeds as one line each, where each deed has its own verb and object."""
    if len(text) <= _COMPOUND or form_of(text.split(" ", 1)[0].lower()) != "past":
        return [text]
    openers = (
        r"(?:a|an|the|all|new|both|each|up|over|more|\d[\d.,]*|weekly|monthly|daily|on|with"
        r"|customers|clients|staff)"
    )
    cut = re.compile(rf",?\s+and\s+(?:also\s+)?(?=([a-z-]+)\s+{openers}\b)|;\s+(?=([a-z-]+)\s)")
    parts, start = [], 0
    for match in cut.finditer(text):
        word = (match[1] or match[2] or "").lower()
        head, tail = text[start : match.start()], text[match.end() :]
        is_whole = min(len(head.split()), len(tail.split())) >= _FEWEST_WORDS
        stands_alone = not _RELATIVE.search(head) and not _POINTS_BACK.search(tail)
        if form_of(word) == "past" and is_whole and stands_alone:
            parts.append(head)
            start = match.end()
    parts.append(text[start:])
    return [capitalised(part.strip(" ,")) for part in parts]


def _doubts(text: str, is_current: bool) -> list[str]:
    found = []
    first = text.split(" ", 1)[0].rstrip(",").lower()
    if _ME.search(re.sub(r"\bI/O\b|\bI\b(?=[.)])", "", text)):
        found.append("first_person")
    if _WE.search(text) and not re.search(r"\bUS\b", text):
        found.append("we")
    is_active = form_of(first) in ("past", "base") and verb_of(first) is not None
    passive = None if is_active else _PASSIVE.search(text)
    if passive and form_of(passive["done"].lower()) in ("participle", "past"):
        found.append("passive")
    if first in lexicon("en").weak:
        found.append("weak_verb")
    told = _I.sub("", text, count=1)
    if _RESPONSIBLE.match(told) or _LEAD_IN.match(told):
        found.append("filler")
    form = form_of(first)
    is_verb = form is not None and (form == "past" or is_surely_verb(text, form))
    if is_verb and (form in ("gerund", "third") or (form == "base" and not is_current)):
        found.append("tense")
    elif not is_verb and not found and not _PAST.fullmatch(first):
        found.append("no_verb")
    return found


@lru_cache(maxsize=1)
def spelling_variants() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of words that only the British, and only the Americans, spell that way."""
    stems = (
        "organ|optim|util|real|recogn|standard|custom|modern|minim|ma"
        "xim|priorit|summar|final|special|central|digit|visual|author|categor"
    )
    british = (
        rf"\b(?:(?:{stems})is(?:e|es|ed|ing|ation)|(?:anal|catal)ys(?:e|es|ed|ing)|(?:colo|favo"
        rf"|behavio|labo|hono)ur\w*|centres?|programmes?|labelled|travelled|modelled|cancelled"
        rf"|jewellery|licence|cheques?)\b"
    )
    american = (
        rf"\b(?:(?:{stems})iz(?:e|es|ed|ing|ation)|(?:anal|catal)yz(?:e|es|ed|ing)|(?:colo|favo"
        rf"|behavio|labo|hono)r(?:s|ed|ing|al|able)?|centers?|labeled|traveled|modeled|canceled"
        rf"|jewelry)\b"
    )
    return re.compile(british, re.IGNORECASE), re.compile(american, re.IGNORECASE)
