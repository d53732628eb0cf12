"""Fictional people for the tests of the writer."""

from __future__ import annotations

from datetime import date
from typing import Final

AS_OF: Final = date(2025, 6, 15)

NORA: Final[dict[str, object]] = {
    "basics": {
        "name": "Nora Quill",
        "label": "Warehouse Team Leader",
        "email": "nora.quill@example.com",
        "phone": "+44 20 7946 0958",
        "location": {
            "city": "Leeds",
            "countryCode": "GB",
            "address": "4 Millrace Walk",
            "postalCode": "LS1 9ZZ",
        },
        "summary": "Warehouse team leader with a calm head. Not afraid of night shifts.",
    },
    "work": [
        {
            "name": "Brindle Logistics",
            "position": "Warehouse Team Leader",
            "startDate": "2019-03",
            "highlights": [
                "Managed a team of 9 pickers, loading 40 lorries a day",
                "Cut picking errors from 4 % to 1 % and raised output by 12 %",
                "Helped to lead the move to SAP for three sites",
                "Reported to the Operations Manager",
                "Kept the store running without overtime",
            ],
        },
        {
            "name": "Tarn Foods",
            "position": "Packer",
            "startDate": "2016-02",
            "endDate": "2018-11",
            "highlights": [
                "Packed 300 orders a shift for senior citizens' homes",
                "Counted stock in Excel each Friday",
                "Recieved an award for safe driving in 2017",
            ],
        },
    ],
    "education": [
        {
            "institution": "Leeds City College",
            "studyType": "Diploma",
            "area": "Logistics",
            "startDate": "2014",
            "endDate": "2016",
        }
    ],
    "skills": [{"name": "Excel"}, {"name": "SAP"}, {"name": "Forklift driving"}],
    "languages": [
        {"language": "English", "fluency": "Native speaker"},
        {"language": "Spanish", "fluency": "Basic"},
    ],
    "certificates": [{"name": "Counterbalance Forklift Licence", "issuer": "RTITB", "date": "2019-05"}],
}

JONAS: Final[dict[str, object]] = {
    "basics": {
        "name": "Jonas Ahrendt",
        "email": "jonas.ahrendt@example.org",
        "summary": "Koch mit Freude am Handwerk. Kein Freund von Fertigware.",
    },
    "work": [
        {
            "name": "Gasthaus Zur Linde",
            "position": "Stellvertretender Küchenchef",
            "startDate": "2020-04",
            "highlights": [
                "Leitung eines Teams von 6 Köchen",
                "Senkung des Wareneinsatzes von 34 % auf 29 %",
                "Mithilfe bei der Planung von Banketten für 120 Gäste",
            ],
        },
        {
            "name": "Hotel Seeblick",
            "position": "Koch",
            "startDate": "2016-08",
            "endDate": "2020-03",
            "highlights": ["Zubereitung von 80 Menüs am Tag", "Ich habe die Speisekarte erstellt"],
        },
    ],
    "education": [
        {
            "institution": "Berufsschule Plön",
            "studyType": "Ausbildung",
            "area": "Koch",
            "startDate": "2013",
            "endDate": "2016",
        }
    ],
    "skills": [{"name": "Warenwirtschaft"}, {"name": "HACCP"}],
    "languages": [
        {"language": "Deutsch", "fluency": "Muttersprache"},
        {"language": "Englisch", "fluency": "Grundkenntnisse"},
    ],
}

AMELIE: Final[dict[str, object]] = {
    "basics": {
        "name": "Amélie Roussel",
        "email": "amelie.roussel@example.org",
        "summary": "Vendeuse à l'écoute. Sans permis de conduire.",
    },
    "work": [
        {
            "name": "Boutique Mirabelle",
            "position": "Vendeuse",
            "startDate": "2018-09",
            "highlights": [
                "J'ai géré une équipe de 3 personnes",
                "Hausse du chiffre d'affaires de 8 % en un an",
                "Participation à la préparation des soldes",
            ],
        }
    ],
    "education": [
        {
            "institution": "Lycée des Tilleuls",
            "studyType": "BTS",
            "area": "Commerce",
            "startDate": "2016",
            "endDate": "2018",
        }
    ],
    "skills": [{"name": "Excel"}],
}

LUCIA: Final[dict[str, object]] = {
    "basics": {
        "name": "Lucía Arroyo",
        "email": "lucia.arroyo@example.org",
        "summary": "Enfermera tranquila. No trabajo de noche.",
    },
    "work": [
        {
            "name": "Clínica Los Olivos",
            "position": "Enfermera",
            "startDate": "2017-01",
            "highlights": [
                "Atendí a 12 pacientes por turno",
                "Reducción de los errores de medicación del 5 % al 2 %",
                "Apoyo en la formación de 4 alumnas",
            ],
        }
    ],
    "education": [
        {
            "institution": "Universidad de Almansa",
            "studyType": "Grado",
            "area": "Enfermería",
            "startDate": "2012",
            "endDate": "2016",
        }
    ],
    "skills": [{"name": "Triaje"}],
}
