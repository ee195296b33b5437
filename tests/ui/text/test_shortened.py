"""Names made shorter, in all scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.layout.wrap import widest
from reader.document.sanitize import sanitize_line
from reader.ui.text.shortened import name_in, shortened


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("Harbour Gazette", {15: "Harbour Gazette", 14: "Harbour", 7: "Harbour", 6: ""}),
        ("Hedge and Tideline", {17: "Hedge", 9: "Hedge", 4: ""}),
        ("The Patient Telescope", {20: "The Patient", 10: "The Patie…", 9: ""}),
        ("Tidemill - local news", {21: "Tidemill - local news", 20: "Tidemill", 8: "Tidemill", 7: ""}),
        ("BBC News", {7: "BBC", 3: "BBC", 2: ""}),
        ("Die Zeit", {7: "", 5: ""}),
        ("Tidemill: notes", {14: "Tidemill"}),
        ("Aktuality.sk", {12: "Aktuality.sk", 11: "Aktuality…", 10: "Aktuality…", 9: ""}),
        ("example.org/en/news.xml", {22: "exampl…org/en/news.xml", 12: "exa…news.xml", 9: ""}),
        ("example.org/en/rss.xml", {22: "example.org/en/rss.xml", 21: "example.org/en", 12: "exa…e.org/en"}),
        ("港の新聞の夜", {12: "港の新聞の夜", 11: "港の新聞の…", 9: ""}),
    ],
)
def test_a_name_keeps_words_that_can_stand_alone_or_letters(name: str, shorter: dict[int, str]) -> None:
    assert {width: shortened(sanitize_line(name), width) for width in shorter} == shorter


@given(
    st.text(alphabet="ab XY 青島,:- \u0996\u09be\u0995\u09cd \u0645\u0643 \u0915\u094d\u0e01é", max_size=40),
    st.integers(-3, 44),
)
def test_a_name_is_never_wider_than_its_room_and_comes_back_as_room_does(name: str, width: int) -> None:
    whole = sanitize_line(name)
    assert widest(shortened(whole, width)) <= max(0, width)
    assert shortened(whole, max(1, widest(whole))) == whole
    assert whole.startswith(shortened(whole, width).rstrip("…"))


@given(st.text(alphabet="ab/. 青", max_size=40), st.integers(-3, 44))
def test_a_feeds_name_is_never_wider_than_its_room(name: str, width: int) -> None:
    whole = sanitize_line(name)
    assert widest(name_in(whole, width)) <= max(0, width)


def test_untitled_feeds_of_one_host_differ_where_there_is_little_room() -> None:
    names = [f"gazette.example.org/{where}/politics/rss.xml" for where in ("europe", "africa")]
    assert [name_in(sanitize_line(name), 20) for name in names] == [
        "gazet…urope/politics",
        "gazet…frica/politics",
    ]
    assert name_in(sanitize_line("example.org/feed.xml"), 12) == "exa…feed.xml"
    assert name_in(sanitize_line("A title and/or two, longer than its room"), 12) == "A title and…"
