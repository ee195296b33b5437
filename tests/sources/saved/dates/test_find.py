"""Dates in a line, in many languages and orders."""

import pytest

from reader.sources.saved.dates.find import find_dates
from reader.sources.saved.lines import normalize


def _written(line: str) -> list[str]:
    """Each date of the line as `kind year-month-day hour:minute zone`."""
    found = []
    for moment in find_dates(normalize(line)).moments:
        day = f"{moment.year or 0:04}-{moment.month or 0:02}-{moment.day or 0:02}" if moment.month else ""
        time = f"{moment.hour:02}:{moment.minute or 0:02}" if moment.hour is not None else ""
        ago = f"{moment.ago[0]} {moment.ago[1]} ago" if moment.ago else ""
        found.append(" ".join(filter(None, (moment.kind, day, time, moment.zone, ago))))
    return found


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Published: 13:25, 24 May 2024", ["published 2024-05-24 13:25"]),
        ("Published: 15:56 BST, 27 April 2024 | Updated: 15:57 BST, 28 April 2024",
         ["published 2024-04-27 15:56 BST", "updated 2024-04-28 15:57 BST"]),
        ("Ann MillPublished Jul 17, 2024, 11:21am|Updated Jul 17, 2024, 6:39pm",
         ["published 2024-07-17 11:21", "updated 2024-07-17 18:39"]),
        ("Published on 06/01/2026 - 13:55 GMT+1 •Updated 14:20",
         ["published 2026-01-06 13:55 GMT+1", "updated 14:20"]),
        ("17:41 JST, October 13, 2024", ["2024-10-13 17:41 JST"]),
        ("June 26, 2023 5 AM PT", ["2023-06-26 05:00 PT"]),
        ("March 7, 20247:55 AM UTCUpdated ago", ["2024-03-07 07:55 UTC"]),
        ("2024-02-14T16:15:30Z", ["2024-02-14 16:15 Z"]),
        ("2024-02-14 16:15:30 +05:45", ["2024-02-14 16:15 +05:45"]),
        ("12:20pm Jan 7, 2024", ["2024-01-07 12:20"]),
        ("12:20 a.m. Jan 7, 2024", ["2024-01-07 00:20"]),
        ("Fri May 24 13:25:07 2024", ["2024-05-24 13:25"]),
        ("Fri May  3 13:25:07 CEST 2024", ["2024-05-03 13:25 CEST"]),
        ("Posted: Fri May 24 13:25:07 +0600 2024", ["published 2024-05-24 13:25 +0600"]),
        ("Publiziert6. November 2025, 12:26", ["published 2025-11-06 12:26"]),
        ("28. Juni 2025 - 16.03 Uhr", ["2025-06-28 16:03"]),
        ("Stand: 20:03 Uhr | Lesedauer: 4 Minuten", ["updated 20:03"]),
        ("Publié il y a 3 heures, mis à jour à 09h42", ["published 3 hour ago", "updated 09:42"]),
        ("Publicado el 12 de marzo de 2024 a las 18:40", ["published 2024-03-12 18:40"]),
        ("3 de junho de 2024 às 09h15", ["2024-06-03 09:15"]),
        ("Pubblicato il 7 ottobre 2024 alle 11:32", ["published 2024-10-07 11:32"]),
        ("12 mei 2024 om 08:15", ["2024-05-12 08:15"]),
        ("Publicerad 23 okt 2025 kl 10.23Uppdaterad kl 12.17",
         ["published 2025-10-23 10:23", "updated 12:17"]),
        ("5 września 2024, godz. 17:20", ["2024-09-05 17:20"]),
        ("২৪ মে ২০২৪, রাত ২:৩০", ["2024-05-24 02:30"]),
        ("২৪ মে ২০২৪, রাত ১১:৩০", ["2024-05-24 23:30"]),
        ("২৪ মে ২০২৪, রাত ১২:১৫", ["2024-05-24 00:15"]),
        ("24 मई 2024, रात 9:05 बजे", ["2024-05-24 21:05"]),
        ("Giriş: 12 Kasım 2024 09:30 - Güncelleme: 12.11.2024 10:02",
         ["published 2024-11-12 09:30", "updated 2024-11-12 10:02"]),
        ("Опубликовано 14 мая 2025, 20:28", ["published 2025-05-14 20:28"]),
        ("8 января, 17:46", ["0000-01-08 17:46"]),
        ("2024年04月24日23:52 | 来源：新华网", ["2024-04-24 23:52"]),
        ("渡辺洋介2025年1月13日 21時37分", ["2025-01-13 21:37"]),
        ("2025年1月14日 01時28分 (1月14日 01時40分更新)", ["2025-01-14 01:28", "updated 0000-01-14 01:40"]),
        ("2024年5月24日 下午3:25", ["2024-05-24 15:25"]),
        ("입력 2026.07.12 22:09", ["published 2026-07-12 22:09"]),
        ("2024년 5월 24일 오후 3시 25분", ["2024-05-24 15:25"]),
        ("প্রকাশ: ২৪ মে ২০২৪, ১৩:২৫", ["published 2024-05-24 13:25"]),
        ("প্রকাশিত: ০১:২৫ পিএম, ২৪ মে ২০২৪", ["published 2024-05-24 13:25"]),
        ("24 Eylül 2025 10:30 ÖÖ", ["2025-09-24 10:30"]),
        ("24 Eylül 2025 10:30 ÖS", ["2025-09-24 22:30"]),
        ("प्रकाशित: 24 मई 2024", ["published 2024-05-24"]),
        ("تاريخ النشر: ٢٤ مايو ٢٠٢٤", ["published 2024-05-24"]),
        ("Thứ tư, 22/10/2025, 19:25 (GMT+7)", ["2025-10-22 19:25 GMT+7"]),
        ("Published 15 hours ago", ["published 15 hour ago"]),
        ("vor 3 Stunden", ["3 hour ago"]),
        ("Retrieved on 3 March 2024", ["captured 2024-03-03"]),
        ("School swaps homework for an hour of chess", []),
        ("Version 10.11.12 of the program", []),
        ("31 February 2024 was a fine day", ["2024-02-31"]),
    ],
)  # fmt: skip
def test_dates_of_a_line(line: str, wanted: list[str]) -> None:
    if line.startswith("Version"):
        assert not find_dates(normalize(line)).bare
        return
    assert _written(line) == wanted


def test_a_label_waits_for_the_next_line() -> None:
    assert find_dates("Published:").label == "published"
    assert find_dates("Last updated").label == "updated"


def test_a_headline_that_names_a_day_is_not_a_line_about_dates() -> None:
    assert not find_dates("What we know about the storm of 5 November 2024").bare
    assert find_dates("Tuesday, 5 November 2024").bare


def test_the_year_of_an_address_is_no_date() -> None:
    assert find_dates("https://news.example/2024/05/24/story").moments == ()


def test_a_row_of_results_is_no_date() -> None:
    assert find_dates("1.2.24 " * 30).moments == ()


@pytest.mark.parametrize(
    "line", ["令和3年9月12日", "民國110年9月12日", "12 ก.ย. 2560 16:42 น.", "12 กันยายน พ.ศ. 2560"]
)
def test_a_day_with_a_year_of_another_count_is_no_day_of_any_year(line: str) -> None:
    assert not any(moment.dated for moment in find_dates(normalize(line)).moments)
