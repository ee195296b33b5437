"""What a worker process reports, as words for the status line. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from reader.document.sanitize import clean_line
from reader.library.output.text import local
from reader.model import Feed


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a refresh is."""

    total: int = 0
    done: int = 0
    new: int = 0
    failed: int = 0
    error: str = ""
    """The first failure, in words."""
    ended: bool = False

    def after(self, event: Mapping[str, Any]) -> "Progress":
        """The progress once an event has come."""
        if "exit" in event:
            lines = str(event.get("stderr") or "").splitlines()
            error = self.error or (clean_line(lines[-1]) if event["exit"] not in (0, 1) and lines else "")
            return replace(self, ended=True, error=error.removeprefix("newsreader: "))
        if "outcome" not in event:
            return self
        failed = event["outcome"] == "failed"
        error = clean_line(str(event.get("error") or "")) if failed and not self.error else self.error
        return replace(
            self,
            done=self.done + 1,
            new=self.new + int(event.get("new") or 0),
            failed=self.failed + failed,
            error=error,
        )

    def words(self) -> str:
        """`34 of 200, 12 new`; nothing where nothing was asked."""
        if self.ended and not self.done:
            return ""
        of = f" of {max(self.total, self.done)}" if not self.ended else " asked"
        parts = [f"{self.done}{of}", f"{self.new} new" if self.new else "nothing new" if self.ended else ""]
        if self.failed:
            parts.append(f"{self.failed} failed")
        return ", ".join(part for part in parts if part)


def fresh_until(feed: Feed, now: int) -> str:
    """That a feed need not be asked yet, and how to ask it all the same; empty where it may well be asked."""
    due = feed.next_due or 0
    if feed.status != "ok" or due <= now:
        return ""
    day, time = local(due).split()
    return f"Fresh until {time if day == local(now)[:10] else f'{day} {time}'}; r again asks all the same"


def unread_words(articles: int, minutes: int) -> str:
    """`37 unread · about 52 min`."""
    if not articles:
        return "nothing unread"
    hours = f"{minutes / 60:.0f} h" if minutes >= 600 else f"{minutes} min"
    return f"{articles:,} unread · about {hours}"
