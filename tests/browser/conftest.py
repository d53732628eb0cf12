"""A real browser on a whole Vitae with real workers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from stack import Stack

WORKER = {"all": ("interactive,ocr,parsing,classification,index,ranking,pdf,bulk", 1)}
PASSWORD = "correct horse battery"
NEW_USER = f"""
from accounts.models import User
User.objects.create_user("charlie", password="{PASSWORD}", plan="premium")
"""


@pytest.fixture(scope="session")
def vitae(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running Vitae in which Charlie the candidate has a password."""
    with Stack(tmp_path_factory.mktemp("vitae"), workers=dict(WORKER)) as stack:
        stack.manage("shell", "-c", NEW_USER)
        yield stack


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    start = shutil.which("chromium")
    if start is None:
        pytest.skip("needs Debian's chromium")
    # The program itself: the script that starts it knows only /usr, not where bin/setup may have unpacked it.
    path = Path(start).parent.parent / "lib" / "chromium" / "chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, vitae: Stack, tmp_path: Path) -> Iterator[Page]:
    """A new window of a phone's width, in which nobody is logged in."""
    context = chromium.new_context(base_url=vitae.url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()
