"""The command line, run in the test's own process."""

import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from reader import cli


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def shapes(self) -> list[dict[str, Any]]:
        """The JSON objects that it printed."""
        return [json.loads(line) for line in self.out.split("\n") if line]


def ran(patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str], *words: str) -> Ended:
    """Run `newsreader WORDS...`. Returns how it ended, without what was printed before."""
    patch.setattr(sys, "argv", ["newsreader", *words])
    captured.readouterr()
    code = cli.run()
    sys.stdout.flush()
    return Ended(code, *captured.readouterr())
