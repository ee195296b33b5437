"""The page of an article: its header, and on a key all that is known of it."""

import time
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from rich.style import Style
from textual.pilot import Pilot

from reader.document.blocks import Block, Document
from reader.document.layout.lines import UNSEEN
from reader.document.serialization import serialize
from reader.model import Article, Date, Fact
from reader.store.articles import articles
from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.ui.article.facts import facts_page
from reader.ui.article.page import article_page
from reader.ui.article.wrapped_lines import WrappedLines
from reader.ui.widgets.article_view import ArticleView
from reader.ui.widgets.line_drawing import BAR, MARGIN
from tests.ui.screen import NOW, Open, add_feed, parsed, press, screen_of, shown

TOLD = replace(
    parsed(1, "Ferries", text="The ferry leaves at ten."),
    author="Ada Quill",
    words=70_000,
    published=Date(1_716_535_500, "minute", "+06:00", "pubDate", "Fri, 24 May 2024 13:25 +0600"),
    updated=Date(1_716_622_000, "second", None, "atom:updated"),
    facts={
        "author": Fact("Ada Quill", "labelled line", line=3),
        "published": Fact("2024-05-24", "feed", element="pubDate"),
        "credit": Fact("Harbour Press", "mail", header="From"),
    },
)


@pytest.fixture(autouse=True)
def in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def kept(db: Database) -> Article:
    add_feed(db, "The Island Herald", [TOLD])
    article = articles.article(db, 1)
    assert article is not None
    return article


def test_a_header_is_the_title_the_facts_in_a_line_the_tags_and_a_rule(empty: Database) -> None:
    add_feed(empty, "The Island Herald", [TOLD])
    marks.tag(empty, [1], ["boats", "sea"], [], now=NOW)
    article = articles.article(empty, 1)
    assert article is not None
    page = article_page(article, Document((Block("paragraph", "The ferry leaves at ten."),)))
    assert page.header == ("title", "meta", "tags", "rule")
    assert [block.text for block in page.document.blocks] == [
        "Ferries",
        "Ada Quill · Fri 24 May 2024, 16:25 · about 5 h",
        "#boats  #sea",
        "",
        "The ferry leaves at ten.",
    ]
    assert page.first == 4
    assert (page.source, page.minutes) == ("The Island Herald", 304)


def test_a_line_of_facts_ends_between_two_of_them(empty: Database) -> None:
    page = article_page(kept(empty), Document((Block("paragraph", "The ferry leaves at ten."),)))
    meta = page.header.index("meta")

    def facts(width: int) -> list[str]:
        wrapped = WrappedLines(page, width, {}, lambda index, columns: UNSEEN)
        wrapped.wrap()
        return ["".join(run.text for run in line.runs) for line in wrapped.lines if line.block == meta]

    assert facts(60) == ["Ada Quill · Fri 24 May 2024, 16:25 · about 5 h"]
    assert facts(40) == ["Ada Quill · Fri 24 May 2024, 16:25"]  # its length stands above it too
    assert facts(30) == ["Ada Quill", "Fri 24 May 2024, 16:25"]
    assert facts(16) == ["Ada Quill", "Fri 24 May 2024,", "16:25"]


def test_without_a_title_the_text_itself_comes_first(empty: Database) -> None:
    add_feed(empty, "Notes", [replace(TOLD, title="")])
    article = articles.article(empty, 1)
    assert article is not None
    page = article_page(article, Document((Block("paragraph", "The ferry leaves at ten."),)))
    assert page.header == ("meta", "rule")
    nameless = replace(article, headline=replace(article.headline, opening="", link=None))
    assert article_page(nameless, Document()).document.blocks[0].text == "(no title and no text)"


def test_of_an_empty_article_only_keys_that_work_are_told(empty: Database) -> None:
    add_feed(empty, "Island", [replace(TOLD, text="", complete="summary")])
    article = articles.article(empty, 1)
    assert article is not None
    alone = replace(article, headline=replace(article.headline, link=None))
    told = [article_page(each, Document()).document.blocks[-1].text for each in (article, alone)]
    assert told == [
        "The feed gives no text. x fetches the article, o opens it in the browser.",
        "The feed gives no text, and no page to fetch.",
    ]
    page = article_page(alone, Document((Block("paragraph", "Some words."),)))
    notices = [block.text for block in page.document.blocks if block.kind == "notice"]
    assert notices == ["This is only a summary: the feed gives no more, and no page to fetch."]


def test_the_facts_have_both_zones_and_where_each_is_from(empty: Database) -> None:
    page = facts_page(kept(empty))
    (table,) = (block for block in page.document.blocks if block.kind == "table")
    told = {row[0].text: tuple(row[1].text.split("\n")) for row in table.rows}
    assert told["Published"] == (
        "Fri 24 May 2024, 13:25 +06:00 (16:25 here)",
        "feed, pubDate: “Fri, 24 May 2024 13:25 +0600”",
    )
    assert told["Updated"] == ("Sat 25 May 2024, 16:26", "atom:updated")
    assert told["Author"] == ("Ada Quill", "labelled line, line 3")
    assert told["Credit"] == ("Harbour Press", "mail, From")
    assert told["From"][0] == "The Island Herald"
    assert told["Length"][0] == "70,000 words, about 5 h"
    assert told["Address"][0] == TOLD.link
    assert told["Arrived"][0]
    assert page.links == (TOLD.link,)


async def test_a_key_shows_the_facts_and_the_article_again(empty: Database, open_screen: Open) -> None:
    kept(empty)
    async with open_screen() as pilot:
        await press(pilot, "enter")
        assert "The ferry leaves" in shown(pilot)
        assert "13:25 +06:00" not in shown(pilot)
        await press(pilot, "i")
        assert "13:25 +06:00" in shown(pilot)
        assert "The ferry leaves" not in shown(pilot)
        assert view_of(pilot).page.source == "The Island Herald"
        await press(pilot, "i")
        assert "The ferry leaves" in shown(pilot)


def view_of(pilot: Pilot[None]) -> ArticleView:
    return screen_of(pilot).controllers.article.view


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140, 220])
async def test_the_text_has_two_cells_on_each_side(empty: Database, open_screen: Open, columns: int) -> None:
    code = "x" * 300
    document = Document((Block("paragraph", "word " * 200), Block("code", code), Block("rule")))
    add_feed(empty, "Notes", [replace(TOLD, body=serialize(document))])
    async with open_screen(size=(columns, 40)) as pilot:
        await press(pilot, "enter")
        view = view_of(pilot)
        room = view.scrollable_content_region.width
        widest = 0
        for y in range(view.size.height):
            strip = view.render_line(y)
            text = strip.text.rstrip()
            assert strip.cell_length == room
            assert text == "" or text[:MARGIN].strip() == ""
            widest = max(widest, len(text))
        assert widest <= room + BAR - MARGIN
        assert widest >= min(72, room + BAR - 2 * MARGIN)


async def test_a_title_a_heading_and_the_text_look_different(empty: Database, open_screen: Open) -> None:
    document = Document((Block("heading", "Part", level=2), Block("paragraph", "text")))
    add_feed(empty, "Notes", [replace(TOLD, body=serialize(document))])
    async with open_screen() as pilot:
        await press(pilot, "enter")
        looks: dict[str, Style | None] = {}
        for y in range(view_of(pilot).size.height):
            for segment in view_of(pilot).render_line(y):
                looks.setdefault(segment.text.strip(), segment.style)
        title, heading, text = looks["Ferries"], looks["Part"], looks["text"]
        assert title is not None
        assert heading is not None
        assert text is not None
        assert len({title.color, heading.color, text.color}) == 3
        assert title.bold
        assert heading.bold
        assert not text.bold
