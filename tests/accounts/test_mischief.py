"""All that a bad relay does, at once, on the fakes; on real servers in `test_real_servers`."""

from pathlib import Path

import pytest

from tests.accounts.mischief import fill, play
from tests.accounts.worlds import fake_world


@pytest.mark.long
@pytest.mark.parametrize("fake", ["freshrss", "miniflux", "ttrss"])
def test_nothing_is_lost_or_made_up_behind_a_bad_relay(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        fill(world)
        play(world, (world.client("a"), world.client("b")), seed=1, steps=12)
