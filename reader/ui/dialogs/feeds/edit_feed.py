"""A dialog that renames a feed, moves it, or ends the subscription."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Label

from reader.document.sanitize import message_line, sanitize_line
from reader.model import Feed, FullText
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field
from reader.urls.credentials import hide_secrets

PAGES: dict[FullText, str] = {
    "asked": "Full text: asked",
    "always": "Full text: always",
    "never": "Full text: never",
}
"""The words on the button for a feed's pages, in the order in which it goes round."""


@dataclass(frozen=True, slots=True)
class FeedEdit:
    """What the reader wants changed about a feed."""

    title: str
    folder: str | None
    full_text: FullText = "asked"
    unsubscribe: bool = False


class EditFeedDialog(Dialog[FeedEdit | None]):
    """Answers with the changes, or with None where it was left."""

    BINDINGS = [("escape", "leave", "Leave")]

    def __init__(self, feed: Feed, folders: Sequence[str]) -> None:
        super().__init__()
        self._feed, self._folders = feed, [sanitize_line(folder) for folder in folders]
        self._full_text = feed.full_text

    def compose(self) -> ComposeResult:
        feed = self._feed
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Edit feed")
            box.border_subtitle = content(hints("enter keeps", "esc leaves"))
            yield Label("Title")
            yield Field(sanitize_line(feed.title), id="title", select_on_focus=False)
            yield Label("Folder (as World/Asia)")
            suggester = SuggestFromList(self._folders, case_sensitive=False)
            yield Field(
                sanitize_line(feed.folder or ""), id="folder", suggester=suggester, select_on_focus=False
            )
            yield Label(content(sanitize_line(hide_secrets(feed.url))))
            if feed.error:
                yield Label(content(message_line(feed.error)), classes="answer -error")
            with Horizontal(classes="buttons"):
                yield Button("Unsubscribe", id="unsubscribe", variant="error", compact=True)
                yield Button(PAGES[self._full_text], id="full-text", compact=True)
                yield Button("Keep", id="keep", variant="primary", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._keep()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "full-text":
            choices = list(PAGES)
            self._full_text = choices[(choices.index(self._full_text) + 1) % len(choices)]
            event.button.label = PAGES[self._full_text]
        else:
            self._keep(unsubscribe=event.button.id == "unsubscribe")

    def _keep(self, *, unsubscribe: bool = False) -> None:
        title = sanitize_line(self.query_one("#title", Input).value)
        folder = sanitize_line(self.query_one("#folder", Input).value).strip("/")
        self.dismiss(FeedEdit(title or self._feed.title, folder or None, self._full_text, unsubscribe))
