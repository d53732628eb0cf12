"""The boxes that were checked by eye on third-party pages."""

from __future__ import annotations

from itertools import combinations

from parsing.training.layout_pages import overlap
from tests.benchmarks.gpu_regions import checked

SAME = 0.95


def test_every_page_stands_there_once_with_headings_or_text() -> None:
    pages = list(checked())
    assert len({(page.case, page.page) for page in pages}) == len(pages) >= 24
    for page in pages:
        assert len(page.sha256) == 64
        assert {"heading", "text"} & {region.kind for region in page.regions}, page.case


def test_regions_lie_on_their_page_and_none_stands_there_twice() -> None:
    for page in checked():
        for region in page.regions:
            assert min(region.box) >= 0, (page.case, region)
            assert max(region.box) < 900, (page.case, region)
        for one, other in combinations(page.regions, 2):
            is_same = one.kind == other.kind and overlap(one.box, other.box) > SAME
            assert not is_same, (page.case, one, other)


def test_blocks_of_text_do_not_run_into_each_other() -> None:
    for page in checked():
        texts = [region.box for region in page.regions if region.kind == "text"]
        assert all(overlap(one, other) < 0.1 for one, other in combinations(texts, 2)), page.case
