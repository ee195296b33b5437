"""Local feeds that go to an account: their marks are carried over, however many articles they have."""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from reader.model import ParsedArticle
from reader.store.accounts import adoption, items, subscriptions
from reader.store.accounts.items import Incoming
from reader.store.accounts.subscriptions import There
from reader.store.database.connection import Database, open_store, rows
from reader.store.feeds import feeds
from tests.store.accounts.test_noting import made
from tests.store.making import NOW, answer, parsed

FEED = "https://harbour.example/feed"


def on_its_way(db: Database, count: int, *, remote: Callable[[int], ParsedArticle]) -> int:
    """A feed of so many read articles whose account has the same ones. Returns the account."""
    local, _ = feeds.add_feed(db, FEED, now=NOW)
    answer(db, local, [article(number) for number in range(count)], NOW)
    db.execute("UPDATE article SET read = 1")
    account = made(db, "home")
    adoption.begin(db, account, "home", [local], now=NOW)
    there = subscriptions.apply(db, account, [There("feed/1", FEED, "Harbour", None, None)], now=NOW)
    sent = [Incoming(str(n), there["feed/1"], remote(n), False, False, ()) for n in range(count)]
    items.keep(db, account, sent, now=NOW)
    return account


def article(number: int) -> ParsedArticle:
    return replace(parsed(number), link=f"https://harbour.example/{number}")


def renamed(number: int) -> ParsedArticle:
    """The article as a server has it that changes titles: its link alone is the same."""
    return replace(article(number), title=f"Another title {number}")


def steps(path: Path, count: int) -> int:
    """How many hundred steps SQLite takes to carry so many articles over."""
    db, taken = open_store(path), 0

    def step() -> bool:
        nonlocal taken
        taken += 1
        return False

    account = on_its_way(db, count, remote=article)
    db.set_progress_handler(step, 100)
    assert adoption.carry_over(db, account, now=NOW) == count
    db.close()
    return taken


def test_carrying_over_grows_no_faster_than_the_articles(tmp_path: Path) -> None:
    few, many = steps(tmp_path / "few.db", 100), steps(tmp_path / "many.db", 800)
    assert many < 16 * few


def test_an_article_that_only_its_link_tells_keeps_its_mark(db: Database) -> None:
    account = on_its_way(db, 3, remote=renamed)
    assert adoption.carry_over(db, account, now=NOW) == 3
    assert rows(db, "SELECT read FROM article WHERE account > 0") == [(1,), (1,), (1,)]
