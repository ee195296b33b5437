"""Dates in feeds, right and wrong ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.feeds.dates import parse_date


@pytest.mark.parametrize(
    ("raw", "iso", "precision", "zone"),
    [
        ("Fri, 24 May 2024 07:25:00 GMT", "2024-05-24T07:25:00Z", "second", "+00:00"),
        ("Fri, 24 May 2024 07:25 +0530", "2024-05-24T01:55:00Z", "minute", "+05:30"),
        ("24 May 2024 07:25:00 EST", "2024-05-24T12:25:00Z", "second", "-05:00"),
        ("24 May 24 07:25:00 -0000", "2024-05-24T07:25:00Z", "second", "+00:00"),
        ("Fri, 24 May 99 07:25:00 GMT", "1999-05-24T07:25:00Z", "second", "+00:00"),
        ("Friday, 24-May-24 07:25:00 GMT", "2024-05-24T07:25:00Z", "second", "+00:00"),
        ("May 24, 2024 07:25 GMT+2", "2024-05-24T05:25:00Z", "minute", "+02:00"),
        ("24 May 2024", "2024-05-24", "day", None),
        ("24.05.2024 07:25", "2024-05-24T07:25:00Z", "minute", None),
        ("2024-05-24T07:25:00.123+02:00", "2024-05-24T05:25:00Z", "second", "+02:00"),
        ("2024-05-24 07:25:00", "2024-05-24T07:25:00Z", "second", None),
        ("2024/5/4 7:25:00", "2024-05-04T07:25:00Z", "second", None),
        ("2024-05-24", "2024-05-24", "day", None),
        ("2024-05", "2024-05-01", "month", None),
        ("2024", "2024-01-01", "year", None),
        ("20240524", "2024-05-24", "day", None),
        ("2024-05-24T07:25:60Z", "2024-05-24T07:26:00Z", "second", "+00:00"),
        ("2024-05-24T24:00:00Z", "2024-05-25T00:00:00Z", "second", "+00:00"),
        ("2024-05-24T07:25:00+9999", "2024-05-24T07:25:00Z", "second", None),
        ("Fri May 24 07:25:00 2024", "2024-05-24T07:25:00Z", "second", None),
        ("2004년 05월 28일  01:31:15", "2004-05-28T01:31:15Z", "second", None),
        ("2024年5月24日 7:25", "2024-05-24T07:25:00Z", "minute", None),
        ("2024年5月24日", "2024-05-24", "day", None),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z", "second", None),
    ],
)
def test_dates(raw: str, iso: str, precision: str, zone: str | None) -> None:
    date = parse_date(raw, "pubDate")
    assert date is not None
    assert (date.iso(), date.precision, date.zone, date.rule) == (iso, precision, zone, "pubDate")
    assert date.raw == " ".join(raw.split())


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "12",
        "soon",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:60-12:00",
        "10000-01-01",
        "2024-13-40",
        "24 May 2024 25:61:00",
        "9" * 100_000,
        "31 Feb 2024 00:00:00 GMT",
        "\x1b]0;x\x07",
        "--12",
        "1",
    ],
)
def test_what_is_no_date_is_none(raw: str) -> None:
    assert parse_date(raw, "pubDate") is None


def test_the_first_year_is_a_date() -> None:
    date = parse_date("Mon, 01 Jan 0001 00:00:00 +0000", "pubDate")
    assert date is not None
    assert date.at == -62_135_596_800


@given(
    st.text(max_size=60)
    | st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}[T ]\d{1,2}:\d\d:\d\d ?[+-]?\d{0,4}")
)
def test_nothing_raises(raw: str) -> None:
    date = parse_date(raw, "pubDate")
    assert date is None or date.iso()


@given(
    st.from_regex(
        r"\d{1,2} (Jan|Sep|Foo) [0-29]\d{3} [0-2]\d:[0-6]\d:[0-6]\d (GMT|UTC|[+-][01]\d[0-6]0)"
        r"|[0-29]\d{3}-[01]\d-[0-3]\d[Tt][0-2]\d:[0-6]\d:[0-6]\d(\.\d{1,10})?(Z|[+-][01]\d:[0-6]0)",
        fullmatch=True,
        alphabet=st.characters(codec="ascii"),
    )
)
def test_the_usual_forms_are_read_as_all_others_are(raw: str) -> None:
    assert parse_date(raw, "pubDate") == parse_date(f" {raw}", "pubDate"), "a blank makes it an unusual form"
