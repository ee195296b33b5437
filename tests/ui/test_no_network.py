"""Reading asks nothing of the network, whatever an article holds that a browser would fetch."""

import socket
import sys
from collections.abc import Iterator

import pytest

from reader.sources.feeds.parse import parse_feed
from reader.store.database.connection import Database
from tests.samples import item, rss
from tests.ui.screen import Open, keep, press, shown

FEED = "https://tracking.example/feed"
ASKS = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}
)

TRACKING = """<p>Something to read.</p>
<img src="https://tracking.example/pixel.gif" width=1 height=1><iframe src="https://tracking.example/frame"></iframe>
<style>p { background: url(https://tracking.example/css) }</style><link rel=prefetch href="https://tracking.example/p">
<link rel=stylesheet href="https://tracking.example/css"><script src="https://tracking.example/js"></script>
<video src="https://tracking.example/film" poster="https://tracking.example/poster" autoplay></video>
<object data="https://tracking.example/object"></object><p>And its end.</p>"""

_asked: list[str] | None = None


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _asked is not None and event in ASKS:
        _asked.append(f"{event} {arguments!r}")


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """What this process asks of the network, or of whoever knows names, from here on."""
    global _asked
    if not getattr(sys, "_newsreader_hook", False):
        sys.addaudithook(_hook)  # it cannot be taken away again
        sys._newsreader_hook = True  # type: ignore[attr-defined]
    _asked = []
    yield _asked
    _asked = None


async def test_reading_asks_nothing_of_the_network(
    library: Database, open_screen: Open, asked: list[str]
) -> None:
    feed = parse_feed(rss([item(number, body=TRACKING) for number in range(1, 6)]), {}, FEED)
    keep(library, 1, "https://island.example/feed", list(feed.articles))
    async with open_screen((180, 40)) as pilot:
        for key in (
            "g",
            "enter",
            "space",
            "escape",
            "j",
            "enter",
            "space",
            "n",
            "T",
            "escape",
            "z",
            "escape",
        ):
            await press(pilot, key)
        assert "Something to read." in shown(pilot)
    assert asked == []


def test_what_is_asked_would_be_seen(asked: list[str]) -> None:
    with socket.socket() as probe:
        probe.setblocking(False)
        probe.connect_ex(("127.0.0.1", 9))
    assert len(asked) == 1
