"""German lines of work: without "ich", the noun of the deed or the verb first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from cvimprover.writing.lexicon import GermanVerb, german_verbs, lexicon, verb_forms
from cvimprover.writing.tidying import Rewritten, capitalised

_LEAD_IN: Final = re.compile(
    r"(?:zu )?(?:(?:meine[nr]?|die|den|das|mein|hauptsächlichen?|tägliche[nr]?|wichtigste[nr]?)\s+)*"
    r"(?:haupt)?(?:aufgaben?|tätigkeit(?:en)?|aufgabengebiet|aufgabenbereich|verantwortlichkeiten)\s*"
    r"(?:hier\s+)?(?:gehörten?|zählten?|gehören|zählen|waren|sind|war|ist|umfassten?|umfasst"
    r"|umfassen|beinhalteten?|beinhaltet|:)\s*:?\s*"
    r"(?:auch\s+|unter anderem\s+)?",
    re.IGNORECASE,
)
_RESPONSIBLE: Final = re.compile(
    r"(?:ich\s+)?(?:(?:war|bin|als|habe)\s+)?(?:(?:dort|hier|dabei|auch|allein|hauptsächlich"
    r"|vor allem|mit)\s+)*"
    r"(?:(?:haupt)?verantwortlich|zuständig|verantwortung)\s+für\s+(?P<article>die|den|das|der"
    r"|alle)?\s*(?=\w)",
    re.IGNORECASE,
)
_TURNED: Final = re.compile(
    r"ich\s+(?:war|bin)\s+(?:dort\s+|hier\s+)?für\s+(?P<what>.+)\s+(?:verantwortlich|zuständig)(?P<stop>\.?)",
    re.IGNORECASE,
)
_NO_DEEDS: Final = frozenset(
    {
        "abteilung",
        "wohnung",
        "zeitung",
        "leistung",
        "rechnung",
        "heizung",
        "ordnung",
        "sitzung",
        "kleidung",
        "umgebung",
    }
)
_SHORTEST: Final = 10
_JOINTS: Final = re.compile(r"(\s+und\s+|,\s+)")
_JOINED_VERBS: Final = re.compile(r"\b[a-zäöüß]+\s+und\b")
_ICH_HABE: Final = re.compile(
    r"ich\s+(?:habe|hatte)\s+(?:dort\s+|hier\s+|auch\s+|dabei\s+|außerdem\s+)*(?P<rest>.+?)(?P<stop>\.?)",
    re.IGNORECASE,
)
_PARTICIPLE: Final = re.compile(r"\S\s+(?:[a-zäöüß]*ge[a-zäöüß]{2,}(?:t|en)|[a-zäöüß]+iert)(?<!gesamt)\Z")
_ICH: Final = re.compile(r"ich\s+(?P<verb>\w+)\s+(?P<rest>.+?)(?P<stop>\.?)", re.IGNORECASE)
_BY_ME: Final = re.compile(
    r"(?P<what>(?:Ein neues|Eine neue|Eine|Das|Die)\s+[^,;.]+?)\s+wurden?\s+(?:von"
    r"|durch)\s+(?:mir|mich)\s+(?P<middle>(?:[^,;.]+\s)?)(?P<done>\w+)(?P<stop>\.?)",
)
_PASSIVE: Final = re.compile(r"\b(?:wurde|wurden|worden)\b", re.IGNORECASE)
_ME: Final = re.compile(r"\b(?:ich|mich|mir|mein(?:e[mnrs]?)?)\b", re.IGNORECASE)
_WE: Final = re.compile(r"\b(?:wir|uns|unser(?:e[mnrs]?)?)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])|\s*;\s+")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:z\.\s?B|u\.\s?a|d\.\s?h|ca|inkl|bzw|Dr|Nr|Mio|Mrd|St|Tsd|etc|usw|evtl|ggf|max|min|\w|\d+))\Z"
)
Step = Callable[[str, bool], tuple[str, str] | None]


def german_lines(text: str, *, is_current: bool) -> Rewritten:
    """The line rewritten; unchanged, with doubts, where not sure."""
    sentences = _sentences(text)
    lines: list[str] = []
    rules: list[str] = ["split.sentences"] if len(sentences) > 1 else []
    doubts: list[str] = []
    for sentence in sentences:
        line = sentence
        for step in _STEPS:
            better = step(line, is_current)
            if better is not None and better[0] != line:
                line = better[0]
                rules.append(better[1])
        lines.append(capitalised(line))
        doubts += _doubts(line)
    return Rewritten(tuple(lines), tuple(dict.fromkeys(rules)), tuple(dict.fromkeys(doubts)))


def _lead_in(text: str, _: bool) -> tuple[str, str] | None:
    """“Zu meinen Aufgaben gehörte die Betreuung der Kunden” → “Betreuung der Kunden”."""
    match = _LEAD_IN.match(text)
    if match is None or match.end() == len(text):
        return None
    rest = re.sub(r"\A(?:die|das|der|den)\s+(?=[A-ZÄÖÜ])", "", text[match.end() :])
    rest = re.sub(
        r"(,\s+|\s+und\s+|\s+sowie\s+)die\s+(?=[A-ZÄÖÜ]\w*(?:ung|ion|pflege|kontrolle|analyse"
        r"|montage|reparatur)\b)",
        r"\1",
        rest,
    )
    first = re.match(r"\w+", rest)
    return (rest, "filler.duties") if first and first[0][:1].isupper() else None


def _responsible(text: str, _: bool) -> tuple[str, str] | None:
    """“Verantwortlich für die Leitung des Lagers” → “Leitung des Lagers”; not where no deed follows."""
    turned = _TURNED.fullmatch(text)
    if turned:
        text = f"Verantwortlich für {turned['what']}{turned['stop']}"
    match = _RESPONSIBLE.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if len(rest) < _SHORTEST or (match["article"] or "").lower() == "alle":
        return None
    first = re.match(r"[\w-]+", rest)
    if first is None or not first[0][:1].isupper():
        return None
    beside = re.match(r"[\w-]+\s+und\s+(?:die\s+|den\s+|das\s+)?([\w-]+)\s*[.]?\Z", rest)
    if not _is_action(first[0]) or (beside and not _is_action(beside[1])):
        return None
    rest = re.sub(
        r"(,\s+|\s+und\s+|\s+sowie\s+)(?:für\s+)?(?:die|das|den)\s+(?=(\w+))",
        lambda found: found[1] if _is_action(found[2]) else found[0],
        rest,
    )
    return rest, "filler.responsible"


def _ich_habe(text: str, _: bool) -> tuple[str, str] | None:
    """“Ich habe ein Team geleitet und Kunden beraten” → “Leitete ein Team und beriet Kunden”."""
    match = _ICH_HABE.fullmatch(text)
    if match is None:
        return None
    parts = _JOINTS.split(match["rest"])
    told = [_preterite(part) for part in parts[::2]]
    if None in told and not (_JOINED_VERBS.search(match["rest"]) or "," in match["rest"]):
        parts, told = [match["rest"]], [_preterite(match["rest"])]  # "und" joins nouns: one verb for both
    if None in told:
        return _without_ich_habe(match)
    texts = [part if at == 0 else part[:1].lower() + part[1:] for at, part in enumerate(filter(None, told))]
    joints = [*parts[1::2], match["stop"]]
    return "".join(text + joint for text, joint in zip(texts, joints, strict=True)), "first_person"


def _without_ich_habe(match: re.Match[str]) -> tuple[str, str] | None:
    """“5 Auszubildende angeleitet”: a clause that ends in what can only be a participle stands by itself."""
    rest = match["rest"]
    if not _PARTICIPLE.search(rest) or _JOINTS.search(rest) or _ME.search(rest):
        return None
    return capitalised(rest) + match["stop"], "first_person"


def _preterite(part: str) -> str | None:
    """“Kunden beraten” → “Beriet Kunden”; None where the last word is no participle that we know.

    Nor where the form without its prefix says more until the line ends: “Leitete fünf Auszubildende an”.
    """
    body, participle = part.rpartition(" ")[::2]
    infinitive = verb_forms("de", 1).get(participle)
    if not infinitive or not body:
        return None
    verb = german_verbs()[infinitive]
    says_more = verb.prefix and any(
        other.past == verb.past and not other.prefix for other in german_verbs().values()
    )
    return None if says_more else _verb_first(verb, body)


def _verb_first(verb: GermanVerb, body: str) -> str:
    return f"{capitalised(verb.past)} {body}" + (f" {verb.prefix}" if verb.prefix else "")


def _ich(text: str, is_current: bool) -> tuple[str, str] | None:
    """“Ich betreute Kunden” → “Betreute Kunden”; “Ich betreue” in a past position → “Betreute”."""
    match = _ICH.fullmatch(text)
    if match is None:
        return None
    for place in (2, 3):
        for form, infinitive in verb_forms("de", place).items():
            verb = german_verbs()[infinitive]
            if match["verb"].lower() != (verb.past, verb.present)[place - 2] or not form:
                continue
            if verb.prefix and not match["rest"].endswith(" " + verb.prefix):
                continue
            if "," in match["rest"] or (
                re.search(r"\bund\b", match["rest"]) and place == 3 and not is_current
            ):
                return None
            stays = place == 2 or is_current
            return (
                f"{capitalised(match['verb'] if stays else verb.past)} {match['rest']}{match['stop']}",
                "first_person",
            )
    return None


def _by_me(text: str, _: bool) -> tuple[str, str] | None:
    """“Ein neues System wurde von mir eingeführt” → “Führte ein neues System ein”; no masculines."""
    match = _BY_ME.fullmatch(text)
    infinitive = verb_forms("de", 1).get(match["done"]) if match else None
    if match is None or infinitive is None or re.search(r"\bund\b", match["middle"]):
        return None
    what = match["what"][:1].lower() + match["what"][1:]
    body = f"{what} {match['middle']}".strip()
    return _verb_first(german_verbs()[infinitive], body) + match["stop"], "verb.active"


_STEPS: Final[Sequence[Step]] = (_lead_in, _responsible, _ich_habe, _ich, _by_me)


def _nouns() -> frozenset[str]:
    return frozenset(verb.noun for verb in german_verbs().values() if verb.noun)


def _is_action(word: str) -> bool:
    if word in _nouns() or (re.search(r"\w{4}(?:ung|ierung)\Z", word) and word.lower() not in _NO_DEEDS):
        return True
    return any(word.endswith(noun.lower()) and len(word) > len(noun) for noun in _nouns())


def _sentences(text: str) -> list[str]:
    parts: list[str] = []
    for part in _SENTENCE.split(text):
        if parts and _ABBREVIATION.search(parts[-1].rstrip(".")):
            parts[-1] += " " + part
        else:
            parts.append(part)
    if len(parts) > 1 and all(len(part.split()) > 1 and _opens_alone(part) for part in parts):
        return [part.strip() for part in parts]
    return [text]


def _opens_alone(text: str) -> bool:
    first = re.match(r"[\w-]+", text)
    is_told = any(pattern.match(text) for pattern in (_RESPONSIBLE, _LEAD_IN, _ICH))
    return is_told or (
        first is not None and (_is_action(first[0]) or first[0].lower() in lexicon("de").lemmas)
    )


def _doubts(text: str) -> list[str]:
    found = []
    first = re.match(r"[\w-]+", text)
    if _ME.search(text):
        found.append("first_person")
    if _WE.search(text):
        found.append("we")
    if _PASSIVE.search(text):
        found.append("passive")
    if first and first[0].lower() in lexicon("de").weak:
        found.append("weak_verb")
    if _RESPONSIBLE.match(text) or _LEAD_IN.match(text):
        found.append("filler")
    return found
