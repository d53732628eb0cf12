"""The engines under test: the embedded one always, Elasticsearch where ELASTICSEARCH_URL names one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from candidates.search.base import CandidateIndex
from candidates.search.embedding import DIMENSIONS
from candidates.search.tantivy_index import TantivyIndex

ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")


@contextmanager
def engine(name: str, folder: Path) -> Iterator[Callable[[], CandidateIndex]]:
    """Opens the same, at first empty, index each time, as another process would."""
    if name == "tantivy":
        yield lambda: TantivyIndex(folder, dimensions=DIMENSIONS)
        return
    if not ELASTICSEARCH_URL:
        pytest.skip("needs an Elasticsearch 9: set ELASTICSEARCH_URL")
    from candidates.search.elastic import ElasticIndex

    alias = f"test-{uuid.uuid4().hex[:8]}"
    index = ElasticIndex.at(ELASTICSEARCH_URL, api_key="", alias=alias, dimensions=DIMENSIONS, seconds=10)
    yield lambda: index
    index._client.indices.delete(index=f"{alias}-*")
    index._client.indices.delete_index_template(name=alias)


@pytest.fixture(params=["tantivy", "elasticsearch"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], CandidateIndex]]:
    """Opens an index of this test's own."""
    with engine(request.param, tmp_path / "index") as opens:
        yield opens


@pytest.fixture
def index(opened: Callable[[], CandidateIndex]) -> CandidateIndex:
    """An index with nobody in it."""
    return opened()
