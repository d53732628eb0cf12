"""Texts of strangers: shown literally in every field and kind, fetching and embedding nothing."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping

import pypdf
import pytest

from cvimprover.rendering import KINDS, TEMPLATES, Letterhead, Options, render
from tests.cvimprover.rendering.conftest import Listener
from tests.cvimprover.rendering.people import person
from tests.cvimprover.rendering.readers import text_of

ATTACKS = [
    '<img src="{canary}/img">',
    "<script>fetch('{canary}/js')</script>",
    '<link rel="attachment" href="file:///etc/passwd">',
    '<style>@import url("{canary}/css");</style>',
    "</style><style>*{{background:url({canary}/bg)}}</style>",
    "url({canary}/plain)",
    "{{{{ 7*7 }}}}{{% include '/etc/passwd' %}}",
    "![x]({canary}/md) [x](javascript:alert(1))",
    "=HYPERLINK(\"{canary}/cell\")",
    "'; DROP TABLE candidates; --",
    "<svg onload=alert(1)><image href='{canary}/svg'/></svg>",
    '" onmouseover="alert(1)',
    "<!--", "]]>", "&lt;b&gt;&amp;",
]  # fmt: skip


def attacked(value: object, attack: str) -> object:
    """The value with the attack in place of every text, dates and addresses included."""
    if isinstance(value, Mapping):
        return {key: attacked(item, attack) for key, item in value.items() if key != "x-document"}
    if isinstance(value, list):
        return [attacked(item, attack) for item in value]
    return attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_every_field_is_shown_and_calls_nobody(attack: str, listener: Listener) -> None:
    attack = attack.format(canary=listener.address)
    resume = attacked(person(1, "en"), attack)
    assert isinstance(resume, dict)
    letterhead = Letterhead(attack, (attack,))
    for kind in KINDS:
        content = render(resume, Options(template="modern", letterhead=letterhead), kind).content
        if kind == "pdf":
            assert squeezed(attack) in squeezed(text_of(content, "pdftotext"))
            assert list(pypdf.PdfReader(io.BytesIO(content)).attachments) == ["resume.json"]
        elif kind == "json":
            assert json.loads(content)["basics"]["name"] == attack
        elif kind == "txt":
            assert squeezed(attack) in squeezed(content.decode())
        elif kind == "html":
            assert not re.search(r"<(script|img|link|svg|image)\b", content.decode())
    assert listener.calls == []


def squeezed(text: str) -> str:
    """Without the spaces and dashes that breaking a long line makes."""
    return re.sub(r"[\s‐-]+", "", text)


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_lets_markup_through(template: str, listener: Listener) -> None:
    attack = f"<img src='{listener.address}/x'><link rel=attachment href='file:///etc/passwd'>"
    resume = attacked(person(5, "en"), attack)
    assert isinstance(resume, dict)
    pdf = render(resume, Options(template=template, letterhead=Letterhead(attack)), "pdf").content
    assert list(pypdf.PdfReader(io.BytesIO(pdf)).attachments) == ["resume.json"]
    assert listener.calls == []
    assert "root:" not in text_of(pdf, "pypdf")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://x.example"]
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    resume = {
        "basics": {"name": "Ada Quill", "url": url, "email": "ada@quill.example?bcc=x@y.example"},
        "projects": [{"name": "Atlas", "url": url}],
    }
    pages = pypdf.PdfReader(io.BytesIO(render(resume, Options(), "pdf").content)).pages
    assert not [note for page in pages for note in page.get("/Annots", [])]
    assert "href" not in render(resume, Options(), "html").content.decode()
    word = zipfile.ZipFile(io.BytesIO(render(resume, Options(), "docx").content))
    assert b"hyperlink" not in word.read("word/document.xml")
    assert b"](" not in render(resume, Options(), "md").content


@pytest.mark.parametrize(
    "text",
    [
        "nul\x00here",
        "escape\x1b[31mhere",
        "right\u202eto left",
        "tags\U000e0041\U000e0042here",
        "lone\ud800surrogate",
        "line\r\nInjected: header",
        "zalgo" + "\u0301" * 400,
        "wide" + "W" * 3_000,
    ],
)
def test_signs_that_steer_or_hide_are_taken_out(text: str) -> None:
    resume = {"basics": {"name": text, "summary": text}, "work": [{"position": text, "highlights": [text]}]}
    for kind in KINDS:
        content = render(resume, Options(template="rail"), kind).content
        if kind in ("html", "md", "txt", "json"):
            shown = content.decode()
            assert not re.search("[\x00\x1b\u202e\U000e0041\ud800]", shown)
            assert "\u0301" * 4 not in shown
