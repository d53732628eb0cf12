"""What people type, and what it is taken for."""

from __future__ import annotations

import pytest

from candidates.search.language import QuerySyntaxError, parse
from candidates.search.query import And, Compare, Everything, Not, Or, Phrase, Term, Words, leaves


def loose(*words: str, least: int | None = None) -> Words:
    return Words(tuple(Term(word) for word in words), len(words) if least is None else least)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Everything()),
        ("  *  ", Everything()),
        ("Nurse", loose("nurse")),
        ("nurse intensive care", loose("nurse", "intensive", "care")),
        ("nurse with intensive care in Köln", loose("nurse", "intensive", "care", "koln", least=3)),
        ("of the", loose("of", "the")),
        ('"Key Account Manager"', Phrase(("key", "account", "manager"))),
        ("„Leiter Einkauf“", Phrase(("leiter", "einkauf"))),
        ("node.js", Words((Phrase(("node", "js")),), 1)),
        ("C++ C# .NET", loose("c++", "c#", ".net")),
        ("软件", Words((Phrase(("软", "件")),), 1)),
        ("java AND spring boot", And((Term("java"), Term("spring"), Term("boot")))),
        ("java OR kotlin", Or((loose("java"), loose("kotlin")))),
        ("java -senior", And((loose("java"), Not(Term("senior"))))),
        ("java NOT senior", And((loose("java"), Not(Term("senior"))))),
        ("-senior", And((Everything(), Not(Term("senior"))))),
        ("java +remote", And((loose("java"), Term("remote")))),
        ("(java OR kotlin) city:Bern", And((Or((loose("java"), loose("kotlin"))), Term("bern", "city")))),
        ("program*", Words((Term("program", is_prefix=True),), 1)),
        ("kubernets~", Words((Term("kubernets", edits=1),), 1)),
        ("kuberntes~2", Words((Term("kuberntes", edits=2),), 1)),
        ("title:nurse", Term("nurse", "title")),
        ("Skills: python", Term("python", "skill")),
        ('title:"head chef"', Phrase(("head", "chef"), "title")),
        ("skill:(java OR kotlin)", Or((Term("java", "skill"), Term("kotlin", "skill")))),
        ("years:>=5", Compare("years", ">=", 5)),
        ("years:<3", Compare("years", "<", 3)),
        ("years:3..8", And((Compare("years", ">=", 3), Compare("years", "<=", 8)))),
        ("experience:5", And((Compare("years", ">=", 5), Compare("years", "<", 6)))),
        ("https://example.org/cv", Words((Phrase(("https", "example", "org", "cv")),), 1)),
        ("nurse – Berlin &", loose("nurse", "berlin")),
        ("note: nurse", loose("note", "nurse")),
    ],
)
def test_a_query_is_read_as(text: str, query: object):
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ('java "spring', 5, "never closed"),
        ("java (spring", 5, "never closed"),
        ("java) spring", 4, "never opened"),
        ("java ()", 5, "nothing between"),
        ("OR java", 0, "missing"),
        ("java AND", 8, "missing"),
        ("java AND OR kotlin", 9, "missing"),
        ("title:", 0, "after 'title'"),
        ("java NOT", 5, "after 'NOT'"),
        ("salary:>100", 0, "no field 'salary'"),
        ("java years:many", 11, "takes a number"),
        ("years:>3..5", 6, "takes a number"),
        ("j*", 0, "letters at least"),
        ("node.js~", 0, "single word"),
        ("a" * 1001, 1000, "characters at most"),
        ("a " * 101, 200, "at most"),
        ("(" * 21 + "a" + ")" * 21, 20, "deep at most"),
    ],
)
def test_a_query_that_cannot_be_read_says_where_and_why(text: str, position: int, says: str):
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    assert caught.value.position == position
    assert says in caught.value.message
    assert caught.value.message.endswith(".")


def test_words_that_are_left_out_are_not_asked_for():
    query = parse('java -kotlin "spring boot" NOT (php OR perl) city:Bern')
    assert set(leaves(query)) == {Term("java"), Phrase(("spring", "boot")), Term("bern", "city")}
