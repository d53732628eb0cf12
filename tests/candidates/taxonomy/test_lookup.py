"""Skills by any of their names."""

from __future__ import annotations

import subprocess
import sys

import pytest

from candidates.taxonomy import Taxonomy, find, taxonomy
from candidates.taxonomy.keys import key_of, looser_keys

SPELLINGS = {
    "React": ["react", "ReactJS", "React.js", "react js", "REACT.JS", "React 18"],
    "JavaScript": ["JS", "js", "Javascript", "java script", "ES6", "ECMAScript"],
    "TypeScript": ["TS", "Typescript"],
    "Node.js": ["node", "NodeJS", "Node JS", "node.js"],
    "Vue.js": ["Vue", "VueJS", "Vue 3"],
    "Kubernetes": ["k8s", "K8S", "kubernetes"],
    "PostgreSQL": ["Postgres", "postgresql 14", "PostGreSQL"],
    "Microsoft SQL Server": ["MSSQL", "MS SQL Server", "SQL Server", "SQL Server 2019"],
    "Oracle Database": ["Oracle", "Oracle 9i", "Oracle 19c"],
    "C++": ["c++", "C plus plus", "C++17", "CPP"],
    "C#": ["c#", "C sharp", "CSharp"],
    "C": ["c"],
    "R": ["R", "r"],
    "Go": ["Golang", "go"],
    ".NET": [".net", "dot net", "dotnet", ".NET Framework", ".NET 8"],
    "ASP.NET Core": ["ASP.NET Core", "asp.net core", "ASP .NET Core"],
    "Objective-C": ["Objective C", "ObjC"],
    "HTML": ["HTML5", "HTML 5"],
    "Python": ["Python 3.11", "python3", "Python programming", "experience with Python", "Python (advanced)"],
    "Google Cloud": ["GCP", "Google Cloud Platform"],
    "AWS": ["Amazon Web Services", "aws"],
    "CI/CD": ["CI / CD", "continuous integration", "CICD"],
    "Machine learning": ["ML", "machine-learning", "maschinelles Lernen", "aprendizaje automático"],
    "NLP": ["natural language processing", "Natural-Language Processing"],
    "scikit-learn": ["sklearn", "Scikit Learn", "scikit-learn"],
    "Microsoft Access": ["Access", "MS Access"],
    "Log management": ["logging"],
    "Excel": ["MS Excel", "Microsoft Excel", "ms-excel"],
    "Microsoft Office": ["MS Office", "MS-Office"],
    "Power BI": ["PowerBI", "Microsoft Power BI"],
    "Data visualization": ["data visualisation", "Datenvisualisierung"],
    "Search engines": ["search engine technology", "Search Engines"],
    "Project management": [
        "Projektmanagement", "gestion de projet", "gestión de proyectos", "gestão de projetos",
        "gestione progetti", "projectbeheer", "project manager",
    ],
    "Teamwork": [
        "Teamfähigkeit", "teamfahigkeit", "team player", "trabajo en equipo", "travail d'équipe",
        "travail d’équipe",
    ],
    "Accounting": [
        "Buchhaltung", "comptabilité", "contabilidad", "contabilità", "contabilidade", "boekhouding",
    ],
    "Occupational safety": ["Arbeitssicherheit", "prévention des risques", "PRL", "VCA"],
    "Six Sigma": ["six sigma", "Lean Six Sigma"],
    "Nursing": ["Krankenpflege", "soins infirmiers", "enfermería", "enfermagem"],
    "Relational databases": ["RDBMS", "relational database", "Relational database management systems"],
}  # fmt: skip
DIFFERENT = [
    ("Java", "JavaScript"),
    ("C", "C++"),
    ("C", "C#"),
    ("React", "React Native"),
    ("Spring", "Spring Boot"),
    ("Angular", "AngularJS"),
    ("Go", "Godot"),
    ("SQL", "NoSQL"),
    ("SAFe", "Safety training"),
    ("Scala", "Scalability"),
    ("Log management", "Forestry"),
]
UNKNOWN = [
    "",
    "   ",
    "…",
    "Lorem ipsum dolor",
    "alice.example",
    "x" * 5000,
    "2019 – 2021",
    "of",
    "\n\t",
    "🙂",
]


@pytest.mark.parametrize(
    ("text", "name"), [(text, name) for name, texts in SPELLINGS.items() for text in texts]
)
def test_every_spelling_leads_to_the_one_skill(text: str, name: str) -> None:
    found = find(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_skills_that_sound_alike_stay_two(one: str, other: str) -> None:
    first, second = find(one), find(other)
    assert first is not None
    assert second is not None
    assert first.id != second.id


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_names_no_skill_is_none(text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("HTML/CSS", ["HTML", "CSS"]),
        ("Git & GitHub", ["Git", "GitHub"]),
        ("Java, Kotlin und Scala", ["Java", "Kotlin", "Scala"]),
        ("CI/CD", ["CI/CD"]),
        ("TCP/IP", ["TCP/IP"]),
        ("A/B testing", ["A/B testing"]),
        ("Python and Lorem ipsum", []),
    ],
)
def test_a_text_may_name_several(text: str, names: list[str]) -> None:
    assert [skill.name for skill in taxonomy().find_all(text)] == names


@pytest.mark.parametrize(
    ("name", "implied"),
    [
        ("Next.js", {"React", "JavaScript", "Front-end frameworks", "Front-end development"}),
        ("Oracle 9i", {"Relational databases", "Databases", "SQL"}),
        ("Django REST Framework", {"Django", "Python", "REST", "APIs"}),
        ("GKE", {"Kubernetes", "Google Cloud", "Containers", "Cloud computing"}),
        ("Scrum", {"Agile", "Project management"}),
    ],
)
def test_who_knows_the_one_knows_what_is_broader(name: str, implied: set[str]) -> None:
    skill = find(name)
    assert skill is not None
    assert implied <= {broader.name for broader in taxonomy().implied(skill)}


def test_children_are_the_other_side_of_parents() -> None:
    everything = taxonomy()
    react = everything.get("react")
    assert react is not None
    below = everything.children(react)
    assert "Next.js" in {child.name for child in below}
    assert all(react in everything.parents(child) for child in below)


def test_every_parent_exists_and_nothing_is_above_itself() -> None:
    everything = taxonomy()
    for skill in everything:
        assert len(everything.parents(skill)) == len(skill.parent_ids)
        if skill.weight >= 4:
            assert skill not in everything.implied(skill)


def test_there_are_13000_skills_each_by_its_id_and_its_name() -> None:
    everything = taxonomy()
    assert len(everything) >= 13_000
    for number, skill in enumerate(everything):
        assert everything.get(skill.id) == skill
        assert everything.number_of(skill.name) == number
    assert everything.get("no-such-skill") is None


def test_keys_drop_what_spellings_differ_in() -> None:
    assert key_of("Power-BI") == key_of("powerbi") == key_of("POWER  BI")
    assert key_of("R&D") == key_of("R and D")
    assert key_of("Málaga") == key_of("malaga")
    assert "python" in set(looser_keys("good knowledge of Python 3.11"))


def test_reading_it_needs_no_framework() -> None:
    told = (
        "import sys; from candidates.taxonomy import find; find('k8s'); "
        "print(sorted({'django', 'numpy', 'rapidfuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_taxonomy_of_ones_own() -> None:
    small = Taxonomy(b"a\tA\ttool\t\t1\tb\t\t\ta\nb\tBee\tmethod\tweb\t5\t\tB|Bea\tabc\tbee|b|bea\n")
    bee = small.find("BEA")
    assert bee is not None
    assert (bee.name, bee.aliases, bee.esco) == ("Bee", ("B", "Bea"), "http://data.europa.eu/esco/skill/abc")
    assert [child.name for child in small.children(bee)] == ["A"]


def test_acronyms_within_a_name_are_spelt_out():
    small = Taxonomy(
        b"d\tQuick machine learning\tmethod\t\t1\t\t\t\tquickmachinelearning\n"
        b"m\tMachine learning\tmethod\t\t1\t\tML\t\tmachinelearning|ml\n"
    )
    found = small.find("quick ML")
    assert found is not None
    assert found.id == "d"
    assert small.find("quick ml") is None
