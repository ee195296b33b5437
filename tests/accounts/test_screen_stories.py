"""The whole program in a terminal, on an account: marks go out by themselves, and none is lost on the way."""

import os
import sys
from pathlib import Path

import pytest

from tests.accounts.worlds import fake_world
from tests.terminal import Terminal

pytestmark = pytest.mark.long


def test_marks_go_out_after_a_quiet_while_and_wait_where_they_cannot(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        user = world.account
        feed = user.add_feed("http://site.test/a", "Alpha", "News")
        user.add_items(feed, 8)
        a = world.client("a")
        a.paths.config.write_text("send_seconds = 1\nsync_minutes = 0\n")
        places = ["--data-dir", str(a.paths.data), "--config", str(a.paths.config)]
        command = [sys.executable, "-m", "reader", *places]
        with Terminal(command, {**os.environ, "PYTHONPATH": str(Path.cwd())}) as terminal:
            terminal.wait_for("Article 8")
            terminal.send("js")
            terminal.wait_for(lambda text: len(user.starred()) == 1)
            terminal.wait_for(lambda text: "↑" not in text.splitlines()[-1])
            world.wire.stop()
            terminal.send("jsjm")
            terminal.wait_for("↑2")
            terminal.wait_for("↑2 · offline, 2 changes wait")
            assert len(user.starred()) == 1
            world.wire.start()
            late = user.add_item(feed, "Late one")
            terminal.send("R")
            terminal.wait_for(lambda _: len(user.starred()) == 2 and len(user.unread()) == 8)
            terminal.wait_for(lambda text: "↑2" not in text)
            password = world.change_password()
            terminal.send("js")
            terminal.wait_for("password refused")
            asked = len(world.wire.requests)
            terminal.send("js")
            terminal.wait_for("↑2")
            terminal.send("q")
            assert terminal.exit_code() == 0
        assert len(world.wire.requests) == asked, "no login is tried again and again"
        assert a.waiting() == 2
        a.run("account", "password", "home", "--password-stdin", stdin=password + "\n")
        a.agree()
        assert a.states() == world.states()
        assert len(user.starred()) == 4
        assert world.key(late.id) in a.unread()
