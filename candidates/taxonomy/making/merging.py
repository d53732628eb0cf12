"""All lists in one draft: ours first, then what other people's add to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from candidates.taxonomy.keys import key_of
from candidates.taxonomy.making import cleaning, lists, own
from candidates.taxonomy.making.commodities import COMMODITIES
from candidates.taxonomy.making.draft import Draft, Entry
from candidates.taxonomy.skills import Kind

ESCO_LANGUAGES: Final = ("es", "fr")
_NAMED: Final = ("tool", "language")
"""Kinds of skills that have names of their own: EPICS is not several of Epic."""
LONGEST_LABEL: Final = 4
"""Words of an ESCO label in another language that may stand in a résumé as a skill."""
_A_TECHNOLOGY: Final = re.compile(
    r"\b(?:framework|library|language|database|tool|toolkit|platform|software|engine|system|protocol|editor"
    r"|compiler|server|service|runtime|api|plugin|manager|generator|ide|cms|bundler|distribution)\b",
    re.IGNORECASE,
)


class Sources(NamedTuple):
    """Where the files of each list lie."""

    esco: Path
    onet: Path
    topics: Path
    linguist: Path
    icons: Path
    terms: Path


def merged(sources: Sources) -> Draft:
    """The draft with everything in it. The order decides whose name a skill bears."""
    draft = Draft()
    own.read_lists(draft)
    own.read_words(draft)
    terms = [term.strip().casefold() for term in lists.terms(sources.terms)]
    attested = {key_of(cleaning.without_acronym(term)[0]) for term in terms}
    _add_products(draft, lists.products(sources.onet), attested)
    _add_languages(draft, lists.languages(sources.linguist))
    _add_topics(draft, lists.topics(sources.topics), attested)
    _add_brands(draft, lists.brands(sources.icons), attested)
    _add_esco(draft, sources.esco)
    _add_terms(draft, terms)
    return draft


def _add_products(draft: Draft, products: Sequence[lists.Product], attested: set[str]) -> None:
    """O*NET's products that several occupations use or that others know too, under what they are for."""
    for product in products:
        name, acronyms = cleaning.without_acronym(product.name)
        name = re.sub(r"\s+software\Z", "", name)
        if acronyms and (known := draft.of(acronyms[0])):
            draft.name(known, [name])
            continue
        short = cleaning.without_vendor(name)
        known = draft.of(name) or (draft.of(short) if len(short) > 3 else None)
        if known and known.kind in _NAMED:
            draft.name(known, [name])
            known.sources.add("onet")
            continue
        wanted = product.occupations > 1 or product.is_hot or key_of(name) in attested
        is_product = any(letter.isupper() for letter in name[1:]) or name.istitle()
        if not known and wanted and is_product and product.commodity in COMMODITIES:
            group, domain = COMMODITIES[product.commodity]
            entry = Entry(name, "tool", domain, _fit(name, acronyms), [group], {"onet"}, 2 + product.is_hot)
            draft.add(entry)
    for group, domain in sorted(set(COMMODITIES.values())):
        if draft.of(group) is None:
            draft.add(Entry(group, "knowledge", domain, sources={"own"}, weight=2))


def _add_languages(draft: Draft, languages: Sequence[tuple[str, list[str]]]) -> None:
    for name, aliases in languages:
        told = _fit(name, aliases)
        known = draft.of(name)
        if known is None:
            draft.add(Entry(name, "language", "software", told, ["Programming languages"], {"linguist"}, 2))
        elif known.kind == "language":
            draft.name(known, told)
            known.sources.add("linguist")


def _add_topics(draft: Draft, topics: Sequence[lists.Topic], attested: set[str]) -> None:
    """Topics that we know get their other names; a new one comes in when it is told to be a technology."""
    by_singular = {
        cleaning.singular(entry.name): entry for entry in draft.entries if entry.kind not in _NAMED
    }
    for topic in topics:
        aliases = _fit(topic.name, topic.aliases)
        known = draft.of(topic.name) or by_singular.get(cleaning.singular(topic.name))
        if known is not None:
            draft.name(known, [topic.name, *(aliases if known.kind in _NAMED else ())])
            known.sources.add("topics")
        elif (
            key_of(topic.name) in attested or _A_TECHNOLOGY.search(topic.about)
        ) and not topic.name.isdigit():
            parents = [
                found.name for found in map(draft.of, topic.related[:3]) if found and found.kind == "language"
            ]
            weight = 2 + (key_of(topic.name) in attested)
            draft.add(Entry(topic.name, "tool", "software", aliases, parents, {"topics"}, weight))


def _add_brands(draft: Draft, brands: Sequence[tuple[str, list[str]]], attested: set[str]) -> None:
    """Brands that the terms of vacancies know as well; alone, a brand says nothing of a skill."""
    for name, told in brands:
        known, aliases = draft.of(name), _fit(name, told)
        if known is not None:
            known.sources.add("icons")
            if known.kind in _NAMED:
                draft.name(known, aliases)
        elif key_of(name) in attested and len(name) > 2:
            draft.add(Entry(name, "tool", "software", aliases, [], {"icons"}, 3))


def _add_esco(draft: Draft, folder: Path) -> None:
    """ESCO's skills with what is broader, and their names in other languages where those are short."""
    entries: dict[str, Entry] = {}
    by_singular = _by_singular(draft)
    for skill in lists.esco(folder):
        known = draft.of(skill.label)
        if known and " " not in skill.label and key_of(known.name) != key_of(skill.label):
            continue  # one word that is another skill's other name: ESCO's "logging" fells trees
        same = (
            by_singular.get(cleaning.singular(skill.label)) if known is None and " " in skill.label else None
        )
        name, others = _great(skill.label), _fit(skill.label, skill.others)
        if same is not None:
            name, others = same.name, [skill.label, *others]
        entry = Entry(name, _kind_in_esco(skill), "", others, [], {"esco"}, 1 + skill.is_knowledge, skill.uri)
        entries[skill.uri] = draft.add(entry)
    for narrow, broad in lists.esco_broader(folder):
        if narrow in entries and broad in entries and entries[narrow] is not entries[broad]:
            child, parent = entries[narrow], entries[broad].name
            if "own" not in child.sources and parent not in child.parents:
                child.parents.append(parent)
    for language in ESCO_LANGUAGES:
        for uri, labels in lists.esco_labels(folder, language):
            if uri in entries:
                entry = entries[uri]
                short = [label for label in labels if len(label.split()) <= LONGEST_LABEL]
                draft.name(entry, _fit(entry.name, short))


def _kind_in_esco(skill: lists.Esco) -> Kind:
    if skill.is_knowledge:
        return "knowledge"
    return "soft" if skill.is_transversal else "method"


def _add_terms(draft: Draft, terms: Sequence[str]) -> None:
    """The terms of vacancies that are skills; what only varies a known name becomes another name of it."""
    capitalised = cleaning.capitals_of(entry.name for entry in draft.entries)
    spellings = _spellings(draft)
    plain = _plain_words(draft)
    for term in sorted(terms, key=lambda term: (len(term.split()), term)):
        name, acronyms = cleaning.without_acronym(term)
        known = (
            draft.of(name)
            or spellings.get(_spelling(name))
            or _known_product(draft, name)
            or _of_acronym(draft, name)
        )
        if known is not None:
            known.sources.add("terms")
            draft.name(known, [name, *_fit(known.name, acronyms)])
        elif loosely := draft.loosely(name):
            loosely.sources.add("terms")
        elif not cleaning.is_noise(name) and name not in plain:
            broader = _broader(draft, name)
            kind: Kind = "method" if " " in name else "tool"
            aliases = [acronym.upper() for acronym in _fit(name, acronyms)]
            entry = Entry(capitalised(name), kind, broader[1] if broader else "", aliases,
                          [broader[0]] if broader else [], {"terms"}, 1)  # fmt: skip
            spellings.setdefault(_spelling(name), draft.add(entry))


def _fit(name: str, aliases: Iterable[str]) -> list[str]:
    """Those of another list's names for a skill that say no more than the skill."""
    return [alias for alias in aliases if not cleaning.says_more_than(alias, name)]


def _by_singular(draft: Draft) -> dict[str, Entry]:
    """Our entries by their names of several words, each word in the singular."""
    ours = [entry for entry in draft.entries if "own" in entry.sources]
    names = [(name, entry) for entry in ours for name in (entry.name, *entry.aliases) if " " in name]
    return {cleaning.singular(name): entry for name, entry in reversed(names)}


def _of_acronym(draft: Draft, name: str) -> Entry | None:
    """What "plcs" are several of: a skill that several lists know by the acronym, in capitals."""
    is_plural = name.endswith("s") and 3 < len(name) < 7 and " " not in name and not cleaning.is_no_name(name)
    known = draft.of(one := name[:-1]) if is_plural else None
    if known is None or known.sources == {"terms"}:
        return None
    names = (known.name, *known.aliases)
    return known if any(each.isupper() and key_of(each) == key_of(one) for each in names) else None


def _known_product(draft: Draft, name: str) -> Entry | None:
    """What "google looker" is with its maker's name before it."""
    short = cleaning.without_vendor(name)
    known = draft.of(short) if short != name and len(short) > 3 else None
    return known if known and known.kind in _NAMED and "own" in known.sources else None


def _plain_words(draft: Draft) -> set[str]:
    """Words in small letters within ESCO's labels: alone they are no skill, or they would be a label."""
    labels = (entry.name for entry in draft.entries if entry.esco)
    return {word for label in labels for word in label.split()[1:] if word.islower()}


def _spellings(draft: Draft) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in draft.entries:
        for name in (entry.name, *entry.aliases):
            found.setdefault(_spelling(name), entry)
    return found


def _spelling(name: str) -> str:
    """The key of the name with each of its words in the singular."""
    return key_of(cleaning.singular(name))


def _broader(draft: Draft, name: str) -> tuple[str, str] | None:
    """Name and domain of what a longer name is a kind of ("agile project management") or belongs to."""
    words = name.split()
    for start in range(1, len(words) - 1):
        if (known := draft.of(" ".join(words[start:]))) and "own" in known.sources:
            return known.name, known.domain
    for end in range(len(words) - 1, 0, -1):
        known = draft.of(" ".join(words[:end]))
        if known and "own" in known.sources and known.kind in _NAMED and len(words[0]) > 2:
            return known.name, known.domain
    return None


def _great(label: str) -> str:
    return label[:1].upper() + label[1:]


def attest(draft: Draft) -> None:
    """Raises the weight of what several lists know, up to 9."""
    for entry in draft.entries:
        entry.weight = min(9, entry.weight + len(entry.sources - {"own"}) - ("own" not in entry.sources))


def parents_in(draft: Draft, entry: Entry, ids: Mapping[str, str]) -> list[str]:
    """The ids of the entry's parents."""
    found = [draft.of(parent) for parent in entry.parents]
    return list(dict.fromkeys(ids[parent.name] for parent in found if parent and parent is not entry))
