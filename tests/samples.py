"""Small feeds and files of our own writing, for tests at every layer."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

PAGE_WITH_FEED = b"""<!DOCTYPE html><html><head><title>Gazette</title>
<link rel="alternate" type="application/rss+xml" href="/news.xml"></head><body><p>Hello.</p></body></html>"""

PAGE_WITHOUT_FEED = (
    b"<!DOCTYPE html><html><head><title>Plain</title></head><body><p>Nothing.</p></body></html>"
)

SAVED_PAGE = """Lisbon, Tuesday
12 August 2025

Ferry crews test the first electric crossing

Harbour Gazette

Published: 09:40, 8 August 2025

Photo : Port office

Harbour Correspondent: The first electric ferry left the old quay at six in the morning, with a dozen \
engineers, two reporters and no smoke at all.

It crossed the river in eleven minutes, which is two minutes slower than the old diesel boats, and the crew \
said that the quiet was the strangest part of the trip.

"You hear the water now," said the captain, who has steered ferries here for thirty years. "And you hear the \
passengers, which is not always better."

The port plans to replace all nine boats before the end of next year, if the new charging station passes its \
winter test in January.
"""


def rss(items: Sequence[str], title: str = "Harbour Gazette") -> bytes:
    """An RSS 2.0 feed of these `<item>` elements."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{escape(title)}</title>'
        f"<link>https://harbour.example/</link><description>News</description>{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int, title: str | None = None, body: str | None = None, key: str | None = None) -> str:
    """One item; a higher number is a later day of October 2025."""
    text = body or f"<p>The harbour office told us about matter {number}, and everybody listened.</p>"
    return (
        f"<item><title>{escape(title or f'Matter {number} is settled')}</title>"
        f'<guid isPermaLink="false">{key or f"matter-{number}"}</guid>'
        f"<link>https://harbour.example/{number}</link><author>jo@harbour.example (Jo Doe)</author>"
        f"<pubDate>{number:02} Oct 2025 08:30:00 +0100</pubDate>"
        f"<description>{escape(text)}</description></item>"
    )
