"""A terminal that would put whole lines in order is told to leave that to the screen, and gets it back."""

import os
import sys
from pathlib import Path

from reader.store.database.connection import open_store
from reader.ui.terminal.driver import EXPLICIT, IMPLICIT
from tests.terminal import Terminal
from tests.ui.screen import add_feed, parsed

SHALOM = "\u05e9\u05dc\u05d5\u05dd"


def test_gnomes_terminals_leave_the_order_to_the_screen(tmp_path: Path) -> None:
    db = open_store(tmp_path / "library.db")
    add_feed(db, "Island", [parsed(1, f"{SHALOM} 24")])
    db.close()
    command = [sys.executable, "-m", "reader", "--data-dir", str(tmp_path), "--config", os.devnull]
    environ = {name: value for name, value in os.environ.items() if name != "TMUX"}
    with Terminal([*command, "--offline"], environ | {"VTE_VERSION": "7006"}) as terminal:
        terminal.wait_for(f"24 {SHALOM[::-1]}")
        sent = bytes(terminal.raw)
        assert sent.index(EXPLICIT.encode()) < sent.index(SHALOM[-1].encode())
        terminal.send("Q")
        assert terminal.exit_code() == 0
        assert terminal.raw.rindex(IMPLICIT.encode()) > len(sent)
