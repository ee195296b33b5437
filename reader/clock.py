"""The program's clock."""

import os
import time
from datetime import UTC, datetime

VARIABLE = "NEWSREADER_TEST_NOW"
"""The environment variable that replaces the clock in tests: a time in ISO 8601 (without a zone: UTC)."""


def now() -> int:
    """Return the time in UTC seconds since 1970. Raises `ValueError` where tests set it to no time."""
    if fixed := os.environ.get(VARIABLE):
        moment = datetime.fromisoformat(fixed)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    return int(time.time())
