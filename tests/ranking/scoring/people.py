"""Fictional résumés for tables of cases, and criteria in one line."""

from __future__ import annotations

from collections.abc import Mapping

from ranking.scoring.applicants import applicant_of
from ranking.scoring.packing import group_of
from ranking.scoring.scoring import score
from ranking.scoring.types import Applicant, Group, Part, Score

AS_OF = 2026 * 12 + 5
"""June 2026."""

NURSE: dict[str, object] = {
    "basics": {
        "name": "Ottilie Brandauer",
        "label": "Registered Nurse",
        "email": "ottilie.brandauer@example.org",
        "image": "https://example.org/ottilie.jpg",
        "birthDate": "1988-02-11",
        "nationality": "Austrian",
        "summary": "She is a 38-year-old Austrian nurse, married, mother of two. Available immediately.",
        "location": {"address": "3 Mill Lane", "postalCode": "1010", "city": "Graz", "countryCode": "AT"},
        "x-name": {"formatted": "Ottilie Brandauer", "given": "Ottilie", "family": "Brandauer"},
    },
    "work": [
        {
            "name": "Larchmont Hospital",
            "position": "Staff Nurse",
            "startDate": "2019-03",
            "highlights": [
                "Ottilie cared for patients on an acute surgical ward with her team at Larchmont Hospital",
                "Trained newly qualified nurses in wound care",
            ],
        },
        {
            "name": "Elm Clinic",
            "position": "Healthcare Assistant",
            "startDate": "2016",
            "endDate": "2018",
            "summary": "Mrs Brandauer washed and fed patients.",
        },
    ],
    "education": [
        {
            "institution": "Elm College",
            "studyType": "Bachelor of Science",
            "area": "Nursing",
            "startDate": "2012",
            "endDate": "2015",
        }
    ],
    "skills": [{"name": "Clinical", "keywords": ["Wound care", "Palliative care", "Triage"]}],
    "languages": [{"language": "German", "fluency": "native"}, {"language": "English", "fluency": "B2"}],
    "certificates": [{"name": "Advanced Cardiac Life Support (ACLS)"}],
    "x-extras": {"unmapped_text": [{"text": "Driving licence: B", "page": 1}]},
    "x-document": {"language": "en"},
}

DEVELOPER: dict[str, object] = {
    "basics": {"name": "Tomasz Wieczorek"},
    "work": [
        {
            "name": "Quillstack",
            "position": "Senior Backend Developer",
            "startDate": "2021-01",
            "highlights": ["Built billing APIs in Django and PostgreSQL", "Ran services on Kubernetes"],
        },
        {
            "name": "Ferrybooking",
            "position": "Web Developer",
            "startDate": "2012-01",
            "endDate": "2014-12",
            "highlights": ["Wrote shop pages in Perl"],
        },
    ],
    "education": [{"studyType": "Diplom", "area": "Informatik", "endDate": "2011"}],
    "skills": [{"name": "Tools", "keywords": ["Python", "Django", "PostgreSQL", "Perl", "k8s", "Terraform"]}],
    "languages": [{"language": "Polnisch", "fluency": "Muttersprache"}],
}


def applicant(resume: Mapping[str, object]) -> Applicant:
    """What the scorer sees of a résumé."""
    return applicant_of(resume, {}, AS_OF)


def asked(*rows: Mapping[str, object]) -> Group:
    """A root group of all these criteria; ids are given by place."""
    return group_of(
        {"id": "root", "mode": "all", "members": [{"id": f"c{at}", **row} for at, row in enumerate(rows)]}
    )


def scored(resume: Mapping[str, object], *rows: Mapping[str, object]) -> Score:
    """The score of a résumé for these criteria."""
    return score(applicant(resume), asked(*rows))


def part(resume: Mapping[str, object], **row: object) -> Part:
    """What the only criterion gives."""
    return scored(resume, dict(row)).parts[0]
