"""The index and the vectors that settings name, opened once a process and only when they are needed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver

if TYPE_CHECKING:
    from candidates.search.base import CandidateIndex
    from candidates.search.embedding import Embedding


@lru_cache(maxsize=1)
def candidate_index() -> CandidateIndex:
    """The index."""
    from candidates.search.embedding import DIMENSIONS

    if settings.SEARCH_ENGINE == "elasticsearch":
        from candidates.search.elastic import ElasticIndex

        if not settings.ELASTICSEARCH_URL:
            raise ImproperlyConfigured("SEARCH_ENGINE=elasticsearch needs ELASTICSEARCH_URL.")
        return ElasticIndex.at(
            settings.ELASTICSEARCH_URL,
            api_key=settings.ELASTICSEARCH_API_KEY,
            alias=settings.ELASTICSEARCH_ALIAS,
            dimensions=DIMENSIONS,
            seconds=settings.ELASTICSEARCH_SECONDS,
        )
    from candidates.search.tantivy_index import TantivyIndex

    return TantivyIndex(Path(settings.SEARCH_FOLDER), dimensions=DIMENSIONS)


def is_built() -> bool:
    """Whether there is an index, as far as can be told without loading an engine or asking a server."""
    return settings.SEARCH_ENGINE != "tantivy" or (Path(settings.SEARCH_FOLDER) / "current").exists()


@lru_cache(maxsize=1)
def vectors() -> Embedding | None:
    """What makes vectors; None where settings want none or their files are not installed."""
    if settings.SEARCH_VECTORS == "none":
        return None
    from candidates.search.embedding import embedding

    return embedding()


@receiver(setting_changed)
def _forget(setting: str, **_: object) -> None:
    """Tests change settings."""
    if setting.startswith(("SEARCH_", "ELASTICSEARCH_")):
        candidate_index.cache_clear()
        vectors.cache_clear()
