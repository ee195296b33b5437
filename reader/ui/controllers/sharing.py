"""Giving an article away: to the browser, the clipboard, a file, or a command of its reader's."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from textual.app import SuspendNotSupported

from reader.command_template import BadTemplate, Placeholder, fill_template
from reader.document.plain import to_text
from reader.document.sanitize import (
    EMPTY,
    SafeText,
    joined,
    literal,
    message_line,
    sanitize,
    sanitize_line,
)
from reader.library.files import write_new
from reader.library.output.titles import title_of
from reader.library.printed import Printed
from reader.library.programs import Programs
from reader.model import Article, Headline
from reader.store.articles import articles
from reader.store.database.connection import open_store
from reader.store.lists.headlines import headlines
from reader.ui.article.pages import load_body
from reader.ui.controllers.article import Article as ArticleController
from reader.ui.controllers.changes.marks import Marks
from reader.ui.controllers.changes.selecting import Selecting
from reader.ui.controllers.feeds.habits import Habits
from reader.ui.dialogs.ask import AskDialog
from reader.ui.dialogs.tell import TellDialog
from reader.ui.shell import Shell
from reader.ui.terminal.lent import run_in_terminal
from reader.ui.text.hyperlinks import host_of
from reader.urls.safe import is_openable, names_user

TEXTS_AT_ONCE = 50
"""The articles whose texts are read at once for a command."""


class Sharing:
    """Hands articles and links to other programs."""

    def __init__(
        self, shell: Shell, *, article: ArticleController, marks: Marks, selecting: Selecting
    ) -> None:
        self._selecting = selecting
        self._shell, self._article, self._marks = shell, article, marks
        self._habits = Habits(shell)
        self._programs = Programs(shell.library.settings)

    # --- links

    def open_link_number(self, number: int) -> None:
        """Open one of the article's numbered links, if it has so many; 1 is the first."""
        links = self._article.view.page.links
        if 0 < number <= len(links):
            self.open_link(links[number - 1])

    def show_target(self, number: int) -> None:
        """Show in the bottom line where the link under the mouse leads; 0 is none."""
        links = self._article.view.page.links
        known = 0 < number <= len(links)
        self._shell.status.target = sanitize_line(host_of(links[number - 1])) if known else EMPTY

    def open_link(self, link: str | None) -> None:
        """Open a link in the browser; where there is none, copy it."""
        if reason := refusal(link):
            self._shell.show_error(message_line(reason))
        elif link:
            command = self._programs.browser(link)
            opened = command.arguments is not None and self._open_in(command.arguments, command.in_terminal)
            if command.complaint:
                self._shell.show_error(message_line(command.complaint))
            elif opened:
                self._shell.show_message(message_line(f"Opened {link}"))
            if not opened:
                self._copy_instead(link)

    def _open_in(self, browser: Sequence[str], in_terminal: bool) -> bool:
        """Start a browser, or let it have the terminal until it ends. Returns whether it could be started."""
        if not in_terminal:
            return self._programs.start(browser)
        with suppress(OSError, ValueError, SuspendNotSupported):
            run_in_terminal(self._shell.screen.app, browser, sanitize_line(Path(browser[0]).name))
            return True
        return False

    def _copy_instead(self, link: str) -> None:
        """Copy an address, and show all of it: over a slow line to another machine it is typed anew."""
        text = sanitize_line(link)
        self._shell.screen.app.copy_to_clipboard(text)
        self._shell.screen.app.push_screen(TellDialog(literal("No browser; address copied"), text))

    def action_browser(self) -> None:
        """Open the article's page, which is reading it; or those of all selected ones."""
        if self._selecting.ids():
            self._selecting.open_links(self.open_link)
        elif (headline := self._shell.headlines.current) is not None:
            self.open_page(headline)
            if not refusal(headline.link):
                self._habits.note(headline.feed, "browser")

    def open_page(self, headline: Headline) -> None:
        """Open the page of an article, which is reading it."""
        self.open_link(headline.link)
        if not refusal(headline.link):
            self._marks.mark_opened(headline)

    def action_comments(self) -> None:
        """Open the page with the article's comments."""
        headline = self._shell.headlines.current
        article = articles.article(self._shell.library.db, headline.id) if headline else None
        if article is None or not article.comments:
            self._shell.show_message(literal("The feed names no comments of this article"))
        else:
            self.open_link(article.comments)

    def action_copy_link(self) -> None:
        """Copy the address of the article's page, or those of all selected ones."""
        if self._selecting.ids():
            self._selecting.copy_links()
            return
        if (headline := self._shell.headlines.current) is None:
            return
        if headline.link is None:
            self._shell.show_error(message_line(refusal(None) or ""))
        else:
            self._shell.screen.app.copy_to_clipboard(sanitize_line(headline.link))
            self._shell.show_message(message_line(f"Copied {headline.link}"))

    # --- files and commands

    def action_write(self) -> None:
        """Write the article to a Markdown file whose path the reader types; selected ones into a folder."""
        if self._selecting.ids():
            self._selecting.write()
        else:
            self._give(self._write)

    def action_pipe(self) -> None:
        """Give the article's text, or those of all selected ones, to a command that the reader types."""
        if ids := self._selecting.ids():
            self._shell.ask(partial(self._pipe_selected, ids))
        else:
            self._give(self._pipe)

    def _give(self, give: Callable[[Article], Coroutine[None, None, None]]) -> None:
        identity = self._shell.headlines.current_id
        if identity is None:
            return
        article = articles.article(self._shell.library.db, self._article.source(identity))
        if article is not None:
            self._shell.ask(partial(give, article))

    async def _write(self, article: Article) -> None:
        # Writing is seldom needed, and no start waits for what it needs.
        from reader.library.articles import export, export_folder
        from reader.library.output.markdown_file import file_name

        folder = export_folder.export_folder(self._shell.library.settings)
        name = file_name(article.headline)
        dialog = AskDialog(
            literal("Write to a file"),
            literal("Its path; .html and .txt are written so, others as Markdown"),
            sanitize_line(str(folder / name)),
            enter=literal("enter writes"),
        )
        typed = await self._shell.answer(dialog)
        if typed is None or not typed.strip():
            return
        body = load_body(self._shell.library.db, article.headline.id)

        def write() -> tuple[Path, bool]:
            path = folder / Path(typed.strip()).expanduser()
            path = path / name if path.is_dir() else path
            if path.parent == folder:
                folder.mkdir(parents=True, exist_ok=True)
            return path, _write_new(path, export.file_text(article, body, path.suffix))

        try:
            path, written = await asyncio.to_thread(write)
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or "this cannot be the name of a file"
            self._shell.show_error(message_line(f"Not written, {reason}: {sanitize_line(typed)}"))
            return
        if written:
            self._shell.show_message(message_line(f"Written to {sanitize_line(str(path))}"))
        else:
            self._shell.show_error(message_line(f"There is a file already: {sanitize_line(str(path))}"))

    async def _pipe(self, article: Article) -> None:
        headline = article.headline
        values: dict[Placeholder, str] = {"title": title_of(headline)}
        if headline.link:
            values["url"] = sanitize_line(headline.link)
        argv = await self._command(literal("Command that is given the article's text"), values)
        if argv:
            self._shell.run(partial(self._run, argv, [headline.id]), "pipe")

    async def _pipe_selected(self, ids: list[int]) -> None:
        texts = "the text of 1 article" if len(ids) == 1 else f"the texts of {len(ids):,} articles"
        label = message_line(f"Command that is given {texts}")
        if argv := await self._command(label, {}):
            self._shell.run(partial(self._run, argv, ids), "pipe")
            self._selecting.clear()

    async def _command(self, label: SafeText, values: Mapping[Placeholder, str]) -> list[str] | None:
        """Ask for a command. Returns its words; None where it was left, or said to be none."""
        typed = await self._shell.answer(AskDialog(literal("Pipe"), label, enter=literal("enter runs")))
        if typed is None or not typed.strip():
            return None
        try:
            return fill_template(typed, values, append=None, other_names=False)
        except BadTemplate as error:
            self._shell.show_error(message_line(f"This command cannot be used: {error}"))
            return None

    async def _run(self, argv: list[str], ids: Sequence[int]) -> None:
        """Run the command itself, never a shell, and show what it prints."""
        name, pipe = sanitize_line(argv[0]), asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *argv, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
            )
        except (OSError, ValueError) as error:
            self._shell.show_error(
                message_line(f"{name} cannot be run: {getattr(error, 'strerror', None) or error}")
            )
            return
        printed, complained = Printed(process.stdout), Printed(process.stderr)
        try:
            await self._give_texts(process, ids)
            await process.wait()
            await Printed.end(printed, complained)
        finally:
            if process.returncode is None:
                process.kill()
        if process.returncode:
            why = f": {complained.last_line}" if complained.last_line else ""
            self._shell.show_error(message_line(f"{name} failed ({process.returncode}){why}"))
        elif printed.text.strip():
            self._shell.screen.app.push_screen(TellDialog(name, printed.text))
        else:
            taken = "the article" if len(ids) == 1 else f"{len(ids):,} articles"
            self._shell.show_message(message_line(f"{name} has taken {taken}"))

    async def _give_texts(self, process: asyncio.subprocess.Process, ids: Sequence[int]) -> None:
        """Write the articles' texts to a command, some at a time; one that wants no more gets no more."""
        given = process.stdin
        assert given is not None, "it was started with a pipe"
        with suppress(BrokenPipeError, ConnectionResetError):
            for start in range(0, len(ids), TEXTS_AT_ONCE):
                some = ids[start : start + TEXTS_AT_ONCE]
                text = await asyncio.to_thread(_texts, self._shell.library.paths.library, some)
                given.write(("\n" if start else "").encode() + text.encode())
                await given.drain()
        with suppress(BrokenPipeError, ConnectionResetError):
            given.close()
            await given.wait_closed()


def _texts(library: Path, ids: Sequence[int]) -> SafeText:
    """Return the texts of articles, an empty line between two of them."""
    db = open_store(library, readonly=True)
    try:
        return joined(
            *(
                sanitize(f"{title_of(headline)}\n\n{to_text(load_body(db, headline.id))}\n")
                for headline in headlines(db, ids)
            ),
            by=literal("\n"),
        )
    finally:
        db.close()


def refusal(link: str | None) -> str | None:
    """Return why a link is not opened; None where it may be."""
    if not link:
        return "This article has no link"
    if is_openable(link):
        return None
    if names_user(link):
        return "This link names a user, which hides where it leads: it is not opened"
    return "Only http and https links are opened"


def _write_new(path: Path, text: str) -> bool:
    """Write a new file. Returns whether there was none of that name; raises `OSError`."""
    try:
        write_new(path, text.encode())
    except FileExistsError:
        return False
    return True
