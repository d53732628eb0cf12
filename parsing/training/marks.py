"""HTML marks of a design: what an element shows, the section it stands in, the region it is.

A design never writes `data-*` by hand: these functions escape and mark in one step.
"""

from __future__ import annotations

from html import escape


def field(path: str, text: str, *, value: str | None = None, tag: str = "span", cls: str = "") -> str:
    """An element that shows `text` as the value of `path` ("" when there is no text).

    `path` is a JSON Resume path such as `work.0.position`; `value` is the truth where the written
    form is not it (a date, a level drawn as dots). The first element of a path gives its truth;
    further ones with the same path only mark their words.
    """
    if not text:
        return ""
    return wrapped(path, escape(text), value=value, tag=tag, cls=cls)


def wrapped(path: str, html: str, *, value: str | None = None, tag: str = "span", cls: str = "") -> str:
    """As `field`, around HTML that is already escaped (a name in two weights, a link)."""
    shown = "" if value is None else f' data-value="{escape(value)}"'
    return f'<{tag}{_class(cls)} data-field="{escape(path)}"{shown}>{html}</{tag}>'


def link(path: str, text: str, target: str, *, value: str | None = None) -> str:
    """A link that shows `text`; the truth is `value`, or the text where that is None."""
    return f'<a href="{escape(target)}">{field(path, text, value=value)}</a>' if text else ""


def section(kind: str, html: str, *, tag: str = "section", cls: str = "") -> str:
    """A section of the résumé with its heading in it.

    Kinds: contact, summary, work, education, skills, languages, certificates, projects,
    publications, awards, volunteer, interests, references, other.
    """
    return f'<{tag}{_class(cls)} data-section="{escape(kind)}">{html}</{tag}>'


def heading(html: str, *, tag: str = "h2", cls: str = "") -> str:
    """A section's heading around escaped HTML; inside it stands what `written.heading` gives."""
    return f"<{tag}{_class(cls)} data-heading>{html}</{tag}>"


def region(kind: str, html: str, *, tag: str = "div", cls: str = "") -> str:
    """A region: name, contact, sidebar, header, footer, figure, table or list."""
    return f'<{tag}{_class(cls)} data-region="{escape(kind)}">{html}</{tag}>'


def _class(names: str) -> str:
    return f' class="{escape(names)}"' if names else ""
