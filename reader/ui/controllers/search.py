"""Searching, filtering the list, and finding in the article: all as you type."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from reader.config import now
from reader.library.queries import parse_query
from reader.library.saved_searches import query_of
from reader.model import Query
from reader.store.changes import saved_searches
from reader.store.feeds import feeds
from reader.ui.headlines.rows import Pair
from reader.ui.headlines.scope import Scope, words_of

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen

Purpose = Literal["search", "filter", "find"]

TYPING_SECONDS = 0.09
"""How long typing rests before it is searched for."""

FOUND_LIMIT = 1000


def search(screen: "MainScreen") -> None:
    _open_prompt(screen, "search", "Search all articles")


def filter_list(screen: "MainScreen") -> None:
    _open_prompt(screen, "filter", "Filter this list")


def find(screen: "MainScreen") -> None:
    screen.reading.ready()
    _open_prompt(screen, "find", "Find in this article")


def _open_prompt(screen: "MainScreen", purpose: Purpose, placeholder: str) -> None:
    """A line to type into, above the status line; what is listed now is kept for the way back."""
    from reader.ui.widgets.prompt import Prompt

    close_prompt(screen)
    if screen.listing.scope.kind != "search":
        screen.before_search = (screen.listing.place(), screen.shown.row)
    screen.prompt = Prompt(purpose, placeholder)
    screen.mount(screen.prompt, before=screen.status)
    screen.prompt.focus()


def close_prompt(screen: "MainScreen") -> None:
    """Takes the line away; the pane that had the keys has them again."""
    if screen.prompt is not None:
        if screen.prompt.purpose == "find":
            screen.article.find("")
        screen.prompt.remove()
        screen.prompt = None
        screen.go_to(screen.pane)


def leave_search(screen: "MainScreen") -> None:
    """Back to what was listed before a search, with the cursor where it was."""
    screen.workers.cancel_group(screen, "search")
    if screen.listing.scope.kind == "search" and screen.before_search is not None:
        place, row = screen.before_search
        screen.show_rows(screen.listing.resume(place), row)


def typed(screen: "MainScreen", purpose: Purpose, text: str) -> None:
    """What was typed so far."""
    if screen.prompt is None:
        return  # it was left meanwhile
    if purpose == "find":
        _tell_found(screen, screen.article.find(text, 0), text)
    else:
        look = _search(screen, text) if purpose == "search" else _filter(screen, text)
        screen.run_worker(look, group="search", exclusive=True, exit_on_error=False)


def done(screen: "MainScreen", purpose: Purpose, text: str) -> None:
    """Enter was pressed: what was found is read, or the next place is shown."""
    if purpose == "find" and text:
        _tell_found(screen, screen.article.find(text, 1), text)
    else:
        close_prompt(screen)
        screen.go_to("headlines")


def _tell_found(screen: "MainScreen", count: int, text: str) -> None:
    if text:
        screen.tell(
            f"In {count} paragraphs" if count > 1 else "In one paragraph" if count else "Not in this article"
        )


async def _search(screen: "MainScreen", text: str) -> None:
    await asyncio.sleep(TYPING_SECONDS)
    if not text.strip():
        return
    query = parse_query(text, feeds=screen.feeds, now=now())
    found = await screen.reads.ranked(query, FOUND_LIMIT)
    _show_found(screen, Scope("search", text, text), found)


async def _filter(screen: "MainScreen", text: str) -> None:
    """Rows of the scope that have the words; all of them where there are none."""
    await asyncio.sleep(TYPING_SECONDS)
    if screen.before_search is None:
        return
    if not text.strip():
        leave_search(screen)
        return
    before = screen.before_search[0]
    query = narrowed(before.query, parse_query(text, feeds=screen.feeds, now=now()))
    found = await screen.reads.listed(query, screen.listing.sort)
    _show_found(screen, Scope("search", text, f"{words_of(before.scope)} {text}".strip()), found)


def narrowed(scope: Query, words: Query) -> Query:
    """The scope's query with what was typed on top."""
    both, none = (scope, words), (None, None)
    after, after_day = max(
        ((q.after, q.after_day) for q in both if q.after is not None), default=none, key=itemgetter(0)
    )
    before, before_day = min(
        ((q.before, q.before_day) for q in both if q.before is not None), default=none, key=itemgetter(0)
    )
    return replace(
        words,
        terms=(*scope.terms, *words.terms),
        read=words.read if scope.read is None else scope.read,
        starred=words.starred if scope.starred is None else scope.starred,
        saved=words.saved if scope.saved is None else scope.saved,
        feeds=words.feeds if scope.feeds is None else scope.feeds,
        folder=scope.folder or words.folder,
        not_feeds=(*scope.not_feeds, *words.not_feeds),
        tags=(*scope.tags, *words.tags),
        not_tags=(*scope.not_tags, *words.not_tags),
        after=after,
        after_day=after_day,
        before=before,
        before_day=before_day,
    )


def show_kept(screen: "MainScreen", scope: Scope) -> None:
    """Shows a kept search as a list; what has to be looked for by its words is, beside the screen."""
    kept = next((search for search in saved_searches.searches(screen.db) if search.id == scope.value), None)
    if kept is None:
        screen.tell("That search is not kept any more")
        return
    scope = replace(scope, words=kept.query)
    query = query_of(kept, screen.feeds or feeds.feeds(screen.db), now())
    if query.terms:
        look = _list_found(screen, scope, query)
        screen.run_worker(look, group="search", exclusive=True, exit_on_error=False)
    else:
        screen.show_rows(screen.listing.open(scope, query))


async def _list_found(screen: "MainScreen", scope: Scope, query: Query) -> None:
    found = await screen.reads.listed(query, screen.listing.sort)
    screen.show_rows(screen.listing.show_kept(scope, query, found))


async def found_since(screen: "MainScreen") -> None:
    """Puts what came into a list that is found by its words."""
    listing, rows = screen.listing, screen.listing.rows
    found = await screen.reads.newer(listing.query, listing.newest)
    if rows is listing.rows and found:
        screen.take_in(listing.take(found))


async def found_again(screen: "MainScreen") -> None:
    """Puts back what was brought back into a list that is found by its words."""
    listing, rows = screen.listing, screen.listing.rows
    found = await screen.reads.listed(listing.query, listing.sort)
    known = set(rows.ids)
    if rows is listing.rows and rows.descending is not None:
        screen.shown.merge([pair for pair in found if pair[0] not in known])


def _show_found(screen: "MainScreen", scope: Scope, found: Sequence[Pair]) -> None:
    screen.show_rows(screen.listing.show_found(scope, found))
