"""Dates as people of many languages write them, each language with a table of its own."""

from __future__ import annotations

import pytest

from parsing.stages.dates import periods_in

BY_LANGUAGE = {
    "de": [
        ("WS 2018/19 – SS 2021", "2018-24", "2021-22"),
        ("1. Halbjahr 2019", "2019-40", ""),
        ("März – Juni 2020", "2020-03", "2020-06"),
        ("von 03/2019 bis heute", "2019-03", ".."),
        ("SS 2019", "2019-22", ""),
        ("Wintersemester 2018/19", "2018-24", ""),
        ("2019 bis dato", "2019", ".."),
    ],
    "fr": [
        ("été 2019", "2019-22", ""),
        ("1er trimestre 2019", "2019-33", ""),
        ("15 mars - 20 juin 2019", "2019-03-15", "2019-06-20"),
        ("du 1er mars 2019 au 30 juin 2020", "2019-03-01", "2020-06-30"),
        ("août 2018 - en cours", "2018-08", ".."),
    ],
    "es": [
        ("desde marzo de 2019", "2019-03", ".."),
        ("desde marzo de 2019 hasta la actualidad", "2019-03", ".."),
        ("10 de marzo de 2019", "2019-03-10", ""),
    ],
    "pt": [
        ("de março a junho de 2019", "2019-03", "2019-06"),
    ],
    "it": [
        ("dal 2015 al 2018", "2015", "2018"),
        ("da marzo 2019 ad oggi", "2019-03", ".."),
    ],
    "nl": [
        ("mei 2019 tot heden", "2019-05", ".."),
    ],
    "pl": [
        ("od marca 2019 do chwili obecnej", "2019-03", ".."),
        ("03.2019 r. – 05.2020 r.", "2019-03", "2020-05"),
    ],
    "cs": [
        ("leden 2019 – dosud", "2019-01", ".."),
    ],
    "hu": [
        ("2019. március – 2020. május", "2019-03", "2020-05"),
        ("2018 – jelenleg", "2018", ".."),
        ("2019. – 2021.", "2019", "2021"),
    ],
    "fi": [
        ("maaliskuu 2019 – nykyhetki", "2019-03", ".."),
        ("2019 alkaen", "2019", ".."),
    ],
    "tr": [
        ("Mart 2019 – Halen", "2019-03", ".."),
        ("3 Mayıs 2019", "2019-05-03", ""),
    ],
    "ro": [
        ("ian. 2019 – prezent", "2019-01", ".."),
    ],
    "nb, da": [
        ("mars 2019 – d.d.", "2019-03", ".."),
        ("januar 2019 – nå", "2019-01", ".."),
    ],
    "ru, uk": [
        ("март 2019 г. – май 2020 г.", "2019-03", "2020-05"),
        ("2019 г.", "2019", ""),
        ("с января 2019 г. по н.в.", "2019-01", ".."),
        ("березень 2019 – дотепер", "2019-03", ".."),
    ],
    "el": [
        ("Μάρτιος 2019 – σήμερα", "2019-03", ".."),
        ("03/2019 έως σήμερα", "2019-03", ".."),
    ],
    "ar": [
        ("مارس ٢٠١٩ – حتى الآن", "2019-03", ".."),
        ("من يناير 2015 إلى فبراير 2019", "2015-01", "2019-02"),
        ("مارس 2019م", "2019-03", ""),
    ],
    "he": [
        ("מרץ 2019 – היום", "2019-03", ".."),
        ("2015 עד 2019", "2015", "2019"),
    ],
    "zh": [
        ("2019年3月至今", "2019-03", ".."),
        ("2019 年 3 月 – 2020 年 5 月", "2019-03", "2020-05"),
        ("民國108年3月", "2019-03", ""),
        ("2019年03月01日", "2019-03-01", ""),
    ],
    "ja": [
        ("2019年3月－現在", "2019-03", ".."),
        ("2019年4月から2020年3月まで", "2019-04", "2020-03"),
        ("令和元年5月～現在", "2019-05", ".."),
        ("平成28年4月", "2016-04", ""),
    ],
    "ko": [
        ("2019년 3월 ~ 2020년 5월", "2019-03", "2020-05"),
        ("2019.03 ~ 현재", "2019-03", ".."),
        ("2019. 3. ~ 2020. 5.", "2019-03", "2020-05"),
        ("2019.03.~재직중", "2019-03", ".."),
    ],
    "hi, th, vi": [
        ("มีนาคม 2562 – ปัจจุบัน", "2019-03", ".."),
        ("Tháng 3/2019 - Nay", "2019-03", ".."),
        ("मार्च 2019 – वर्तमान", "2019-03", ".."),
    ],
    "any": [
        ("H2 2020", "2020-41", ""),
        ("Q3 2019 – Q1 2020", "2019-35", "2020-33"),
        ("03–06/2020", "2020-03", "2020-06"),
        ("2019 – ...", "2019", ".."),
        ("2019...2021", "2019", "2021"),
        ("listopad 2019", "2019-11", ""),
        ("20XX – 20XX", "20XX", "20XX"),
        ("1887–1903", "1887", "1903"),
        ("Since 2019", "2019", ".."),
        ("06/2018 – Present (5 years)", "2018-06", ".."),
        ("'19 – '21", "2019", "2021"),
        ("Jan 19 – Feb 21", "2019-01", "2021-02"),
        ("2019-03~2020-05", "2019-03", "2020-05"),
        ("01/2018 - 12/2019", "2018-01", "2019-12"),
    ],
}
PERIODS = [(language, *period) for language, periods in BY_LANGUAGE.items() for period in periods]


@pytest.mark.parametrize(("language", "text", "start", "end"), PERIODS)
def test_a_period_of_the_language(language: str, text: str, start: str, end: str) -> None:
    (period,) = periods_in(text, language.partition(",")[0])
    assert (period.start, period.end) == (start, end)
    assert text[period.span_start : period.span_end] == period.raw


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("de 05/2021 à aujourd'hui", "de 05/2021 à aujourd'hui"),
        ("De mars 2019 à juin 2020", "De mars 2019 à juin 2020"),
        ("Universidad de 2010 – 2014", "2010 – 2014"),
    ],
)
def test_the_word_before_a_range_belongs_to_it_only_where_it_opens_it(text: str, raw: str) -> None:
    assert [period.raw for period in periods_in(text)] == [raw]


@pytest.mark.parametrize(
    ("culture", "start"),
    [("pl-PL", "2019-11"), ("cs-CZ", "2019-11"), ("hr-HR", "2019-10"), ("en", "2019-11")],
)
def test_a_month_that_languages_disagree_about_is_that_of_the_document(culture: str, start: str) -> None:
    assert periods_in("listopad 2019", culture)[0].start == start


@pytest.mark.parametrize("text", ["wise 2000 users", "a team of 5. The", "المادة ٥", "第3条", "section 5"])
def test_numbers_and_words_that_are_no_dates(text: str) -> None:
    assert periods_in(text) == []
