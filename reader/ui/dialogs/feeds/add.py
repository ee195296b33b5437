"""A dialog that adds a feed, a site, a page or a file: a worker process does it, its answer is shown."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Label

from reader.document.sanitize import SafeText, joined, literal, message_line, sanitize_line
from reader.library.outcome import ArticleKept, FeedAdded, WorkerEvent, WorkerResult
from reader.model import NO_ARTICLE
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field


def command_words(text: str, folder: str, *, as_article: bool) -> tuple[list[str], str]:
    """Return the command for what was typed: import or save a file, subscribe to an address or save it.

    Second is what the command is given on its standard input: an address, which may hold a password.
    """
    path = Path(os.path.expanduser(text))
    if "://" not in text and (_exists(path) or text.startswith(("/", "~", "."))):
        words = ["save"] if as_article else ["import", "--or-article"]
        return [*words, "--json", "--", str(path.absolute())], ""
    if as_article:
        return ["save", "--json", "-"], text
    return ["add", "--json", *(["--folder", folder] if folder else []), "-"], text


def _exists(path: Path) -> bool:
    """Tell whether there is such a file; there is none under what is no path at all."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def summary(made: Sequence[WorkerEvent]) -> str:
    """Say what was added."""
    match made:
        case [FeedAdded(url, title, total, unread)]:
            name = sanitize_line(title or url)
            if not total:
                return f"Added: {name}"
            read = "" if unread == total else f", {total - unread:,} of them marked read"
            return f"{name}: {'1 article' if total == 1 else f'{total:,} articles'}{read}"
        case [ArticleKept(title=title)]:
            return f"Added: {sanitize_line(title or 'one')}"
    feeds = sum(isinstance(item, FeedAdded) for item in made)
    parts = [f"{feeds} feeds" if feeds else "", f"{len(made) - feeds} articles" if len(made) > feeds else ""]
    return "Added " + " and ".join(part for part in parts if part) if made else "Nothing new there"


class RunWorker(Protocol):
    """Runs a worker process, calls `on_event` with what it prints, and returns how it ended."""

    async def __call__(
        self, *words: str, given: str, offline: bool, on_event: Callable[[WorkerEvent], None]
    ) -> WorkerResult: ...


class AddDialog(Dialog[str | None]):
    """Answers with what was added, in words, or with None where it was left."""

    BINDINGS = [("escape", "leave", "Leave"), Binding("ctrl+s", "save", "Save as an article", show=False)]

    def __init__(
        self,
        run_worker: RunWorker,
        folders: Sequence[str],
        *,
        offline: bool,
        subscribed: Callable[[], None],
    ) -> None:
        super().__init__()
        self._subscribed = subscribed
        """What is called once there are new feeds, also where something failed and the dialog stays."""
        self._run_command, self._offline = run_worker, offline
        self._doubtful = ""
        """What was typed and does not look like an article: typed again it is saved all the same."""
        self._folders = [sanitize_line(folder) for folder in folders]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Add")
            box.border_subtitle = content(hints("enter subscribes", "ctrl+s saves a page", "esc leaves"))
            yield Label("Address of a feed, a site or a page, or the path of a file")
            yield Field(id="what", placeholder="https://…  or  ~/Downloads/feeds.opml")
            yield Label("Folder (may stay empty)")
            yield Field(id="folder", suggester=SuggestFromList(self._folders, case_sensitive=False))
            yield Label("", id="answer", classes="answer", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Save as an article", id="save", compact=True)
                yield Button("Add", id="add", variant="primary", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._start()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self._start(as_article=event.button.id == "save")

    def action_save(self) -> None:
        """Save what was typed as an article."""
        self._start(as_article=True)

    def _start(self, *, as_article: bool = False) -> None:
        text = self.query_one("#what", Input).value.strip()
        if not text:
            self._show(literal("Type an address or a path first"), failed=True)
            return
        folder = sanitize_line(self.query_one("#folder", Input).value).strip("/")
        as_article = as_article or text == self._doubtful
        self._doubtful = ""
        self._show(literal("Looking at it …"))
        self._run(text, *command_words(text, folder, as_article=as_article))

    @work(exclusive=True, group="add", exit_on_error=False)
    async def _run(self, text: str, words: list[str], given: str) -> None:
        made: list[WorkerEvent] = []

        def follow(event: WorkerEvent) -> None:
            made.append(event)
            self._show(message_line(f"{len(made)} so far …"))

        result = await self._run_command(*words, given=given, offline=self._offline, on_event=follow)
        if any(isinstance(item, FeedAdded) for item in made):
            self._subscribed()
        if result.failed and result.complaints:
            lines = [*result.complaints[-4:], *([summary(made)] if made else [])]
            if any(line.endswith(NO_ARTICLE) for line in result.complaints):
                self._doubtful = text
                lines.append("Enter again saves it all the same")
            self._show(joined(*map(message_line, lines), by=literal("\n")), failed=True)
        elif len(made) == 1 and result.complaints:  # it was there, or something was left out of it
            self.dismiss(result.last_complaint)
        else:
            self.dismiss(summary(made))

    def _show(self, text: SafeText, *, failed: bool = False) -> None:
        label = self.query_one("#answer", Label)
        label.update(content(text))
        label.set_class(failed, "-error")
