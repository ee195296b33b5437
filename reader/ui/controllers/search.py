"""Searching, filtering the list, and finding in the article: all as you type; and saved searches."""

import asyncio
from collections.abc import Sequence
from functools import partial
from operator import itemgetter

from msgspec.structs import replace

from reader.document.sanitize import literal, message_line
from reader.keys import FINDING
from reader.model import Query, Term
from reader.queries import parse_query
from reader.store.changes import saved_searches
from reader.ui.background import BackgroundReads
from reader.ui.controllers.article import Article
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.panes import Panes
from reader.ui.controllers.scopes import Scopes
from reader.ui.dialogs.keep_search import KeepSearchDialog
from reader.ui.headlines.listing import FOUND_LIMIT, Listing, Snapshot
from reader.ui.headlines.rows import Pair
from reader.ui.headlines.scope import ALL, UNQUERIED, Scope, words_of
from reader.ui.shell import Shell
from reader.ui.widgets.prompt import Prompt, Purpose

TYPING_SECONDS = 0.09
"""Seconds for which typing rests before it is searched for."""

KEYS: dict[Purpose, tuple[tuple[str, str], ...]] = {
    "search": (("esc", "leave"), ("enter", "show what was found"), ("ctrl+s", "keep this search")),
    "filter": (("esc", "leave"), ("enter", "show what is left"), ("ctrl+s", "keep this search")),
    "find": (("esc", "leave"), ("enter", "keep it: n is the next place")),
}
"""The keys of the bottom line while the prompt is open."""


ALLOWED_WHILE_TYPING = ("back", "find", "keep_search", "next_pane", "previous_pane")
"""Actions that the prompt leaves to the screen; the keys of other actions are letters."""


class Search:
    """Owns the prompt, and the way back from a search."""

    def __init__(
        self,
        shell: Shell,
        listing: Listing,
        reads: BackgroundReads,
        *,
        panes: Panes,
        counts: Counts,
        article: Article,
        scopes: Scopes,
    ) -> None:
        self._shell, self._listing, self._reads = shell, listing, reads
        self._panes, self._counts, self._article, self._scopes = panes, counts, article, scopes
        self.prompt: Prompt | None = None
        """The line that is typed into, while there is one."""
        self._typed = ""
        """What was typed into it when it was last looked for."""
        self._before: tuple[Snapshot, int] | None = None
        """What was listed before the search, and the cursor's row."""

    def allows(self, action: str) -> bool:
        """Tell whether an action's key may act now: letters that are typed are no keys."""
        if self.prompt is not None:
            return action in ALLOWED_WHILE_TYPING
        return action not in FINDING or bool(self._article.view.found)

    # --- the prompt

    def action_search(self) -> None:
        """Search all articles as you type."""
        self._open_prompt("search", "Search all articles")

    def action_filter(self) -> None:
        """Filter the list as you type."""
        self._open_prompt("filter", "Filter this list")

    def action_find(self) -> None:
        """Find words in the article as you type."""
        if not self._article.view.is_on_screen:
            self._panes.go_to("article")
        self._article.ready()
        self._open_prompt("find", "Find in this article")

    def _open_prompt(self, purpose: Purpose, placeholder: str) -> None:
        """Open the prompt above the status line, and keep what is listed now for the way back."""
        self.close_prompt()
        if self._listing.scope.kind != "search":
            self._before = (self._listing.snapshot(), self._shell.headlines.row)
        self.prompt, self._typed = Prompt(purpose, placeholder), ""
        self._shell.screen.mount(self.prompt, before=self._shell.status)
        self._shell.status.prompt_keys = KEYS[purpose]
        self._shell.screen.set_focus(self.prompt)  # at once: the next key is a letter

    def close_prompt(self) -> None:
        """Remove the prompt, and give the keys back to the pane that had them."""
        if self.prompt is not None:
            self.prompt.remove()
            self.prompt = None
            self._shell.status.prompt_keys = ()
            self._panes.go_to(self._panes.pane)

    def end_find(self) -> bool:
        """Find nothing in the article any more. Returns whether something was found there."""
        finding = bool(self._article.view.found)
        if finding:
            self._article.view.find("")
            self._shell.status.prompt_keys = ()
        return finding

    def find_ended(self) -> None:
        """Name the keys of the pane again where another article is shown than the one found in."""
        if self.prompt is None:
            self._shell.status.prompt_keys = ()

    def typed(self, purpose: Purpose, text: str) -> None:
        """Search for what was typed so far."""
        if self.prompt is None:
            return  # it was left meanwhile
        self._typed = text
        if purpose == "find":
            self._find(text, 0)
        else:
            search = self._search if purpose == "search" else self._filter
            self._shell.run(partial(search, text), "search", exclusive=True)

    def entered(self, purpose: Purpose, text: str) -> None:
        """Go to what was found: to the list, or to the next place in the article."""
        if text != self._typed:
            self.typed(purpose, text)
        self.close_prompt()
        if purpose != "find":
            self._panes.go_to("headlines")
            self._shell.hold_keys_until_found()
        elif self._article.view.found:
            self._panes.go_to("article")
            self._shell.status.prompt_keys = self._finding_keys()

    def leave(self) -> None:
        """List again what was listed before a search, with the cursor where it was."""
        self._shell.cancel("search")
        if self._listing.scope.kind == "search" and self._before is not None:
            snapshot, row = self._before
            self._scopes.show_rows(self._listing.resume(snapshot), row)

    def _finding_keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of the bottom line while something is found in the article."""
        words = {"back": "leave", "find_next": "next place", "find_previous": "previous place"}
        return tuple((self._shell.key(action), told) for action, told in words.items())

    def action_find_next(self) -> None:
        """Go to the next place of what is found in the article, or from its last one to the first."""
        self._find(self._article.view.found, 1)

    def action_find_previous(self) -> None:
        """Go to the previous place of what is found in the article, or from its first one to the last."""
        self._find(self._article.view.found, -1)

    def _find(self, text: str, step: int) -> None:
        """Find a text in the article, and say which of how many places is gone to."""
        place, places = self._article.view.find(text, step)
        if places:
            self._shell.show_message(message_line(f"{place:,} of {places:,}: “{text}”"))
        elif text:
            self._shell.show_message(literal("Not in this article"))

    # --- searching

    def _parse(self, text: str) -> Query:
        return parse_query(text, feeds=self._counts.feeds, now=self._shell.library.clock())

    async def _search(self, text: str) -> None:
        """List the articles of the library that the words find, the best first."""
        await asyncio.sleep(TYPING_SECONDS)
        if not text.strip():
            return
        query = self._parse(text)
        found = await self._reads.ranked(query, FOUND_LIMIT)
        self._show_found(Scope("search", text, text), found, query.terms, ranked=True)

    async def _filter(self, text: str) -> None:
        """List the articles of the scope that the words find; all of them where there are no words."""
        await asyncio.sleep(TYPING_SECONDS)
        if self._before is None:
            return
        if not text.strip():
            self.leave()
            return
        before = self._before[0]
        query = narrowed(before.query, self._parse(text))
        found = await self._reads.listed(query, self._listing.sort)
        if before.scope.kind in UNQUERIED:
            listed = set(before.rows.ids)
            found = [pair for pair in found if pair[0] in listed]
        scope = Scope("search", text, f"{words_of(before.scope)} {text}".strip())
        self._show_found(scope, found, query.terms, ranked=False)

    def _show_found(
        self, scope: Scope, found: Sequence[Pair], terms: tuple[Term, ...], *, ranked: bool
    ) -> None:
        self._scopes.show_rows(self._listing.show_found(scope, found, terms=terms, ranked=ranked))

    # --- saved searches

    def action_keep_search(self) -> None:
        """Save the search that is listed, or change the saved one that is selected."""
        self._shell.ask(self.edit_saved_search)

    async def edit_saved_search(self) -> None:
        """Ask for a name and a query, and save, change or remove the search that is selected."""
        await self._shell.wait_for("search")
        library, scope = self._shell.library, self._scopes.selected()
        searches = saved_searches.searches(library.db) if scope.kind == "kept" else []
        saved = next((search for search in searches if search.id == scope.value), None)
        if saved is None and scope.kind != "search":
            key = self._shell.key
            words = f"Search with {key('search')} or filter with {key('filter')} first"
            self._shell.show_message(message_line(f"{words}; {key('keep_search')} keeps what you looked for"))
            return
        name, query = (saved.name, saved.query) if saved else (str(scope.value), scope.words)
        answer = await self._shell.answer(KeepSearchDialog(name, query, kept=saved is not None))
        if answer is None:
            return
        undo = self._shell.key("undo")
        if saved is None:
            identity = saved_searches.keep_search(library.db, answer.name, answer.query, now=library.clock())
            await self._show_changed(Scope("kept", identity), "Kept in the feeds pane")
        elif answer.remove:
            saved_searches.remove_search(library.db, saved.id, now=library.clock())
            shown = self._listing.scope
            await self._show_changed(
                ALL if shown == scope else shown, f"{saved.name} is not kept any more; {undo} takes it back"
            )
        elif saved_searches.edit_search(library.db, saved.id, answer.name, answer.query, now=library.clock()):
            await self._show_changed(Scope("kept", saved.id), f"Changed; {undo} takes it back")

    async def _show_changed(self, scope: Scope, message: str) -> None:
        """Show a scope that is another or finds other articles now, and say what was done."""
        self._scopes.show(scope)
        await self._shell.wait_for("search")
        self._counts.recount_soon()
        self._shell.show_message(message_line(message))


def narrowed(scope: Query, words: Query) -> Query:
    """Narrow a scope's query by the query that was typed."""
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
        highlighted=words.highlighted if scope.highlighted is None else scope.highlighted,
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
        nothing=scope.nothing or words.nothing or any(map(_differ, (scope,) * 3, (words,) * 3, MARKS)),
    )


MARKS = ("read", "starred", "saved", "highlighted")
"""The marks that a query may ask for."""


def _differ(one: Query, other: Query, mark: str) -> bool:
    """Return whether one query asks for the opposite of what the other does."""
    return {getattr(one, mark), getattr(other, mark)} == {True, False}
