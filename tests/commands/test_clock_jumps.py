"""A clock that jumps ten years and back: no burst of requests, no feed that waits for ever, no odd age."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.clock import VARIABLE
from tests.commands.test_json import Program
from tests.samples import item, rss
from tests.server import ScriptedServer, conditional, running_server

JUMPS = ["2026-05-01", "2036-05-02", "2026-05-01", "2025-05-01", "2026-05-02", "2026-05-03"]
"""The days on which the program runs, one after the other."""


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as running:
        yield running


def test_a_clock_that_jumps_both_ways_neither_bursts_nor_stops(
    tmp_path: Path,
    server: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(VARIABLE, "2026-05-01T12:00:00Z")
    program = Program(tmp_path, monkeypatch, capfd)
    program.paths.config.write_text("retention_days = 30\n")
    addresses = [f"/feed{number}.xml" for number in range(3)]
    document = rss([item(n).replace("Oct 2025", "Apr 2026") for n in (30, 29, 28)])
    for address in addresses:
        server.script(address, conditional(document, '"three"'))
        assert program.run("add", server.url(address)).code == 0
    listed = program.run("list", "--json").shapes
    assert len(listed) == 11
    assert program.run("mark", "read", *(str(shape["id"]) for shape in listed if shape["feed"])).code == 0
    for day in JUMPS:
        monkeypatch.setenv(VARIABLE, f"{day}T13:00:00Z")
        before = len(server.requests)
        for _ in range(3):
            assert program.run("refresh").code == 0
        assert len(server.requests) - before <= len(addresses), day
        now = datetime.fromisoformat(f"{day}T13:00:00Z").timestamp()
        for feed in program.run("feeds", "--json").shapes:
            due = datetime.fromisoformat(str(feed["next_due"])).astimezone(UTC).timestamp()
            assert due <= now + 7 * 86_400, day
        for words in (["feeds"], ["list"], ["doctor"]):
            ended = program.run(*words)
            assert not re.search(r"(?<![\w:.+/-])-\d+ ?(?:s|m|h|d|min|hours|days)\b", ended.out), ended.out
    kept = program.run("list", "--json").shapes
    assert [shape["id"] for shape in kept] == [shape["id"] for shape in listed]
    asked = [sum(request.target == address for request in server.requests) for address in addresses]
    assert all(count >= 4 for count in asked), "a feed waits for a time that a wrong clock named"
