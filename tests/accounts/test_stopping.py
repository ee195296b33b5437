"""A sync that is ended in the middle: what was sent is sent, the rest waits, and nothing is done twice."""

import signal
import subprocess
from pathlib import Path

import pytest

from tests.accounts.worlds import fake_world


@pytest.mark.parametrize("how", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.long)])
def test_16_a_push_of_many_marks_can_be_stopped_between_batches(how: signal.Signals, tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        world.account.add_items(world.account.add_feed("http://site.test/feed"), 1500)
        a = world.client("a")
        a.mark(world.ids(), read=True)
        running: list[subprocess.Popen[bytes]] = []
        world.wire.answered("edit-tag", lambda: running[0].send_signal(how), skip=2)
        world.wire.fault("edit-tag", "wait", skip=2)
        running.append(a.start_sync())
        code = running[0].wait(120)
        assert code == (130 if how == signal.SIGINT else -how)
        world.wire.release()
        assert 750 <= a.waiting() <= 1000
        assert len(world.wire.asked("edit-tag")) == 3
        a.agree()
        assert world.unread() == set()
        assert len(world.wire.asked("edit-tag")) in (6, 7), "no batch that was answered is sent again"


DIE_WITHIN_THE_LISTS = """
import os, signal
from reader.store.accounts import items, parts
parts.FIRST = parts.MOST = 8
real, count = items._apply_to, 0
def third(*given):
    global count
    count += 1
    return os.kill(os.getpid(), signal.SIGKILL) if count == 3 else real(*given)
items._apply_to = third
"""


def test_a_sync_that_is_killed_between_two_parts_of_a_list_is_completed_by_the_next(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        world.account.add_items(world.account.add_feed("http://site.test/feed"), 60)
        ids = world.ids()
        a = world.client("a")
        world.mark(ids[:20], read=True)
        world.mark(ids[30:40], starred=True)
        a.agree()
        before = a.states()
        world.mark(ids[5:50], read=True)
        world.mark(ids[:5], read=False)
        world.mark(ids[30:45], starred=False)
        world.mark(ids[:30], starred=True)
        world.purge(ids[35:40])
        running = a.start_sync(before=DIE_WITHIN_THE_LISTS)
        assert running.wait(120) == -signal.SIGKILL
        halfway, wanted = a.states(), world.states()
        assert all(state in (before[id], wanted.get(id)) for id, state in halfway.items())
        assert halfway not in (before, wanted)
        a.mark(ids[50:51], starred=True)
        a.mark(ids[6:7], read=False)
        a.agree()
        assert a.states() == world.states()
        assert (world.states()[ids[50]], world.states()[ids[6]]) == ((False, True), (False, True))
        assert all(starred for _, starred in a.gone().values()), "what the server has lost keeps its star"


@pytest.mark.long
@pytest.mark.parametrize("at", ["subscription/list", "xt=user", "items/contents"])
def test_a_sync_that_is_killed_leaves_a_library_that_the_next_completes(at: str, tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        feed = world.account.add_feed("http://site.test/feed", folder="News")
        world.account.add_items(feed, 20)
        a = world.client("a")
        world.account.add_items(feed, 600)
        world.mark(world.ids()[:50], starred=True)
        running: list[subprocess.Popen[bytes]] = []
        world.wire.before(at, lambda: running[0].kill(), skip=int(at == "items/contents"))
        running.append(a.start_sync())
        assert running[0].wait(120) == -signal.SIGKILL
        a.agree()
        assert a.states() == world.states()
        assert a.run("doctor").code == 0
