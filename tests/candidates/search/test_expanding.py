"""Which other ways to say the same a query looks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from candidates.search.expanding import Lexicon, expanded, mended
from candidates.search.language import parse
from candidates.search.query import Either, Phrase, Query, Term, Words, leaves
from candidates.search.synonyms import SKILLS, TITLES, groups_in, longest_name, other_names

KNOWN = {"nurse", "kubernetes", "python", "developer", "software", "berlin", "docker"}
LIKE = {
    "kubernets": ["kubernetes"],
    "pyhton": ["python"],
    "softwear": ["software"],
    "develloper": ["developer"],
}
LEXICON = Lexicon(other_names, KNOWN.__contains__, lambda word: LIKE.get(word, []))


def told(query: Query) -> Iterator[str]:
    """The leaves, as `field:words`."""
    for leaf in leaves(query):
        words = leaf.word if isinstance(leaf, Term) else " ".join(leaf.words)
        yield f"{leaf.field}:{words}" if leaf.field else words


@pytest.mark.parametrize(
    ("text", "finds", "finds_not"),
    [
        ("nurse", ["title:krankenpfleger", "title:infirmiere", "title:hemsire", "nurse"], ["title:hebamme"]),
        ("nurses", ["title:krankenpfleger", "title:nurse"], []),
        ("Krankenpfleger", ["title:registered nurse", "title:sjukskoterska"], []),
        ("software developer", ["title:softwareentwickler", "title:software developer", "developer"], []),
        ("Kfz-Mechatroniker", ["title:car mechanic", "title:kfz mechatroniker"], []),
        ("k8s", ["k8s", "kubernetes"], []),
        ("golang", ["skill:go", "golang"], ["go"]),
        ("node.js", ["node js", "nodejs"], []),
        ("title:nurse", ["title:infirmiere"], ["nurse"]),
        ("skill:k8s", ["skill:kubernetes"], ["kubernetes"]),
        ("kubernets", ["kubernetes", "k8s"], ["kubernets"]),
        ("softwear develloper berlin", ["title:softwareentwickler", "berlin", "berlins"], ["softwear"]),
        ("library", ["library", "libraries"], []),
        ("java AND nurse", ["title:infirmier", "java"], []),
        ("java OR nurse", ["title:infirmier", "java"], []),
        ('"software developer"', ["software developer"], ["title:softwareentwickler"]),
        ("kuber*", ["kuber"], ["kubernetes"]),
        ("kubernets~", ["kubernets"], ["kubernetes"]),
        ("city:berlin", ["city:berlin"], ["city:berlins"]),
        ("docker -nurse", ["docker"], ["title:infirmier"]),
    ],
)  # fmt: skip
def test_a_query_also_looks_for(text: str, finds: list[str], finds_not: list[str]):
    found = set(told(expanded(parse(text), LEXICON)))
    assert set(finds) <= found
    assert not set(finds_not) & found


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("amazon web services", True),
        ("google cloud platform", True),
        ("power bi", True),
        ("jefa de obra", True),
        ("conducteur de travaux", True),
        ("python software", False),
        ("java spring", False),
        ("docker nurse", False),
    ],
)
def test_several_words_are_one_name_where_people_mean_one_thing(text: str, together: bool):
    query = expanded(parse(text), LEXICON)
    assert isinstance(query, Words)
    assert (len(query.queries) == 1) is together


def test_several_words_that_are_one_name_are_one_thing_to_look_for():
    query = expanded(parse("python software developer berlin"), LEXICON)
    assert isinstance(query, Words)
    assert (len(query.queries), query.least) == (3, 3)
    name = query.queries[1]
    assert isinstance(name, Either)
    assert name.is_alike
    assert name.choices[0] == (Phrase(("software", "developer"), "title"), 1.0)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("kubernets", "kubernetes"),
        ("python", "python"),
        ("dockers", "dockers"),
        ("k8s", "k8s"),
        ("zzz", "zzz"),
    ],
)
def test_only_what_is_no_word_at_all_is_mended(word: str, meant: str):
    assert mended(word, LEXICON) == meant


def test_every_name_has_others_and_means_few_things():
    groups = groups_in(TITLES) + groups_in(SKILLS)
    assert all(len(group) > 1 for group in groups)
    assert ("registered", "nurse") in {name for name, _ in other_names(("infirmiere",))}
    assert longest_name() < 9
    assert other_names(("no", "such", "thing")) == ()
