"""People at the edges: nothing, almost nothing, far too much, other scripts. All of them are fictional."""

from __future__ import annotations

from typing import Final

EMPTY: Final[dict[str, object]] = {}

NAME_ONLY: Final[dict[str, object]] = {"basics": {"name": "Ada Quill"}}

LONG_NAME: Final[dict[str, object]] = {
    "basics": {
        "name": "Maximiliana Theodora Constantinopolous-Featherstonehaugh III",
        "label": "Senior Principal Interdisciplinary Research Infrastructure Coordination Officer",
        "email": "maximiliana.theodora.constantinopolous-featherstonehaugh@long.example.org",
        "phone": "+44 20 7946 0018",
        "url": "https://portfolio.constantinopolous-featherstonehaugh.example.org/work/selected",
        "location": {"address": "Flat 114, The Old Weights and Measures Building", "city": "Llanfairpwll"},
    },
    "work": [
        {
            "name": "The Incorporated Society for the Preservation of Unusually Long Organisation Names",
            "position": "Deputy Assistant Head of Interdepartmental Correspondence and Archives",
            "startDate": "2011-02",
            "highlights": [
                "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 3
            ],
        }
    ],
    "skills": [
        {"name": "Everything", "keywords": ["x" * 140, "Pneumonoultramicroscopicsilicovolcanoconiosis"]}
    ],
}

ONE_LONG_JOB: Final[dict[str, object]] = {
    "basics": {"name": "Otto Langfeld", "label": "Site Manager", "email": "otto@langfeld.example"},
    "work": [
        {
            "name": "Brückenbau Langfeld GmbH",
            "position": "Site Manager",
            "location": "Duisburg",
            "startDate": "1994-01",
            "highlights": [
                f"Led bridge number {number} from the first survey to the last coat of paint, on time and "
                f"below the budget of {number} million euros, with {number + 3} firms and {number * 7} people"
                for number in range(2, 62)
            ],
        }
    ],
    "education": [
        {"institution": "RWTH Aachen", "studyType": "Dipl.-Ing.", "area": "Bauwesen", "endDate": "1993"}
    ],
}

ARABIC: Final[dict[str, object]] = {
    "basics": {
        "name": "ليلى الحداد",
        "label": "مهندسة برمجيات",
        "email": "layla@haddad.example",
        "phone": "+962 7 9012 3456",
        "summary": "مهندسة برمجيات بخبرة عشر سنوات في بناء الأنظمة الموزعة باستخدام Python و PostgreSQL.",
        "location": {"city": "عمّان"},
        "profiles": [{"network": "GitHub", "url": "https://github.com/layla-haddad"}],
    },
    "work": [
        {
            "name": "شركة النخيل",
            "position": "مهندسة برمجيات أولى",
            "location": "عمّان",
            "startDate": "2019-03",
            "highlights": ["قادت فريقاً من 6 مهندسين", "خفضت زمن الاستجابة بنسبة 40% باستخدام Redis"],
        },
        {
            "name": "مؤسسة الأفق",
            "position": "مطورة",
            "startDate": "2015-09",
            "endDate": "2019-02",
            "highlights": ["بنت واجهة برمجية يستخدمها 20 عميلاً"],
        },
    ],
    "education": [
        {
            "institution": "جامعة الأردن",
            "studyType": "بكالوريوس",
            "area": "علم الحاسوب",
            "startDate": "2011-09",
            "endDate": "2015-06",
        }
    ],
    "skills": [{"name": "تقنيات", "keywords": ["Python", "PostgreSQL", "Redis", "تصميم الأنظمة"]}],
    "languages": [
        {"language": "العربية", "fluency": "اللغة الأم"},
        {"language": "الإنجليزية", "fluency": "C1"},
    ],
    "x-document": {"language": "ar"},
}

HEBREW: Final[dict[str, object]] = {
    "basics": {
        "name": "נועה ברק",
        "label": "מנהלת מוצר",
        "email": "noa@barak.example",
        "phone": "+972 50 123 4567",
        "summary": "מנהלת מוצר עם שמונה שנות ניסיון בחברות תוכנה.",
        "location": {"city": "חיפה"},
    },
    "work": [
        {
            "name": "אורן מערכות",
            "position": "מנהלת מוצר",
            "startDate": "2018-05",
            "highlights": ["הובילה צוות של 5 אנשים", "הגדילה את המכירות ב-30%"],
        }
    ],
    "education": [
        {"institution": "אוניברסיטת חיפה", "studyType": "תואר ראשון", "area": "כלכלה", "endDate": "2017"}
    ],
    "skills": [{"name": "כלים", "keywords": ["SQL", "Figma", "ניתוח נתונים"]}],
    "languages": [{"language": "עברית", "fluency": "שפת אם"}],
    "x-document": {"language": "he"},
}

JAPANESE: Final[dict[str, object]] = {
    "basics": {
        "name": "佐藤 美咲",
        "label": "ソフトウェアエンジニア",
        "email": "misaki@sato.example",
        "phone": "+81 90 1234 5678",
        "summary": "分散システムの設計と運用に八年間携わってきました。品質と速さの両立を大切にしています。",
        "location": {"city": "札幌市"},
    },
    "work": [
        {
            "name": "株式会社ひかりシステム",
            "position": "シニアエンジニア",
            "startDate": "2019-04",
            "highlights": ["六名のチームを率い、決済基盤を刷新", "応答時間を40%短縮"],
        },
        {
            "name": "株式会社みなと",
            "position": "エンジニア",
            "startDate": "2015-04",
            "endDate": "2019-03",
            "highlights": ["在庫管理システムを開発"],
        },
    ],
    "education": [
        {
            "institution": "北都大学",
            "studyType": "修士",
            "area": "情報工学",
            "startDate": "2013-04",
            "endDate": "2015-03",
        }
    ],
    "skills": [{"name": "技術", "keywords": ["Python", "Go", "Kubernetes"]}],
    "languages": [{"language": "日本語", "fluency": "母語"}, {"language": "英語", "fluency": "B2"}],
    "x-document": {"language": "ja"},
}

CHINESE: Final[dict[str, object]] = {
    "basics": {
        "name": "王小明",
        "label": "数据分析师",
        "email": "xiaoming@wang.example",
        "phone": "+86 139 0000 1234",
        "summary": "五年数据分析经验，熟悉零售行业，擅长把复杂的数据讲清楚。",
        "location": {"city": "成都"},
    },
    "work": [
        {
            "name": "青山零售有限公司",
            "position": "高级数据分析师",
            "startDate": "2020-07",
            "highlights": ["负责12个门店的销售预测", "将报表制作时间缩短60%"],
        }
    ],
    "education": [
        {
            "institution": "西岭大学",
            "studyType": "硕士",
            "area": "统计学",
            "startDate": "2017-09",
            "endDate": "2020-06",
        }
    ],
    "skills": [{"name": "工具", "keywords": ["SQL", "Python", "Tableau"]}],
    "languages": [{"language": "中文", "fluency": "母语"}],
    "x-document": {"language": "zh"},
}

KOREAN: Final[dict[str, object]] = {
    "basics": {
        "name": "김서연",
        "label": "마케팅 매니저",
        "email": "seoyeon@kim.example",
        "phone": "+82 10 1234 5678",
        "summary": "브랜드 마케팅 7년 경력. 숫자로 말하는 캠페인을 만듭니다.",
        "location": {"city": "부산"},
    },
    "work": [
        {
            "name": "푸른바다",
            "position": "마케팅 매니저",
            "startDate": "2018-03",
            "highlights": ["신제품 출시 캠페인 4건 총괄", "광고비 25% 절감"],
        }
    ],
    "education": [{"institution": "한별대학교", "studyType": "학사", "area": "경영학", "endDate": "2017-02"}],
    "skills": [{"name": "도구", "keywords": ["Excel", "Google Analytics"]}],
    "languages": [{"language": "한국어", "fluency": "모국어"}],
    "x-document": {"language": "ko"},
}

ALL: Final[dict[str, dict[str, object]]] = {
    "empty": EMPTY,
    "name only": NAME_ONLY,
    "long name": LONG_NAME,
    "one long job": ONE_LONG_JOB,
    "arabic": ARABIC,
    "hebrew": HEBREW,
    "japanese": JAPANESE,
    "chinese": CHINESE,
    "korean": KOREAN,
}
