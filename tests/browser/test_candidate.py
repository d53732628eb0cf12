"""The candidate's whole way in a browser, by mouse and by keyboard, without a barrier on any page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from client import Client
from playwright.sync_api import Page, expect
from stack import ROOT, Stack

from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.real, pytest.mark.timeout(180)]
SAMPLE: Final = ROOT / "tests" / "samples" / "files" / "single-column.pdf"
SERIOUS: Final = {"serious", "critical"}


def look(page: Page, heading: str) -> None:
    """Wait for the page with this heading; nothing on it may be a barrier, nor be wider than the phone."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    found = Axe().run(page).response["violations"]
    barriers = {each["id"]: each["nodes"][0]["html"] for each in found if each["impact"] in SERIOUS}
    assert barriers == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_by_mouse(page: Page, tmp_path: Path) -> None:
    page.goto("/cv/")
    look(page, "Log in")
    page.get_by_label("Username").fill("charlie")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    look(page, "A better CV from the one you have")
    page.get_by_label("Your résumé").set_input_files(SAMPLE)
    page.get_by_role("button", name="Upload and read").click()
    look(page, "What we read")
    expect(page.get_by_label("Name", exact=True).first).to_have_value("Maren Holt")
    page.get_by_label("City").fill("Leeds")
    page.get_by_label("What you did").first.fill("I was responsible for a team of testers")
    page.get_by_role("button", name="Save and go on").click()
    look(page, "The job you want")
    page.get_by_label("The position you want").fill("Head of Product")
    page.get_by_label("The job advertisement").fill("You know SQL and A/B testing.")
    page.get_by_role("button", name="Make my CV better").click()
    look(page, "What we would change")
    expect(page.get_by_role("region", name="How it meets the job")).to_contain_text("of 100 points before")
    page.get_by_text("Your words for this").first.click()
    expect(page.locator("details[open] mark").first).to_be_visible()
    look(page, "What we would change")
    page.get_by_role("button", name="Take these and choose a look").click()
    look(page, "How it shall look")
    page.get_by_label("Template").select_option("modern")
    page.get_by_role("button", name="Show me").click()
    look(page, "Your CV")
    picture = page.get_by_alt_text("Page 1 of your CV as it will be printed")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    saved = tmp_path / "cv.pdf"
    download.value.save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF")
    assert download.value.suggested_filename == "maren-holt-cv.pdf"
    with page.expect_download() as download:
        page.get_by_role("button", name="Word, to edit").click()
    assert download.value.suggested_filename == "maren-holt-cv.docx"


def test_by_keyboard(page: Page) -> None:
    def go_to(name: str) -> None:
        """Tab to what is called so; it must be reachable, and its focus must be seen."""
        for _ in range(150):
            page.keyboard.press("Tab")
            if page.evaluate("e => e.labels?.[0]?.innerText || e.innerText || ''", focused()).startswith(
                name
            ):
                outline = page.evaluate("e => getComputedStyle(e).outlineStyle", focused())
                assert outline != "none", name
                return
        pytest.fail(f"the keyboard never comes to {name!r}")

    def focused() -> object:
        return page.evaluate_handle("document.activeElement")

    page.goto("/cv/")
    go_to("Username")
    page.keyboard.type("charlie")
    go_to("Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("A better CV from the one you have")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "To the content"
    # What a browser's own window for files does is not ours.
    page.get_by_label("Your résumé").set_input_files(SAMPLE)
    go_to("Upload and read")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What we read")
    go_to("Save and go on")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The job you want")
    go_to("The position you want")
    page.keyboard.type("Head of Product")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What we would change")
    go_to("Take these and choose a look")
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("How it shall look")
    go_to("Show me")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your CV")
    go_to("Download the PDF")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "maren-holt-cv.pdf"


def test_in_another_language(page: Page) -> None:
    page.goto("/cv/")
    page.get_by_role("button", name="Français").click()
    look(page, "Se connecter")
    assert page.locator("html").get_attribute("lang") == "fr"
    page.get_by_label("Nom d’utilisateur").fill("charlie")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    look(page, "Un meilleur CV à partir du vôtre")
    page.get_by_label("Votre CV").set_input_files(SAMPLE)
    page.get_by_role("button", name="Envoyer et lire").click()
    look(page, "Ce que nous avons lu")
    page.get_by_label("Ce que vous avez fait").first.fill("I was responsible for a team of testers")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    look(page, "Le poste que vous voulez")
    page.get_by_label("L'offre d'emploi").fill("You know SQL and A/B testing.")
    page.get_by_role("button", name="Améliorer mon CV").click()
    look(page, "Ce que nous changerions")
    expect(page.get_by_text("La ligne commence par ce qui a été fait").first).to_be_visible()
    page.get_by_role("button", name="Deutsch").click()
    look(page, "Was wir ändern würden")
    expect(page.get_by_text("Die Zeile beginnt mit dem, was getan wurde").first).to_be_visible()
    page.get_by_role("button", name="Español").click()
    look(page, "Lo que cambiaríamos")
    page.get_by_role("button", name="Aceptar estos y elegir el aspecto").click()
    look(page, "El aspecto que debe tener")
    page.get_by_label("Plantilla").select_option("Clásica")
    page.get_by_role("button", name="Mostrar").click()
    look(page, "Su currículum")


def test_by_an_invitation(page: Page, vitae: Stack) -> None:
    """Who was invited needs no password, brings a résumé, and comes back by the same link."""
    client = Client(vitae.url, vitae.api_key)
    link = client.post("/api/v1/invitations/", {"hours": 1}).text("url")
    page.goto(link)
    look(page, "You are invited to make a better CV")
    page.get_by_role("button", name="Begin").press("Enter")
    look(page, "A better CV from the one you have")
    page.get_by_label("Your résumé").set_input_files(SAMPLE)
    page.get_by_role("button", name="Upload and read").click()
    look(page, "What we read")
    page.get_by_role("button", name="Log out").click()
    page.goto(link)
    page.get_by_role("button", name="Begin").click()
    look(page, "What we read")
    page.goto(f"{vitae.url}/cv/invited/made-up/")
    look(page, "That did not work")
