"""What a worker process reports, as words for the status line. Pure."""

from dataclasses import dataclass, replace

from reader.document.sanitize import sanitize_line
from reader.keys import KeyOf, key_of
from reader.library.outcome import WorkerEvent, WorkerResult
from reader.library.output.text import local
from reader.model import Feed, RefreshEvent
from reader.ui.text.signs import dotted
from reader.ui.text.times import reading_time


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a refresh is."""

    total: int = 0
    """The number of feeds that are to be asked."""
    done: int = 0
    """The number of feeds that were asked."""
    new: int = 0
    """The number of articles that came."""
    failed: int = 0
    """The number of feeds that failed."""
    error: str = ""
    """The first failure, in words."""
    last: int | None = None
    """The feed that was asked last; None before the first one, and where the refresh is over."""
    ended: bool = False
    """Whether the worker process has ended."""

    def ended_with(self, result: WorkerResult) -> "Progress":
        """Return the progress once the worker process has ended."""
        complaint = result.last_complaint if result.code not in (0, 1) else ""
        return replace(self, ended=True, last=None, error=self.error or complaint)

    def after(self, event: WorkerEvent) -> "Progress":
        """Return the progress once the worker process has printed an event."""
        if not isinstance(event, RefreshEvent):
            return self
        failed = event.outcome == "failed"
        error = sanitize_line(event.error or "") if failed and not self.error else self.error
        return replace(
            self,
            last=event.feed,
            done=self.done + 1,
            new=self.new + event.new,
            failed=self.failed + failed,
            error=error,
        )

    def words(self) -> str:
        """Write it as `34 of 200, 12 new`; nothing where no feed was asked."""
        if self.ended and not self.done:
            return ""
        of = f" of {max(self.total, self.done)}" if not self.ended else " asked"
        parts = [f"{self.done}{of}", f"{self.new} new" if self.new else "nothing new" if self.ended else ""]
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


def how_far(seen: float, minutes: int) -> str:
    """Write how much of an article was in sight and how long it is, as `40 % of 12 min`, or `about 12 min`.

    `seen`: a share from 0 to 1, which is that of the lines above the bottom of the pane.
    """
    if seen >= 1 or not minutes:
        time = reading_time(minutes)
        return f"about {time.removeprefix('about ')}" if time else ""
    return f"{max(1, int(100 * seen))} % of {reading_time(minutes)}"


def where_in_list(row: int | None, rows: int, far: str) -> str:
    """Write an article's place in its list and how far it is read, as `7 of 31, about 12 min`.

    `row` counts from 0; None where the article has none.
    """
    place = "" if row is None else f"{row + 1:,} of {rows:,}"
    return ", ".join(part for part in (place, far) if part)


def plan_words(left: int, planned: int, minutes: int) -> str:
    """Write what is left of a plan, as `4 of 6 left · 11 min`."""
    if not left:
        return f"all {planned} read"
    return dotted(f"{left} of {planned} left", f"{minutes} min")


def unread_words(articles: int, minutes: int) -> str:
    """Write counts as `37 unread · 52 min`."""
    if not articles:
        return "nothing unread"
    time = reading_time(minutes).removeprefix("about ")
    return dotted(f"{articles:,} unread", time)


def megabytes(done: int, total: int | None) -> str:
    """Say how many bytes there are, of how many in all: `12.5 MB`, `12.5 of 40.0 MB (31 %)`."""
    there = f"{done / 1_000_000:.1f}"
    return f"{there} of {total / 1_000_000:.1f} MB ({100 * done // total} %)" if total else f"{there} MB"
