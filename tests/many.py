"""How much a test tries: enough for each run, or as much as somebody has the time for."""

import os

THOROUGH = bool(os.environ.get("NEWSREADER_THOROUGH"))
"""Whether the tests shall try all that they know, for hours if need be."""


def many(usually: int, thoroughly: int) -> int:
    """Return how often to try, or how large a step to take: usually, or with `NEWSREADER_THOROUGH`."""
    return thoroughly if THOROUGH else usually
