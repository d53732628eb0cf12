"""French and Spanish lines of work: the noun of the deed first, without "je" or "yo"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from cvimprover.writing.lexicon import RomanceVerb, lexicon, more_nouns, romance_verbs, verb_forms
from cvimprover.writing.tidying import Rewritten, capitalised


class _Grammar(NamedTuple):
    """How one of the two languages says it."""

    lead_in: re.Pattern[str]
    responsible: re.Pattern[str]
    """With `noun` where a noun of doing follows, else what follows is an infinitive or a thing."""
    perfect: re.Pattern[str]
    simple: re.Pattern[str]
    by_me: re.Pattern[str]
    passive: re.Pattern[str]
    me: re.Pattern[str]
    we: re.Pattern[str]
    conjunction: str
    participle: int
    simple_forms: tuple[int, ...]


_FRENCH: Final = _Grammar(
    lead_in=re.compile(
        r"(?:(?:mes|mon|les|principales?|ma|la|différentes)\s+)*(?:missions?|tâches|rôle"
        r"|responsabilités|fonctions)(?:\s+principales?)?\s*"
        r"(?:étaient|sont|était|est|consistait à|consistaient à|consiste à|consistent à"
        r"|comprenaient|incluaient|:)\s*:?\s*(?:de\s+|d['’])?",
        re.IGNORECASE,
    ),
    responsible=re.compile(
        r"(?:j['’](?:étais|ai été)\s+|je suis\s+|était\s+)?(?:(?:également"
        r"|aussi)\s+)?(?:responsable|chargée?|en charge|j['’]avais pour mission)\s+"
        r"(?P<link>de\s+la|de\s+l['’]|du|des|de|d['’])\s*(?=\w)",
        re.IGNORECASE,
    ),
    perfect=re.compile(r"j['’]ai\s+(?:également\s+|aussi\s+)?(?P<verb>[\w-]+)\s+(?P<rest>.+)", re.IGNORECASE),
    simple=re.compile(r"(?:je\s+|j['’])(?P<verb>[\w-]+)\s+(?P<rest>.+)", re.IGNORECASE),
    by_me=re.compile(
        r"(?P<what>[^,;.]+?)\s+(?:a|ont)\s+été\s+(?P<verb>[\w-]+?)e?s?\s+par\s+(?:moi(?:-même)?"
        r"|mes soins)(?P<rest>.*)",
        re.IGNORECASE,
    ),
    passive=re.compile(
        r"\b(?:a|ont|était|étaient|fut|furent) (?:été )?\w+(?:é|és|ée|ées|i|is|ie|ies)\b", re.IGNORECASE
    ),
    me=re.compile(r"(?:\b(?:je|moi|mon|ma|mes|me)\b|\bj['’]|\bm['’])", re.IGNORECASE),
    we=re.compile(r"\b(?:nous|notre|nos)\b", re.IGNORECASE),
    conjunction="et",
    participle=1,
    simple_forms=(2, 3),
)
_SPANISH: Final = _Grammar(
    lead_in=re.compile(
        r"(?:(?:mis|las|principales|mi|la)\s+)*(?:funciones|tareas|responsabilidades|función|labor"
        r"|labores)(?:\s+principales)?\s*"
        r"(?:eran|son|era|es|fueron|consistían en|consistía en|incluían|incluyen"
        r"|:)\s*:?\s*(?:las?\s+|los?\s+|el\s+)?",
        re.IGNORECASE,
    ),
    responsible=re.compile(
        r"(?:(?:yo\s+)?(?:fui|era|soy|estaba|estuve)\s+(?:la\s+|el\s+)?)?(?:(?:responsable"
        r"|encargad[oa])\s+|(?:me\s+)?(?:encargaba|encargué|encargo|ocupaba|ocupé)\s+"
        r"|a\s+cargo\s+)"
        r"(?P<link>de\s+la|de\s+las|de\s+los|del|de)\s*(?=\w)",
        re.IGNORECASE,
    ),
    perfect=re.compile(r"(?:yo\s+)?he\s+(?:también\s+)?(?P<verb>[\w-]+)\s+(?P<rest>.+)", re.IGNORECASE),
    simple=re.compile(r"(?:(?P<pronoun>yo)\s+)?(?P<verb>[\w-]+)\s+(?P<rest>.+)", re.IGNORECASE),
    by_me=re.compile(
        r"(?P<what>[^,;.]+?)\s+(?:fue|fueron|ha sido"
        r"|han sido)\s+(?P<verb>[\w-]+?[oa])s?\s+por\s+mí(?P<rest>.*)",
        re.IGNORECASE,
    ),
    passive=re.compile(
        r"\b(?:fue|fueron|ha sido|han sido|era|eran) \w+(?:ado|ada|ados|adas|ido|ida|idos|idas)\b"
        r"|\bse (?:realizó|realizaron|hizo|implementó)\b",
        re.IGNORECASE,
    ),
    me=re.compile(r"\b(?:yo|mi|mis|me|mí)\b", re.IGNORECASE),
    we=re.compile(r"\b(?:nosotros|nuestr[oa]s?|nos|\w+(?:amos|imos))\b", re.IGNORECASE),
    conjunction="y",
    participle=4,
    simple_forms=(1, 2, 3),
)
_PHRASE: Final = re.compile(
    r"(?:(?P<place>mis|mets|mettais) en place|(?:pris|prends|prenais) en charge) ", re.IGNORECASE
)
_DOING: Final = {
    "fr": re.compile(r"(?:assur|effectu|réalis)(?:é|e|ais)\Z", re.IGNORECASE),
    "es": re.compile(r"(?:realic|efectu)é\Z|(?:realiz|efectu)(?:aba|o|ado)\Z", re.IGNORECASE),
}
"""Verbs that say no more than the noun of doing behind them."""
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý])|\s*;\s+")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:ex|p\. ?ej|env|max|min|Dr|Sr|Sra|M|Mme|n|etc|\w|\d+))\Z", re.IGNORECASE
)
_FRENCH_JOINTS: Final = (
    (re.compile(r"les\s+(?=\w)", re.IGNORECASE), "des "),
    (re.compile(r"le\s+(?=\w)", re.IGNORECASE), "du "),
    (re.compile(r"la\s+(?=\w)", re.IGNORECASE), "de la "),
    (re.compile(r"l['’](?=\w)", re.IGNORECASE), "de l'"),
    (re.compile(r"(?P<article>une?)\s+(?=\w)", re.IGNORECASE), "d'{article} "),
    (re.compile(r"des\s+(?=[aeiouyéèêàâîôûh])", re.IGNORECASE), "d'"),
    (re.compile(r"des\s+(?=\w)", re.IGNORECASE), "de "),
    (
        re.compile(
            r"(?=\d|deux\b|trois\b|quatre\b|cinq\b|six\b|sept\b|huit\b|neuf\b|dix\b|plusieurs\b|jusqu)",
            re.IGNORECASE,
        ),
        "de ",
    ),
)
_SPANISH_JOINTS: Final = (
    (re.compile(r"el\s+(?=\w)", re.IGNORECASE), "del "),
    (
        re.compile(r"(?P<article>la|las|los|una?|unos|unas|sus?|hasta|nuev[oa]s)\s+(?=\w)", re.IGNORECASE),
        "de {article} ",
    ),
    (
        re.compile(
            r"(?=\d|dos\b|tres\b|cuatro\b|cinco\b|seis\b|siete\b|ocho\b|nueve\b|diez\b|varios\b|varias\b)",
            re.IGNORECASE,
        ),
        "de ",
    ),
    (re.compile(r"(?=[a-zñ]+(?:s|ón|dad|ía|aje|ura)\b)", re.IGNORECASE), "de "),
)


def french_lines(text: str, *, is_current: bool) -> Rewritten:
    """The line rewritten; a noun has no tense, so the position does not matter."""
    del is_current
    return _lines(text, "fr", _FRENCH)


def spanish_lines(text: str, *, is_current: bool) -> Rewritten:
    """The line rewritten; a noun has no tense, so the position does not matter."""
    del is_current
    return _lines(text, "es", _SPANISH)


def _lines(text: str, language: str, grammar: _Grammar) -> Rewritten:
    sentences = _sentences(text, language, grammar)
    rules: list[str] = ["split.sentences"] if len(sentences) > 1 else []
    lines: list[str] = []
    doubts: list[str] = []
    for sentence in sentences:
        line, own = _line(sentence, language, grammar)
        rules += own
        lines.append(capitalised(line))
        doubts += _doubts(line, language, grammar)
    return Rewritten(tuple(lines), tuple(dict.fromkeys(rules)), tuple(dict.fromkeys(doubts)))


def _line(text: str, language: str, grammar: _Grammar) -> tuple[str, list[str]]:
    """The line with the first rewriting that fits; a lead-in goes before."""
    rules = []
    match = grammar.lead_in.match(text)
    if match and match.end() < len(text):
        rest = text[match.end() :]
        better = _infinitives(rest, language, grammar.conjunction) or _after_article(rest, language)
        if better:
            text = better
            rules.append("filler.duties")
    for rule, better in (
        ("verb.active", _by_me(text, language, grammar)),
        ("filler.responsible", _responsible(text, language, grammar)),
        ("first_person", _told(grammar.perfect.fullmatch(text), language, (grammar.participle,), grammar)),
        ("first_person", _told(grammar.simple.fullmatch(text), language, grammar.simple_forms, grammar)),
    ):
        if better:
            return better, [*rules, rule]
    return text, rules


def _responsible(text: str, language: str, grammar: _Grammar) -> str | None:
    """“Responsable de la gestion du stock” → “Gestion du stock”; of things nothing is made up."""
    match = grammar.responsible.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    link = re.sub(r"\s+", " ", match["link"].lower())
    if link in ("de", "d'", "d’"):
        deeds = _infinitives(rest, language, grammar.conjunction)
        if deeds:
            return deeds
    return _after_article(rest, language)


def _after_article(rest: str, language: str) -> str | None:
    """The rest where it opens with a noun of doing, articles before further ones dropped."""
    rest = re.sub(r"\A(?:la|le|les|l['’]|el|las|los)\s*(?=\w)", "", rest, flags=re.IGNORECASE)
    first = re.match(r"\w+", rest)
    if first is None or first[0].lower() not in _nouns(language):
        return None
    articles = (
        r"(?:de\s+la\s+|de\s+l['’]|du\s+|des\s+|del\s+|de\s+las\s+|de\s+los\s+|de\s+|la\s+|le\s+"
        r"|les\s+|l['’]|el\s+|las\s+|los\s+)"
    )
    rest = re.sub(
        rf"(,\s+|\s+(?:et|y|e|ainsi que|así como)\s+){articles}(\w+)",
        lambda found: found[1] + found[2] if found[2].lower() in _nouns(language) else found[0],
        rest,
    )
    is_left_over = re.match(r"\w+\s+(?:et|y|e)\s+(?:de|du|des|del|d['’])", rest)
    return capitalised(rest) if len(rest.split()) > 1 and not is_left_over else None


def _infinitives(rest: str, language: str, conjunction: str) -> str | None:
    """“accueillir les clients et tenir la caisse” → “Accueil des clients et …”; None where unknown."""
    told = []
    parts = re.split(rf"(,\s+|\s+{conjunction}\s+)(?=(?:de\s+|d['’])?\w+(?:er|ir|re|ar)\b)", rest)
    for number, part in enumerate(parts):
        if number % 2:
            told.append(part)
            continue
        part = re.sub(r"\A(?:de\s+|d['’])", "", part)
        first, _, objects = part.partition(" ")
        infinitive = first.lower() if first.lower() in verb_forms(language, 0) else None
        deed = _deed(romance_verbs(language).get(infinitive or ""), objects, language)
        if deed is None:
            return None
        told.append(deed if not told else deed[:1].lower() + deed[1:])
    return "".join(told)


def _told(
    match: re.Match[str] | None, language: str, places: tuple[int, ...], grammar: _Grammar
) -> str | None:
    """“J'ai géré une équipe” → “Gestion d'une équipe”; a second verb behind “et” as well, or nothing."""
    if match is None:
        return None
    infinitive = _infinitive(match["verb"], language, places)
    done = _DOING[language].match(match["verb"])
    if done:
        return _after_article(match["rest"], language)
    said = f"{match['verb']} {match['rest']}"
    phrase = _PHRASE.match(said) if language == "fr" else None
    if phrase:
        noun = "Mise en place" if phrase["place"] else "Prise en charge"
        return _deed(RomanceVerb(noun, "de"), said[phrase.end() :], language)
    if infinitive is None or (
        language == "es" and "pronoun" in match.groupdict() and not _is_own_form(match, places)
    ):
        return None
    told = []
    verb: str | None = infinitive
    joints = re.split(
        rf"(\s+{grammar.conjunction}\s+|,\s+)(?:(?:j['’]ai|je|he|yo)\s+)?(?=[\w-]+\s)", match["rest"]
    )
    rest = joints[0]
    for joint, part in zip(joints[1::2], joints[2::2], strict=True):
        word, _, objects = part.partition(" ")
        following = _infinitive(word, language, places)
        if following is None:
            rest += joint + part
            continue
        deed = _deed(romance_verbs(language).get(verb or ""), rest, language)
        if deed is None:
            return None
        told += [deed, joint]
        verb, rest = following, objects
    deed = _deed(romance_verbs(language).get(verb or ""), rest, language)
    if deed is None:
        return None
    told.append(deed)
    line = capitalised(told[0]) + "".join(part[:1].lower() + part[1:] for part in told[1:])
    return None if grammar.me.search(line) else line


def _is_own_form(match: re.Match[str], places: tuple[int, ...]) -> bool:
    """Spanish drops its pronoun: without one, only the past and imperfect, tell a verb."""
    return bool(match["pronoun"]) or any(
        match["verb"].lower() in verb_forms("es", place) for place in places[:2]
    )


def _infinitive(word: str, language: str, places: tuple[int, ...]) -> str | None:
    return next(
        (
            verb_forms(language, place)[word.lower()]
            for place in places
            if word.lower() in verb_forms(language, place)
        ),
        None,
    )


def _by_me(text: str, language: str, grammar: _Grammar) -> str | None:
    match = grammar.by_me.fullmatch(text)
    infinitive = (
        _infinitive(_masculine(match["verb"], language), language, (grammar.participle,)) if match else None
    )
    if match is None or infinitive is None:
        return None
    what = match["what"][:1].lower() + match["what"][1:]
    return _deed(romance_verbs(language).get(infinitive), what + match["rest"], language)


def _masculine(participle: str, language: str) -> str:
    return participle[:-1] + "o" if language == "es" and participle.endswith("a") else participle


def _deed(verb: RomanceVerb | None, objects: str, language: str) -> str | None:
    """The noun with its object; None where it is not sure how they join."""
    if verb is None or not objects:
        return None
    if verb.link == "à":
        joined = re.sub(r"\A(?:à|aux|au)\b", lambda found: found[0], objects)
        return f"{verb.noun} {joined}" if joined.startswith(("à ", "aux ", "au ")) else None
    if verb.link == "a":
        return f"{verb.noun} {objects}" if objects.startswith(("a ", "al ")) else None
    if language == "es":
        objects = re.sub(r"(?<!en) (un \d[\d.,]*\s?%)", r" en \1", objects)
        objects = re.sub(
            r"\Aal\s", "el ", re.sub(r"\Aa\s(?=(?:l[ao]s?|un|una|mis|sus)\b|\d|[a-zñ]+s\b)", "", objects)
        )
    for pattern, link in _FRENCH_JOINTS if language == "fr" else _SPANISH_JOINTS:
        match = pattern.match(objects)
        if match:
            article = (match.groupdict().get("article") or "").lower()
            return (
                f"{verb.noun} {link.format(article=article)}{_after_links(objects[match.end() :], language)}"
            )
    return None


def _after_links(rest: str, language: str) -> str:
    """“les clients et les fournisseurs” → “des clients et des fournisseurs”: the second joins likewise."""
    if language == "fr":
        for article, link in (
            ("les ", "des "),
            ("le ", "du "),
            ("la ", "de la "),
            ("l'", "de l'"),
            ("l’", "de l'"),
        ):
            rest = re.sub(rf"(\A[\w’'-]+(?: [\w’'-]+)? et ){article}", rf"\1{link}", rest)
    else:
        rest = re.sub(r"(\A[\w-]+(?: [\w-]+)? y )el ", r"\1del ", rest)
        rest = re.sub(r"(\A[\w-]+(?: [\w-]+)? y )(l[ao]s?) ", r"\1de \2 ", rest)
    return rest


def _nouns(language: str) -> frozenset[str]:
    return frozenset(verb.noun.lower() for verb in romance_verbs(language).values()) | more_nouns(language)


def _sentences(text: str, language: str, grammar: _Grammar) -> list[str]:
    parts: list[str] = []
    for part in _SENTENCE.split(text):
        if parts and _ABBREVIATION.search(parts[-1].rstrip(".")):
            parts[-1] += " " + part
        else:
            parts.append(part)
    if len(parts) > 1 and all(
        len(part.split()) > 1 and _opens_alone(part, language, grammar) for part in parts
    ):
        return [part.strip() for part in parts]
    return [text]


def _opens_alone(text: str, language: str, grammar: _Grammar) -> bool:
    first = re.match(r"\w+", text)
    told = any(pattern.match(text) for pattern in (grammar.lead_in, grammar.responsible, grammar.perfect))
    is_me = bool(grammar.me.match(text))
    return (
        told
        or is_me
        or (
            first is not None
            and (first[0].lower() in _nouns(language) or first[0].lower() in lexicon(language).lemmas)
        )
    )


def _doubts(text: str, language: str, grammar: _Grammar) -> list[str]:
    first = re.match(r"\w+", text)
    tests: Sequence[tuple[str, bool]] = (
        ("first_person", bool(grammar.me.search(text))),
        ("we", bool(grammar.we.search(text))),
        ("passive", bool(grammar.passive.search(text))),
        ("weak_verb", first is not None and first[0].lower() in lexicon(language).weak),
        ("filler", bool(grammar.responsible.match(text) or grammar.lead_in.match(text))),
    )
    return [code for code, is_so in tests if is_so]
