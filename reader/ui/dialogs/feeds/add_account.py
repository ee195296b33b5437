"""A dialog that adds an account: a worker process logs in and keeps it, and what it says is shown."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label

from reader.accounts import ANOTHER_NAME, KINDS, USER, USER_AND_PASSWORD
from reader.document.sanitize import EMPTY, SafeText, literal, message_line, sanitize_line
from reader.library.outcome import AccountAdded, WorkerEvent
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.dialogs.feeds.add import RunWorker
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field
from reader.urls.credentials import has_secrets

KIND_WORDS = {
    "greader": "FreshRSS, Miniflux and more",
    "fever": "Coldsweat and others",
    "ttrss": "Tiny Tiny RSS",
    "folder": "shared by my machines",
}
"""The kinds of accounts in words; each is what the button says."""

LINES = {
    "address": ("Address", "https://rss.example.org"),
    "user": ("User", ""),
    "password": ("Password", "often one of its own, for programs"),
    "name": ("Name here", "empty: as its host"),
}
"""What is typed: the word before it, and what an empty line says."""

OF_SERVERS = ("user", "password")
"""The lines that a folder does not need."""

_OF_COMMANDS = {
    ANOTHER_NAME: "give another one",
    USER_AND_PASSWORD: "give user and password below it",
    USER: "give the user",
}
"""What the command says of its options, and what that is here."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that was added."""

    name: str
    warning: str = ""
    """What the command says of it besides, as that a password goes over http."""


def command_words(kind: str, typed: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the command that adds an account, and what it reads on its standard input: the password."""
    words, given = ["account", "add", "--json"], ""
    if kind == "folder":
        address = os.path.expanduser(typed["address"])
    else:
        address, given = typed["address"], typed["password"]
        words += ["--user", typed["user"], "--password-stdin"]
    if typed["name"]:
        words += ["--name", typed["name"]]
    return [*words, "--", kind, address], given


def missing(kind: str, typed: Mapping[str, str]) -> str:
    """Say what is to be typed before anything is tried; nothing where it can be."""
    if not typed["address"]:
        return "Type the path of the folder first" if kind == "folder" else "Type the server's address first"
    if kind == "folder":
        return ""
    if has_secrets(typed["address"]):
        return "Type user and password in their own lines, not in the address"
    return "" if typed["password"] else "Type the password first"


def in_dialog(complaint: str, address: str) -> str:
    """Return what a command says of an address without that, and without the names of its options."""
    complaint = complaint.removeprefix(f"{sanitize_line(address)}: ")
    for words, here in _OF_COMMANDS.items():
        complaint = complaint.replace(words, here)
    return complaint


class AddAccountDialog(Dialog[NewAccount | None]):
    """Answers with the account that was added, or with None where it was left."""

    BINDINGS = [("escape", "leave", "Leave")]
    AUTO_FOCUS = "#address"

    def __init__(self, run_worker: RunWorker, *, offline: bool) -> None:
        super().__init__()
        self._run_command, self._offline = run_worker, offline
        self._kind = KINDS[0]
        self._trying = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Add an account")
            box.border_subtitle = content(hints("enter tries it", "tab goes on", "esc leaves"))
            with Horizontal(classes="line"):
                yield Label("Kind")
                button = Button(self._kind_words(), id="kind", compact=True)
                button.active_effect_duration = 0  # in which a second press would count for nothing
                yield button
            for id, (label, empty) in LINES.items():
                with Horizontal(classes="line", id=f"line-{id}"):
                    yield Label(sanitize_line(label))
                    yield Field(
                        placeholder=sanitize_line(empty),
                        id=id,
                        password=id == "password",
                        select_on_focus=False,
                    )
            yield Label("", id="answer", classes="answer", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Add", id="add", variant="primary", compact=True)

    def _kind_words(self) -> Content:
        return content(sanitize_line(f"{self._kind}: {KIND_WORDS[self._kind]}"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._start()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "add":
            self._start()
            return
        self._kind = KINDS[(KINDS.index(self._kind) + 1) % len(KINDS)]
        event.button.label = self._kind_words()
        is_folder = self._kind == "folder"
        for id in OF_SERVERS:
            self.query_one(f"#line-{id}").display = not is_folder
        self._show(EMPTY)
        address = self.query_one("#address", Input)
        address.placeholder = sanitize_line("~/Sync/newsreader" if is_folder else LINES["address"][1])
        name = self.query_one("#name", Input)
        name.placeholder = sanitize_line("empty: as the folder" if is_folder else LINES["name"][1])

    def _start(self) -> None:
        """Try what is typed, unless that is being tried already."""
        if self._trying:
            return
        typed = {id: self.query_one(f"#{id}", Input).value for id in LINES}
        typed |= {id: text.strip() for id, text in typed.items() if id != "password"}
        if reason := missing(self._kind, typed):
            self._show(sanitize_line(reason), failed=True)
            return
        self._trying = True
        self._show(literal("Trying it …"))
        self._try(typed["address"], *command_words(self._kind, typed))

    @work(group="add", exit_on_error=False)
    async def _try(self, address: str, words: list[str], given: str) -> None:
        """Run the command; answer with the account that it adds, else say why it adds none."""
        added: list[str] = []

        def follow(event: WorkerEvent) -> None:
            if isinstance(event, AccountAdded):
                added.append(event.name)

        try:
            result = await self._run_command(*words, given=given, offline=self._offline, on_event=follow)
        finally:
            self._trying = False
        if added:
            self.dismiss(NewAccount(added[0], result.first_complaint))
        else:
            told = in_dialog(result.last_complaint, address) or "It could not be added"
            self._show(message_line(told), failed=True)

    def _show(self, text: SafeText, *, failed: bool = False) -> None:
        label = self.query_one("#answer", Label)
        label.update(content(text))
        label.set_class(failed, "-error")
