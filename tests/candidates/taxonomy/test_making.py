"""How the taxonomy is made: our own lists hold together, other people's come in clean."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from candidates.taxonomy import Skill, Taxonomy
from candidates.taxonomy.build import rows_of
from candidates.taxonomy.making import own
from candidates.taxonomy.making.cleaning import (
    capitals_of,
    is_acronym,
    is_noise,
    says_more_than,
    singular,
    without_acronym,
    without_vendor,
)
from candidates.taxonomy.making.company import Company
from candidates.taxonomy.making.draft import Draft, Entry, slug_of
from candidates.taxonomy.making.merging import Sources, attest, merged
from candidates.taxonomy.skills import DOMAINS, taxonomy


@pytest.mark.parametrize(
    "term",
    [
        ".net 6+", "c++/java", "various tools", "python skills", "and testing", "systems", "data platforms",
        "5 years experience", "testing & debugging", "e.g. react", "a", "x" * 50,
        "other related duties", "bug:fixing", "ability to lead", "one two three four",
    ],
)  # fmt: skip
def test_what_is_no_skill_is_noise(term):
    assert is_noise(term)


@pytest.mark.parametrize(
    "term", ["web scraping", "kotlin", ".net", "apache kafka", "credit modeling", "k-means"]
)
def test_what_is_a_skill_is_none(term):
    assert not is_noise(term)


@pytest.mark.parametrize(
    ("name", "apart"),
    [
        ("Structured query language SQL", ("Structured query language", ["SQL"])),
        ("Human resource information system (HRIS)", ("Human resource information system", ["HRIS"])),
        ("intelligent document processing (idp)", ("intelligent document processing", ["idp"])),
        ("Python (advanced)", ("Python", [])),
        ("Adobe Acrobat", ("Adobe Acrobat", [])),
        ("Autodesk Revit MEP", ("Autodesk Revit MEP", [])),
    ],
)
def test_acronyms_are_taken_apart(name, apart):
    assert without_acronym(name) == apart


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("ice", "Engines"), ("man", "Roff"), ("paris", "Betting"), ("END", "Non-destructive testing"),
        ("none", "Netflix"), ("VM", "VictoriaMetrics"), ("vs", "Visual Studio"), ("aes", "App engine Studio"),
        ("plan", "Blueprints"), ("FAR", "Federal acquisition regulations"),
    ],
)  # fmt: skip
def test_an_ordinary_word_is_no_other_name(alias, name):
    assert says_more_than(alias, name)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("databases", "Database"), ("k8s", "Kubernetes"), ("kln-lang", "Kilnish"), ("bash script", "Shell"),
        ("reactjs", "React"), ("vigilar hornos", "Tend kilns"), ("SLA", "Service level agreements"),
    ],
)  # fmt: skip
def test_what_says_the_skill_and_nothing_else_is_one(alias, name):
    assert not says_more_than(alias, name)


@pytest.mark.parametrize(
    ("names", "same"),
    [
        (("systems engineering", "system engineering"), True),
        (("Azure Event Hub", "azure event hubs"), True),
        (("data centre", "data centers"), True),
        (("SSR", "SSRS"), False),
        (("Node.js", "node.j"), False),
        (("analysis", "analysi"), False),
    ],
)
def test_names_are_compared_in_the_singular(names, same):
    assert (singular(names[0]) == singular(names[1])) is same


def test_an_acronym_begins_the_words_it_stands_for():
    assert is_acronym("CAD", "computer aided design")
    assert not is_acronym("XYZ", "computer aided design")


def test_makers_are_taken_off():
    assert without_vendor("Autodesk Revit") == "Revit"
    assert without_vendor("Apache Kafka") == "Kafka"
    assert without_vendor("SAP") == "SAP"


def test_terms_get_the_capitals_that_words_have_elsewhere():
    capitalised = capitals_of(["SAP HANA", "Manage iOS apps", "Manage data"])
    assert capitalised("sap hana sizing") == "SAP HANA sizing"
    assert capitalised("data ethics") == "Data ethics"


@pytest.mark.parametrize(
    ("name", "slug"),
    [("C++", "c-plus-plus"), ("C#", "c-sharp"), (".NET Core", "dot-net-core"), ("Node.js", "node-js"),
     ("R&D", "r-and-d"), ("Kanban", "kanban"), ("Señalización", "senalizacion")],
)  # fmt: skip
def test_names_become_ids(name, slug):
    assert slug_of(name) == slug


def test_a_name_belongs_to_whoever_came_first():
    draft = Draft()
    git = draft.add(Entry("Git", "tool", aliases=["SCM"]))
    chain = draft.add(Entry("Supply chain management", "method", aliases=["SCM"]))
    assert draft.of("scm") is git
    assert chain.aliases == []
    again = draft.add(Entry("GIT", "tool", aliases=["git version control"], parents=["Version control"]))
    assert again is git
    assert (git.aliases, git.parents) == (["SCM", "git version control"], ["Version control"])


def test_our_lists_hold_together():
    draft = Draft()
    lines = own.read_lists(draft)
    own.read_words(draft)
    assert {entry.domain for entry in draft.entries} <= {*DOMAINS, ""}
    assert not [name for stack in own.read_stacks() for name in stack if draft.of(name) is None]
    assert not [name for line in lines for name in line if draft.of(name) is None]
    assert all(draft.of(parent) for entry in draft.entries for parent in entry.parents)


@pytest.mark.parametrize("line", ["== web | magic | Tools", "== web"])
def test_a_section_that_is_none_is_named(tmp_path, monkeypatch, line):
    (tmp_path / "technologies.txt").write_text(f"{line}\nReact\n", encoding="utf-8")
    monkeypatch.setattr(own, "FOLDER", tmp_path)
    monkeypatch.setattr(own, "LISTS", ("technologies.txt",))
    with pytest.raises(ValueError, match="== web"):
        own.read_lists(Draft())


def write_rows(path: Path, rows: list[list[str]], delimiter: str = ",") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


ESCO = "http://data.europa.eu/esco/skill/"
LABELS = [
    "conceptType",
    "conceptUri",
    "skillType",
    "reuseLevel",
    "preferredLabel",
    "altLabels",
    "description",
]
NO_TEXT = ["", ""]
OTHERS = "watch kilns\nmind kilns\nwatch\nkiln watching"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Taxonomy:
    """Our own lists with a little of everybody else's."""
    folder = tmp_path_factory.mktemp("lists")
    write_rows(folder / "esco" / "skills_en-us.csv", [
        LABELS,
        ["K", f"{ESCO}1", "knowledge", "cross-sector", "Haskell", "", ""],
        ["K", f"{ESCO}2", "skill", "sector-specific", "tend  kilns (clay)", OTHERS, ""],
        ["K", f"{ESCO}3", "skill/competence", "transversal", "think in kilns", "", ""],
        ["K", f"{ESCO}4", "skill/competence", "cross-sector", "", "", ""],
    ])  # fmt: skip
    for language, label in (
        ("es", "vigilar hornos"),
        ("fr", "surveiller des fours de cuisson de la céramique"),
    ):
        write_rows(
            folder / "esco" / f"skills_{language}.csv", [LABELS, ["K", f"{ESCO}2", "", "", label, *NO_TEXT]]
        )
    write_rows(folder / "esco" / "broaderRelationsSkillPillar.csv", [
        ["conceptType", "conceptUri", "broaderType", "broaderUri"],
        ["KnowledgeSkillCompetence", f"{ESCO}2", "KnowledgeSkillCompetence", f"{ESCO}3"],
        ["KnowledgeSkillCompetence", f"{ESCO}2", "SkillGroup", f"{ESCO}1"],
    ])  # fmt: skip
    used = [
        "O*NET-SOC Code",
        "Title",
        "Example",
        "Commodity Code",
        "Commodity Title",
        "Hot Technology",
        "In Demand",
    ]
    cad = ["1", "Computer aided design CAD software"]
    write_rows(folder / "onet.txt", [
        used,
        ["11", "A", "Autodesk Revit", *cad, "N", "N"],
        ["11", "A", "Kilnsoft Designer", *cad, "N", "N"],
        ["12", "B", "Kilnsoft Designer", *cad, "N", "N"],
        ["12", "B", "Lonely Oven", *cad, "N", "N"],
        ["12", "B", "Structured query language SQL", "2", "Data base management system software", "N", "N"],
        ["12", "B", "Email software", "3", "Electronic mail software", "N", "N"],
    ], "\t")  # fmt: skip
    topic = folder / "explore" / "topics" / "kilnjs" / "index.md"
    topic.parent.mkdir(parents=True)
    topic.write_text("---\naliases: kiln-js\ndisplay_name: Kiln.js\nrelated: react,\n  javascript\n"
                     "short_description: A framework\n  for kilns.\n---\n", encoding="utf-8")  # fmt: skip
    language = folder / "linguist" / "data" / "Kilnish.d.ts"
    language.parent.mkdir(parents=True)
    language.write_text(
        "  readonly name: 'Kilnish'\n  readonly type: 'programming'\n"
        "  readonly aliases: readonly ['kln-lang']\n"
    )
    icons = folder / "icons" / "data" / "simple-icons.json"
    icons.parent.mkdir(parents=True)
    icons.write_text(
        json.dumps([{"title": "Ovenly", "aliases": {"aka": ["Ovn ly"]}}, {"title": "Burger Oven"}])
    )
    terms = folder / "terms" / "data" / "skills.json"
    terms.parent.mkdir(parents=True)
    terms.write_text(
        json.dumps(
            [
                ".net 6+",
                "ovenly",
                "React 18",
                "reactjs framework",
                "oven firing",
                "kilns",
                "Glaze Mixing",
                "plcs",
                "cmms",
                "controls engineering",
                "glazes mixing",
                "asp .net",
            ]
        )
    )
    draft = merged(Sources(folder / "esco", folder / "onet.txt", folder / "explore", folder / "linguist",
                           folder / "icons", folder / "terms"))  # fmt: skip
    attest(draft)
    return Taxonomy("".join(f"{row}\n" for row in rows_of(draft)).encode())


def named(made: Taxonomy, name: str) -> Skill:
    found = made.find(name)
    assert found is not None, name
    return found


def test_what_several_know_comes_in_under_what_it_is_for(made):
    product = named(made, "Kilnsoft Designer")
    assert (product.kind, product.domain, product.parent_ids) == ("tool", "engineering", ("cad",))
    assert made.find("Lonely Oven") is None
    assert made.find("Email") is None
    assert made.find("Burger Oven") is None
    assert named(made, "Ovn ly").name == "Ovenly"


def test_what_is_known_gets_other_names(made):
    assert named(made, "Autodesk Revit").id == "revit"
    assert named(made, "kln-lang").kind == "language"
    assert named(made, "kiln-js").name == "Kiln.js"
    assert named(made, "React 18").id == named(made, "reactjs framework").id == "react"


def test_esco_brings_labels_hierarchy_and_ids(made):
    kilns = named(made, "watch kilns")
    assert (kilns.name, kilns.kind, kilns.esco) == ("Tend kilns", "method", f"{ESCO}2")
    assert [broader.name for broader in made.parents(kilns)] == ["Think in kilns"]
    assert named(made, "vigilar hornos") == kilns
    assert made.find("surveiller des fours de cuisson de la céramique") is None
    assert named(made, "Haskell").esco == f"{ESCO}1"


def test_terms_come_in_without_noise(made):
    assert named(made, "glaze mixing").kind == "method"
    assert made.find("kilns") is None, "a plain word of ESCO's labels"
    assert ".NET 6+" not in {skill.name for skill in made}


def test_what_differs_by_an_s_is_one_skill(made):
    assert named(made, "PLCs").id == named(made, "plc").id
    assert named(made, "CMMS").id not in {named(made, "CMM").id, "metrology"}
    assert named(made, "Glazes mixing").id == named(made, "glaze mixings").id == "glaze-mixing"
    assert named(made, "ASP .NET").id == named(made, "ASP.NET").id
    assert named(made, "Kiln watching").id == "tend-kilns"


def test_a_list_s_ordinary_words_are_no_other_names(made):
    assert made.find("watch") is None
    assert named(made, "watch kilns").id == "tend-kilns"


def test_the_known_weigh_more(made):
    assert named(made, "React").weight > named(made, "glaze mixing").weight
    assert all(1 <= skill.weight <= 9 for skill in taxonomy())


def test_the_nearer_two_names_stand_the_more_company_they_keep():
    kept = Company(taxonomy())
    kept.together(["React", "Redux", "Jest"], 1.0)
    kept.in_order(["Welding", "Milling"], 1.0)
    kept.together(["Python", "no such skill at all"], 1.0)
    place = {name: taxonomy().number_of(name) for name in ("React", "Redux", "Jest", "Welding", "Milling")}

    def weight(one: str, other: str) -> float:
        first, second = place[one] or 0, place[other] or 0
        return kept.counts.get((min(first, second), max(first, second)), 0.0)

    assert weight("React", "Redux") == 1.0
    assert 0 < weight("React", "Jest") < 1.0
    assert weight("Milling", "Welding") == 1.0
    assert weight("React", "Welding") == 0
    assert len(kept.counts) == 4
