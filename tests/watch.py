"""Watches the screen while keys are pressed: what must hold for each of them, whatever came before."""

from time import monotonic

from reader.keys import ON_LISTS
from reader.ui.app import ReaderApp
from reader.ui.widgets.status_line import MESSAGE_SECONDS

ANYWHERE = frozenset({"undo", "actions"})
"""Actions that change articles wherever they are listed, because they are about what was done before."""


COUNTED = frozenset({"full_text", "browser"})
"""Actions that are counted with the article's feed, so that they can be offered as its way."""


class Watch:
    """Notes what is broken: a key that changed what was not lit, a message that stayed, a row that jumped."""

    def __init__(self, app: ReaderApp) -> None:
        """Watch an app that does not run yet."""
        self.broken: list[str] = []
        """What was broken, in words."""
        self.acted = 0
        """How many keys did something."""
        self._app, self._screen = app, app.main_screen
        self._changed: set[tuple[str, int]] = set()
        self._perform, self._poll = self._screen.perform, self._screen.poll
        self._screen.perform = self.perform  # type: ignore[method-assign]
        self._screen.poll = self.poll  # type: ignore[method-assign]
        app.library.db.set_update_hook(self._note_change)

    def _note_change(self, kind: int, database: str, table: str, row: int) -> None:
        if table in ("article", "feed"):
            self._changed.add((table, row))

    # --- a key

    def perform(self, action: str) -> None:
        """Do what a key does, and look what that has changed."""
        screen, status = self._screen, self._screen.status
        lit = screen.controllers.panes.pane
        listed, row = screen.listing.scope, screen.headlines.current_id
        view, feeds = screen.controllers.article.view, screen.controllers.counts
        shown, top = view.page.identity, view.scroll_offset.y
        allowed = self._lit_articles(lit, row, shown)
        message, at = status.message, status._shown_at
        error, error_at = status.error, status._error_at
        self._changed.clear()
        self._perform(action)
        self.acted += 1
        case = f"{action} with the {lit} lit"
        articles = {number for table, number in self._changed if table == "article"}
        if action not in ANYWHERE and not articles <= allowed:
            self.broken.append(f"{case} changed articles {articles - allowed}, and not only {allowed}")
        if action not in ANYWHERE | COUNTED and any(table == "feed" for table, _ in self._changed):
            self.broken.append(f"{case} changed a feed without asking: {len(feeds.feeds)}")
        stays = action not in {*ON_LISTS, *ANYWHERE} and not action.startswith("show_")  # they list anew
        if lit == screen.controllers.panes.pane == "feeds" and screen.listing.scope == listed and stays:
            if screen.headlines.current_id != row and row is not None:
                self.broken.append(f"{case} moved the cursor of the headlines")
            if view.page.identity == shown and view.scroll_offset.y != top:
                self.broken.append(f"{case} scrolled the article")
        if message and at is not None and status.message is message and status._shown_at == at:
            self.broken.append(f"{case} left the message {message!r}")
        old = monotonic() - error_at > MESSAGE_SECONDS + 1
        if error and old and status.error is error and status._error_at == error_at:
            self.broken.append(f"{case} left the error {error!r}")

    def _lit_articles(self, lit: str, row: int | None, shown: int | None) -> set[int]:
        """Return the articles that a key may change: what is lit, or selected, with its duplicates."""
        article = {"feeds": None, "article": shown}.get(lit, row)
        lit_articles = {article} if article is not None else set()
        if lit != "feeds":
            lit_articles |= set(self._screen.controllers.selecting.ids())
        listing = self._screen.listing
        return lit_articles | {other.id for one in lit_articles for other in listing.duplicates(one)}

    # --- what comes by itself

    def poll(self) -> None:
        """Look for changes of other processes; the rows in sight stay where they are."""
        before = self._places()
        self._poll()
        after = self._places()
        if before is not None and after is not None and before != after and not self._gave_way(before, after):
            rows = self._screen.headlines
            sizes = f"{len(rows.rows)} rows of {rows.lines} lines in {rows.size}, {rows.scroll_offset}"
            self.broken.append(f"rows jumped: {before} became {after}, {sizes}")

    def _gave_way(self, before: tuple[int | None, int], after: tuple[int | None, int]) -> bool:
        """Tell whether a row went down because its list is too short to scroll as far as it grew above."""
        shown = self._screen.headlines
        ends = shown.scroll_offset.y + shown.size.height >= len(shown.rows) * shown.lines
        return ends and before[0] == after[0] and before[1] < after[1]

    def _places(self) -> tuple[int | None, int] | None:
        """Return the cursor's article and its line; where it is out of sight, that of the first line.

        Where articles come in between the first line and the cursor, it is the cursor that stays.
        """
        shown = self._screen.headlines
        top = shown.scroll_offset.y // shown.lines
        if not shown.rows or shown.current is None or top >= len(shown.rows):
            return None
        line = shown.row * shown.lines - shown.scroll_offset.y
        return (shown.current_id, line) if 0 <= line < shown.size.height else (shown.rows.ids[top], 0)
