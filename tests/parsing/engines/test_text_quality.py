"""Garbled text layers are told from honest ones."""

from __future__ import annotations

import pytest

from parsing.engines.text_quality import is_garbled

HONEST = {
    "English": (
        "Led a team of five engineers who moved the billing system "
        "to a new platform and cut its running costs by half"
    ),
    "French": (
        "Responsable d'une équipe de cinq ingénieurs qui ont "
        "déplacé le système de facturation vers une plateforme nouvelle"
    ),
    "German": (
        "Leitung eines Teams von fünf Ingenieuren und Umstellung "
        "der Abrechnung auf eine neue Plattform mit halben Kosten"
    ),
    "Polish": (
        "Kierowanie zespołem pięciu inżynierów oraz przeniesienie "
        "systemu rozliczeń na nową platformę przy niższych kosztach"
    ),
    "Greek": (
        "Υπεύθυνος ομάδας πέντε μηχανικών που μετέφεραν το σύστημα "
        "τιμολόγησης σε νέα πλατφόρμα με μικρότερο κόστος"
    ),
    "Japanese": "五人の技術者を率いて請求システムを新しい基盤へ移行し運用費を半分に削減しました",
    "skills": (
        "Python PostgreSQL JavaScript TypeScript GraphQL MySQL "
        "NoSQL CSS3 HTML5 AWS GCP K8s CI/CD REST gRPC C++ C# F#"
    ),
    "web": (
        "https://code.example.org/mxkcd/wvvtrs mara@example.org "
        "www.mara.example.org linkedin.com/in/mara-lqvst-4711xkw"
    ),
}


@pytest.mark.parametrize("kind", HONEST)
def test_honest_text_is_sound(kind: str) -> None:
    assert not is_garbled(HONEST[kind].split() * 4, icons=4, holes=1)


def shifted(text: str, by: int) -> str:
    return "".join(chr(ord(char) + by) if char != " " else char for char in text)


@pytest.mark.parametrize(
    "words",
    [
        shifted(HONEST["English"], -29).split() * 4,
        shifted(HONEST["English"], 3).split() * 4,
        shifted(HONEST["German"].upper(), -29).split() * 4,
        ["certied", "in", "trafc", "work", "and", "a", "prole", "of", "experience"],
        ["con", "guration", "of", "the", "work", "ow", "and", "the", "pro", "le", "of", "the", "team"],
        HONEST["English"].replace("e", "").replace("a", "").replace("i", "").split() * 4,
    ],
)
def test_garbled_text_is_told(words: list[str]) -> None:
    assert is_garbled(words)


@pytest.mark.parametrize(("icons", "holes", "garbled"), [(400, 0, True), (0, 40, True), (12, 2, False)])
def test_characters_without_meaning_count(icons: int, holes: int, garbled: bool) -> None:
    assert is_garbled(HONEST["English"].split() * 4, icons=icons, holes=holes) is garbled
