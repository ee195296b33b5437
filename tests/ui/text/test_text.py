"""Small pieces of text on the screen."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.document.sanitize import sanitize_line
from reader.library.outcome import WorkerResult
from reader.model import Date, RefreshEvent
from reader.ui.text.amounts import how_far, unread_words
from reader.ui.text.cells import crop, fit, fit_right
from reader.ui.text.progress import Progress
from reader.ui.text.times import age, full_date, local_date, reading_time


@given(st.text(alphabet="ab 青岛海বৃষ্টি👩‍👩‍👧é̂", max_size=30), st.integers(0, 20))
def test_cells_are_exact(text: str, width: int) -> None:
    assert cell_len(crop(text, width)) <= width
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit_right(text, width)) == width


def test_nothing_hangs_before_the_sign_for_what_is_cut_off() -> None:
    for text in ("Aktuality - news", "Aktuality | news", "Aktuality, news", "Aktuality / news"):
        assert crop(sanitize_line(text), 13) == "Aktuality…"


def test_ages() -> None:
    now = 1_717_200_000
    for seconds, text in ((-500, "now"), (30, "now"), (300, "5m"), (10_800, "3h"), (180_000, "2d")):
        assert age(Date(now - seconds), now, now) == text
    assert age(Date(now - 18 * 86_400), now, now) in ("13 May", "14 May")
    assert age(Date(now - 800 * 86_400), now, now) == "2022"
    assert age(None, now - 300, now) == "5m"
    assert age(Date(1_640_995_200, "year"), now, now) == "2022"


def test_dates_show_their_own_zone() -> None:
    assert (
        full_date(Date(1_716_508_800, "day")) == local_date(Date(1_716_508_800, "day")) == "Fri 24 May 2024"
    )
    assert "13:25 +06:00" in full_date(Date(1_716_535_500, "minute", "+06:00"))
    assert "Dhaka" in full_date(Date(1_716_535_500, "minute", "Asia/Dhaka"))
    assert full_date(Date(1_716_535_500, "minute", "No/Where")).startswith("Fri 24 May 2024")


def test_a_date_is_the_readers_own_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert local_date(Date(1_716_535_500, "minute", "+06:00")) == "Fri 24 May 2024, 16:25"
        assert local_date(Date(1_716_559_200)) == "Fri 24 May 2024, 23:00"
        assert local_date(Date(1_704_067_200, "month")) == "Jan 2024"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_long_reading_is_told_in_hours() -> None:
    told = {minutes: reading_time(minutes) for minutes in (0, 1, 99, 100, 307)}
    assert told == {0: "", 1: "1 min", 99: "99 min", 100: "about 2 h", 307: "about 5 h"}
    assert how_far(0.4, 307) == "40 % of about 5 h"
    assert (how_far(1, 12), how_far(0.4, 0)) == ("about 12 min", "")
    assert unread_words(70, 307) == "70 unread · 5 h"
    assert unread_words(70, 44) == "70 unread · 44 min"


def test_progress_in_words() -> None:
    progress = Progress(total=200)
    for new in (12, 0):
        progress = progress.after(RefreshEvent(feed=1, url="", outcome="new", new=new))
    assert progress.words() == "2 of 200, 12 new"
    progress = progress.after(RefreshEvent(feed=1, url="", outcome="failed", error="x.example: 403\x1b[2J"))
    progress = progress.ended_with(WorkerResult.of(1, "newsreader: x.example: 403"))
    assert progress.words() == "3 asked, 12 new, 1 failed"
    assert progress.error == "x.example: 403[2J"
