"""What the dialog of the health has done by worker processes; a controller does it."""

from dataclasses import dataclass
from typing import Protocol

from reader.document.sanitize import SafeText
from reader.model import Feed


@dataclass(frozen=True, slots=True)
class Address:
    """Where a feed may be from now on."""

    url: str
    text: SafeText
    """What was found there, in words."""


class HealthJobs(Protocol):
    """What worker processes do about one feed, or one account."""

    def refusal(self) -> str | None:
        """Return why nothing may be asked of the network; None if it may."""

    async def ask_now(self, feed: Feed) -> SafeText:
        """Ask a feed now. Returns what came of it, in words."""

    async def load_older(self, feed: Feed) -> SafeText:
        """Ask for older articles. Returns what came of it, in words."""

    async def find_addresses(self, feed: Feed) -> tuple[list[Address], SafeText]:
        """Find the addresses that the feed's site names. Returns them, and in words why there are none."""

    async def sync(self, account: str) -> SafeText:
        """Sync an account. Returns what came of it, in words."""

    async def give_password(self, account: str, password: str) -> SafeText:
        """Try another password, and keep it. Returns what came of it, in words."""

    async def remove_account(self, account: str) -> SafeText:
        """Remove an account with what waits. Returns why it could not be, in words; else nothing."""
