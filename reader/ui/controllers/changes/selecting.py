"""Selecting articles of the list, and doing to all of them what a key does to one that gives it away."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from reader.document.sanitize import literal, message_line, sanitize_line
from reader.model import Headline
from reader.store.database.connection import open_store
from reader.store.lists import headlines
from reader.ui.controllers.panes import Panes
from reader.ui.dialogs.ask import AskDialog
from reader.ui.shell import Shell
from reader.urls.safe import is_openable

MOST_OPENED = 20
"""How many pages are opened in the browser at once."""


class Selecting:
    """Owns what is selected; it counts only while the list has the keys."""

    def __init__(self, shell: Shell, *, panes: Panes) -> None:
        self._shell, self._panes = shell, panes

    def ids(self) -> list[int]:
        """Return the selected articles that a key acts on, in the order of their rows; empty for none."""
        if self._panes.pane != "headlines":
            return []
        shown = self._shell.headlines
        return shown.selection.in_order(shown.rows)

    def clear(self) -> bool:
        """Select nothing any more. Returns whether anything was selected."""
        shown = self._shell.headlines
        if not shown.selection.ids:
            return False
        shown.selection.clear()
        shown.selection_changed()
        return True

    def action_select(self) -> None:
        """Select the article under the cursor, or drop it, and go on to the next row."""
        shown = self._shell.headlines
        if (identity := shown.current_id) is not None:
            shown.selection.toggle(identity)
            shown.selection_changed()
            shown.move(1)

    def action_select_to(self) -> None:
        """Select all articles from the one that was selected last to that under the cursor."""
        shown = self._shell.headlines
        if shown.current_id is not None:
            shown.selection.extend(shown.rows, shown.row)
            shown.selection_changed()

    def action_select_all(self) -> None:
        """Select all articles of the list."""
        self._shell.run(self._select_all, "selecting", exclusive=True)

    async def _select_all(self) -> None:
        await self._shell.wait_for("fill")
        shown = self._shell.headlines
        shown.selection.take_all(shown.rows)
        shown.selection_changed()

    # --- giving away

    def links(self) -> list[str]:
        """Return the addresses of the selected articles that a browser may get."""
        found: list[Headline] = headlines.headlines(self._shell.library.db, self.ids())
        return [headline.link for headline in found if headline.link and is_openable(headline.link)]

    def copy_links(self) -> None:
        """Copy the addresses of the selected articles, a line each."""
        links = self.links()
        self._shell.screen.app.copy_to_clipboard("\n".join(map(sanitize_line, links)))
        self._shell.show_message(message_line(f"Copied {len(links):,} addresses"))
        self.clear()

    def open_links(self, open_link: Callable[[str], None]) -> None:
        """Open the pages of the selected articles, or say that they are too many."""
        links = self.links()
        if len(links) > MOST_OPENED:
            self._shell.show_error(message_line(f"{len(links):,} pages are too many to open at once"))
            return
        for link in links:
            open_link(link)
        self._shell.show_message(message_line(f"Opened {len(links):,} pages"))
        self.clear()

    def write(self) -> None:
        """Write the selected articles into a folder whose path the reader types."""
        self._shell.ask(self._write)

    async def _write(self) -> None:
        from reader.library.articles.export_folder import export_folder  # seldom needed

        ids, folder = self.ids(), export_folder(self._shell.library.settings)
        title = message_line(f"Write {len(ids):,} articles to a folder")
        label = literal("Path of a folder, for a Markdown file each")
        usual = sanitize_line(str(folder / "articles"))
        typed = await self._shell.answer(AskDialog(title, label, usual, enter=literal("enter writes")))
        if typed is None or not typed.strip():
            return
        problems: list[str] = []
        try:
            count = await asyncio.to_thread(self._write_all, folder, typed.strip(), ids, problems)
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or "this cannot be the name of a folder"
            self._shell.show_error(message_line(f"Not written, {reason}: {sanitize_line(typed)}"))
            return
        if problems:
            self._shell.show_error(message_line(problems[0]))
        else:
            self._shell.show_message(message_line(f"{count:,} articles written to {sanitize_line(typed)}"))
        self.clear()

    def _write_all(self, usual: Path, typed: str, ids: list[int], problems: list[str]) -> int:
        from reader.library.articles.export import as_files  # seldom needed, and no start waits for it

        library = self._shell.library
        db = open_store(library.paths.library, readonly=True)
        try:
            folder = usual / Path(typed).expanduser()
            return as_files(library.reading(db), folder, problems.append, found=ids)
        finally:
            db.close()
