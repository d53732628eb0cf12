"""One small résumé in each of many languages, from text to profile."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, NamedTuple

import pytest

from parsing.stages.flow import read


class Resume(NamedTuple):
    """Headings and words of one language; what is the same in all is filled in by `text`."""

    work: str
    title: str
    employer: str
    period: str
    education: str
    degree: str
    school: str
    skills: str
    listed: str
    languages: str
    spoken: tuple[str, ...]


RESUMES = {
    "de": Resume(
        "Berufserfahrung",
        "Buchhalterin",
        "Nordlicht Kontor GmbH",
        "März 2019 – heute",
        "Ausbildung",
        "Bachelor of Arts",
        "Hochschule Musterstadt",
        "Kenntnisse",
        "Buchführung, Excel",
        "Sprachen",
        ("Deutsch: Muttersprache", "Englisch: fließend"),
    ),
    "fr": Resume(
        "Expérience professionnelle",
        "Comptable",
        "Cabinet Vauban SARL",
        "mars 2019 – aujourd'hui",
        "Formation",
        "Licence de gestion",
        "Université de Brume",
        "Compétences",
        "Comptabilité, Excel",
        "Langues",
        ("Français : langue maternelle", "Anglais : courant"),
    ),
    "es": Resume(
        "Experiencia laboral",
        "Contable",
        "Almendro Gestión S.L.",
        "marzo de 2019 – actualidad",
        "Formación académica",
        "Licenciatura en Economía",
        "Universidad de la Ribera",
        "Habilidades",
        "Contabilidad, Excel",
        "Idiomas",
        ("Español: nativo", "Inglés: avanzado"),
    ),
    "pt": Resume(
        "Experiência profissional",
        "Contabilista",
        "Maré Alta Lda",
        "março de 2019 – atualmente",
        "Formação académica",
        "Licenciatura em Gestão",
        "Universidade da Foz",
        "Competências",
        "Contabilidade, Excel",
        "Idiomas",
        ("Português: nativo", "Inglês: fluente"),
    ),
    "it": Resume(
        "Esperienze lavorative",
        "Contabile",
        "Studio Ferri S.r.l.",
        "marzo 2019 – oggi",
        "Istruzione",
        "Laurea in Economia",
        "Università di Valchiara",
        "Competenze",
        "Contabilità, Excel",
        "Lingue",
        ("Italiano: madrelingua", "Inglese: ottimo"),
    ),
    "nl": Resume(
        "Werkervaring",
        "Boekhouder",
        "Duinzicht Handel B.V.",
        "maart 2019 – heden",
        "Opleiding",
        "Bachelor Accountancy",
        "Hogeschool Duinstad",
        "Vaardigheden",
        "Boekhouding, Excel",
        "Talen",
        ("Nederlands: moedertaal", "Engels: vloeiend"),
    ),
    "pl": Resume(
        "Doświadczenie zawodowe",
        "Księgowa",
        "Zielony Bór Sp. z o.o.",
        "marzec 2019 – obecnie",
        "Wykształcenie",
        "Magister ekonomii",
        "Uniwersytet w Borowie",
        "Umiejętności",
        "Księgowość, Excel",
        "Języki obce",
        ("Polski: ojczysty", "Angielski: biegły"),
    ),
    "sv": Resume(
        "Arbetslivserfarenhet",
        "Redovisningsekonom",
        "Björkdal Handel AB",
        "mars 2019 – nuvarande",
        "Utbildning",
        "Kandidatexamen i ekonomi",
        "Björkdals universitet",
        "Kunskaper",
        "Bokföring, Excel",
        "Språk",
        ("Svenska: modersmål", "Engelska: flytande"),
    ),
    "da": Resume(
        "Erhvervserfaring",
        "Regnskabsmedarbejder",
        "Klitgaard Handel ApS",
        "marts 2019 – nu",
        "Uddannelse",
        "Bachelor i økonomi",
        "Klitby Universitet",
        "Kompetencer",
        "Bogføring, Excel",
        "Sprog",
        ("Dansk: modersmål", "Engelsk: flydende"),
    ),
    "nb": Resume(
        "Arbeidserfaring",
        "Regnskapsfører",
        "Fjordheim Handel AS",
        "mars 2019 – nå",
        "Utdanning",
        "Bachelor i økonomi",
        "Universitetet i Fjordheim",
        "Ferdigheter",
        "Bokføring, Excel",
        "Språk",
        ("Norsk: morsmål", "Engelsk: flytende"),
    ),
    "fi": Resume(
        "Työkokemus",
        "Kirjanpitäjä",
        "Koivula Kauppa Oy",
        "maaliskuu 2019 – nykyhetki",
        "Koulutus",
        "Tradenomi",
        "Koivulan ammattikorkeakoulu",
        "Taidot",
        "Kirjanpito, Excel",
        "Kielitaito",
        ("Suomi: äidinkieli", "Englanti: sujuva"),
    ),
    "cs": Resume(
        "Pracovní zkušenosti",
        "Účetní",
        "Lipová Obchod s.r.o.",
        "březen 2019 – dosud",
        "Vzdělání",
        "Magistr ekonomie",
        "Univerzita Lipov",
        "Dovednosti",
        "Účetnictví, Excel",
        "Jazyky",
        ("Čeština: rodilý mluvčí", "Angličtina: plynně"),
    ),
    "tr": Resume(
        "İş Deneyimi",
        "Muhasebe Uzmanı",
        "Çınar Ticaret A.Ş.",
        "Mart 2019 – Halen",
        "Eğitim",
        "Lisans, İktisat",
        "Çınar Üniversitesi",
        "Beceriler",
        "Muhasebe, Excel",
        "Diller",
        ("Türkçe: ana dil", "İngilizce: akıcı"),
    ),
    "ro": Resume(
        "Experiență profesională",
        "Contabil",
        "Teiul Comerț SRL",
        "martie 2019 – prezent",
        "Educație",
        "Licență în economie",
        "Universitatea din Teiul",
        "Competențe",
        "Contabilitate, Excel",
        "Limbi străine",
        ("Română: maternă", "Engleză: avansat"),
    ),
    "hu": Resume(
        "Szakmai tapasztalat",
        "Könyvelő",
        "Hársfa Kereskedelmi Kft.",
        "2019. március – jelenleg",
        "Tanulmányok",
        "Közgazdász diploma",
        "Hársfai Egyetem",
        "Készségek",
        "Könyvelés, Excel",
        "Nyelvtudás",
        ("Magyar: anyanyelvi", "Angol: felsőfok"),
    ),
    "ru": Resume(
        "Опыт работы",
        "Бухгалтер",
        "ООО Берёза",
        "март 2019 – по настоящее время",
        "Образование",
        "Бакалавр экономики",
        "Берёзовский университет",
        "Навыки",
        "Бухгалтерия, Excel",
        "Языки",
        ("Русский: родной", "Английский: свободно"),
    ),
    "uk": Resume(
        "Досвід роботи",
        "Бухгалтер",
        "ТОВ Калина",
        "березень 2019 – дотепер",
        "Освіта",
        "Бакалавр економіки",
        "Калинівський університет",
        "Навички",
        "Бухгалтерія, Excel",
        "Мови",
        ("Українська: рідна", "Англійська: вільно"),
    ),
    "el": Resume(
        "Επαγγελματική εμπειρία",
        "Λογίστρια",
        "Ελιά Εμπορική ΑΕ",
        "Μάρτιος 2019 – σήμερα",
        "Εκπαίδευση",
        "Πτυχίο Οικονομικών",
        "Πανεπιστήμιο Ελιάς",
        "Δεξιότητες",
        "Λογιστική, Excel",
        "Γλώσσες",
        ("Ελληνικά: μητρική", "Αγγλικά: άριστα"),
    ),
    "zh": Resume(
        "工作经历",
        "会计",
        "蓝天贸易有限公司",
        "2019年3月–至今",
        "教育背景",
        "本科",
        "蓝天大学",
        "专业技能",
        "财务分析、Excel",
        "语言",
        ("中文：母语", "英语：流利"),
    ),
    "ja": Resume(
        "職歴",
        "経理担当",
        "青空商事株式会社",
        "2019年3月～現在",
        "学歴",
        "学士",
        "青空大学",
        "スキル",
        "簿記、Excel",
        "語学",
        ("日本語：ネイティブ", "英語：ビジネスレベル"),
    ),
    "ko": Resume(
        "경력",
        "회계 담당자",
        "주식회사 푸른하늘",
        "2019년 3월 ~ 현재",
        "학력",
        "학사",
        "푸른대학교",
        "기술",
        "회계, Excel",
        "외국어",
        ("한국어: 원어민", "영어: 유창"),
    ),
}


@cache
def profile(language: str) -> dict[str, Any]:
    own = RESUMES[language]
    rows = [
        "Mara Lindqvist",
        "mara.lindqvist@mail.example",
        "",
        own.work,
        "",
        own.title,
        own.employer,
        own.period,
        "",
        own.education,
        "",
        own.degree,
        own.school,
        "2014 – 2018",
        "",
        own.skills,
        "",
        own.listed,
        "",
        own.languages,
        "",
        *own.spoken,
    ]
    return read("\n".join(rows).encode(), "cv.txt", as_of=date(2026, 1, 1)).profile


def values(language: str, section: str, field: str) -> list[str]:
    return [entry[field]["value"] for entry in profile(language)[section] if field in entry]


@pytest.mark.parametrize("language", RESUMES)
def test_the_language_is_told_and_known(language: str) -> None:
    found = profile(language)
    assert found["document"]["language"] == language
    assert not {"unsupported_language", "not_a_resume"} & {f["code"] for f in found["quality_findings"]}


@pytest.mark.parametrize("language", RESUMES)
def test_the_position_is_read(language: str) -> None:
    own = RESUMES[language]
    assert values(language, "work", "position") == [own.title]
    assert values(language, "work", "name") == [own.employer]
    assert values(language, "work", "startDate") == ["2019-03"]
    assert values(language, "work", "endDate") == []


@pytest.mark.parametrize("language", RESUMES)
def test_the_education_is_read(language: str) -> None:
    own = RESUMES[language]
    (entry,) = profile(language)["education"]
    assert entry["institution"]["value"] == own.school
    assert (entry["startDate"]["value"], entry["endDate"]["value"]) == ("2014", "2018")


@pytest.mark.parametrize("language", RESUMES)
def test_skills_and_spoken_languages_are_read(language: str) -> None:
    own = RESUMES[language]
    assert values(language, "skills", "name") == own.listed.replace("、", ", ").split(", ")
    spoken = profile(language)["languages"]
    assert [entry["language"]["normalized"] for entry in spoken] == [
        {"nb": "no"}.get(language, language),
        "en",
    ]
    native, foreign = (entry["fluency"]["normalized"] for entry in spoken)
    assert native == "native"
    assert foreign in ("C1", "C2")
