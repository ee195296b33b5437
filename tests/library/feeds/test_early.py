"""A parser that begins before a refresh has imported what it asks with."""

import subprocess
import sys

from msgspec import structs

from reader.library.feeds.early import early_parsers
from reader.library.library import Library
from reader.store.feeds import feeds, refresh_state, responses


def test_what_asks_is_not_imported_before_a_parser_begins() -> None:
    code = "import sys, reader.commands.add, reader.commands.refresh; print('aiohttp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"


async def began(library: Library, wanted: list[int] | None = None) -> bool:
    """Whether a parser began."""
    async with early_parsers(library, wanted) as parsers:
        return bool(parsers.process_ids)


async def test_one_begins_where_a_feed_was_never_read_and_will_be(library: Library) -> None:
    assert not await began(library), "there is no feed"
    feed, _ = feeds.add_feed(library.db, "https://a.example/feed", now=library.clock())
    assert await began(library)
    assert await began(library, [feed])
    assert not await began(structs.replace(library, offline=True))
    [state] = refresh_state.feed_states(library.db, [feed], None)
    read = structs.replace(state, last_ok=library.clock())
    responses.keep_response(library.db, read, None, now=library.clock())
    assert not await began(library, [feed]), "it may well say that nothing is new"
    other, _ = feeds.add_feed(library.db, "https://b.example/feed", now=library.clock())
    assert not await began(library, [feed]), "the other is not asked"
    assert await began(library, [other])


def test_a_list_of_feeds_waits_for_nothing_of_the_network() -> None:
    code = "import sys, reader.commands.import_file; print('aiohttp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"
