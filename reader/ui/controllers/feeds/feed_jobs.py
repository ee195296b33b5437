"""What worker processes do about one feed: asking it now or for older articles, finding its new address."""

from collections.abc import Sequence

from reader.accounts import AccountEvent
from reader.document.sanitize import SafeText, message_line, sanitize, sanitize_line
from reader.library.outcome import WorkerEvent
from reader.library.output.text import account_event_line, event_words, found_words, local
from reader.model import Candidate, Feed, RefreshEvent
from reader.ui.controllers.jobs import Jobs
from reader.ui.dialogs.feeds.health_jobs import Address
from reader.urls.credentials import hide_secrets


class FeedJobs:
    """Runs the jobs that the dialog of the feeds' health offers."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def refusal(self) -> str | None:
        """Return why nothing may be asked of the network; None if it may."""
        return self._jobs.refusal()

    async def ask_now(self, feed: Feed) -> SafeText:
        """Ask a feed now, also one that is gone. Returns what came of it, in words."""
        return await self._refresh(feed, ["--again"] if feed.status == "gone" else [])

    async def load_older(self, feed: Feed) -> SafeText:
        """Ask for articles older than those in the feed's document. Returns what came of it, in words."""
        return await self._refresh(feed, ["--older"])

    async def _refresh(self, feed: Feed, options: Sequence[str]) -> SafeText:
        answer = ""

        def follow(event: WorkerEvent) -> None:
            nonlocal answer
            if isinstance(event, RefreshEvent):
                answer = event_words(event)

        result = await self._jobs.read("refresh", "--json", *options, str(feed.id), on_event=follow)
        problem = result.last_complaint if result.failed else ""
        return _capitalized(answer or problem or "nothing came of it")

    async def sync(self, account: str) -> SafeText:
        """Sync an account. Returns what came of it, in words."""
        answer = ""

        def follow(event: WorkerEvent) -> None:
            nonlocal answer
            if isinstance(event, AccountEvent):
                answer = account_event_line(event).removeprefix(f"{event.account}: ")

        result = await self._jobs.read("sync", "--json", "--", account, on_event=follow)
        return _capitalized(answer or result.last_complaint or "nothing came of it")

    async def give_password(self, account: str, password: str) -> SafeText:
        """Try another password, and keep it. Returns what came of it, in words."""
        result = await self._jobs.read(
            "account", "password", "--password-stdin", "--", account, given=password
        )
        problem = result.last_complaint.removeprefix(f"{account}: ") if result.failed else ""
        return _capitalized(problem or "it is kept, and what waited is sent")

    async def remove_account(self, account: str) -> SafeText:
        """Remove an account with what waits. Returns why it could not be, in words; else nothing."""
        result = await self._jobs.read("account", "remove", "--force", "--", account)
        return _capitalized(result.last_complaint if result.failed else "")

    async def find_addresses(self, feed: Feed) -> tuple[list[Address], SafeText]:
        """Find the addresses that the feed's site names. Returns them, and in words why there are none."""
        found: list[Address] = []

        def follow(event: WorkerEvent) -> None:
            if isinstance(event, Candidate):
                found.append(_address(event))

        result = await self._jobs.read("edit", "--find", "--secrets", "--json", str(feed.id), on_event=follow)
        problem = result.last_complaint if result.failed else ""
        reason = problem.removeprefix(f"{sanitize_line(feed.title)}: ") or "its site names no feed"
        return found, _capitalized(reason)


def _address(candidate: Candidate) -> Address:
    url, title = (
        sanitize_line(hide_secrets(candidate.url)),
        sanitize_line(candidate.title or "Without a title"),
    )
    articles = found_words(candidate.articles, local(candidate.newest)[:10] if candidate.newest else "")
    return Address(candidate.url, sanitize(f"{title} ({articles})\n{url}"))


def _capitalized(text: str) -> SafeText:
    return message_line(text[:1].upper() + text[1:])
