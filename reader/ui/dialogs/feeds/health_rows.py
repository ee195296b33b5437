"""The rows of the health of accounts and feeds: by state when the list was opened, in columns. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from reader.accounts import Account
from reader.document.sanitize import SafeText, message_line, sanitize, sanitize_line
from reader.library.feeds.health import STATES, Health, State, brings
from reader.library.output.text import last_good, local
from reader.model import HOUR
from reader.ui.text.account_words import state_of
from reader.ui.text.cells import fit, fit_right
from reader.ui.text.shortened import name_in
from reader.ui.text.signs import dotted, is_plain
from reader.ui.widgets.feed_rows import STATUS_MARKS
from reader.urls.credentials import hide_secrets

MARK = 2
"""The cells before a title."""

DAY_WIDTH = 10
"""The cells of a day, as `2026-11-02`."""

SILENT_SHOWN = 5
"""The silent feeds that are listed of many, those that are so for longest: nothing need be done here."""

SILENT_ALL = 8
"""The silent feeds that are all listed, where there are no more."""

WITH_DAY = 76
"""The width in cells from which on there is room for the day of the last good answer."""


@dataclass(frozen=True, slots=True)
class HealthRow:
    """A feed, an account, how many silent feeds are left out, or the heading or empty line above some."""

    health: Health | None = None
    account: Account | None = None
    left_out: int = 0
    """How many silent feeds this row stands for, which enter lists."""
    heading: str = ""
    label: str = ""
    """The heading of the last column, above the first feeds."""

    @property
    def id(self) -> int | None:
        """The feed's id, that of an account below zero; None for a heading."""
        if self.account is not None:
            return -self.account.id
        return None if self.health is None else self.health.feed.id

    @property
    def takes_cursor(self) -> bool:
        """Whether there is anything to do about the row."""
        return self.id is not None or self.left_out > 0


@dataclass(frozen=True, slots=True)
class Cells:
    """The parts of a row as drawn, which fill the width together."""

    mark: SafeText
    title: SafeText
    cause: SafeText
    day: SafeText


def order_of(examined: Sequence[Health]) -> dict[int, State]:
    """Note where each feed is listed as long as the list is open: what is mended does not jump away.

    Returns states by feed id.
    """
    return {health.feed.id: health.state for health in examined}


def health_rows(
    examined: Sequence[Health],
    order: Mapping[int, State],
    accounts: Sequence[Account] = (),
    *,
    all_silent: bool = False,
) -> list[HealthRow]:
    """Make all rows, accounts first; a feed that came later is listed by its present state.

    Of many silent feeds some are left out, unless `all_silent` are wanted.
    """
    rows: list[HealthRow] = []
    if accounts:
        rows.append(HealthRow(heading=dotted("Accounts", f"{len(accounts):,}"), label="last good"))
        rows += [HealthRow(account=account) for account in accounts]
    for state, name in STATES.items():
        group = sorted(
            (health for health in examined if order.get(health.feed.id, health.state) == state),
            key=lambda health: (health.feed.title.casefold(), health.feed.id),
        )
        if group:
            label = "" if rows else "last good"
            rows += [HealthRow()] if rows else []
            rows.append(HealthRow(heading=dotted(name, f"{len(group):,}"), label=label))
            cut = state == "silent" and not all_silent and len(group) > SILENT_ALL
            shown = sorted(group, key=_silent_since)[:SILENT_SHOWN] if cut else group
            rows += [HealthRow(health) for health in shown]
            rows += [HealthRow(left_out=len(group) - len(shown))] if cut else []
    return rows


def _silent_since(health: Health) -> tuple[int, str]:
    """Return a sort key by which feeds come first that brought nothing for longest."""
    return health.activity.newest or 0, health.feed.title.casefold()


def cells(row: HealthRow, width: int, under_way: str = "") -> Cells:
    """Draw a row in that many cells; what is under way takes the place of what is known."""
    day = DAY_WIDTH + 2 if width >= WITH_DAY else 0
    title = max(8, min(40, (width - MARK - day) * 2 // 5))
    cause = max(0, width - MARK - title - 2 - day - 1)
    if row.account is not None:
        mark = "" if is_plain() or not is_troubled(row.account) else "!"
        name, words, good_at = row.account.name, state_of(row.account), row.account.last_sync
        if row.account.waiting:
            words = dotted(f"↑{row.account.waiting:,}", words)
    else:
        health = row.health
        assert health is not None, "a heading is drawn by `heading_cells`"
        mark, name, words, good_at = mark_of(health), health.feed.title, health.cause, health.feed.last_ok
    good = local(good_at)[:10] if good_at else "never"
    return Cells(
        fit(sanitize(mark), MARK),
        sanitize(fit(name_in(sanitize_line(name), title), title) + "  "),
        fit(message_line(under_way or words), cause),
        sanitize(fit_right(sanitize(good), day) + " " if day else " "),
    )


def heading_cells(row: HealthRow, width: int) -> tuple[SafeText, SafeText]:
    """Draw a heading, and above the last column its label if there is room; or how many are left out."""
    if row.left_out:
        sign = "" if is_plain() else "…"
        words = f"{sign.ljust(MARK)}{row.left_out:,} more, silent for half a year or longer: enter lists them"
        return fit(sanitize(words), width - 1), sanitize(" ")
    day = DAY_WIDTH + 2 if width >= WITH_DAY else 0
    label = fit_right(sanitize_line(row.label), day) + " " if day else " "
    return fit(sanitize_line(row.heading), width - day - 1), sanitize(label)


def is_troubled(account: Account) -> bool:
    """Return whether an account cannot be synced as it is."""
    return account.status in ("failing", "auth")


def mark_of(health: Health) -> str:
    """Return the mark of a feed's state, readable without colour."""
    if is_plain():  # the heading above says it
        return ""
    return STATUS_MARKS.get(health.feed.status) or {"moved": "→", "silent": "·"}.get(health.state, "")


def details(health: Health, now: int) -> list[SafeText]:
    """Describe a feed in lines: its title, its address, what matters, and the numbers."""
    feed = health.feed
    where = f" ({feed.folder})" if feed.folder else ""
    cause = [message_line(health.cause)] if health.state in ("trouble", "moved") else []
    if health.state == "paused":
        cause = [message_line(f"paused; before that: {feed.error}" if feed.error else "paused")]
    if not cause and feed.notice:
        cause = [message_line(feed.notice)]
    numbers = last_good(feed).capitalize(), brings(health.activity), *_next(health, now)
    return [
        sanitize_line(feed.title + where),
        sanitize_line(hide_secrets(feed.url)),
        *(message_line(f"{text[:1].upper()}{text[1:]}") for text in cause),
        sanitize_line(dotted(*numbers)),
    ]


def _next(health: Health, now: int) -> list[str]:
    if health.feed.status in ("gone", "paused"):
        return ["not asked any more"] if health.feed.status == "gone" else []
    due = health.feed.next_due or 0
    return [f"next asked in {_time_until(due - now)}" if due > now else "due"]


def _time_until(seconds: int) -> str:
    """Say how long it is until something, to what a reader wants to know: `5 min`, `3 h`, `2 days`."""
    minutes, hours = ceil(seconds / 60), ceil(seconds / HOUR)
    if minutes <= 90:
        return f"{minutes} min"
    return f"{hours} h" if hours <= 48 else f"{hours // 24} days"
