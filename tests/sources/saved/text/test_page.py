"""Copied pages as articles: one file per pattern of the wild, and the same page in every disguise."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import textwrap
from datetime import datetime
from pathlib import Path

import pytest

from reader.document.serialization import deserialize, deserialize_raw
from reader.model import ParsedArticle
from reader.sources.saved import UnreadableFile, read_saved
from reader.sources.saved.lines import read_lines
from reader.sources.saved.text.segment import find_body
from reader.sources.saved.text.site import find_site
from reader.sources.saved.text.title import Title
from tests.sources.saved.expected import EXPECTED, FILES, Expected

NOW = int(datetime.fromisoformat("2026-11-01T00:00:00Z").timestamp())


def _read(
    text: str, path: str = "copy.txt", mtime: int | None = None, encoding: str = "utf-8"
) -> ParsedArticle:
    (article,) = read_saved(text.encode(encoding), path, mtime, NOW)
    return article


def _file(name: str) -> tuple[ParsedArticle, str, Expected]:
    expected = EXPECTED[name]
    text = (FILES / name).read_text("utf-8")
    mtime = int(datetime.fromisoformat(expected.mtime).timestamp()) if expected.mtime else None
    return _read(text, mtime=mtime), text, expected


def _fact(article: ParsedArticle, name: str) -> str | None:
    return article.facts[name].value if name in article.facts else None


@pytest.mark.parametrize("name", EXPECTED)
def test_facts_of_each_pattern(name: str) -> None:
    article, _, expected = _file(name)
    published = article.published.iso() if article.published else None
    wanted: dict[str, str | None] = {"title": expected.title}
    found: dict[str, str | None] = {"title": article.title}
    for fact, want, got in (
        ("at", expected.at, published),
        ("day", expected.day, published or "none"),
        ("zone", expected.zone, article.published.zone if article.published else None),
        ("updated", expected.updated, article.updated.iso() if article.updated else None),
        ("captured", expected.captured, article.captured.iso() if article.captured else None),
        ("author", expected.author, article.author),
        ("site", expected.site, article.site),
        ("credit", expected.credit, _fact(article, "credit")),
        ("url", expected.url, article.link),
    ):
        if want is not None:
            wanted[fact], found[fact] = want, got
    assert found == wanted


@pytest.mark.parametrize("name", EXPECTED)
def test_text_of_each_pattern_is_its_paragraphs_and_nothing_else(name: str) -> None:
    article, text, expected = _file(name)
    lines = text.split("\n")
    wanted = " ".join(lines[number - 1] for number in expected.body)
    if article.facts.get("author") and article.facts["author"].rule == "run-in byline":
        wanted = wanted.split("：" if "：" in wanted[:40] else ":", 1)[1]
    assert article.text.split() == wanted.split()


@pytest.mark.parametrize("name", EXPECTED)
def test_every_fact_has_a_rule_and_names_a_line_that_holds_it(name: str) -> None:
    article, text, _ = _file(name)
    lines = text.split("\n")
    for key, fact in article.facts.items():
        assert fact.rule, key
        if key in ("title", "site", "credit") and fact.line is not None:
            assert fact.value.split()[0] in lines[fact.line - 1].replace("\u00a0", " ")
    assert article.facts["file"].value == "copy.txt"


PAGE = """Lagos, Friday
7 June 2024

Fishermen paint their boats in the colours of the moon

Lagoon Observer

Published: 18:20, 5 June 2024

Fishermen paint their boats in the colours of the moon

Photo : Courtesy

Coast Correspondent: The fishermen of the lagoon have begun to paint their boats white, grey and yellow, because they believe that fish are less afraid of the moon than of the sun.

Some say that the catch has doubled since. Others say that it is the season.

"The paint was cheap," said the man who had sold it.
"""


def _is_right(article: ParsedArticle) -> None:
    assert article.title == "Fishermen paint their boats in the colours of the moon"
    assert article.author == "Coast Correspondent"
    assert article.site == "Lagoon Observer"
    assert article.published
    assert (article.published.iso(), article.published.zone) == ("2024-06-05T17:20:00Z", "Africa/Lagos")
    assert article.captured
    assert article.captured.iso() == "2024-06-07"
    assert _fact(article, "credit") == "Courtesy"
    assert article.text.startswith("The fishermen of the lagoon")
    assert article.text.endswith("who had sold it.")
    assert len(article.text.split("\n\n")) == 3


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PAGE, id="as copied"),
        pytest.param(PAGE.replace("\n", "\r\n"), id="windows line ends"),
        pytest.param(PAGE.replace("\n", "\r"), id="old mac line ends"),
        pytest.param(PAGE.replace("\n\n", "\n"), id="no empty lines"),
        pytest.param(PAGE.replace(" ", "\u00a0", 3).replace("Photo :", "Photo\u00a0:"), id="no-break spaces"),
        pytest.param(
            PAGE.replace("Fish", "\u200bFish").replace("Pub", "\u202aPub"), id="invisible characters"
        ),
        pytest.param(
            "\n".join("\n".join(textwrap.wrap(line, 70)) for line in PAGE.split("\n")), id="hard-wrapped"
        ),
        pytest.param(
            PAGE.replace("7 June 2024", "June 7, 2024").replace("5 June", "5th June"), id="ordinals"
        ),
        pytest.param(PAGE.replace("18:20, 5 June 2024", "June 5, 2024 6:20 PM"), id="american order"),
        pytest.param(
            PAGE.replace("Published: 18:20, 5 June 2024", "5 June 2024\n18:20"), id="time on its own line"
        ),
        pytest.param(PAGE.replace("Published:", "Posted on"), id="another label"),
        pytest.param(PAGE.replace("Published: 18:20,", "Published:\n18:20,"), id="label on its own line"),
        pytest.param(
            PAGE.replace("Lagos, Friday\n7 June 2024", "Friday, 7 June 2024, Lagos"), id="one-line header"
        ),
    ],
)
def test_the_same_page_in_every_disguise(text: str) -> None:
    _is_right(_read(text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_same_page_in_every_encoding(encoding: str) -> None:
    _is_right(_read(PAGE, encoding=encoding))


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp1252",
            "Prüfer loben die Brücke\n\nDie Prüfer haben die neue Brücke über die Möll gelobt, weil sie „so schön schwingt“.\n",
        ),
        (
            "gb18030",
            "老桥重新开放\n\n经过三年的修复，城里最老的桥在星期天重新开放，许多老人带着孙子来走了一遍。大家都说桥比以前更稳了。\n",
        ),
        (
            "shift_jis",
            "古い橋が再び開通\n\n三年にわたる修復を終えて、町で最も古い橋が日曜日に再び開通した。大勢の人が孫の手を引いて渡った。\n",
        ),
        (
            "iso2022_jp",
            "古い橋が再び開通\n\n三年にわたる修復を終えて、町で最も古い橋が日曜日に再び開通した。大勢の人が孫の手を引いて渡った。\n",
        ),
        (
            "cp1251",
            "Старый мост снова открыт\n\nПосле трёх лет ремонта старейший мост города снова открыт для пешеходов, и многие пришли с внуками.\n",
        ),
    ],
)
def test_old_encodings(encoding: str, text: str) -> None:
    article = _read(text, encoding=encoding)
    assert article.title == text.split("\n")[0]
    assert article.text == text.split("\n")[2]


def test_a_page_without_a_publication_has_none_although_its_header_has_a_date() -> None:
    article = _read(PAGE.replace("Published: 18:20, 5 June 2024\n", ""), mtime=NOW)
    assert article.published is None
    assert article.captured
    assert (article.captured.iso(), article.captured.rule) == ("2024-06-07", "page-header date")


def test_the_file_s_time_says_when_it_was_captured_but_never_when_it_was_published() -> None:
    article = _read("A short note\n\nIt has a sentence, and that is all that it has.\n", mtime=1_700_000_000)
    assert article.published is None
    assert article.captured
    assert (article.captured.at, article.captured.rule) == (1_700_000_000, "file's modification time")


@pytest.mark.parametrize(
    ("run_in", "author"),
    [
        ("Staff Reporter, Kano: ", "Staff Reporter"),
        ("Amina Bello, Lagos: ", "Amina Bello"),
        ("Amina Bello: ", "Amina Bello"),
        ("NAN, Lagos: ", None),
        ("AFP, Lagos: ", "AFP"),
        ("Our Correspondent — ", "Our Correspondent"),
        ("By Amina Bello: ", "Amina Bello"),
    ],
)
def test_bylines_run_into_the_first_paragraph(run_in: str, author: str | None) -> None:
    article = _read(PAGE.replace("Coast Correspondent: ", run_in))
    assert article.author == author
    if author:
        assert article.text.startswith("The fishermen of the lagoon")
    else:
        assert article.text.startswith(run_in)


@pytest.mark.parametrize(
    ("lines", "author", "site"),
    [
        ("Jane Doe and Omar Said in Leeds\nMon 4 Mar 2024 17.20 GMT", "Jane Doe, Omar Said", None),
        ("Jane Doe, Leeds\nTuesday 5 March 2024 10:12 GMT", "Jane Doe", None),
        ("Posted by: Jane Doe | Mar 4, 2024 | News", "Jane Doe", None),
        ("Staff Correspondent, Dhaka\n4 March 2024", "Staff Correspondent", None),
        ("Oleh: Siti Rahma\nSenin, 4 Maret 2024 | 10:30 WIB", "Siti Rahma", None),
        ("March 4, 2024 by Jane Doe", "Jane Doe", None),
        ("*By Jane Doe, 4 March 2024*", "Jane Doe", None),
        ("Door onze redactie\n4 maart 2024 om 10:30", "onze redactie", None),
        ("By Jane Doe — Nairobi\n4 March 2024", "Jane Doe", None),
        ("The Harbour's Staff Reporter Published March 4, 2024", "The Harbour's Staff Reporter", None),
        ("By Jane Doe | Harbour News\n4 March 2024", "Jane Doe", "Harbour News"),
        ("von   Autor: Jane Doe\n4. March 2024", "Jane Doe", None),
    ],
)
def test_bylines_beside_a_date(lines: str, author: str, site: str | None) -> None:
    article = _read(f"Flood reaches the old town\n\n{lines}\n\n{FLOOD}")
    assert (article.title, article.author, article.site) == ("Flood reaches the old town", author, site)
    assert article.published
    assert article.published.iso()[:8] == "2024-03-"
    assert article.text.split() == FLOOD.split()


def test_a_byline_in_brackets_below_the_text() -> None:
    article = _read(f"Flood reaches the old town\n\n4 March 2024\n\n{FLOOD}\n(By Jane Doe)\n")
    assert article.author == "Jane Doe"
    assert article.text.split() == FLOOD.split()


def test_a_name_below_the_text_signs_it() -> None:
    article = _read(f"Flood reaches the old town\n\n4 March 2024\n\n{FLOOD}\nAnna Lind\n")
    assert article.author == "Anna Lind"
    assert article.text.split() == FLOOD.split()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_source_like_a_person_s_name_where_another_has_signed(end: str) -> None:
    text = PAGE.replace("Lagoon Observer", "Lagoon Morning").replace("\n\n", "\n").replace("\n", end)
    article = _read(text)
    assert (article.author, article.site) == ("Coast Correspondent", "Lagoon Morning")


def test_a_source_at_the_title_s_end() -> None:
    article = _read(f"Flood reaches the old town - The Valley Times\n\n4 March 2024\n\n{FLOOD}")
    assert (article.title, article.site) == ("Flood reaches the old town", "The Valley Times")


def test_the_title_above_a_role_is_nobody_s_name() -> None:
    article = _read(
        "পুরান শহরে নদীর পানি\n\nনিজস্ব প্রতিবেদক\n\nপ্রকাশিত: ১০:৩০, ৪ মার্চ ২০২৪\n\n"
        "রাতে নদীর পানি পুরান শহরের দেয়াল ছাপিয়ে ওঠে এবং সকাল ছয়টা পর্যন্ত ঘণ্টা বাজে। কেউ আহত হয়নি।\n"
    )
    assert (article.title, article.author) == ("পুরান শহরে নদীর পানি", "নিজস্ব প্রতিবেদক")


def test_a_speaker_is_no_byline() -> None:
    text = PAGE.replace("Coast Correspondent: The", "Fishermen Union: The")
    article = _read(text)
    assert article.author is None
    assert "Fishermen Union" in article.text


def test_verse_keeps_its_lines() -> None:
    article = _read(
        "The Road\n\nI walked along the road,\nthe road went on and on,\n\nI carried my own load,\nuntil the road was gone.\n"
    )
    assert article.title == "The Road"
    assert (
        article.text
        == "I walked along the road,\nthe road went on and on,\n\nI carried my own load,\nuntil the road was gone."
    )


@pytest.mark.parametrize("name", ["sample", "story", "hello", "council-meeting"])
@pytest.mark.parametrize("title", ["My title", "Roof", "Chair keeps warm", "Jane Doe", "Town News"])
def test_a_line_that_stands_above_the_text_is_the_title_whatever_the_file_s_name(
    name: str, title: str
) -> None:
    article = _read(f"{title}\n\nThe hall is cold. Bring a chair.\n", path=f"{name}.txt")
    assert (article.title, article.text) == (title, "The hall is cold. Bring a chair.")
    assert article.facts["title"].line == 1
    assert article.site is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("eggs\nmilk\nbread\n", id="list"),
        pytest.param("The hall is cold.\n\nBring a chair.\n", id="sentences"),
        pytest.param("Note to myself:\n\nThe hall is cold. Bring a chair.\n", id="colon"),
        pytest.param(
            "Town News\nThe hall is cold, and nobody has found the man who has its key.\n", id="no gap"
        ),
    ],
)
def test_no_line_is_lost_where_the_file_s_name_is_the_title(text: str) -> None:
    article = _read(text, path="council-meeting.txt")
    assert article.title == "council meeting"
    assert article.text.split() == text.split()
    assert article.site is None


def test_no_line_stands_below_a_title_that_is_the_file_s_name() -> None:
    text = "Harbour Morning\nTown News\n4 March 2024\nThe hall is cold, and nobody has found the man who has its key.\n"
    pieces, run = find_body(read_lines(text))
    site = find_site(pieces, run, Title("council meeting", "file name"), None, "")
    assert site
    assert (site.value, site.rule) == ("Town News", "line above the title")


FLOOD = (
    "The river rose over the walls of the old town in the night. More than a thousand people had to flee.\n\n"
    "The bridge is closed. People who flee are asked to take the upper road.\n"
)


@pytest.mark.parametrize("below", ["\n", "By Jane Doe\n12 May 2024\n\n", "12 May 2024\n\n"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_headline_is_the_title_and_not_its_deck(between: str, below: str) -> None:
    deck = "More than a thousand people flee in the night"
    text = f"Flood reaches town{between}{deck}\n{below}{FLOOD}"
    assert _read(text, path="x.txt").title == "Flood reaches town"


def test_a_headline_and_its_deck_in_a_file_without_empty_lines() -> None:
    text = "Flood reaches town\nBells rang until six in the night\n" + FLOOD.replace("\n\n", "\n")
    article = _read(text, path="council-notes.txt")
    assert article.title == "Flood reaches town"
    assert article.text.split() == text.split()[3:]


def test_a_heading_of_markdown_in_a_text_file() -> None:
    article = _read(f"# Flood reaches the old town\n\n{FLOOD}", path="council-notes.txt")
    assert article.title == "Flood reaches the old town"


def test_a_source_above_the_headline_is_not_the_title() -> None:
    text = f"The Old Town News\n\nMore than a thousand people flee in the night\n\n{FLOOD}"
    article = _read(text, path="x.txt")
    assert article.title == "More than a thousand people flee in the night"
    assert article.site == "The Old Town News"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2007"])
def test_spaces_that_do_not_break_are_plain_spaces(space: str) -> None:
    article = _read(PAGE.replace(" ", space))
    _is_right(article)
    assert not set(article.text) & set("\u00a0\u202f\u2007")


@pytest.mark.parametrize(
    ("written", "at", "zone"),
    [
        ("13:25 EST, 24 May 2024", "2024-05-24T18:25:00Z", "-05:00"),
        ("13:25 EDT, 24 May 2024", "2024-05-24T17:25:00Z", "America/New_York"),
        ("13:25 EST, 24 January 2024", "2024-01-24T18:25:00Z", "America/New_York"),
        ("24. Mai 2024, 13:25 MEZ", "2024-05-24T12:25:00Z", "+01:00"),
        ("24. Mai 2024, 13:25 MESZ", "2024-05-24T11:25:00Z", "Europe/Berlin"),
        ("13:25 ET, 24 May 2024", "2024-05-24T17:25:00Z", "America/New_York"),
    ],
)
def test_an_abbreviation_says_whether_the_clock_was_the_summer_s(written: str, at: str, zone: str) -> None:
    article = _read(f"Flood reaches the old town\n\n{written}\n\n{FLOOD}")
    assert article.published
    assert (article.published.iso(), article.published.zone) == (at, zone)


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[1m", "\x1b[38;5;200m", "\x1b[2J", "\x1b]0;gone\x07", "\x1b]8;;http://gone.example\x1b\\",
        "\x1b(B", "\x1b7", "\x9b31m", "\x1bP1$gone\x1b\\",
    ],
)  # fmt: skip
def test_control_sequences_go_as_a_whole(sequence: str) -> None:
    article = _read(
        PAGE.replace("Fishermen", f"Fisher{sequence}men").replace("moon than", f"{sequence}moon than")
    )
    _is_right(article)
    assert "of the moon than of the sun." in article.text


def test_a_sequence_without_an_end_takes_nothing_with_it() -> None:
    assert "\x1b" not in _read(PAGE.replace("The catch", "\x1b]0;The catch")).text
    assert _read("Lamp\n\nIt\x1b]0; burns. It burns oil.\n").text == "It]0; burns. It burns oil."


def test_words_without_a_sentence_are_kept() -> None:
    assert _read("eggs\nmilk\nbread\n").text == "milk\n\nbread"
    assert _read("just a few words", path="Shopping on Tuesday.txt").text == "just a few words"
    assert _read("just a few words", path="Shopping on Tuesday.txt").title == "Shopping on Tuesday"


def test_the_file_s_name_helps_to_find_the_title() -> None:
    text = (
        "Moon and tide together\nThe quiet harbour at night\nWhat the boatmen say\n\n"
        + "The boats lie still and the water is black. Nobody speaks. " * 3
    )
    assert _read(text, path="The quiet harbour at night.txt").title == "The quiet harbour at night"


def test_hostile_characters_reach_no_field() -> None:
    text = PAGE.replace("moon", "mo\x1b[31mon\x07\u202e").replace("Courtesy", "Court\x9besy")
    article = _read(text)
    shown = "".join(
        (article.title, article.text, *(fact.value + fact.rule for fact in article.facts.values()))
    )
    assert not set(shown) & set("\x1b\x07\x9b\u202e")
    assert not set("".join(block.text for block in deserialize(article.body).blocks)) & set(
        "\x1b\x07\x9b\u202e"
    )


def test_what_arrived_is_kept_beside_the_document() -> None:
    assert deserialize_raw(_read(PAGE).body)[0] == PAGE.encode()


def test_a_very_long_file_is_kept_whole() -> None:
    text = "".join(f"Line {number} of a log without an end\n\n" for number in range(6_000))
    article = _read(text, path="harbour log.txt")
    assert article.title == "harbour log"
    assert article.text.count("\n\n") == 5_999


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"empty|no text"):
        read_saved(data, "empty.txt", None, NOW)


def test_the_real_copied_page(corpus: Path) -> None:
    file = corpus.parent / "saved" / "qingdao.txt"
    if not file.is_file():
        pytest.skip("the copied page is not beside the corpus")
    (article,) = read_saved(file.read_bytes(), "saved/qingdao.txt", None, NOW)
    assert article.published
    assert (article.published.iso(), article.published.zone) == ("2024-05-24T07:25:00Z", "Asia/Dhaka")
    assert {name: (fact.value, fact.line) for name, fact in article.facts.items()} == {
        "title": ("High-tech marvels at Qingdao impress international visitors", 4),
        "author": ("China Correspondent", 14),
        "published": ("2024-05-24T07:25:00Z", 8),
        "site": ("Messenger Online", 6),
        "captured": ("2024-06-15", 2),
        "credit": ("Collected", 12),
        "file": ("saved/qingdao.txt", None),
    }
    lines = file.read_text("utf-8").split("\n")
    wanted = [line for line in lines[13:] if line]
    assert article.text.split("\n\n") == [wanted[0].removeprefix("China Correspondent: "), *wanted[1:]]


@pytest.mark.parametrize("space", ["\u2002", "\u2009", "\u200a\u3000", "\u205f"])
def test_a_row_of_typographic_spaces_is_an_empty_row(space: str) -> None:
    half = "The keeper of the light went down to the landing stage before"
    article = _read(f"A light at sea\n\n{half}\n{space}\nThe boat came in at nine. It carried four people.\n")
    assert half in article.text.splitlines()


def test_quotation_marks_make_no_path_of_a_signed_headline() -> None:
    text = "Harbour\nFerries\n\nLind «answers» and «keeps» her method\n27 October 2012, 18:26\n\n" + (
        "The harbour master said on Friday that the ferries go on as before, and nobody was surprised. " * 4
    )
    assert _read(text).title == "Lind «answers» and «keeps» her method"


def test_a_headline_stands_below_a_welcome() -> None:
    text = (
        "Something else this week?\nThe bridge is open again after nine years\n"
        + "The bridge across the sound was opened on Monday, and nine years of ferries end with it. " * 4
    )
    assert _read(text).title == "The bridge is open again after nine years"


@pytest.mark.parametrize("before", [0, 5])
def test_a_day_that_the_text_tells_of_is_not_its_publication(before: int) -> None:
    told = "The bridge was released on December 3, 2008. And it took the town the better part of a decade to cross it without a bow."
    other = "The keeper of the bridge says that nobody bows to it any longer, and that she misses the bows of the old men most. "
    head = "Ten years of the bridge\nJanuary 13, 2020 at 08:45 AM | categories: Bridges"
    text = "\n\n".join([head, *[other * 2] * before, told, other * 3, other])
    published = _read(text).published
    assert published is not None
    assert published.iso()[:10] == "2020-01-13"
