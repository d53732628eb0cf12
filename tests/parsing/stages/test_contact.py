"""E-mails and web addresses as they stand on a page, whole or broken by a scan."""

from __future__ import annotations

import pytest

from parsing.stages.contact import emails_in, network_profile, urls_in, user_name_below
from parsing.stages.ner import entities_of
from parsing.stages.types import Line, Link

EMAILS = [
    ("ana.berg@example.org", "ana.berg@example.org", "email"),
    ("E-mail: ana+cv@mail.example.co.uk | Oslo", "ana+cv@mail.example.co.uk", "email"),
    ("mailto:ana@example.org.", "ana@example.org", "email"),
    ("ana.berg@gmail.co", "ana.berg@gmail.com", "email.domain_slip"),
    ("ana @example. org", "ana@example.org", "email.spaces"),
    ("ana.berg [at] example.org", "ana.berg@example.org", "email.at_word"),
    ("ana.berg gmail.com", "ana.berg@gmail.com", "email.lost_at"),
    ("<ana.berg@example.org>", "ana.berg@example.org", "email"),
    ("ana.berg@example.org,", "ana.berg@example.org", "email"),
    ("ana_berg-lund@mail-1.example.com.br", "ana_berg-lund@mail-1.example.com.br", "email"),
    ("ana.berg (at) example.org", "ana.berg@example.org", "email.at_word"),
    ("ana.berg@hotmail.con", "ana.berg@hotmail.com", "email.domain_slip"),
    ("ana.berg@gmail. com", "ana.berg@gmail.com", "email.spaces"),
    ("ana.berg © example.org", "ana.berg@example.org", "email.at_word"),
]


@pytest.mark.parametrize(("text", "address", "rule"), EMAILS)
def test_an_email_is_read_and_its_repair_recorded(text: str, address: str, rule: str) -> None:
    (entity,) = emails_in(Line(0, text))
    assert (entity.value, entity.rule) == (address, rule)


@pytest.mark.parametrize(
    ("before", "text", "following", "address"),
    [
        ("", "ana.berg@example", ".org", "ana.berg@example.org"),
        ("", "ana.berg@example.or", "g", "ana.berg@example.org"),
        ("", "ana.berg@example.co", "m", "ana.berg@example.com"),
        ("", "ana.berg@mail.example.c", "om.ar", "ana.berg@mail.example.com.ar"),
        ("", "ana.berg@mail.exam", "ple.com", "ana.berg@mail.example.com"),
        ("", "ana.berg@anab", "Baker\terg.example", "ana.berg@anaberg.example"),
        ("", "ana.berg@mail.example.", "org", "ana.berg@mail.example.org"),
        ("ana-", "berg@mail", "berg.example", "ana-berg@mailberg.example"),
        ("berg-lund.ana-", "maria@example.org", "", "berg-lund.ana-maria@example.org"),
        ("E-mail: ana-", "berg@example.org", "", "ana-berg@example.org"),
        ("ana_", "berg@example.org", "Leeds", "ana_berg@example.org"),
    ],
)
def test_an_email_that_wraps_is_completed_from_the_lines_beside(
    before: str, text: str, following: str, address: str
) -> None:
    (entity,) = emails_in(Line(1, text), Line(2, following), Line(0, before))
    assert (entity.value, entity.rule) == (address, "email.wrapped")


@pytest.mark.parametrize(
    ("text", "following", "address"),
    [
        ("ana berg@example.org", "", "ana_berg@example.org"),
        ("E-mail: ana _berg@example.org", "", "ana_berg@example.org"),
        ("email berg@example.org", "", "berg@example.org"),
        ("write to berg@example.org", "", "berg@example.org"),
        ("ana.berg@letterbird", "se", "ana.berg@letterbird.se"),
        ("ana.berg@letterbird", "«com.br", "ana.berg@letterbird.com.br"),
        ("ana.berg@letter", "bird.com.br", "ana.berg@letterbird.com.br"),
    ],
)
def test_an_email_is_mended_where_a_scan_lost_its_stroke_or_dot(
    text: str, following: str, address: str
) -> None:
    (entity,) = emails_in(Line(0, text, source="ocr"), Line(1, following, source="ocr"))
    assert entity.value == address


@pytest.mark.parametrize(
    ("before", "text", "following"),
    [
        ("12 Harbour Street.", "ana@example.org", "in"),
        ("full-", "me: ana@example.org", "gh"),
        ("", "ana@example.de", "v"),
        ("", "ana@mail.example", "com.ar"),
    ],
)
def test_a_whole_email_takes_nothing_from_the_lines_beside(before: str, text: str, following: str) -> None:
    (entity,) = emails_in(Line(1, text), Line(2, following), Line(0, before))
    assert entity.rule == "email"


@pytest.mark.parametrize(
    "text", ["see www.gmail.com", "Node.js and Vue.js", "led @acme's team", "lena.example.com"]
)
def test_what_is_no_email_stays_alone(text: str) -> None:
    assert not list(emails_in(Line(0, text)))


PROFILES = [
    ("https://www.linkedin.com/in/ana-berg/", ("LinkedIn", "ana-berg")),
    ("de.linkedin.com/in/ana-berg", ("LinkedIn", "ana-berg")),
    ("github.com/anaberg", ("GitHub", "anaberg")),
    ("https://github.com/anaberg/tool", None),
    ("https://mastodon.example/@ana", ("Mastodon", "ana")),
    ("https://orcid.org/0000-0002-1825-0097", ("ORCID", "0000-0002-1825-0097")),
    ("https://anaberg.example", None),
    ("linkedin.com/in/ana-berg?trk=profile", ("LinkedIn", "ana-berg")),
    ("linkedin.com/in/", None),
    ("https://www.xing.com/profile/Ana_Berg/cv", ("Xing", "Ana_Berg")),
    ("stackoverflow.com/users/12345/ana-berg", ("StackOverflow", "ana-berg")),
    ("gitlab.com/anaberg", ("GitLab", "anaberg")),
    ("https://scholar.google.de/citations?user=AbC123&hl=de", ("Google Scholar", "AbC123")),
    ("https://x.com/anaberg", ("X", "anaberg")),
    ("medium.com/@anaberg", ("Medium", "anaberg")),
    ("dev.to/anaberg", ("DEV", "anaberg")),
    ("www.behance.net/anaberg", ("Behance", "anaberg")),
    ("https://kaggle.com/anaberg", ("Kaggle", "anaberg")),
    ("t.me/anaberg", ("Telegram", "anaberg")),
    ("HTTPS://GITHUB.COM/anaberg", ("GitHub", "anaberg")),
]


@pytest.mark.parametrize(("url", "profile"), PROFILES)
def test_an_address_on_a_network_names_its_user(url: str, profile: tuple[str, str] | None) -> None:
    found = network_profile(url)
    assert (tuple(found) if found else None) == profile


WRITTEN = [
    ("linkedin.com/in/ana-berg", "PROFILE", "https://linkedin.com/in/ana-berg"),
    ("GitHub: anaberg", "PROFILE", "https://github.com/anaberg"),
    ("github/anaberg", "PROFILE", "https://github.com/anaberg"),
    ("\uf09b anaberg", "PROFILE", "https://github.com/anaberg"),
    ("www.anaberg.example", "URL", "https://www.anaberg.example"),
    ("anaberg.dev", "URL", "https://anaberg.dev"),
]


@pytest.mark.parametrize(("text", "label", "url"), WRITTEN)
def test_addresses_are_read_as_people_write_them(text: str, label: str, url: str) -> None:
    (entity,) = urls_in(Line(0, text), in_contact=True)
    assert (entity.label, entity.value) == (label, url)


WRAPPED = [
    ("linkedin.com/in/", "anaberg", False, "https://linkedin.com/in/anaberg"),
    ("linkedin.com/in/ana-", "berg-lund", False, "https://linkedin.com/in/ana-berg-lund"),
    ("LinkedIn: linkedin.com/in/ana-", "berg", False, "https://linkedin.com/in/ana-berg"),
    ("stackoverflow.com/users/12345/", "anaberg", False, "https://stackoverflow.com/users/12345/anaberg"),
    ("linkedin.com/in/anamariaberg", "lund", True, "https://linkedin.com/in/anamariaberglund"),
    ("orcid.org/0000-", "0002-1825-0097 | Oslo", False, "https://orcid.org/0000-0002-1825-0097"),
    ("anaberg.example.co", "m", True, "https://anaberg.example.com"),
    # what is whole takes nothing from the line below
    ("linkedin.com/in/anaberg", "lund", False, "https://linkedin.com/in/anaberg"),
    ("linkedin.com/in/anaberg", "Lund", True, "https://linkedin.com/in/anaberg"),
    ("linkedin.com/in/anaberg", "ana.example.net", True, "https://linkedin.com/in/anaberg"),
    ("github.com/anaberg/", "gitlab.com/anaberg", False, "https://github.com/anaberg/"),
    ("github.com/anaberg/", "Oslo", False, "https://github.com/anaberg/"),
    ("https://anaberg.example/cv/", "skills", False, "https://anaberg.example/cv/"),
    ("anaberg.example.net", "m", True, "https://anaberg.example.net"),
]


@pytest.mark.parametrize(("text", "following", "is_full", "url"), WRAPPED)
def test_an_address_goes_on_below_where_its_column_is_narrow(
    text: str, following: str, is_full: bool, url: str
) -> None:
    (entity,) = urls_in(Line(0, text), in_contact=True, following=Line(1, following), is_full=is_full)
    assert entity.value == url


def test_what_completes_an_address_is_no_address_itself() -> None:
    texts = ["Ana Berg", "ana.berg@mail.example.c", "om.ar", "www.berg-", "ana.example.com"]
    found = entities_of([Line(i, text) for i, text in enumerate(texts)])
    assert [entity.value for entity in found if entity.label in ("EMAIL", "URL")] == [
        "ana.berg@mail.example.com.ar",
        "https://www.berg-ana.example.com",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Node.js, Vue.js, ASP.NET",
        "GitHub Actions",
        "LinkedIn GitHub",
        "GitHub / Stack Overflow",
        "B.Sc. in Law",
        "linkedin.com/in/",
    ],
)
def test_names_of_technologies_are_no_addresses(text: str) -> None:
    assert not list(urls_in(Line(0, text), in_contact=True))


def test_the_target_behind_a_word_is_found() -> None:
    line = Line(0, "GitHub and more", links=(Link(0, 6, "https://github.com/anaberg"),))
    (entity,) = urls_in(line, in_contact=False)
    assert (entity.value, line.text[entity.start : entity.end]) == ("https://github.com/anaberg", "GitHub")


def test_a_user_name_over_its_network_makes_a_profile() -> None:
    entity = user_name_below(Line(0, "anaberg"), Line(1, "LinkedIn"))
    assert entity is not None
    assert (entity.line, entity.value) == (0, "https://linkedin.com/in/anaberg")
    assert user_name_below(Line(0, "LinkedIn"), Line(1, "Skills")) is None
