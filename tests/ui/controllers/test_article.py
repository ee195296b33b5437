"""Articles that were edited after they came: the mark, and what they said before."""

from msgspec.structs import replace

from reader.library.output.json import headline_shape
from reader.model import Query
from reader.store.database.connection import Database
from reader.store.lists.headlines import headlines, ids
from reader.ui.main_screen import MainScreen
from tests.ui.screen import Open, body, keep, parsed, press, screen_of, shown

FEED = "https://island.example/feed"


def edit(db: Database, text: str, title: str = "Island 1") -> None:
    """The feed's next answer: its newest article says this now."""
    made = replace(parsed(1, title), body=body(text), text=text)
    keep(db, 1, FEED, [made])


def notice(screen: MainScreen) -> str:
    """What stands above the text."""
    return screen.controllers.article.view.page.document.blocks[0].text


async def test_an_edited_article_is_marked_and_shows_what_it_said(
    library: Database, open_screen: Open
) -> None:
    edit(library, "The second text.", "Island one")
    edit(library, "The third text.", "Island one")
    async with open_screen((180, 30)) as pilot:
        assert "± " in shown(pilot)
        assert "edited (V)" in shown(pilot)
        assert "The third text." in shown(pilot)
        await press(pilot, "V")
        assert "The second text." in shown(pilot)
        assert notice(screen_of(pilot)).startswith("What this article said until ")
        assert notice(screen_of(pilot)).endswith("V shows an older one.")
        await press(pilot, "V")
        assert "The text of article 1." in shown(pilot)
        assert notice(screen_of(pilot)).endswith("V goes back.")
        await press(pilot, "V")
        assert "The third text." in shown(pilot)
        await press(pilot, "V", "j", "k")
        assert "The third text." in shown(pilot), "another article, and back"
        await press(pilot, "V")
        assert "The second text." in shown(pilot)
        await press(pilot, "v")
        assert "The third text." in shown(pilot)


async def test_an_article_that_was_not_edited_has_no_mark(library: Database, open_screen: Open) -> None:
    edit(library, "The text of article 1.")
    async with open_screen() as pilot:
        assert "±" not in shown(pilot)
        assert "edited" not in shown(pilot)
        await press(pilot, "V")
        assert "There is no former text" in shown(pilot)
        assert (
            screen_of(pilot).controllers.article.view.page.identity == screen_of(pilot).headlines.current_id
        )


async def test_a_damaged_former_text_is_told(library: Database, open_screen: Open) -> None:
    edit(library, "The second text.")
    library.execute("UPDATE revision SET packed = x'ff00'")
    async with open_screen() as pilot:
        await press(pilot, "V")
        assert "The former text cannot be shown" in shown(pilot)
        assert "The second text." in shown(pilot)


def test_the_mark_is_read_with_one_statement_a_page_and_is_no_part_of_the_json(library: Database) -> None:
    edit(library, "The second text.")
    every = [id for id, _ in ids(library, Query())]
    statements: list[str] = []
    library.trace_v2(1, lambda event: statements.append(str(event.get("sql"))))
    found = headlines(library, every)
    library.trace_v2(0)
    assert [headline.id for headline in found if headline.edited] == every[:1]
    assert sum("FROM revision" in sql or "JOIN revision" in sql for sql in statements) == 1
    assert not any("body" in sql for sql in statements)
    assert "edited" not in headline_shape(found[0])
    plan = library.execute(
        """EXPLAIN QUERY PLAN SELECT DISTINCT r.article FROM revision AS r INDEXED BY revision_article
           WHERE r.article IN (1, 2)"""
    ).fetchall()
    assert any("revision_article" in str(row) for row in plan)


async def test_the_bottom_line_names_no_key_that_would_do_nothing_to_the_article(
    library: Database, open_screen: Open
) -> None:
    library.execute("UPDATE article SET link = NULL WHERE id = 2")
    linked = body("Read this.")
    keep(library, 1, FEED, [replace(parsed(1, "Island 1"), body=linked, text="Read this.")])
    async with open_screen((180, 30)) as pilot:
        status = screen_of(pilot).status

        def named() -> set[str]:
            return {words for _, words in status.keys}

        await press(pilot, "enter")
        assert {"browser", "full text"} <= named()
        assert not {"links", "pictures"} & named()
        await press(pilot, "2", "k", "j")
        while screen_of(pilot).headlines.current_id != 2:
            await press(pilot, "j")
        await press(pilot, "enter")
        assert not {"links", "browser", "full text", "pictures"} & named()
        assert {"read on", "list", "star", "find", "alone"} <= named()
