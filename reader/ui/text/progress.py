"""What a worker process reports, as words for the status line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.accounts import AccountEvent
from reader.document.sanitize import sanitize_line
from reader.keys import KeyOf, key_of
from reader.library.outcome import WorkerEvent, WorkerResult
from reader.library.output.text import local, new_words
from reader.model import Feed, RefreshEvent


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a refresh is."""

    total: int = 0
    """The number of feeds and accounts that are to be asked."""
    accounts: tuple[str, ...] = ()
    """The names of those accounts, which are asked when the feeds were."""
    done: int = 0
    """The number of feeds and accounts that were asked."""
    new: int = 0
    """The number of articles that came."""
    read: int = 0
    """How many of these were marked read, as the backlog of feeds that are new."""
    failed: int = 0
    """The number of feeds and accounts that failed."""
    error: str = ""
    """The first failure, in words."""
    last: int | None = None
    """The feed that was asked last; None before the first one, and where the refresh is over."""
    ended: bool = False
    """Whether the worker process has ended."""

    @property
    def accounts_to_come(self) -> tuple[str, ...]:
        """The accounts that are not asked yet."""
        synced = self.done - (self.total - len(self.accounts))
        return self.accounts[max(0, synced + 1) :]

    def with_accounts(self, names: Sequence[str]) -> "Progress":
        """Return the progress where these accounts are asked, too."""
        return replace(self, total=self.total + len(names), accounts=(*self.accounts, *names))

    def ended_with(self, result: WorkerResult) -> "Progress":
        """Return the progress once the worker process has ended."""
        complaint = result.last_complaint if result.code not in (0, 1) else ""
        return replace(self, ended=True, last=None, error=self.error or complaint)

    def after(self, event: WorkerEvent) -> "Progress":
        """Return the progress once the worker process has printed an event."""
        if isinstance(event, AccountEvent):
            return self._after_account(event)
        if not isinstance(event, RefreshEvent):
            return self
        failed = event.outcome == "failed"
        error = sanitize_line(event.error or "") if failed and not self.error else self.error
        return replace(
            self,
            last=event.feed,
            done=self.done + 1,
            new=self.new + event.new,
            read=self.read + event.read,
            failed=self.failed + failed,
            error=error,
        )

    def _after_account(self, event: AccountEvent) -> "Progress":
        failed = event.outcome in ("failed", "offline", "auth")
        error = sanitize_line(f"{event.account}: {event.error or event.outcome}") if failed else ""
        return replace(
            self,
            done=self.done + 1,
            new=self.new + event.new,
            failed=self.failed + failed,
            error=self.error or error,
        )

    def words(self) -> str:
        """Write it as `34 of 200, 12 new`, as `syncing home`; nothing where no feed was asked."""
        if self.ended and not self.done:
            return ""
        synced = self.done - (self.total - len(self.accounts))
        if not self.ended and 0 <= synced < len(self.accounts):
            return f"syncing {self.accounts[synced]}" + (f", {self.new} new" if self.new else "")
        of = f" of {max(self.total, self.done)}" if not self.ended else " asked"
        none = "nothing new" if self.ended else ""
        parts = [f"{self.done}{of}", new_words(self.new, self.read) if self.new else none]
        if self.failed:
            parts.append(f"{self.failed} failed")
        return ", ".join(part for part in parts if part)


def fresh_until(feed: Feed, now: int, key: KeyOf = key_of) -> str:
    """Say that a feed need not be asked yet, and how to ask it all the same; nothing where it may be."""
    due = feed.next_due or 0
    if feed.status != "ok" or due <= now:
        return ""
    day, time = local(due).split()
    until = time if day == local(now)[:10] else f"{day} {time}"
    return f"Fresh until {until}; {key('refresh_feed')} again asks all the same"
