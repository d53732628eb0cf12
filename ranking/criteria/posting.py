"""A job from a web page's schema.org `JobPosting`, which search engines ask pages to carry as JSON-LD."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from parsing.stages.places import city_country, country_code

LONGEST: Final = 2_000_000
_DEEPEST: Final = 8
_SECTIONS: Final = (
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Requirements"),
    ("skills", "Skills"),
    ("experienceRequirements", "Experience"),
    ("educationRequirements", "Education"),
    ("jobBenefits", "Benefits"),
    ("incentiveCompensation", "Benefits"),
)
"""Properties that some pages give beside the description, and the headings under which we put them."""
_BLOCKS: Final = frozenset(
    ("p", "div", "ul", "ol", "br", "tr", "table", "section", "article", "dl", "dt", "dd", "blockquote", "hr")
)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_UNSHOWN: Final = frozenset(("script", "style", "template", "noscript"))


class PostingError(ValueError):
    """Nothing of use was pasted; the message is a sentence for the person who did."""


@dataclass(frozen=True, slots=True)
class Posting:
    """What a page says of a job. Texts are plain; what it does not say is "".

    `employment_type` are schema.org's words ("PART_TIME, TEMPORARY"); days are ISO 8601 as written; `remote`
    means that the page says TELECOMMUTE.
    """

    title: str
    text: str
    company: str = ""
    city: str = ""
    country_code: str = ""
    remote: bool = False
    employment_type: str = ""
    date_posted: str = ""
    valid_through: str = ""
    language: str = ""


def posting_of(html_or_json: str) -> Posting:
    """The first job posting in a page's source, or in JSON-LD pasted bare.

    Raises PostingError where there is none, or where it has neither title nor description.
    """
    if len(html_or_json) > LONGEST:
        raise PostingError("That is more than a page of a job: paste the JobPosting data alone.")
    posting = next((found for block in _blocks(html_or_json) for found in _postings(block, 0)), None)
    if posting is None:
        raise PostingError("No schema.org JobPosting was found. Paste the text of the advertisement instead.")
    title, text = _line(posting.get("title") or posting.get("name")), _text_of(posting)
    if not title and not text:
        raise PostingError("The JobPosting has neither a title nor a description.")
    return _posting(posting, title, text)


def text_of_markup(markup: str) -> str:
    """The words of HTML in lines as a reader sees them: items with "- ", headings apart, no scripts."""
    if "<" not in markup and "&lt;" in markup:
        markup = html.unescape(markup)  # descriptions are often escaped twice
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.pieces).split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return re.sub(r"(?m)^- *\n+(?=\S)", "- ", text)


def _posting(data: Mapping[str, object], title: str, text: str) -> Posting:
    address = _address(data)
    city = _line(address.get("addressLocality"))
    country = _line(_named(address.get("addressCountry")))
    code = country_code(country) if len(country) != 2 else country.upper()
    return Posting(
        title=title, text=text, company=_line(_named(data.get("hiringOrganization"))), city=city,
        country_code=code or (city_country(city) if city else "") or _allowed_country(data),
        remote="TELECOMMUTE" in str(data.get("jobLocationType") or "").upper(),
        employment_type=", ".join(map(_line, _many(data.get("employmentType")))),
        date_posted=_line(data.get("datePosted")), valid_through=_line(data.get("validThrough")),
        language=_line(_named(data.get("inLanguage"))),
    )  # fmt: skip


def _text_of(data: Mapping[str, object]) -> str:
    """The description, and what the page says beside it and not in it."""
    text = text_of_markup(str(data.get("description") or ""))
    parts = [text] if text else []
    for key, heading in _SECTIONS:
        lines = [text_of_markup(str(_told(value))) for value in _many(data.get(key)) if _told(value)]
        lines = [line for line in lines if line and line not in text]
        if lines:
            parts.append(f"{heading}:\n" + "\n".join(f"- {line.removeprefix('- ')}" for line in lines))
    return "\n\n".join(parts)


def _told(value: object) -> object:
    """A requirement's words, where it is an object of its own; months of experience as a sentence."""
    if not isinstance(value, Mapping):
        return value
    months = value.get("monthsOfExperience")
    if isinstance(months, int | float | str) and str(months).replace(".", "", 1).isdigit():
        return f"At least {int(float(months))} months of experience"
    return value.get("description") or value.get("name") or value.get("credentialCategory") or ""


def _address(data: Mapping[str, object]) -> Mapping[str, object]:
    for place in _many(data.get("jobLocation")):
        if isinstance(place, Mapping):
            for address in _many(place.get("address")):
                if isinstance(address, Mapping):
                    return address
                if address:
                    return {"addressLocality": str(address).split(",")[0]}
    return {}


def _allowed_country(data: Mapping[str, object]) -> str:
    names = [_line(_named(place)) for place in _many(data.get("applicantLocationRequirements"))]
    return next((code for name in names if (code := country_code(name))), "")


def _blocks(source: str) -> Iterator[object]:
    """Every JSON value in the source: the whole of it, or what scripts of JSON-LD hold."""
    bare = source.strip()
    if bare.startswith(("{", "[")):
        yield from _json(bare)
        return
    reader = _Scripts()
    reader.feed(source)
    reader.close()
    for script in reader.scripts:
        yield from _json(script)


def _json(text: str) -> Iterator[object]:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        yield json.loads(text, strict=False)  # pages leave line breaks in their strings
    except (ValueError, RecursionError):
        return


def _postings(node: object, depth: int) -> Iterator[Mapping[str, object]]:
    """All objects of type JobPosting, the outermost first."""
    if depth > _DEEPEST:
        return
    if isinstance(node, Mapping):
        types = [str(each).rpartition("/")[2].rpartition(":")[2] for each in _many(node.get("@type"))]
        if "JobPosting" in types:
            yield node
            return
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            if isinstance(each, Mapping | list):
                yield from _postings(each, depth + 1)


def _many(value: object) -> list[object]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def _named(value: object) -> object:
    """The name of an object, or the text itself."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return value.get("name") or value.get("@id") or "" if isinstance(value, Mapping) else value


def _line(value: object) -> str:
    return " ".join(text_of_markup(str(value)).split()) if isinstance(value, str | int | float) else ""


class _Reader(HTMLParser):
    """Collects shown text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSHOWN:
            self._hidden += 1
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in _HEADINGS:
            self.pieces.append("\n\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSHOWN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _HEADINGS or tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


class _Scripts(HTMLParser):
    """Collects scripts of type application/ld+json."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self._is_open = "ld+json" in (dict(attrs).get("type") or "").lower()
            if self._is_open:
                self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_open = self._is_open and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.scripts[-1] += data
