"""Résumés through real workers: PostgreSQL, Redis, beat."""

from __future__ import annotations

import pytest

from parsing import services
from parsing.models import Parse, StageRun
from tests import engines
from tests.people import person
from tests.servers import eventually
from tests.stack import Stack

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True)]
EVIL = {"OCR_ENGINE": "tests.engines.EvilOcr", "OCR_DPI": "100"}


def is_over(parse: Parse) -> bool:
    parse.refresh_from_db()
    return not parse.is_open


def test_a_letter_and_a_scan_are_read(stack: Stack) -> None:
    stack.start_worker(children=2, **EVIL)
    stack.wait_until_ready()
    letter = services.receive(person("alice"), "cv.txt", engines.letter(1)).parse
    scan = services.receive(person("alice"), "cv.tiff", engines.scan(engines.GOOD, engines.GOOD)).parse
    assert letter is not None
    assert scan is not None
    assert eventually(lambda: is_over(letter) and is_over(scan)), stack.logs()
    for parse in (letter, scan):
        assert parse.status == Parse.Status.DONE, stack.logs()
        parse.resume.refresh_from_db()
        assert parse.resume.candidate is not None
        assert parse.resume.candidate.email.startswith("alice")
    stages = set(StageRun.objects.filter(parse=scan).values_list("stage", "page", "state"))
    assert stages == {
        *((stage, 0, "done") for stage in ("convert", "lines", "ner", "classify", "profile", "index")),
        *((stage, page, "done") for stage in ("ocr", "layout") for page in (1, 2)),
    }
