"""Small words that only designs need – before values, in running headers – in each language of the factory."""

from __future__ import annotations

from typing import Final

Labels = dict[str, str]

_KEYS: Final = ("name", "position", "employer", "period", "place", "tasks", "degree", "school", "of", "at")  # fmt: skip


def _row(words: str) -> Labels:
    return dict(zip(_KEYS, words.split("|"), strict=True))


_WORDS: Final[dict[str, Labels]] = {
    "en": _row("Name|Position|Employer|Dates|Location|Main duties|Qualification|School|of|at"),
    "de": _row("Name|Position|Arbeitgeber|Zeitraum|Ort|Aufgaben|Abschluss|Hochschule|von|bei"),
    "fr": _row("Nom|Poste|Employeur|Période|Lieu|Missions|Diplôme|Établissement|sur|chez"),
    "es": _row("Nombre|Puesto|Empresa|Fechas|Lugar|Funciones|Título|Centro|de|en"),
    "pt": _row("Nome|Cargo|Empresa|Datas|Local|Funções|Grau|Instituição|de|na"),
    "it": _row("Nome|Posizione|Datore di lavoro|Date|Luogo|Mansioni|Titolo|Istituto|di|presso"),
    "nl": _row("Naam|Functie|Werkgever|Periode|Plaats|Taken|Diploma|Onderwijsinstelling|van|bij"),
    "pl": _row("Imię i nazwisko|Stanowisko|Pracodawca|Okres|Miejsce|Obowiązki|Tytuł|Uczelnia|z|w"),
    "sv": _row("Namn|Befattning|Arbetsgivare|Period|Ort|Arbetsuppgifter|Examen|Lärosäte|av|hos"),
    "tr": _row("Ad Soyad|Pozisyon|İşveren|Dönem|Yer|Görevler|Derece|Okul|/|-"),
}


def small_words(language: str) -> Labels:
    """The words of a language; English ones where we have none."""
    return _WORDS.get(language, _WORDS["en"])
