"""Whether two candidates are one person: keys that find them, signs that say so."""

from __future__ import annotations

import uuid

import pytest

from candidates.matching import (
    LEAST_SCORE,
    SAME_NAME,
    Known,
    email_key,
    employers_in_common,
    keys_of,
    linkedin_key,
    name_key,
    name_likeness,
    phone_key,
    reasons_for,
    score_of,
    words_in,
)

TEXT = words_in(
    {
        "summary": "nurse with twelve years in emergency wards leading triage teams across three hospitals",
        "work": [{"highlights": ["Trained forty colleagues in wound care", "Wrote handover guidelines"]}],
        "x-derived": {"inputs": "counted"},
    }
)


@pytest.mark.parametrize(
    ("email", "key"),
    [
        ("Ana.Ruiz@Example.org", "ana.ruiz@example.org"),
        ("ana+jobs@example.org", "ana@example.org"),
        ("ana.ruiz+cv@googlemail.com", "anaruiz@gmail.com"),
        ("nobody", ""),
        ("@example.org", ""),
        ("", ""),
    ],
)
def test_addresses_of_one_mailbox_have_one_key(email, key):
    assert email_key(email) == key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+43 316 123456", "0316123456", True),
        ("+43316123456", "+43316123457", False),
        ("١٢٣٤٥٦٧٨٩", "123456789", True),
        ("12345", "12345", False),
        ("", "", False),
    ],
)
def test_numbers_are_the_same_with_and_without_country(one, other, same):
    assert (phone_key(one) == phone_key(other) != "") is same


@pytest.mark.parametrize(
    ("profiles", "key"),
    [
        ([{"network": "LinkedIn", "url": "https://www.linkedin.com/in/Ana-Ruiz/"}], "ana-ruiz"),
        ([{"url": "linkedin.com/pub/ana?x=1"}], "ana"),
        ([{"network": "GitHub", "url": "https://github.com/ana"}, "noise"], ""),
        (None, ""),
    ],
)
def test_linkedin_knows_people_by_name(profiles, key):
    assert linkedin_key(profiles) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Ruiz", "Ruiz Ana"),
        ("Ana Ruiz", "ANA RUIZ"),
        ("Ana Ruíz", "Ana Ruiz"),
        ("Ana María Ruiz", "Ana Ruiz"),
        ("John Smith", "Jon Smyth"),
        ("Dr. Jörg Müller", "Jorg Muller, PhD"),
        ("Łukasz Nowak", "Lukasz Nowak"),
        ("王伟", "王伟"),
        ("Philip Schmidt", "Filip Schmitt"),
    ],
)
def test_names_that_may_be_one_are_found_and_alike(one, other):
    assert name_key(one) == name_key(other) != ""
    assert name_likeness(one, other) >= 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Ruiz", "Eva Braun"),
        ("Ana Ruiz", "Ana Braun"),
        ("Ana", "Ana Ruiz"),
        ("", "Ana Ruiz"),
        ("", ""),
        ("John Smith", "Jane Smithson"),
    ],
)
def test_other_names_are_not_alike(one, other):
    assert name_likeness(one, other) < SAME_NAME


@pytest.mark.parametrize(
    ("ones", "others", "common"),
    [
        (["Acme GmbH"], ["ACME"], True),
        (["Bolt Ltd", "Acme"], ["Acme Inc."], True),
        (["University Hospital Graz"], ["Graz University Hospital"], True),
        (["Acme"], ["Bolt"], False),
        ([""], [""], False),
    ],
)
def test_employers_are_the_same_by_any_legal_form(ones, others, common):
    assert employers_in_common(ones, others) is common


def person(name: str = "Ana Ruiz", **more: object) -> Known:
    return Known(uuid.uuid4(), name, **more)


@pytest.mark.parametrize(
    ("one", "other", "codes", "found"),
    [
        (person(email="a@x.org"), person(email="A@x.org"), ["same_email", "similar_name"], True),
        (person(phone="+43316123456"), person(phone="0316 123456"), ["same_phone", "similar_name"], True),
        (person(linkedin="ana"), person("A. R.", linkedin="ana"), ["same_linkedin"], True),
        (person(), person(), ["similar_name"], False),
        (person(employers=["Acme"]), person(employers=["Acme AG"]), ["same_employer", "similar_name"], True),
        (person(words=TEXT), person(words=TEXT), ["similar_name", "similar_text"], True),
        (person(email="info@x.org"), person("Eva Braun", email="info@x.org"), ["same_email"], False),
        (
            person(email="f@x.org", phone="+43316123456"),
            person("Eva Braun", email="f@x.org", phone="+43316123456"),
            ["same_email", "same_phone"],
            True,
        ),
        (person(employers=["Acme"]), person("Eva Braun", employers=["Acme"]), [], False),
        (person(""), person(""), [], False),
    ],
)
def test_signs_add_up(one, other, codes, found):
    reasons = reasons_for(one, other)
    assert sorted(reason["code"] for reason in reasons) == sorted(codes)
    assert (score_of(reasons) >= LEAST_SCORE) is found
    assert reasons_for(other, one) == reasons


def test_keys_hold_nothing_that_is_not_there():
    assert keys_of(person("")) == set()
    assert keys_of(person(email="ana@example.org")) == {
        ("email", "ana@example.org"),
        ("name", name_key("Ana Ruiz")),
    }


def test_words_come_from_what_was_written():
    assert "triage" in TEXT
    assert "colleagues" in TEXT
    assert "counted" not in TEXT
    assert "with" in TEXT
    assert "in" not in TEXT
