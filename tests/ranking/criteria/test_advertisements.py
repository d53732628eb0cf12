"""What is found of what the annotated advertisements ask for; `-s` shows the worst."""

from __future__ import annotations

import pytest

from ranking.criteria import criteria_of
from ranking.scoring.types import Group
from tests.ranking.criteria.annotated import (
    CHECK,
    FRESH,
    TUNED,
    Ad,
    annotated,
    criteria,
    judged,
    summary,
    worst,
)

ADS = annotated(*TUNED, *FRESH, CHECK)
BARS = {"tier": 90, "skill F1": 90, "years": 95, "groups": 85}
FLOORS = {"tier": 98, "skill F1": 85, "years": 80, "groups": 74}
"""What the harder advertisements reach, so that nothing falls back."""
CHECK_FLOORS = {"tier": 98, "skill F1": 90, "years": 95, "groups": 84}


def test_the_table_is_large_and_speaks_four_languages() -> None:
    assert len(ADS) >= 60
    languages = [ad.language for ad in ADS]
    assert all(languages.count(code) >= 12 for code in ("en", "de", "fr", "es"))
    assert len({ad.name for ad in ADS}) == len(ADS)


def test_the_bars_are_met_over_the_table() -> None:
    total, each = judged(annotated(*TUNED))
    figures = summary(total)
    print({name: round(value, 1) for name, value in figures.items()})
    print(worst(each, count=8))
    assert {name: figures[name] for name, bar in BARS.items() if figures[name] < bar} == {}


def test_harder_advertisements_are_read_no_worse_than_before() -> None:
    total, each = judged(annotated(*FRESH))
    figures = summary(total)
    print({name: round(value, 1) for name, value in figures.items()})
    print(worst(each, count=8))
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}


def test_the_check_set_is_read_as_well_as_when_it_was_unseen() -> None:
    total, each = judged(annotated(CHECK))
    figures = summary(total)
    print({name: round(value, 1) for name, value in figures.items()})
    print(worst(each, count=8))
    assert {name: figures[name] for name, floor in CHECK_FLOORS.items() if figures[name] < floor} == {}


@pytest.mark.parametrize("ad", ADS, ids=lambda ad: ad.name)
def test_every_criterion_has_its_words_and_an_id_of_its_own(ad: Ad) -> None:
    tree = criteria_of(ad.text)
    assert (tree.id, tree.mode) == ("all", "all")
    every = list(criteria(tree))
    for one in every:
        assert one.span is not None
        assert one.span.text
        assert ad.text[one.span.start : one.span.end] == one.span.text
    ids = [one.id for one in every] + [member.id for member in tree.members if isinstance(member, Group)]
    assert len(set(ids)) == len(ids)
    assert all(len(member.members) > 1 for member in tree.members if isinstance(member, Group))
    assert criteria_of(ad.text) == tree
