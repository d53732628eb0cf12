"""Lines one by one: what each rule does, and where it keeps its hands off."""

from __future__ import annotations

import pytest

from cvimprover.writing import Questionnaire, improve
from cvimprover.writing.bullets import rewritten_line
from tests.cvimprover.writing.people import AS_OF

PAST = [
    ("I am currently responsible for leading a small team of three.", "Led a small team of three."),
    (
        "Was responsible for the training, development and supervision of new staff",
        "Trained, developed and supervised new staff",
    ),
    (
        "Responsible for planning, organising and running weekly events",
        "Planned, organised and ran weekly events",
    ),
    (
        "Responsible for building and maintaining client relationships",
        "Built and maintained client relationships",
    ),
    (
        "Duties: Answering calls, taking messages, booking rooms",
        "Answered calls, took messages, booked rooms",
    ),
    ("Main duties were to greet guests and to take orders", "Greeted guests and took orders"),
    ("I was tasked with the job of reorganising the archive", "Reorganised the archive"),
    ("I've been working with autistic children since 2015", "Worked with autistic children since 2015"),
    ("As a manager I led 5 people", "Led 5 people"),
    ("Wrote scripts, which saved 3 hours a day", "Saved 3 hours a day by writing scripts"),
    (
        "Saved £20,000 by switching suppliers; trained 4 staff",
        "Saved £20,000 by switching suppliers || Trained 4 staff",
    ),
    ("- • Sold ice cream", "Sold ice cream"),
    ("Responsible for $3m budget", "Managed $3m budget"),
    ("Responsible for 3 staff", "Supervised 3 staff"),
    ("Responsible for patient records", "Managed patient records"),
    (
        "Assist guests with queries, process returns and handle cash",
        "Assisted guests with queries, processed returns and handled cash",
    ),
    ("Organised trips and organized fairs", "Organised trips and organized fairs"),
]
PAST += [
    ("Answering the phone & taking orders", "Answered the phone & took orders"),
    ("Write, edit and proofread articles", "Wrote, edited and proofread articles"),
    ("Install and repair boilers", "Installed and repaired boilers"),
    (
        "Installing and repairing boilers, responding to emergencies and training apprentices",
        "Installed and repaired boilers, responded to emergencies and trained apprentices",
    ),
    ("To manage the office", "Managed the office"),
    ("Contracts have been negotiated by me with suppliers", "Negotiated contracts with suppliers"),
    ("Helped in the organization of the annual gala", "Helped organize the annual gala"),
    ("Management and coordination of projects worth $2M", "Managed and coordinated projects worth $2M"),
]
LEFT_ALONE = [
    ("en", "Lifting, carrying and loading"),
    ("en", "Cleaning, ironing and laundry"),
    ("en", "Currently studying for a degree"),
    ("en", "Optimised tests by writing scripts, reducing time by 64 %"),
    ("en", "Supervised by the head nurse"),
    ("en", "Key responsibilities included the following:"),
    ("en", "Responsible for marketing campaigns"),
    ("en", "Responsible for the kitchen and cleaning"),
    ("en", "Leading role in the launch of the new website"),
    ("en", "Driving licence category B"),
    ("en", "Managing Director of a family business"),
    ("en", "Was awarded employee of the month"),
    ("en", "The website was redesigned by me and a colleague"),
    ("en", "Manage stock and order supplies"),
    ("en", "Ensure all patients are seen on time"),
    ("en", "Support desk for 300 users"),
    ("en", "Design and test plans for bridges"),
    ("en", "Training courses attended: first aid"),
    ("de", "Ein neuer Prozess wurde von mir eingeführt"),
    ("de", "Eine Datenbank wurde von mir aufgebaut und gepflegt"),
    ("de", "Ich leite und organisiere Schulungen"),
    ("de", "Verantwortlich für Einkauf und Lager"),
    ("de", "Ich konnte den Umsatz um 20 % steigern"),
    ("fr", "Responsable de l'accueil et de la caisse"),
    ("fr", "J'ai développé et testé des logiciels"),
    ("es", "Desarrollo de aplicaciones web"),
    ("es", "Registro de entradas"),
]
ELSEWHERE = [
    (
        "de",
        "Ich habe selbstständig Projekte geleitet, Angebote erstellt und Kunden betreut",
        "Leitete selbstständig Projekte, erstellte Angebote und betreute Kunden",
    ),
    ("de", "Ich habe Waren verräumt und die Kasse bedient", "Ich habe Waren verräumt und die Kasse bedient"),
    ("de", "Ich bereite Mahlzeiten vor", "Bereitete Mahlzeiten vor"),
    ("fr", "J'ai pris en charge les patients", "Prise en charge des patients"),
    ("fr", "Je prépare les commandes et je gère le stock", "Préparation des commandes et gestion du stock"),
    ("fr", "J'avais pour mission de former les nouveaux", "Formation des nouveaux"),
    ("es", "Cuidaba a personas mayores y niños", "Cuidado de personas mayores y niños"),
    ("es", "Realicé la limpieza de 20 habitaciones diarias", "Limpieza de 20 habitaciones diarias"),
    ("de", "Ich war für die Leitung des Teams verantwortlich", "Leitung des Teams"),
    (
        "de",
        "Meine Tätigkeit umfasste die Pflege der Datenbank sowie die Erstellung von Berichten",
        "Pflege der Datenbank sowie Erstellung von Berichten",
    ),
    ("de", "Die Daten wurden von mir gepflegt", "Pflegte die Daten"),
    ("de", "Ich habe 3 Jahre lang den Einkauf geleitet", "Leitete 3 Jahre lang den Einkauf"),
    ("de", "Ich habe Auszubildende angeleitet", "Auszubildende angeleitet"),
    ("de", "Ich habe jeden Tag 300 Kisten gestapelt", "Jeden Tag 300 Kisten gestapelt"),
    ("de", "Ich habe die Küche insgesamt", "Ich habe die Küche insgesamt"),
    (
        "fr",
        "Chargée de gérer les plannings et de former les nouveaux",
        "Gestion des plannings et formation des nouveaux",
    ),
    ("fr", "J'ai mis en place un nouveau logiciel", "Mise en place d'un nouveau logiciel"),
    ("fr", "J'assurais l'entretien des locaux", "Entretien des locaux"),
    ("fr", "17 ans de pratique ; bonne écoute", "17 ans de pratique ; bonne écoute"),
    (
        "es",
        "Encargada de organizar eventos y coordinar proveedores",
        "Organización de eventos y coordinación de proveedores",
    ),
    ("es", "Los informes fueron elaborados por mí", "Elaboración de los informes"),
]
CURRENT = [
    ("Teaches maths and runs the chess club", "Teach maths and run the chess club"),
    ("Currently leading the team", "Lead the team"),
    ("Have trained 3 juniors", "Trained 3 juniors"),
    ("Cut waste by 11 %", "Cut waste by 11 %"),
    ("Managing 5 people and reported to the board", "Managing 5 people and reported to the board"),
]


@pytest.mark.parametrize(("before", "after"), PAST)
def test_a_line_of_a_past_position(before: str, after: str) -> None:
    assert " || ".join(rewritten_line(before, "en", is_current=False).lines) == after


@pytest.mark.parametrize(("before", "after"), CURRENT)
def test_a_line_of_a_current_position(before: str, after: str) -> None:
    assert " || ".join(rewritten_line(before, "en", is_current=True).lines) == after


@pytest.mark.parametrize(("language", "text"), LEFT_ALONE)
def test_a_line_that_is_not_sure_is_left_alone(language: str, text: str) -> None:
    assert rewritten_line(text, language, is_current=False).lines == (text,)


@pytest.mark.parametrize(("language", "before", "after"), ELSEWHERE)
def test_a_line_in_another_language(language: str, before: str, after: str) -> None:
    assert " || ".join(rewritten_line(before, language, is_current=False).lines) == after


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize(
    "text", ["", " ", "•", ".", "I", "Ich", "J'ai", "Yo", "Responsible for", "und und", "A" * 5000, "(" * 300]
)
def test_odd_lines_break_nothing(language: str, text: str) -> None:
    rewritten_line(text, language, is_current=False)


@pytest.mark.parametrize(("language", "before", "after"), [("en", *pair) for pair in PAST] + ELSEWHERE)
def test_the_lock_lets_through_what_the_rules_write(language: str, before: str, after: str) -> None:
    job = {
        "name": "Xy",
        "position": "Z",
        "startDate": "2015-01",
        "endDate": "2019-01",
        "highlights": [before],
    }
    profile = {"work": [job], "x-document": {"language": language}}
    told = improve(profile, questionnaire=Questionnaire(), job_text="", answers={}, as_of=AS_OF)
    if told.language == language:
        assert told.resume["work"][0]["highlights"] == after.split(" || ")  # type: ignore[index]


@pytest.mark.parametrize(
    ("language", "text", "better"),
    [
        ("en", "I have served guests and I was in charge of the till", "Served guests and managed the till"),
        ("en", "I trained staff and I am proud of it", "I trained staff and I am proud of it"),
        (
            "fr",
            "Je prépare les commandes et je gère le stock",
            "Préparation des commandes et gestion du stock",
        ),
        (
            "fr",
            "J'ai servi les clients et j'ai dressé les tables",
            "J'ai servi les clients et j'ai dressé les tables",
        ),
    ],
)
def test_two_deeds_in_a_line_are_both_said_without_i_or_neither_is(language, text, better):
    assert rewritten_line(text, language, is_current=False).lines == (better,)
