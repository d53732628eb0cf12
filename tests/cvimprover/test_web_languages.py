"""The candidate's pages in the candidate's language: which one, all the way, with nothing left in English."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cvimprover import tasks
from cvimprover.models import CvDocument, Improvement, Questionnaire
from parsing import runner
from parsing.models import Parse
from tests.cvimprover.test_web import _own_files, filled, sent  # noqa: F401 - files of their own
from tests.people import person

GERMAN_CV = """Erika Beispiel
erika@example.org

Berufserfahrung

Lageristin, Beispiel Logistik GmbH, März 2019 - Juni 2023
- zuständig für den Bestand von 1.200 Artikeln
- Ich habe Aufträge für 40 Filialen gepackt
- Leitung des Teams der Nachtschicht

Kenntnisse
Lagerverwaltung, Staplerschein
"""
ENGLISH = set(
    re.findall(
        r"\w+",
        "the of and your you with is are this what to for it its from not that which have has by one every "
        "save back file files changes look line lines upload another empty",
    )
)
"""Words that no sentence in German, French or Spanish has, and hardly one in English lacks."""


class Texts(HTMLParser):
    """What a page says by itself: its texts and labels, less what is marked as another language's words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.language, self.said, self._others = "", [], []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "html":
            self.language = told["lang"] or ""
        if tag not in ("input", "img", "meta", "link", "br"):
            outer = self._others[-1] if self._others else False
            own = told.get("lang")
            self._others.append(outer if own is None else own != self.language)
        if not (self._others and self._others[-1]):
            self.said += [told[name] or "" for name in ("aria-label", "alt", "title") if name in told]

    def handle_endtag(self, tag: str) -> None:
        self._others.pop()

    def handle_data(self, data: str) -> None:
        if not (self._others and self._others[-1]):
            self.said.append(data)


def speaks(page: str, language: str) -> str:
    """The page, which must speak this language and nothing of English."""
    texts = Texts(page)
    assert texts.language == language
    english = [text for text in texts.said if ENGLISH & set(re.findall(r"\w+", text.lower()))]
    assert english == []
    return page


def client(language: str = "de-AT,de;q=0.9,en;q=0.5", name: str = "charlie") -> Client:
    """Who comes with a browser that asks for this."""
    found = Client(headers={"accept-language": language})
    found.force_login(person(name), backend="accounts.logins.RoleBackend")
    return found


def walked(charlie: Client, language: str) -> None:
    """The whole way, with a look at every page."""

    def shown(path: str) -> str:
        answer = charlie.get(path)
        assert answer["Content-Language"] == language
        return speaks(answer.content.decode(), language)

    def made(path: str) -> str:
        return path.split("/")[3]

    shown("/cv/")
    read = sent(charlie, "/cv/", file=SimpleUploadedFile("lebenslauf.txt", GERMAN_CV.encode()))
    shown(read)
    parse = Questionnaire.objects.get(pk=read.split("/")[2]).resume.latest_parse
    runner.run(parse.stage, parse.pk)
    shown(read)
    forms = filled(charlie, read)
    speaks(charlie.post(read, {**forms, "basics-email": "niemand"}).content.decode(), language)
    job = sent(charlie, read, **forms)
    shown(job)
    asked = "Sie bringen mit: Staplerschein, SAP, Englisch C1"
    better = sent(charlie, job, position="Lagerleitung", job_description=asked)
    shown(better)
    tasks.improve(made(better))
    shown(better)
    look = sent(charlie, better, taken=[])
    shown(look)
    preview = sent(charlie, look, template="plain", page="A4", one_page="on")
    shown(preview)
    tasks.print_cv(made(preview))
    CvDocument.objects.update(
        notices=[
            {"code": "photo_not_shown", "values": {"template": "plain"}},
            {"code": "not_one_page", "values": {"pages": "3"}},
            {"code": "not_read_back", "values": {"share": "91", "places": "/work/0/name"}},
        ]
    )
    shown(preview)
    shown("/cv/")
    assert charlie.post(f"/cv/{read.split('/')[2]}/delete/").status_code == 302
    shown("/cv/")


@pytest.mark.usefixtures("_own_files")
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_no_page_of_the_way_has_english_on_it(language):
    walked(client(language), language)


@pytest.mark.usefixtures("_own_files")
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_what_goes_wrong_is_told_in_their_language_too(language, settings):
    charlie = client(language)
    refused = charlie.post("/cv/", {"file": SimpleUploadedFile("a.exe", b"MZ\x90\x00" * 50)})
    assert 'class="errorlist"' in speaks(refused.content.decode(), language)
    speaks(Client(headers={"accept-language": language}).post("/cv/login/", {}).content.decode(), language)
    row = Questionnaire.objects.create(owner=person("charlie"), profile={"basics": {"name": "Erika"}})
    for number, code in enumerate(("internal", "pdf_encrypted", ""), start=1):
        version = Improvement.objects.create(
            questionnaire=row, number=number, state="failed", error_code=code
        )
        speaks(charlie.get(f"/cv/versions/{version.pk}/").content.decode(), language)
    read = sent(charlie, "/cv/", file=SimpleUploadedFile("cv.txt", GERMAN_CV.encode()))
    Parse.objects.update(
        status="failed", error_code="no_text", error_message="No text was found on its 3 pages."
    )
    speaks(charlie.get(read).content.decode(), language)
    settings.PLANS = {**settings.PLANS, "free": dict.fromkeys(settings.PLANS["free"], "1/day")}
    job = f"/cv/{row.pk}/job/"
    sent(charlie, job)
    assert sent(charlie, job) == job
    assert "messages" in speaks(charlie.get(job).content.decode(), language)


@pytest.mark.django_db
def test_the_switch_counts_more_than_the_browser():
    charlie = client("de")
    answer = charlie.post("/cv/language/", {"language": "fr", "next": "/cv/"})
    assert answer["Location"] == "/cv/"
    cookie = answer.cookies["language"]
    assert (cookie.value, cookie["path"], cookie["samesite"], cookie["httponly"]) == (
        "fr",
        "/cv/",
        "Lax",
        True,
    )
    assert speaks(charlie.get("/cv/").content.decode(), "fr")
    assert person("charlie").language == "fr"
    charlie.post("/cv/language/", {"language": "xx"})
    assert speaks(charlie.get("/cv/").content.decode(), "fr")
    assert (
        charlie.post("/cv/language/", {"language": "en", "next": "https://evil.example/"})["Location"] == "/"
    )


@pytest.mark.django_db
def test_each_language_is_named_by_itself():
    shown = client("de").get("/cv/").content.decode()
    names = re.findall(r'name="language" value="\w+" lang="(\w+)"[^>]*>([^<]+)<', shown)
    assert names == [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español")]


@pytest.mark.django_db
def test_whoever_is_not_logged_in_may_switch():
    stranger = Client(headers={"accept-language": "pl"})
    assert stranger.post("/cv/language/", {"language": "es", "next": "/cv/login/"}).status_code == 302
    speaks(stranger.get("/cv/login/").content.decode(), "es")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("de-CH", "de"),
        ("pl,fr;q=0.4", "fr"),
        ("en-GB,de;q=0.9", "en"),
        ("*", "en"),
        ("", "en"),
        ("zh-Hant-TW;q=x,,;", "en"),
    ],
)
def test_the_browser_is_heard(asked, answered):
    answer = client(asked).get("/cv/")
    assert answer["Content-Language"] == answered
    assert "Accept-Language" in answer["Vary"]
    assert f'<html lang="{answered}">' in answer.content.decode()


@pytest.mark.usefixtures("_own_files")
def test_a_page_about_a_cv_goes_by_its_language_where_the_browser_names_none_of_ours():
    lines = [
        "Verantwortlich für die Planung der Schichten und die Bestellungen",
        "Führung eines Teams im Lager",
    ]
    profile = {"basics": {"name": "Erika"}, "work": [{"position": "Leitung des Lagers", "highlights": lines}]}
    row = Questionnaire.objects.create(owner=person("charlie"), profile=profile)
    for asked, answered in (("pl", "de"), ("", "de"), ("en", "en"), ("fr", "fr")):
        assert client(asked).get(f"/cv/{row.pk}/job/")["Content-Language"] == answered
