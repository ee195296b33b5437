"""The clock, which tests can set."""

import pytest

from reader.clock import now


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSREADER_TEST_NOW", "2026-01-02T03:04:05Z")
    assert now() == 1_767_323_045
    monkeypatch.setenv("NEWSREADER_TEST_NOW", "2026-01-02T04:04:05+01:00")
    assert now() == 1_767_323_045
