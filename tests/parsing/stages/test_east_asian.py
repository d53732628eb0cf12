"""Chinese and Japanese résumés in columns, from the PDF to the profile."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from weasyprint import HTML

from parsing.stages.flow import read

COLUMNS = "display: flex; gap: 12mm"
CHINESE = f"""
<h1>林晓雨</h1><p>软件工程师</p>
<div style="{COLUMNS}"><div style="width: 55mm">
<h2>联系方式</h2><p>lin.xiaoyu@example.org</p><p>+86 139 1234 5678</p>
<h2>专业技能</h2><p>Python</p><p>Docker</p><p>PostgreSQL</p>
<h2>语言能力</h2><p>中文：母语</p><p>英语：流利</p></div>
<div style="flex: 1"><h2>工作经历</h2>
<div style="{COLUMNS}"><b style="flex: 1">高级软件工程师</b><span>2019年3月 - 至今</span></div>
<p>蓝桥科技有限公司</p><ul><li>负责云服务平台的开发与维护</li></ul>
<div style="{COLUMNS}"><b style="flex: 1">软件工程师</b><span>2015年7月 - 2019年2月</span></div>
<p>江南网络有限公司</p>
<h2>教育背景</h2>
<div style="{COLUMNS}"><b style="flex: 1">浙江大学</b><span>2011年9月 - 2015年6月</span></div>
<p>计算机科学 学士</p></div></div>
"""
JAPANESE = f"""
<h1>佐藤 美咲</h1>
<div style="{COLUMNS}"><div style="width: 55mm">
<h2>連絡先</h2><p>misaki.sato@example.org</p><p>090-1234-5678</p>
<h2>スキル</h2><p>Java</p><p>Spring Boot</p>
<h2>語学</h2><p>日本語（母語）</p><p>英語（ビジネスレベル）</p></div>
<div style="flex: 1"><h2>職務経歴</h2>
<div style="{COLUMNS}"><b style="flex: 1">システムエンジニア</b><span>2018年4月 - 現在</span></div>
<p>株式会社ミドリ製作所</p><ul><li>在庫管理システムの設計と開発</li></ul>
<h2>学歴</h2>
<div style="{COLUMNS}"><b style="flex: 1">京都工芸大学</b><span>2014年4月 - 2018年3月</span></div>
<p>工学部情報工学科 学士</p></div></div>
"""


@cache
def profile(body: str, language: str) -> dict[str, Any]:
    html = f'<html lang="{language}"><body style="font-family: Noto Sans CJK SC">{body}</body></html>'
    return read(HTML(string=html).write_pdf(), "cv.pdf", as_of=date(2026, 1, 1)).profile


def values(of: dict[str, Any], section: str, field: str) -> list[str]:
    return [entry[field]["value"] for entry in of[section] if field in entry]


def test_a_chinese_resume_in_columns() -> None:
    read_back = profile(CHINESE, "zh")
    assert read_back["basics"]["name"]["value"] == "林晓雨"
    assert read_back["basics"]["phone"]["normalized"] == "+8613912345678"
    assert values(read_back, "work", "position") == ["高级软件工程师", "软件工程师"]
    assert values(read_back, "work", "name") == ["蓝桥科技有限公司", "江南网络有限公司"]
    assert values(read_back, "work", "startDate") == ["2019-03", "2015-07"]
    assert values(read_back, "education", "institution") == ["浙江大学"]
    assert values(read_back, "skills", "name") == ["Python", "Docker", "PostgreSQL"]
    assert values(read_back, "languages", "language") == ["中文", "英语"]


def test_a_japanese_resume_in_columns() -> None:
    read_back = profile(JAPANESE, "ja")
    assert read_back["basics"]["name"]["value"] == "佐藤 美咲"
    assert read_back["basics"]["phone"]["normalized"] == "+819012345678"
    assert values(read_back, "work", "position") == ["システムエンジニア"]
    assert values(read_back, "work", "name") == ["株式会社ミドリ製作所"]
    assert values(read_back, "work", "startDate") == ["2018-04"]
    assert values(read_back, "education", "institution") == ["京都工芸大学"]
    assert values(read_back, "skills", "name") == ["Java", "Spring Boot"]
    assert values(read_back, "languages", "language") == ["日本語", "英語"]
