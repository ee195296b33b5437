"""Reading with one key: on through articles and feeds, and all the way back."""

from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from reader.document.sanitize import literal, message_line
from reader.model import Sort
from reader.store.lists import headlines
from reader.ui.controllers.article import Article
from reader.ui.controllers.changes.marks import Marks
from reader.ui.controllers.panes import Panes
from reader.ui.controllers.scopes import Scopes
from reader.ui.headlines.listing import Listing, Snapshot
from reader.ui.headlines.rows import Pair
from reader.ui.shell import Shell
from reader.ui.text.signs import dotted
from reader.ui.widgets.feed_rows import FeedRow, onward
from reader.ui.widgets.feeds_pane import FeedsPane
from reader.ui.widgets.headline_list import HeadlineList

ARTICLE_STEP = 3
"""The number of lines that the article scrolls from the list."""

LONGEST_WAY = 500
"""The number of articles that the way back goes over at most."""

REVERSED: dict[Sort, Sort] = {"newest": "oldest", "oldest": "newest"}
"""The orders of time, each with its reverse."""

STAYS = ("search", "kept", "today", "plan", "begun")
"""The kinds of scopes that are read to their end, and no further."""


@dataclass(frozen=True, slots=True)
class Step:
    """An article that was left for the next one, with the list that it was read in."""

    listed: Snapshot
    article: int


class Reading:
    """Goes on and back through the articles, and remembers the way."""

    def __init__(
        self,
        shell: Shell,
        listing: Listing,
        feeds_pane: FeedsPane,
        *,
        panes: Panes,
        article: Article,
        scopes: Scopes,
        marks: Marks,
    ) -> None:
        self._shell, self._listing, self._feeds_pane = shell, listing, feeds_pane
        self._panes, self._article, self._scopes, self._marks = panes, article, scopes, marks
        self._way: list[Step] = []
        """The articles that were left for the next one, the last one last."""

    # --- on

    def action_read_on(self) -> None:
        """Scroll the article, which opens it; at its end go to the next unread one, here or in the next feed.

        Where the article is not in sight, it is shown first.
        """
        headline = self._article.ready()
        if headline is None:
            self._go_on()
            return
        self._marks.mark_opened(headline)
        view = self._article.view
        if not view.is_shown:
            self._panes.go_to("article")
        elif view.at_end or not view.scroll_page():
            self._marks.mark_ended(headline)
            self._go_on()

    def _go_on(self) -> None:
        """Go to the next unread article of the list, else to the next feed or folder that has any."""
        if (found := unread_article(self._listing, self._shell.headlines, 1)) is not None:
            self._note_step()
            self._go_to_unread_one(found, 1)
        elif self._listing.scope.kind in STAYS:
            self._shell.show_message(message_line(f"Nothing else is unread in {self._shell.head.title}"))
        elif (found_row := self._next_row()) is not None:
            row, unread = found_row
            self._note_step()
            self._scopes.show(row.scope)
            first = unread_article(self._listing, self._shell.headlines, 1, from_top=True)
            if first is not None:
                self._go_to(first)
            self._shell.show_message(message_line(dotted(f"Next: {row.name}", f"{unread:,} unread")))
        else:
            self._shell.show_message(literal("Nothing is unread any more"))

    def _next_row(self) -> tuple[FeedRow, int] | None:
        """Find the next feed or folder with unread articles, and their number: counts may be a moment old."""
        for row in onward(self._feeds_pane.rows, self._listing.scope):
            if unread := headlines.unread(self._shell.library.db, row.scope.query).articles:
                return row, unread
        return None

    def _note_step(self) -> None:
        """Remember the article that is left, for the way back."""
        if (here := self._shell.headlines.current_id) is not None:
            self._way = [*self._way[1 - LONGEST_WAY :], Step(self._listing.snapshot(), here)]

    def _go_to(self, identity: int) -> None:
        """Put the cursor on an article of the list, once its row is read, and show it."""
        if (row := self._listing.rows.find(identity)) is not None:
            self._shell.headlines.move_to(row)
            self._article.preview()
        elif not self._listing.filled:
            self._shell.run(partial(self._go_when_filled, identity), "going", exclusive=True)

    async def _go_when_filled(self, identity: int) -> None:
        rows, row = self._listing.rows, self._shell.headlines.row
        await self._scopes.wait_until_filled()
        if self._listing.rows is rows and self._shell.headlines.row == row:
            self._go_to(identity)

    # --- back

    def action_scroll_back(self) -> None:
        """Scroll the article a screenful back; at its beginning go back to the end of the one before."""
        view = self._article.view
        if view.is_shown and view.page.identity is not None and view.scroll_page(-1):
            return
        if self._way:
            self._go_back(self._way.pop())
        elif self._shell.headlines.row > 0:
            self._shell.headlines.move_to(self._shell.headlines.row - 1)
            self._article.preview()
        else:
            self._shell.show_message(literal("This is the first article here"))

    def _go_back(self, step: Step) -> None:
        """Go back to an article that was left at its end."""
        listed = step.listed
        row = listed.rows.find(step.article)
        if row is None:
            self._shell.show_message(literal("The article before this one is not listed any more"))
            return
        if listed.rows is not self._listing.rows:
            self._scopes.show_rows(self._listing.resume(listed), row)
            self._shell.show_message(message_line(f"Back in {self._scopes.name_of(listed.scope)}"))
        self._shell.headlines.move_to(row)
        self._article.preview()
        if self._article.view.is_shown:
            self._article.view.scroll_to_bottom()

    # --- from the list

    def action_article_down(self) -> None:
        """Scroll the article on, from the list."""
        self._scroll(ARTICLE_STEP)

    def action_article_up(self) -> None:
        """Scroll the article back, from the list."""
        self._scroll(-ARTICLE_STEP)

    def _scroll(self, lines: int) -> None:
        if self._article.view.is_shown:
            self._article.view.scroll_by(lines)
        else:
            words = f"Not in sight; {self._shell.key('open')} opens it"
            self._shell.show_message(message_line(words))

    def action_next_unread(self) -> None:
        """Go to the next unread article."""
        self._go_to_unread(1)

    def action_previous_unread(self) -> None:
        """Go to the previous unread article."""
        self._go_to_unread(-1)

    def _go_to_unread(self, step: int) -> None:
        if (found := unread_article(self._listing, self._shell.headlines, step)) is None:
            self._shell.show_message(literal("Nothing else unread here"))
        else:
            self._go_to_unread_one(found, step)

    def _go_to_unread_one(self, identity: int, step: int) -> None:
        """Go to an article that was found forward or backward, and say so where the list began anew."""
        row, left = self._listing.rows.find(identity), self._shell.headlines.row
        self._go_to(identity)
        if row is not None and (row - left) * step < 0:
            self._shell.show_message(literal("On from the top" if step > 0 else "On from the end"))


def unread_article(listing: Listing, shown: HeadlineList, step: int, *, from_top: bool = False) -> int | None:
    """Find the nearest unread article after (or before) the cursor, else from the other end.

    `from_top`: the first one of all, the cursor's too. Returns None where there is none. Where the list is
    in order of time the store's index is asked, else the rows are read one after the other.
    """
    if not shown.rows:
        return None
    if listing.sort == "feed" or shown.rows.descending is None or listing.query.terms:
        return _read_rows(shown, step, from_top=from_top)
    sort = listing.sort if step > 0 else REVERSED[listing.sort]
    here = None if from_top else (shown.rows.ids[shown.row], shown.rows.keys[shown.row])
    unread = _first_unread(listing, sort, here)
    if unread is None and here is not None:
        unread = _first_unread(listing, sort, None)
    return None if unread is None or unread == here else unread[0]


def _first_unread(listing: Listing, sort: Sort, after: Pair | None) -> Pair | None:
    """Return the first unread article after that one which has a row: a duplicate may represent it."""
    query, limit = replace(listing.query, read=False), 1
    while unread := headlines.ids(listing.db, query, sort, limit=limit, after=after):
        if with_rows := listing.with_rows(query, unread):
            return with_rows[0]
        after, limit = unread[-1], min(2_000, 4 * limit)
    return None


def _read_rows(shown: HeadlineList, step: int, *, from_top: bool) -> int | None:
    count = len(shown.rows)
    start = -1 if from_top else shown.row
    for away in range(1, count + from_top):
        row = (start + step * away) % count
        headline = shown.headline(shown.rows.ids[row], row)
        if headline is not None and not headline.read:
            return headline.id
    return None
