"""HTML laid out as pages by WeasyPrint, which fetches nothing: no network, no file."""

from __future__ import annotations

from functools import cache, wraps
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.css import ComputedStyle
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.text.line_break import Layout
    from weasyprint.urls import URLFetcher

V = TypeVar("V")
LEAKS: Final = "70.0"
"""The version of WeasyPrint whose lines of text are mended here; with another one nothing is touched."""


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
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    if weasyprint.__version__ == LEAKS:
        fonts.font_features = _Fresh()
        _let_attributes_go()
    return fonts


class _Fresh(dict[bytes, V]):
    """Font features, each for one line of text: WeasyPrint would make new ones and use the first again."""

    def setdefault(self, key: bytes, default: V) -> V:
        """What was made just now, which the line's list of attributes owns."""
        return default


def _let_attributes_go() -> None:
    """Let every line of text free its font features with itself.

    WeasyPrint 70 keeps a list and an attribute of each line forever: 75 kB a CV, 25 MB in 300.
    """
    from weasyprint.text.ffi import ffi, pango
    from weasyprint.text.line_break import Layout

    set_up = Layout.setup

    @wraps(set_up)
    def set_up_and_let_go(layout: Layout, style: ComputedStyle) -> None:
        set_up(layout, style)
        if not isinstance(style.font_config.font_features, _Fresh):
            return  # somebody else's fonts use a line's features again for the next one
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes != ffi.NULL:  # the layout holds it now; this gives back what its maker held
            pango.pango_attr_list_unref(attributes)

    Layout.setup = set_up_and_let_go
