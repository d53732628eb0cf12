"""HTML laid out as pages by WeasyPrint, which fetches nothing: no network, no file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher


def laid_out(html: str) -> Document:
    """The pages of an HTML document that carries all it shows. 50 to 300 ms of CPU a page."""
    import weasyprint

    return weasyprint.HTML(string=html, url_fetcher=fetcher()).render(font_config=_fonts())


@cache
def fetcher() -> URLFetcher:
    """Serves `data:` addresses and nothing else: no network, no file, no redirect.

    A plain function that refuses would crash WeasyPrint 70, which asks the fetcher for more than a call.
    """
    from weasyprint.urls import URLFetcher

    return URLFetcher(timeout=1, allowed_protocols=("data",), allow_redirects=False)


@cache
def _fonts() -> FontConfiguration:
    """One for the process: finding the fonts anew costs each page a third more."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()
