"""Which language a document is in, and whether we know it."""

from __future__ import annotations

import pytest

from parsing.stages.spoken import is_supported, is_told, language_of
from parsing.stages.types import Line

TEXTS = {
    "en": "Led the team that built the billing service for our customers and was responsible for its costs",
    "de": "Leitung der Abteilung und Einführung eines Systems für die Planung von Schichten mit allen Teams",
    "fr": "Gestion de la relation avec les clients et suivi des projets pour le service des ventes",
    "es": "Gestión de los proyectos para el departamento de ventas y relación con los clientes de la zona",
    "pt": "Gestão de projetos para o departamento de vendas e relação com os clientes na região do Porto",
    "it": "Gestione dei progetti per il reparto vendite e relazione con i clienti della zona e delle filiali",
    "nl": "Verantwoordelijk voor de planning van het team en voor het contact met de klanten in de regio",
    "pl": "Projekty oraz współpraca z klientami w regionie oraz dla działu przy budżecie",
    "sv": "Ansvarig för planering av projekt och för kontakt med kunder inom regionen samt för budget",
    "cs": "Odpovědnost za projekty v regionu, které jsem vedl, včetně nákupu pro oddělení",
    "hu": "Az értékesítési osztály vezetése és kapcsolattartás az ügyfelekkel, valamint a beszállítókkal",
    "ro": "Responsabil pentru proiecte și pentru relația cu clienții din regiune, precum și de buget",
    "tr": "Satış ekibi için projelerin yönetimi ve bölgedeki müşteriler ile iletişim, bir ekip olarak",
    "ru": "Руководство проектами для отдела продаж и работа с клиентами в регионе, а также отчёты",
    "uk": "Керівництво проєктами для відділу продажу та робота з клієнтами в регіоні, підготовка звітів",
    "bg": "Ръководство на проекти за отдела по продажби, през които се работи с клиентите от региона",
    "el": "Διαχείριση έργων για το τμήμα πωλήσεων",
    "ar": "إدارة المشاريع لقسم المبيعات",
    "fa": "مدیریت پروژه‌های بخش فروش و گزارش‌گیری پیوسته از کارها",
    "he": "ניהול פרויקטים למחלקת המכירות",
    "zh": "负责销售部门的项目管理",
    "ja": "営業部のプロジェクト管理を担当しました",
    "ko": "영업부 프로젝트 관리를 담당했습니다",
    "hi": "बिक्री विभाग की परियोजनाओं का प्रबंधन",
    "th": "บริหารโครงการของฝ่ายขาย",
    "is": "Stjórnun verkefna fyrir söludeild og samskipti við viðskiptavini á svæðinu, sem var ný",
}  # fmt: skip


def lines(*texts: str) -> list[Line]:
    return [Line(i, text) for i, text in enumerate(texts)]


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_the_language_of_a_text(language: str, text: str) -> None:
    assert language_of(lines(text)) == language


@pytest.mark.parametrize(
    ("heading", "language"), [("Werkervaring", "nl"), ("Formation", "fr"), ("Doświadczenie zawodowe", "pl")]
)
def test_a_heading_of_one_language_tells_where_words_are_few(heading: str, language: str) -> None:
    assert language_of(lines("Ana Berg", heading, "Excel, SAP")) == language


def test_english_headings_do_not_make_a_text_english() -> None:
    assert language_of(lines("Work Experience", "Education", TEXTS["nl"])) == "nl"


@pytest.mark.parametrize(
    ("language", "known"), [("de", True), ("ar", True), ("ja", True), ("is", False), ("th", False)]
)
def test_languages_that_we_know(language: str, known: bool) -> None:
    assert is_supported(language) is known


def test_a_text_without_common_words_is_in_no_language_we_can_tell() -> None:
    strange = "Umsebenzi wokuqala esikoleni sabantwana eGoli nabafundi bonke nothisha abaningi kakhulu " * 8
    assert not is_told(lines(strange))
    assert is_told(lines(TEXTS["en"] * 5))
    assert is_told(lines("Python Go Rust"))
