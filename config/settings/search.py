"""How candidates are found: which index, where, and whether meaning counts."""

from __future__ import annotations

from typing import Final

from config.settings import env

SEARCH_ENGINE: Final = env.choice("SEARCH_ENGINE", "tantivy", ("tantivy", "elasticsearch"))
SEARCH_FOLDER: str = env.text("SEARCH_FOLDER", str(env.ROOT / "var" / "search"))
"""Of the embedded index; the web server, the worker of `index` and beat must all see it."""
SEARCH_VECTORS: Final = env.choice("SEARCH_VECTORS", "static", ("static", "none"))
"""`none`: search knows words only."""

ELASTICSEARCH_URL: str = env.text("ELASTICSEARCH_URL")
ELASTICSEARCH_API_KEY: str = env.text("ELASTICSEARCH_API_KEY")
ELASTICSEARCH_ALIAS: Final = env.text("ELASTICSEARCH_ALIAS", "vitae-candidates")
ELASTICSEARCH_SECONDS: Final = env.number("ELASTICSEARCH_SECONDS", 5, least=1, most=60)
"""For one request; the task that writes waits six times as long."""
