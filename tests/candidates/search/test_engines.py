"""What every engine must do: the same questions, the same answers."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from candidates.search.base import Ask, CandidateIndex, Count, Document, IndexMissing, Removed, key_of
from candidates.search.embedding import embedding
from candidates.search.language import parse
from tests.candidates.search.conftest import engine
from tests.candidates.search.people import document, documents, first_names, identity, line


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CandidateIndex]:
    """An index with the six that nobody changes."""
    with engine(request.param, tmp_path_factory.mktemp("shared")) as opened:
        opened().put(documents())
        yield opened()


@pytest.fixture
def full(index: CandidateIndex) -> CandidateIndex:
    """An index with the six."""
    index.put(documents())
    return index


def names(index: CandidateIndex, text: str, **more: object) -> list[str]:
    return first_names(index.search(Ask(parse(text), **more)).hits)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("nurse", {"Ana"}),
        ("NURSE registered", {"Ana"}),
        ("python", {"Ben", "Finn"}),
        ("python django", {"Ben"}),
        ("python AND berlin", {"Ben", "Finn"}),
        ("python AND NOT django", {"Finn"}),
        ("python -django", {"Finn"}),
        ("-python", {"Ana", "Carla", "Dirk", "Eva"}),
        ("nurse OR java", {"Ana", "Carla"}),
        ("(nurse OR java) country:it", {"Carla"}),
        ('"intensive care"', {"Ana"}),
        ('"care intensive"', set()),
        ('"boot java"', set()),
        ("care", {"Ana", "Dirk"}),
        ("sjukskoterska", {"Eva"}),
        ("Sjuksköterska", {"Eva"}),
        ("sviluppat*", {"Carla"}),
        ("pythn~", {"Ben", "Finn"}),
        ("phyton~2", {"Ben", "Finn"}),
        ("pythn", set()),
        ("c++", {"Finn"}),
        ("c", {"Dirk"}),
        ("node.js", {"Finn"}),
        ("title:software", {"Ben", "Carla"}),
        ("skill:care", {"Ana"}),
        ("skill:(java OR triage)", {"Ana", "Carla", "Eva"}),
        ("city:berlin", {"Ben", "Finn"}),
        ("country:DE", {"Ben", "Finn"}),
        ('employer:"nordwind gmbh"', {"Ben", "Finn"}),
        ("employer:cafe", {"Eva"}),
        ("label:software", {"Ben", "Carla"}),
        ("job:job-1 stage:new", {"Carla"}),
        ("tag:remote", {"Ben"}),
        ("name:ben", {"Ben"}),
        ("email:eva", {"Eva"}),
        ("years:>=5", {"Ana", "Carla", "Dirk"}),
        ("years:>=11", {"Carla", "Dirk"}),
        ("years:<1", {"Finn"}),
        ("years:<=10", {"Ana", "Ben", "Carla", "Finn"}),
        ("years:2..5", {"Ana", "Ben"}),
        ("years:0", {"Finn"}),
        ("*", {"Ana", "Ben", "Carla", "Dirk", "Eva", "Finn"}),
        ("python triage java truck", set()),
    ],
)
def test_a_query_finds(shared: CandidateIndex, text: str, who: set[str]):
    answer = shared.search(Ask(parse(text)))
    assert set(first_names(answer.hits)) == who
    assert answer.total == len(who)


def test_who_has_more_of_it_and_has_it_as_title_comes_first(index: CandidateIndex):
    first, second, third = documents()[:3]
    plain = {"titles": (), "current": "", "skills": ()}
    index.put(
        [
            replace(first, **plain, lines=(line("welder once, then much else of another kind"),)),
            replace(second, **plain | {"titles": ("Welder",)}, lines=(line("Welder"),)),
            replace(third, **plain | {"titles": ("Welder",), "current": "Welder"}, lines=(line("Welder"),)),
        ]
    )
    assert names(index, "welder") == ["Carla", "Ben", "Ana"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", ["Finn", "Eva", "Dirk", "Carla", "Ben", "Ana"]),
        ("oldest", ["Ana", "Ben", "Carla", "Dirk", "Eva", "Finn"]),
        ("most_experience", ["Dirk", "Carla", "Ana", "Ben", "Finn", "Eva"]),
        ("least_experience", ["Eva", "Finn", "Ben", "Ana", "Carla", "Dirk"]),
    ],
)
def test_answers_are_sorted(shared: CandidateIndex, sort: str, order: list[str]):
    assert names(shared, "*", sort=sort) == order


def test_the_higher_version_counts_whenever_it_comes(full: CandidateIndex):
    assert full.put([document("Ana Ruiz", 3, current="Welder", titles=("Welder",), lines=())]) == 1
    assert names(full, "title:welder") == ["Ana"]
    assert full.put([document("Ana Ruiz", 2)]) == 0
    assert full.put([document("Ana Ruiz", 3)]) == 0
    assert names(full, "title:nurse") == []
    assert dict(full.versions())[identity("Ana Ruiz")] == 3
    assert full.count() == 6


def test_of_two_in_one_batch_the_higher_version_counts(index: CandidateIndex):
    assert index.put([document("Ana Ruiz", 2), document("Ana Ruiz", 1, lines=(), titles=())]) >= 1
    assert names(index, "title:nurse") == ["Ana"]
    assert list(index.versions()) == [(identity("Ana Ruiz"), 2)]


def test_who_is_gone_is_gone_and_a_late_write_does_not_bring_them_back(full: CandidateIndex):
    full.remove([Removed(identity("Ana Ruiz"), 5), Removed(uuid.uuid4(), 1)])
    assert full.put([document("Ana Ruiz", 4)]) == 0
    assert names(full, "nurse") == []
    assert "Ana" not in names(full, "*")
    assert "Ana" not in names(full, "-python")
    assert full.count() == 5
    assert identity("Ana Ruiz") not in dict(full.versions())
    assert full.lines([identity("Ana Ruiz")]) == {}
    near = full.nearest(embedding().of("nurse"), Ask(limit=6))
    assert "Ana" not in first_names(near.hits)


def test_who_was_gone_may_come_back_under_a_higher_version(full: CandidateIndex):
    full.remove([Removed(identity("Ana Ruiz"), 5)])
    assert full.put([document("Ana Ruiz", 6)]) == 1
    assert names(full, "nurse") == ["Ana"]
    assert "Ana" in first_names(full.nearest(embedding().of("nurse"), Ask(limit=2)).hits)


def test_a_reader_sees_a_batch_as_soon_as_it_is_written(
    opened: Callable[[], CandidateIndex], index: CandidateIndex
):
    reader = opened()
    index.put(documents()[:1])
    assert names(reader, "*") == ["Ana"]
    index.put(documents()[1:])
    assert len(names(reader, "*")) == 6
    index.remove([Removed(identity("Ana Ruiz"), 2)])
    assert len(names(reader, "*")) == 5


def test_pages_show_everybody_once_while_others_come_and_change(full: CandidateIndex):
    seen: frozenset[int] = frozenset()
    shown: list[str] = []
    for number in range(8):  # more pages than people, for whoever is new may come first
        hits = full.search(Ask(parse("*"), limit=2, seen=seen)).hits
        shown += first_names(hits)
        seen |= {key_of(each.id) for each in hits}
        full.put([Document(uuid.UUID(int=number + 1 << 96), 1, lines=(line("new here"),), created=number)])
        full.put([document("Finn Berg", 2 + number, created=1000)])
    assert sorted(name for name in shown if len(name) < 10) == sorted(first_names(documents()))
    assert len(shown) == len(set(shown))


def test_facets_count_those_who_are_found(full: CandidateIndex):
    told = full.facets(parse("python"), ["skill", "city", "country", "years", "label"], most=2)
    assert told["city"] == [Count("Berlin", 2)]
    assert told["country"] == [Count("DE", 2)]
    assert told["skill"][0] == Count("Python", 2)
    assert len(told["skill"]) == 2
    assert told["years"] == [Count("0..1", 1), Count("1..3", 1)]
    assert told["label"] == [Count("software", 1)]
    everybody = full.facets(parse("*"), ["years", "stage"])
    assert everybody["years"] == [
        Count("0..1", 1), Count("1..3", 1), Count("5..10", 1), Count("10..20", 1), Count(">=20", 1),
    ]  # fmt: skip
    assert sorted(everybody["stage"]) == [Count("interview", 1), Count("new", 1)]


def test_nearest_are_found_by_meaning_among_those_who_are_allowed(full: CandidateIndex):
    nurse = embedding().of("nurse")
    answer = full.nearest(nurse, Ask(limit=2))
    assert set(first_names(answer.hits)) == {"Ana", "Eva"}
    assert answer.hits[0].score > 0.5
    assert first_names(full.nearest(nurse, Ask(parse("country:SE"), limit=2)).hits) == ["Eva"]
    assert first_names(full.nearest(nurse, Ask(parse("city:Paris"), limit=2)).hits) == []
    rest = full.nearest(nurse, Ask(limit=6, seen=frozenset({key_of(identity("Ana Ruiz"))})))
    assert first_names(rest.hits)[0] == "Eva"
    assert len(rest.hits) == 5


def test_a_vector_comes_back_and_changes_with_its_person(full: CandidateIndex):
    before = full.vector(identity("Dirk Maas"))
    assert before is not None
    assert np.array_equal(before, document("Dirk Maas").vector)
    full.put([document("Dirk Maas", 2, vector=embedding().of("nurse"))])
    assert first_names(full.nearest(embedding().of("nurse"), Ask(limit=1)).hits) == ["Dirk"]
    full.put([document("Dirk Maas", 3, vector=None)])
    assert full.vector(identity("Dirk Maas")) is None
    assert full.vector(uuid.uuid4()) is None


def test_lines_come_back_as_they_were_put(full: CandidateIndex):
    ids = [identity("Ana Ruiz"), identity("Eva Lind"), uuid.uuid4()]
    told = full.lines(ids)
    assert told == {each.id: each.lines for each in documents() if each.id in ids}


@pytest.mark.parametrize(
    ("word", "meant"),
    [("pyhton", "python"), ("kubernets", "kubernetes"), ("nurze", "nurse"), ("jaba", "java")],
)
def test_words_that_nobody_has_are_told_from_known_ones_that_look_like_them(
    shared: CandidateIndex, word: str, meant: str
):
    assert shared.frequency(word) == 0
    assert shared.suggest(word)[0] == meant
    assert shared.frequency(meant) >= 1


@pytest.mark.parametrize("word", ["abc", "2024", "xylophonist"])
def test_nothing_is_suggested_for_what_looks_like_nothing(shared: CandidateIndex, word: str):
    assert shared.suggest(word) == []


def test_before_the_first_build_there_is_no_index(index: CandidateIndex):
    assert not index.exists()
    with pytest.raises(IndexMissing):
        index.search(Ask())
    index.put([])
    assert index.exists()
    assert index.count() == 0
    assert names(index, "*") == []


def test_a_new_index_takes_the_old_ones_place_in_one_step(
    opened: Callable[[], CandidateIndex], full: CandidateIndex
):
    reader = opened()
    assert len(names(reader, "*")) == 6
    new = full.rebuild(each for each in documents(2) if each.name != "Ana Ruiz")
    assert dict(reader.versions())[identity("Ben Okoro")] == 1, "nobody sees it before it is finished"
    count = new.finish([document("Ben Okoro", 7)], [Removed(identity("Eva Lind"), 3)])
    assert count == 4
    assert sorted(names(reader, "*")) == ["Ben", "Carla", "Dirk", "Finn"]
    assert dict(reader.versions())[identity("Ben Okoro")] == 7
    assert sorted(first_names(reader.nearest(embedding().of("nurse"), Ask(limit=9)).hits)) == sorted(
        names(reader, "*")
    )
    assert reader.put([document("Eva Lind", 2)]) == 0
