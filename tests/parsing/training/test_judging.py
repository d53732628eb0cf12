"""Which values of a profile are right, by a truth that says what the page shows."""

from __future__ import annotations

from parsing.training.judging import judged


def leaf(value: str) -> dict[str, object]:
    return {"value": value, "evidence": []}


PROFILE: dict[str, object] = {
    "basics": {"name": leaf("ANKE DE BOER"), "email": leaf("anke@example.org"),
               "phone": leaf("+31 20 123 4567"),
               "location": {"city": leaf("Utrecht")}},
    "work": [
        {"name": leaf("Town Museum"), "position": leaf("Beekeeper"), "startDate": leaf("2019-03")},
        {"name": leaf("Utrecht"), "highlights": [leaf("Kept nine hives."), leaf("Invented.")]},
    ],
    "education": [{"institution": leaf("Example College"), "studyType": leaf("BSc"),
                   "area": leaf("Biology")}],
    "skills": [{"name": leaf("Crafts"), "keywords": [leaf("Bookbinding"), leaf("Filing")]},
               {"name": leaf("Dutch")}],
    "languages": [{"language": leaf("Dutch")}, {"language": leaf("Frisian")}],
}  # fmt: skip
TRUTH: dict[str, object] = {
    "basics": {"name": "Anke de Boer", "email": "Anke@Example.org", "phone": "020 1234567",
               "location": {"city": "Utrecht"}},
    "work": [
        {"name": "Archive", "position": "Clerk", "highlights": ["Kept nine hives."]},
        {"name": "Town Museum", "position": "Beekeeper", "startDate": "2019", "endDate": "2020"},
    ],
    "education": [{"institution": "Example College", "studyType": "BSc in Biology"}],
    "skills": [{"name": "Crafts", "keywords": ["Bookbinding"]}, {"name": "Driving"}],
    "languages": [{"language": "Dutch"}],
}  # fmt: skip


def test_each_value_is_right_or_wrong_by_its_partner() -> None:
    found = {each.path: each.right for each in judged(PROFILE, TRUTH)}
    assert found == {
        "basics.name": True, "basics.email": True, "basics.phone": True, "basics.location.city": True,
        "work.0.name": True, "work.0.position": True, "work.0.startDate": True, "work.1.name": False,
        "work.1.highlights.0": True, "work.1.highlights.1": False,
        "education.0.institution": True, "education.0.studyType": True, "education.0.area": True,
        "skills.0.keywords.0": True, "skills.0.keywords.1": False, "skills.1.name": False,
        "languages.0.language": True, "languages.1.language": False,
    }  # fmt: skip


def test_what_the_truth_does_not_cover_is_not_judged() -> None:
    found = judged(PROFILE, TRUTH, ["basics.location", "work", "education", "skills", "languages"])
    assert [each.path for each in found] == ["basics.name", "basics.email", "basics.phone"]
    assert judged(PROFILE, {"basics": {}}, ["work", "education"]) == []
