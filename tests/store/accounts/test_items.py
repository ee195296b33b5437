"""What a server's whole lists of ids change, and what they leave alone."""

from collections.abc import Collection

import pytest

from reader.store.accounts import items, outbox, subscriptions
from reader.store.accounts import parts as in_parts
from reader.store.accounts.subscriptions import There
from reader.store.changes import marks
from reader.store.database.connection import Database, rows, texts
from reader.store.feeds import feeds
from tests.store.accounts.test_noting import here, incoming, made
from tests.store.making import NOW


@pytest.fixture
def account(db: Database) -> int:
    """An account with four unread articles, of which the first is starred."""
    id = made(db, "home")
    feed = subscriptions.apply(db, id, [there(1)], now=NOW)["feed/1"]
    items.keep(db, id, [incoming(feed, number, starred=number == 1) for number in (1, 2, 3, 4)], now=NOW)
    return id


def there(number: int, *, title: str = "Site", folder: str | None = None) -> There:
    return There(f"feed/{number}", f"https://site{number}.example/feed", title, None, folder)


def states(db: Database) -> dict[str, tuple[int, int]]:
    """Whether each article is read and starred, by the server's ids."""
    found = rows(db, "SELECT remote_id, read, starred FROM article WHERE deleted = 0")
    return {id: (read, starred) for id, read, starred in found}


def applied(
    db: Database, account: int, change: items.Change, gone: Collection[str] = (), now: int = NOW
) -> int:
    """Apply all of a change. Returns how many articles changed."""
    return sum(items.apply(db, account, change, gone=gone, now=now))


def test_the_lists_are_what_the_states_become(db: Database, account: int) -> None:
    change = items.compare(db, account, {"1", "2"}, {"2"})
    assert applied(db, account, change, now=NOW) == 4
    assert states(db) == {"1": (0, 0), "2": (0, 1), "3": (1, 0), "4": (1, 0)}
    assert applied(db, account, items.compare(db, account, {"1", "2"}, {"2"}), now=NOW) == 0


def test_what_waits_is_left_alone_field_by_field(db: Database, account: int) -> None:
    marks.mark(db, here(db, account, "1"), read=True, now=NOW)
    applied(db, account, items.compare(db, account, {"1", "2", "3", "4"}, set()), now=NOW)
    assert states(db)["1"] == (1, 0)


def test_what_was_sent_while_the_lists_were_on_their_way_is_left_alone_until_the_next(
    db: Database, account: int
) -> None:
    outbox.forget_sent(db, account)
    marks.mark(db, here(db, account, "2"), read=True, now=NOW)
    for batch in outbox.batches(db, account, 10):
        outbox.note_sent(db, batch.marks)
    stale = {"1", "2", "3", "4"}
    applied(db, account, items.compare(db, account, stale, {"1"}), now=NOW)
    assert states(db)["2"] == (1, 0)
    outbox.forget_sent(db, account)
    applied(db, account, items.compare(db, account, stale, {"1"}), now=NOW)
    assert states(db)["2"] == (0, 0)


def test_a_mark_between_comparing_and_applying_wins(db: Database, account: int) -> None:
    change = items.compare(db, account, set(), set())
    marks.mark(db, here(db, account, "3"), read=True, now=NOW)
    marks.mark(db, here(db, account, "3"), read=False, now=NOW)
    applied(db, account, change, now=NOW)
    assert states(db)["3"] == (0, 0)


def test_what_the_server_has_lost_keeps_its_star_until_it_is_there_again(db: Database, account: int) -> None:
    change = items.compare(db, account, {"2", "3", "4"}, set())
    kept = change._replace(unstarred=[])
    applied(db, account, kept, gone={"1"}, now=NOW)
    assert states(db)["1"] == (1, 1)
    assert items.compare(db, account, {"2", "3", "4"}, set()) == ([], [], [], [], [])
    change = items.compare(db, account, {"1", "2", "3", "4"}, {"1"})
    assert change.back == ["1"]
    applied(db, account, change, now=NOW)
    assert rows(db, "SELECT count(*) FROM article WHERE gone_at IS NOT NULL") == [(0,)]


def test_an_article_comes_once_however_often_it_is_given(db: Database, account: int) -> None:
    (feed,) = {feed.id for feed in feeds.feeds(db)}
    again = [incoming(feed, 4), incoming(feed, 5), incoming(feed, 5)]
    assert items.keep(db, account, again, now=NOW) == 1
    assert items.unknown(db, account, {"5", "6"}, NOW) == ["6"]


def test_what_is_listed_and_not_given_is_asked_for_again_later(db: Database, account: int) -> None:
    items.note_missing(db, account, ["9"], NOW)
    assert items.unknown(db, account, {"9"}, NOW - 1) == []
    assert items.unknown(db, account, {"9"}, NOW + 1) == ["9"]


def test_two_accounts_may_have_articles_of_one_id(db: Database, account: int) -> None:
    other = made(db, "work")
    feed = subscriptions.apply(db, other, [there(1)], now=NOW)["feed/1"]
    assert items.keep(db, other, [incoming(feed, 1)], now=NOW) == 1
    applied(db, other, items.compare(db, other, set(), set()), now=NOW)
    assert rows(db, "SELECT account, read FROM article WHERE remote_id = '1' ORDER BY account") == [
        (account, 0), (other, 1),
    ]  # fmt: skip


def test_tags_are_what_the_server_says_but_for_those_that_wait(db: Database, account: int) -> None:
    assert sum(items.set_label(db, account, "boats", {"1", "2"})) == 2
    marks.tag(db, here(db, account, "3"), ["boats"], [], now=NOW)
    marks.tag(db, here(db, account, "2"), [], ["boats"], now=NOW)
    assert sum(items.set_label(db, account, "boats", {"2"})) == 1
    found = rows(db, "SELECT a.remote_id FROM article_tag JOIN article AS a ON a.id = article")
    assert found == [("3",)]


def test_feeds_follow_the_server_and_keep_what_is_starred(db: Database, account: int) -> None:
    subscriptions.apply(db, account, [there(2, title="Two", folder="World")], now=NOW)
    [feed] = feeds.feeds(db)
    assert (feed.title, feed.folder) == ("Two", "World")
    assert list(states(db)) == ["1"]
    subscriptions.apply(db, account, [there(1, title="Again")], now=NOW)
    assert [feed.title for feed in feeds.feeds(db)] == ["Again"]
    assert len(states(db)) == 4


def test_a_feed_that_the_server_gives_another_id_stays_the_same_feed(db: Database, account: int) -> None:
    [before] = feeds.feeds(db)
    subscriptions.apply(db, account, [there(1)._replace(remote_id="feed/77")], now=NOW)
    assert [feed.id for feed in feeds.feeds(db)] == [before.id]


def test_a_feed_that_was_added_here_waits_for_the_server(db: Database, account: int) -> None:
    new, _ = feeds.add_feed(db, "https://new.example/feed", now=NOW, account=account)
    subscriptions.apply(db, account, [there(1)], now=NOW)
    assert new in {feed.id for feed in feeds.feeds(db)}
    [wish] = subscriptions.wishes(db, account)
    subscriptions.fulfil(db, wish, "feed/9")
    found = subscriptions.apply(db, account, [there(1), there(9)], now=NOW)
    assert found["feed/9"] == new


def test_a_wish_that_is_refused_for_good_ends_the_feed(db: Database, account: int) -> None:
    feeds.add_feed(db, "https://new.example/feed", now=NOW, account=account, folder="World")
    for wish in subscriptions.wishes(db, account):
        if wish.op == "subscribe":
            assert subscriptions.refuse(db, wish, "no", most=1)
    assert subscriptions.wishes(db, account) == []
    subscriptions.apply(db, account, [there(1)], now=NOW)
    assert [feed.url for feed in feeds.feeds(db)] == ["https://site1.example/feed"]


def test_articles_are_found_by_the_servers_ids_without_looking_through_all(
    db: Database, account: int
) -> None:
    asked: list[str] = []

    def note(_: object, statement: str, __: object) -> bool:
        asked.append(statement)
        return True

    (feed,) = {feed.id for feed in feeds.feeds(db)}
    change = items.compare(db, account, {"1"}, {"2"})
    db.exec_trace = note
    items.keep(db, account, [incoming(feed, 9)], now=NOW)
    applied(db, account, change)
    db.exec_trace = None
    found = [one for one in asked if one.startswith("SELECT a.remote_id, a.id")]
    assert len(found) == 2
    for statement in found:
        plan = [row[3] for row in rows(db, f"EXPLAIN QUERY PLAN {statement}", (texts(["1"]), 1))]
        assert "article_remote (account=? AND remote_id=?)" in plan[1]
    [waits] = {one for one in asked if one.startswith("SELECT field, remote_id FROM outbox")}
    [plan, *_] = rows(db, f"EXPLAIN QUERY PLAN {waits}", (1, texts(["1"])))
    assert "(account=? AND remote_id=?)" in plan[3]


EVERY_WAY = 12
"""Articles of which each meets another fate, some of them two."""


def a_large_change(db: Database, account: int) -> tuple[set[str], set[str], set[str]]:
    """Bring articles of all states here. Returns what the server has: unread, starred, and nothing of."""
    (feed,) = {feed.id for feed in feeds.feeds(db)}
    more = [incoming(feed, number, starred=number % 3 == 1) for number in range(5, EVERY_WAY + 1)]
    items.keep(db, account, more, now=NOW)
    read = here(db, account, "8", "9", "11")
    marks.mark(db, read, read=True, now=NOW)
    for batch in outbox.batches(db, account, 100):
        outbox.note_sent(db, batch.marks)
    outbox.forget_sent(db, account)
    applied(db, account, items.Change([], [], [], [], []), gone={"12"})
    marks.mark(db, here(db, account, "2"), read=False, starred=True, now=NOW)
    return {"3", "6", "8", "11", "12"}, {"4", "5", "8", "12"}, {"1", "10"}


def judged(db: Database, account: int, server: tuple[set[str], set[str], set[str]]) -> items.Change:
    """What is left of a change where the server does not have some of the articles."""
    change = items.compare(db, account, server[0], server[1])
    return change._replace(unstarred=[id for id in change.unstarred if id not in server[2]])


def all_of(db: Database) -> list[tuple[object, ...]]:
    return rows(db, "SELECT remote_id, read, starred, gone_at, deleted FROM article ORDER BY remote_id")


@pytest.mark.parametrize("parts", range(EVERY_WAY))
def test_a_list_that_is_applied_in_part_is_completed_by_the_next_sync(
    db: Database, account: int, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_parts, "FIRST", 1)
    monkeypatch.setattr(in_parts, "AIM", 0)
    server = a_large_change(db, account)
    before = all_of(db)
    change = judged(db, account, server)
    assert len(list(items.apply(db, account, change, gone=server[2], now=NOW))) > 7
    wanted = all_of(db)
    assert judged(db, account, server) == ([], [], [], [], []), "all is as the server says"

    restore(db, before)
    steps = items.apply(db, account, change, gone=server[2], now=NOW)
    for _ in zip(range(parts), steps, strict=False):
        halfway = {row[0]: row for row in all_of(db)}
        assert all(halfway[row[0]] in (row, *wanted) for row in before)
    steps.close()
    change = judged(db, account, server)
    gone = {id for id in server[2] if id not in {row[0] for row in all_of(db) if row[3]}}
    applied(db, account, change, gone=gone)
    assert all_of(db) == wanted


def restore(db: Database, before: list[tuple[object, ...]]) -> None:
    for remote, *columns in before:
        sql = "UPDATE article SET read = ?, starred = ?, gone_at = ?, deleted = ? WHERE remote_id = ?"
        db.execute(sql, (*columns, remote))
