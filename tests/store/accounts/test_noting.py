"""The reader's marks are noted for their account in the transaction that makes them."""

import pytest

from reader.model import FeedChange
from reader.store import undo_log
from reader.store.accounts import accounts, items, outbox, subscriptions
from reader.store.accounts.items import Incoming
from reader.store.accounts.subscriptions import There
from reader.store.articles import retention
from reader.store.changes import marks
from reader.store.database.connection import Database, rows, transaction
from reader.store.feeds import feeds
from reader.store.feeds.wishes import NotEditable
from tests.store.making import NOW, answer, parsed, subscribe


@pytest.fixture
def account(db: Database) -> int:
    """An account that keeps tags and whose feeds can be changed, with six unread articles."""
    id = made(db, "home")
    there = [There("feed/1", "https://site.example/feed", "Site", None, "News")]
    feed = subscriptions.apply(db, id, there, now=NOW)["feed/1"]
    items.keep(db, id, [incoming(feed, number) for number in range(1, 7)], now=NOW)
    return id


def made(db: Database, name: str, **columns: int) -> int:
    id = accounts.add(
        db, kind="greader", name=name, url="https://s.example", user="me", command=None, details="{}", now=NOW
    )
    accounts.write(db, id, **({"feeds_editable": 1, "keeps_tags": 1} | columns))
    return id


def incoming(feed: int, number: int, *, starred: bool = False) -> Incoming:
    return Incoming(str(number), feed, parsed(number), False, starred, ())


def waits(db: Database, account: int) -> dict[tuple[str, str], bool]:
    """What waits, by the server's id and the field."""
    return {
        (mark.remote_id, batch.field): batch.value
        for batch in outbox.batches(db, account, 100)
        for mark in batch.marks
    }


def here(db: Database, account: int, *remote: str) -> list[int]:
    found = items.here(db, account, remote)
    return [found[id] for id in remote]


def test_a_mark_waits_with_its_last_value(db: Database, account: int) -> None:
    one, two = here(db, account, "1", "2")
    marks.mark(db, [one, two], read=True, now=NOW)
    marks.mark(db, [one], read=False, starred=True, now=NOW)
    assert waits(db, account) == {("2", "read"): True, ("1", "read"): False, ("1", "starred"): True}


def test_what_changes_nothing_and_what_is_local_waits_for_nothing(db: Database, account: int) -> None:
    local = subscribe(db)
    answer(db, local, [parsed(1)])
    marks.mark(db, [id for (id,) in rows(db, "SELECT id FROM article WHERE account = 0")], read=True, now=NOW)
    marks.mark(db, here(db, account, "1"), read=False, now=NOW)
    assert waits(db, account) == {}


def test_undo_queues_the_opposite_also_of_what_was_sent(db: Database, account: int) -> None:
    marks.mark(db, here(db, account, "1"), read=True, now=NOW)
    for batch in outbox.batches(db, account, 10):
        outbox.note_sent(db, batch.marks)
    assert waits(db, account) == {}
    marks.undo(db, now=NOW)
    assert waits(db, account) == {("1", "read"): False}


def test_tags_wait_where_the_server_keeps_them(db: Database, account: int) -> None:
    one = here(db, account, "1")
    marks.tag(db, one, ["boats"], [], now=NOW)
    assert waits(db, account) == {("1", "tag:boats"): True}
    marks.undo(db, now=NOW)
    assert waits(db, account) == {("1", "tag:boats"): False}
    accounts.write(db, account, keeps_tags=0)
    marks.tag(db, one, ["sea"], [], now=NOW)
    assert ("1", "tag:sea") not in waits(db, account)


def test_what_is_deleted_is_read_at_the_server_and_unread_again_with_undo(db: Database, account: int) -> None:
    marks.delete(db, here(db, account, "1"), now=NOW)
    assert waits(db, account) == {("1", "read"): True}
    marks.undo(db, now=NOW)
    assert waits(db, account) == {("1", "read"): False}


def test_an_action_on_very_many_articles_waits_slice_by_slice(db: Database, account: int) -> None:
    (feed,) = {feed.id for feed in feeds.feeds(db)}
    items.keep(db, account, [incoming(feed, number) for number in range(7, 3000)], now=NOW)
    everything = [id for (id,) in rows(db, "SELECT id FROM article")]
    marks.mark(db, everything, read=True, now=NOW)
    assert len(waits(db, account)) == 2999


def test_a_mark_that_is_made_while_another_is_sent_waits_on(db: Database, account: int) -> None:
    one = here(db, account, "1")
    marks.mark(db, one, read=True, now=NOW)
    [batch] = outbox.batches(db, account, 10)
    marks.mark(db, one, read=False, now=NOW)
    assert outbox.note_sent(db, batch.marks) == 0
    assert waits(db, account) == {("1", "read"): False}


def test_batches_hold_so_many_marks_and_one_value_each(db: Database, account: int) -> None:
    marks.mark(db, here(db, account, "1", "2", "3", "4", "5"), read=True, now=NOW)
    marks.mark(db, here(db, account, "6"), starred=True, now=NOW)
    found = outbox.batches(db, account, 2)
    assert [(batch.field, len(batch.marks)) for batch in found] == [
        ("read", 2), ("read", 2), ("read", 1), ("starred", 1),
    ]  # fmt: skip


def test_a_mark_that_is_refused_three_times_is_dropped(db: Database, account: int) -> None:
    marks.mark(db, here(db, account, "1"), read=True, now=NOW)
    [batch] = outbox.batches(db, account, 10)
    assert [outbox.refuse(db, batch.marks[0]) for _ in range(3)] == [False, False, True]
    assert waits(db, account) == {}


def test_retention_tells_the_server_nothing_and_what_it_purged_is_not_asked_for_again(
    db: Database, account: int
) -> None:
    list(items.apply(db, account, items.compare(db, account, set(), set()), now=NOW))
    assert retention.expire(db, before=NOW + 10**8, now=NOW) == 6
    retention.purge(db, before=NOW + 1)
    assert waits(db, account) == {}
    assert items.unknown(db, account, {"1", "99"}, NOW) == ["99"]


def test_a_newest_few_are_kept_but_no_unread_article_of_an_account_goes(db: Database, account: int) -> None:
    assert retention.expire_beyond(db, kept=2, now=NOW) == 0


def test_changes_of_feeds_are_wishes_of_which_the_last_counts(db: Database, account: int) -> None:
    [feed] = feeds.feeds(db)
    assert (feed.account, feed.folder, feed.title) == ("home", "News", "Site")
    feeds.edit_feed(db, feed.id, FeedChange(title="One", folder="World"), now=NOW)
    feeds.edit_feed(db, feed.id, FeedChange(title="Two"), now=NOW)
    wanted = {wish.op: wish.value for wish in subscriptions.wishes(db, account)}
    assert wanted == {"title": "Two", "folder": "World"}
    marks.undo(db, now=NOW)
    marks.undo(db, now=NOW)
    wanted = {wish.op: wish.value for wish in subscriptions.wishes(db, account)}
    assert wanted == {"title": "Site", "folder": "News"}


def test_a_feed_that_is_removed_and_taken_back_is_wanted_again(db: Database, account: int) -> None:
    [feed] = feeds.feeds(db)
    feeds.remove_feed(db, feed.id, now=NOW)
    assert [wish.op for wish in subscriptions.wishes(db, account)] == ["unsubscribe"]
    marks.undo(db, now=NOW)
    assert [wish.op for wish in subscriptions.wishes(db, account)] == ["subscribe"]


def test_feeds_that_the_server_does_not_let_be_changed_stay_as_they_are(db: Database, account: int) -> None:
    accounts.write(db, account, feeds_editable=0)
    [feed] = feeds.feeds(db)
    with pytest.raises(NotEditable):
        feeds.edit_feed(db, feed.id, FeedChange(title="Mine"), now=NOW)
    with pytest.raises(NotEditable):
        feeds.remove_feed(db, feed.id, now=NOW)
    assert feeds.feeds(db) == [feed]
    assert feeds.edit_feed(db, feed.id, FeedChange(full_text="never"), now=NOW)


def test_an_address_may_be_a_local_feeds_and_an_accounts(db: Database, account: int) -> None:
    url = "https://site.example/feed"
    subscribe(db, url)
    assert sorted((feed.account or "", feed.url) for feed in feeds.feeds(db)) == [("", url), ("home", url)]


def test_a_removed_account_leaves_what_is_starred_and_undo_brings_it_back(db: Database, account: int) -> None:
    marks.mark(db, here(db, account, "1"), starred=True, now=NOW)
    assert accounts.remove(db, account, now=NOW)
    marks.finish(db)
    assert accounts.accounts(db, NOW) == []
    assert feeds.feeds(db) == []
    assert rows(db, "SELECT remote_id FROM article WHERE deleted = 0") == [("1",)]
    marks.mark(db, here(db, account, "1"), starred=False, now=NOW)
    assert waits(db, account) == {}
    marks.undo(db, now=NOW)
    action = marks.undo(db, now=NOW)
    assert action is not None
    assert action.label == "removed the account home"
    [back] = accounts.accounts(db, NOW)
    assert (back.status, back.feeds, back.unread) == ("auth", 1, 6)


def test_an_account_that_comes_back_to_a_name_that_is_taken_gets_another(db: Database, account: int) -> None:
    accounts.remove(db, account, now=NOW)
    made(db, "home")
    marks.undo(db, now=NOW)
    assert sorted(one.name for one in accounts.accounts(db, NOW)) == ["home", "home (2)"]


def test_nothing_of_a_mark_is_left_where_its_transaction_failed(db: Database, account: int) -> None:
    one = here(db, account, "1")

    def failing() -> None:
        with transaction(db):
            marks.mark(db, one, read=True, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert waits(db, account) == {}
    assert undo_log.last_action(db) is None
