"""Résumés that run from the right, from the PDF to the profile."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from weasyprint import HTML

from parsing.stages.flow import Reading, read

ARABIC = """
<h1>أحمد محمود السعدي</h1><p>القاهرة، مصر | ahmed.saadi@example.org | +20 100 123 4567</p>
<h2>الخبرة العملية</h2>
<p>مهندس برمجيات أول، شركة النيل للتقنية</p><p>مارس 2019 – حتى الآن</p>
<ul><li>خفض زمن الاستجابة بنسبة 40%.</li></ul>
<h2>التعليم</h2><p>بكالوريوس هندسة الحاسبات، جامعة القاهرة</p><p>2010 – 2014</p>
<h2>المهارات</h2><p>Python، Django، PostgreSQL، إدارة المشاريع</p>
<h2>اللغات</h2><p>العربية: اللغة الأم</p><p>الإنجليزية: متقدم</p>
"""
HEBREW = """
<h1>דוד כהן</h1><p>תל אביב | david.cohen@example.org | 052-123-4567</p>
<h2>ניסיון תעסוקתי</h2>
<p>מהנדס תוכנה בכיר, חברת אלפא</p><p>מרץ 2019 – היום</p>
<ul><li>הובלת צוות של 8 מפתחים בשפת Python.</li></ul>
<h2>השכלה</h2><p>תואר ראשון במדעי המחשב, אוניברסיטת תל אביב</p><p>2011 – 2014</p>
<h2>מיומנויות</h2><p>Python, Java, ניהול פרויקטים</p>
<h2>שפות</h2><p>עברית – שפת אם</p><p>אנגלית – רמה גבוהה</p>
"""

COLUMNS = "display: flex; gap: 12mm"
HEBREW_IN_COLUMNS = f"""
<h1>נועה לוי</h1><p>מהנדסת תוכנה</p>
<div style="{COLUMNS}"><div style="width: 55mm">
<h2>פרטים אישיים</h2><p>noa.levi@example.org</p><p>050-123-4567</p>
<h2>כישורים</h2><p>Python</p><p>Docker</p><p>PostgreSQL</p>
<h2>שפות</h2><p>עברית - שפת אם</p><p>אנגלית - רמה גבוהה</p></div>
<div style="flex: 1"><h2>ניסיון תעסוקתי</h2>
<div style="{COLUMNS}"><b style="flex: 1">מהנדסת תוכנה בכירה</b><span>2019 - היום</span></div>
<p>אלפא מערכות בע"מ</p><ul><li>הובלת צוות של חמישה מפתחים</li></ul>
<div style="{COLUMNS}"><b style="flex: 1">מפתחת תוכנה</b><span>2015 - 2019</span></div>
<p>גליל טכנולוגיות בע"מ</p><ul><li>תחזוקת מסדי נתונים</li></ul>
<h2>השכלה</h2>
<div style="{COLUMNS}"><b style="flex: 1">תואר ראשון במדעי המחשב</b><span>2011 - 2015</span></div>
<p>אוניברסיטת חיפה</p></div></div>
"""


@cache
def reading(body: str, language: str) -> Reading:
    html = f'<html lang="{language}" dir="rtl"><body style="font-family: DejaVu Sans">{body}</body></html>'
    return read(HTML(string=html).write_pdf(), "cv.pdf", as_of=date(2026, 1, 1))


def values(profile: dict[str, Any], section: str, field: str) -> list[str]:
    return [entry[field]["value"] for entry in profile[section] if field in entry]


def test_an_arabic_resume_is_read_in_order() -> None:
    profile = reading(ARABIC, "ar").profile
    assert profile["document"]["language"] == "ar"  # type: ignore[index]
    assert profile["basics"]["name"]["value"] == "أحمد محمود السعدي"  # type: ignore[index]
    assert values(profile, "work", "name") == ["شركة النيل للتقنية"]
    assert values(profile, "work", "startDate") == ["2019-03"]
    assert values(profile, "education", "startDate") == ["2010"]
    assert values(profile, "skills", "name") == ["Python", "Django", "PostgreSQL", "إدارة المشاريع"]
    assert [entry["fluency"]["normalized"] for entry in profile["languages"]] == ["native", "C1"]  # type: ignore[attr-defined]


def test_a_hebrew_resume_is_read_in_order() -> None:
    profile = reading(HEBREW, "he").profile
    assert profile["document"]["language"] == "he"  # type: ignore[index]
    assert profile["basics"]["name"]["value"] == "דוד כהן"  # type: ignore[index]
    assert values(profile, "work", "position") == ["מהנדס תוכנה בכיר"]
    assert values(profile, "work", "name") == ["חברת אלפא"]
    assert values(profile, "education", "institution") == ["אוניברסיטת תל אביב"]
    assert values(profile, "skills", "name") == ["Python", "Java", "ניהול פרויקטים"]


def test_columns_that_begin_at_the_right_are_read_through_and_not_across() -> None:
    profile = reading(HEBREW_IN_COLUMNS, "he").profile
    assert profile["basics"]["name"]["value"] == "נועה לוי"  # type: ignore[index]
    assert values(profile, "work", "position") == ["מהנדסת תוכנה בכירה", "מפתחת תוכנה"]
    assert values(profile, "work", "name") == ['אלפא מערכות בע"מ', 'גליל טכנולוגיות בע"מ']
    assert values(profile, "work", "startDate") == ["2019", "2015"]
    assert values(profile, "education", "institution") == ["אוניברסיטת חיפה"]
    assert values(profile, "skills", "name") == ["Python", "Docker", "PostgreSQL"]
    assert values(profile, "languages", "language") == ["עברית", "אנגלית"]


def test_letters_of_a_ligature_and_signs_after_numbers_stand_in_order() -> None:
    text = "\n".join(line.text for line in reading(ARABIC, "ar").lines)
    assert "حتى الآن" in text
    assert "40%." in text
