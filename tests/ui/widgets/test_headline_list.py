"""How the headline list draws its rows."""

from reader.store.database.connection import Database
from reader.ui.widgets.headline_list import HeadlineList
from tests.ui.screen import Open, press, screen_of, shown


async def test_unread_titles_stand_out_only_where_something_is_read(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        headlines = screen_of(pilot).headlines
        assert not bold_lines(headlines)  # all is unread: the dots say so
        await press(pilot, "m")
        assert not bold_lines(headlines)  # no list changes all over at a key
        await press(pilot, "2", "1")
        assert bold_lines(headlines)


def bold_lines(headlines: HeadlineList) -> list[str]:
    lines = [headlines.render_line(y) for y in range(headlines.size.height)]
    return [segment.text for line in lines for segment in line if segment.style and segment.style.bold]


async def test_an_empty_library_names_the_keys_to_begin_with(empty: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        bottom = shown(pilot).splitlines()[-1]
        assert "a add   i starter list" in bottom
        assert "next unread" not in bottom


async def test_a_library_with_articles_does_not(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        assert "starter list" not in shown(pilot).splitlines()[-1]
