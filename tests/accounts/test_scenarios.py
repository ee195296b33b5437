"""Two readers on one account, against every fake."""

from pathlib import Path

import pytest

from tests.accounts.running import run_scenarios
from tests.accounts.scenarios import ALL
from tests.accounts.worlds import FAKES, fake_world

QUICK = ("freshrss",)
"""The fakes that the ordinary suite tries."""


@pytest.mark.parametrize(
    "fake", [name if name in QUICK else pytest.param(name, marks=pytest.mark.long) for name in FAKES.every]
)
def test_the_scenarios_hold(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        feed = world.account.add_feed("http://site.test/one", "One", "News")
        world.account.add_items(feed, 9)
        world.account.add_items(world.account.add_feed("http://site.test/two", "Two"), 9)
        # A second process costs a second, and its lock is the same whatever the server.
        run_scenarios(world, [name for name in ALL if fake in QUICK or name != "7c"])
