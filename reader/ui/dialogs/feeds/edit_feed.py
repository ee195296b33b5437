"""Dialogs that change a feed, or all feeds of a folder, or end a subscription."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Label

from reader.document.sanitize import SafeText, message_line, sanitize_line
from reader.model import Feed, FeedChange
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field
from reader.urls.credentials import has_secrets, hide_secrets
from reader.urls.typed import typed_url
from reader.ways import DEFAULT, with_ways

ROUNDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "full-text": ("Full text", ("asked", "always", "never")),
    "images": ("Pictures", (DEFAULT, "asked", "always", "never")),
    "browser": ("Open in", ("newsreader", "browser")),
}
"""The buttons that go round: the word before, and the answers in their order."""

LINES = {
    "title": ("Title", ""),
    "folder": ("Folder", "as World/Asia"),
    "url": ("Address", ""),
    "interval": ("Rests for", "minutes at least; empty: as set"),
    "backlog": ("Backlog", "so many stay unread; empty: as set"),
    "mark-read": ("Marked read", "opened shown end manually, or seconds"),
}
"""What is typed: the word before it, and what an empty line says."""


@dataclass(frozen=True, slots=True)
class FeedEdit:
    """What the reader wants changed about a feed."""

    change: FeedChange
    unsubscribe: bool = False


class EditFeedDialog(Dialog[FeedEdit | None]):
    """Answers with the changes, or with None where it was left."""

    BINDINGS = [("escape", "leave", "Leave")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]

    def __init__(self, feed: Feed, folders: Sequence[str], headers: str = "") -> None:
        """`headers` says in words what is sent to its host alone."""
        super().__init__()
        self._feed, self._folders = feed, [sanitize_line(folder) for folder in folders]
        self._headers = headers
        ways = feed.ways
        self._shown = {
            "title": sanitize_line(feed.title),
            "folder": sanitize_line(feed.folder or ""),
            "url": sanitize_line(hide_secrets(feed.url)),
            "interval": sanitize_line(str(ways.interval or "")),
            "backlog": sanitize_line("" if ways.backlog is None else str(ways.backlog)),
            "mark-read": sanitize_line(str(ways.mark_read or "")),
        }
        self._paused = feed.status == "paused"
        self._answers: dict[str, str] = {
            "full-text": feed.full_text,
            "images": ways.images or DEFAULT,
            "browser": "browser" if ways.browser else "newsreader",
        }

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Edit feed")
            box.border_subtitle = content(hints("enter keeps", "esc leaves"))
            suggester = SuggestFromList(self._folders, case_sensitive=False)
            for id, (label, empty) in LINES.items():
                with Horizontal(classes="line"):
                    yield Label(content(sanitize_line(label)))
                    yield Field(
                        sanitize_line(self._shown[id]),
                        placeholder=sanitize_line(empty),
                        id=id,
                        suggester=suggester if id == "folder" else None,
                        select_on_focus=False,
                    )
            yield Label(content(message_line(self._headers)))
            if self._feed.error:
                yield Label(content(message_line(self._feed.error)), classes="answer -error")
            yield Label("", id="problem", classes="answer -error")
            with Horizontal(classes="buttons rounds"):
                for id in ROUNDS:
                    button = Button(self._words(id), id=id, compact=True)
                    button.active_effect_duration = 0  # in which a second press would count for nothing
                    yield button
            with Horizontal(classes="buttons"):
                yield Button("Unsubscribe", id="unsubscribe", variant="error", compact=True)
                yield Button("Resume" if self._paused else "Pause", id="pause", compact=True)
                yield Button("Keep", id="keep", variant="primary", compact=True)

    def _words(self, id: str) -> Content:
        return content(sanitize_line(f"{ROUNDS[id][0]}: {self._answers[id]}"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._keep()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        id = event.button.id or ""
        if id in ROUNDS:
            choices = ROUNDS[id][1]
            self._answers[id] = choices[(choices.index(self._answers[id]) + 1) % len(choices)]
            event.button.label = self._words(id)
        elif id == "unsubscribe":
            self.dismiss(FeedEdit(FeedChange(), unsubscribe=True))
        else:
            self._keep(paused=not self._paused if id == "pause" else None)

    def _keep(self, *, paused: bool | None = None) -> None:
        """Answer with what is typed and chosen; where that cannot be, say so, and stay open."""
        try:
            change = self._change(paused)
        except ValueError as error:
            self.query_one("#problem", Label).update(content(message_line(str(error))))
            return
        self.dismiss(FeedEdit(change))

    def _change(self, paused: bool | None) -> FeedChange:
        typed = {id: sanitize_line(self.query_one(f"#{id}", Input).value).strip() for id in LINES}
        ways = with_ways(
            self._feed.ways,
            {
                "interval": typed["interval"],
                "backlog": typed["backlog"],
                "mark_read": typed["mark-read"],
                "images": self._answers["images"],
                "browser": self._answers["browser"] == "browser",
            },
        )
        return FeedChange(
            title=None if typed["title"] == self._shown["title"] else typed["title"],
            folder=None if typed["folder"] == self._shown["folder"] else typed["folder"].strip("/"),
            url=self._address(typed["url"]),
            full_text=self._answers["full-text"],  # type: ignore[arg-type]  # one of ROUNDS
            paused=paused,
            ways=ways,
        )

    def _address(self, typed: str) -> str | None:
        """Return the new address; None where it is as it was. Raises `ValueError` where it cannot be one."""
        if typed == self._shown["url"]:
            return None
        url = typed_url(typed)
        if url is None:
            raise ValueError(f"{hide_secrets(typed)!r} is not the address of a feed")
        if has_secrets(self._feed.url) and "***" in url:
            raise ValueError("The address has parts that are hidden: type all of it")
        return url


@dataclass(frozen=True, slots=True)
class FolderEdit:
    """What the reader wants changed about a folder."""

    name: str
    paused: bool | None = None
    """Whether none of its feeds is asked from here on; None leaves them as they are."""


class EditFolderDialog(Dialog[FolderEdit | None]):
    """Answers with another name for a folder, or whether its feeds rest; with None where it was left."""

    BINDINGS = [("escape", "leave", "Leave")]

    def __init__(self, folder: SafeText, feeds: str, *, paused: bool) -> None:
        """`feeds` says how many there are in it; `paused`: whether all of them rest already."""
        super().__init__()
        self._folder, self._feeds, self._paused = folder, feeds, paused

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Rename folder")
            box.border_subtitle = content(hints("enter keeps", "esc leaves"))
            yield Label("Name (as World/Asia)")
            yield Field(sanitize_line(self._folder), id="name", select_on_focus=False)
            with Horizontal(classes="buttons"):
                word = "Resume" if self._paused else "Pause"
                yield Button(content(sanitize_line(f"{word} {self._feeds}")), id="pause", compact=True)
                yield Button("Keep", id="keep", variant="primary", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._keep()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self._keep(paused=not self._paused if event.button.id == "pause" else None)

    def _keep(self, *, paused: bool | None = None) -> None:
        self.dismiss(FolderEdit(sanitize_line(self.query_one("#name", Input).value), paused))
