"""How high a degree is, in ten languages."""

from __future__ import annotations

import pytest

from candidates.facets.degrees import education_level

DEGREES = {
    8: (
        "PhD",
        "Ph. D. in Physics",
        "Dr. rer. nat.",
        "Dottorato di ricerca",
        "Doutoramento",
        "Thèse de doctorat",
        "Promotion",
        "EngD",
    ),
    7: (
        "M.Sc.",
        "MS, Computer Science",
        "M. Sc. Biology",
        "Master of Arts",
        "Executive MBA",
        "Maîtrise de master",
        "Diplom-Ingenieur (FH)",
        "Diplomingenieur",
        "Mag. phil.",
        "Laurea magistrale",
        "Máster Universitario",
        "Mestrado Integrado",
        "Yüksek Lisans",
        "Civilingenjör",
        "Diplôme d'ingénieur",
        "MD",
        "Staatsexamen",
    ),
    6: (
        "B.Sc. (Hons)",
        "BSc",
        "BS Economics",
        "B.Tech",
        "B. Eng.",
        "Bachelor of Science",
        "Licence 3",
        "Laurea",
        "Laurea triennale",
        "Grado Universitario",
        "Licenciatura",
        "Licencjat",
        "Lisans",
        "Kandidatexamen",
        "HBO Bachelor",
        "Graduação",
    ),
    5: (
        "Associate of Applied Science",
        "HND",
        "BTS",
        "Técnico Superior",
        "Ciclo Formativo de Grado Superior",
        "Ön Lisans",
        "Staatlich geprüfter Techniker",
        "Yrkeshögskoleexamen",
        "Diplôme d'études collégiales",
    ),
    3: (
        "Abitur",
        "High School Diploma",
        "A-levels",
        "Baccalauréat scientifique",
        "Bachillerato",
        "Maturità classica",
        "VWO",
        "MBO 3",
        "Matura",
        "Lise",
        "Gymnasieexamen",
        "Ausbildung zum Koch",
        "Allgemeine Hochschulreife",
        "Ensino Médio",
    ),
    2: ("GCSEs", "Realschulabschluss", "ESO"),
    None: ("", "Physics", "Coursera", "2015", "Erasmus", "Summer in Basel", "Class of 2012"),
}


@pytest.mark.parametrize(
    ("degree", "level"), [(degree, level) for level, degrees in DEGREES.items() for degree in degrees]
)
def test_a_degree_has_its_level(degree, level):
    assert education_level(degree) == level
