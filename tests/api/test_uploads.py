"""Direct upload to a real S3 server: the signature holds the key and the size; and files kept in S3."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest

from parsing import removal, uploads
from parsing.models import Resume
from tests import s3 as own
from tests.api.conftest import CV, bring, problem, read, send
from tests.people import client_of
from tests.s3 import BUCKET, KEYS, REGION


@pytest.fixture(scope="module")
def s3(tmp_path_factory) -> Iterator[str]:
    """The address of an S3 server."""
    if reason := own.S3.missing():
        pytest.skip(reason)
    server = own.S3(tmp_path_factory.mktemp("s3"))
    server.start()
    yield server.address
    server.kill()


@pytest.fixture
def _kept_in_s3(s3: str, settings) -> None:
    options = {
        "bucket_name": BUCKET,
        "endpoint_url": s3,
        "region_name": REGION,
        "access_key": KEYS["aws_access_key_id"],
        "secret_key": KEYS["aws_secret_access_key"],
        "file_overwrite": False,
        "default_acl": None,
    }
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    settings.S3_CLIENT = {"endpoint_url": s3, "region_name": REGION, **KEYS}


def ask_for_form(client) -> dict[str, object]:
    answer = client.post("/api/v1/uploads/")
    assert answer.status_code == 201, answer.content
    return answer.json()


def post(form: dict[str, object], data: bytes, **changed: str) -> int:
    fields = {**form["form_fields"], **changed}
    return httpx.post(form["url"], data=fields, files={"file": ("cv.txt", data)}).status_code


def complete(client, form: dict[str, object], name: str = "cv.txt"):
    return client.post(form["complete"], {"file_name": name})


@pytest.mark.parametrize("prefix", ["vitae", "vitae/", "/vitae"])
def test_what_is_uploaded_lies_below_the_prefix(settings, prefix):
    settings.S3_PREFIX = prefix
    assert uploads.key_of(7, UUID(int=1)) == f"vitae/incoming/7/{UUID(int=1)}"
    settings.S3_PREFIX = ""
    assert uploads.key_of(7, UUID(int=1)) == f"incoming/7/{UUID(int=1)}"


def test_without_s3_there_is_nothing_to_upload_to(alice):
    problem(alice.post("/api/v1/uploads/"), 409, "storage_is_local")
    nothing = "/api/v1/uploads/7f1c0000-0000-4000-8000-000000000000/complete/"
    problem(alice.post(nothing, {"file_name": "cv.txt"}), 409, "storage_is_local")


@pytest.mark.usefixtures("_kept_in_s3")
def test_what_was_uploaded_directly_is_read_like_any_other(alice):
    form = ask_for_form(alice)
    assert post(form, CV) == 204
    made = complete(alice, form)
    assert (made.status_code, made.json()["file_name"]) == (202, "cv.txt")
    read(made.json()["id"])
    result = alice.get(made.json()["links"]["result"]).json()
    assert result["basics"]["name"] == "Erika Beispiel"
    problem(complete(alice, form), 422, "source_missing")


@pytest.mark.usefixtures("_kept_in_s3")
def test_the_bucket_refuses_whatever_was_not_signed(alice, settings):
    settings.LIMITS = {**settings.LIMITS, "max_bytes": 1000}
    form = ask_for_form(alice)
    assert post(form, b"x" * 1001) >= 400
    assert post(form, b"") >= 400
    assert post(form, CV, key="incoming/1/other") >= 400
    assert post(form, CV, **{"x-amz-signature": "0" * 64}) >= 400
    assert post(form, CV, **{"Content-Type": "text/html"}) >= 400
    problem(complete(alice, form), 422, "source_missing")


@pytest.mark.usefixtures("_kept_in_s3")
def test_nobody_completes_what_another_uploaded(alice):
    form = ask_for_form(alice)
    assert post(form, CV) == 204
    problem(complete(client_of("bob"), form), 422, "source_missing")
    assert complete(alice, form).status_code == 202


@pytest.mark.usefixtures("_kept_in_s3")
def test_a_bad_file_is_refused_at_the_end_as_at_the_door(alice):
    form = ask_for_form(alice)
    assert post(form, b"MZ\x90\x00\x03") == 204
    problem(complete(alice, form, "cv.pdf"), 415, "unsupported_type")
    problem(alice.post(form["complete"], {}), 400, "invalid")
    assert not Resume.objects.exists()


@pytest.mark.usefixtures("_kept_in_s3")
def test_files_in_s3_behave_as_files_on_disk(alice):
    identity = bring(alice)
    read(identity)
    assert alice.get(f"/api/v1/resumes/{identity}/file/").content == CV
    assert send(alice).json()["duplicate"] is True
    assert alice.delete(f"/api/v1/resumes/{identity}/").status_code == 204


@pytest.mark.usefixtures("_kept_in_s3")
def test_an_upload_that_nobody_completed_is_collected_when_it_is_old(alice, monkeypatch):
    abandoned, kept = ask_for_form(alice), bring(alice)
    assert post(abandoned, b"of nobody") == 204
    assert removal.collect() == 0
    monkeypatch.setattr(removal, "ORPHAN_AGE", timedelta(0))
    removal.collect()
    problem(complete(alice, abandoned), 422, "source_missing")
    assert alice.get(f"/api/v1/resumes/{kept}/file/").content == CV


@pytest.mark.usefixtures("_kept_in_s3")
def test_an_s3_address_is_read_from_an_allowed_prefix_only(alice, settings, s3):
    from parsing.fetching import fetch

    settings.S3_IMPORT_BUCKETS = [f"{BUCKET}/inbox"]
    own.put(s3, "inbox/2026/cv.txt", CV)
    assert fetch(f"s3://{BUCKET}/inbox/2026/cv.txt", max_bytes=1000) == ("cv.txt", CV)
    answer = alice.post("/api/v1/resumes/", {"address": f"s3://{BUCKET}/inbox/2026/cv.txt"})
    assert (answer.status_code, answer.json()["source"]) == (202, "s3")
    problem(alice.post("/api/v1/resumes/", {"address": f"s3://{BUCKET}/resumes/x"}), 400, "address_refused")


@pytest.mark.usefixtures("_kept_in_s3")
def test_the_form_leads_to_the_bucket_and_to_a_folder_of_one_s_own(alice, s3):
    form = ask_for_form(alice)
    assert urlsplit(str(form["url"])).netloc == urlsplit(s3).netloc
    assert str(form["form_fields"]["key"]).startswith("incoming/")
    assert form["expires_in"] == 900
