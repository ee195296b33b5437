"""What is believed of a server's lists."""

import pytest

from reader.library.accounts.guards import LOOKED_UP, is_suspicious, judge, to_look_up
from reader.sources.accounts.backend import BadShape, RemoteItem
from reader.store.accounts.items import Change


def change(*, read: int = 0, unstarred: int = 0) -> Change:
    return Change([f"r{n}" for n in range(read)], ["u"], ["s"], [f"x{n}" for n in range(unstarred)], [])


def item(id: str, *, read: bool | None = None, starred: bool | None = None) -> RemoteItem:
    return RemoteItem(id=id, feed="feed/1", read=read, starred=starred)


def test_a_long_list_that_is_suddenly_empty_is_asked_for_again() -> None:
    assert is_suspicious(0, 51)
    assert not is_suspicious(0, 50)
    assert not is_suspicious(1, 1_000)


def test_every_star_that_would_go_is_looked_up() -> None:
    stars, read = to_look_up(change(read=3, unstarred=1_000), 1, 100)
    assert (len(stars), len(read)) == (1_000, 3)


def test_of_many_that_would_become_read_some_are_looked_up() -> None:
    assert len(to_look_up(change(read=10_000), 3, 100)[1]) == LOOKED_UP
    assert len(to_look_up(change(read=10_000), 1, 50)[1]) == 50


def test_a_star_of_an_article_that_the_server_has_lost_stays() -> None:
    wanted = change(unstarred=3)
    verdict = judge(wanted, wanted.unstarred, [item("x0", starred=False), item("x1", starred=True)])
    assert verdict.change.unstarred == ["x0"]
    assert verdict.gone == {"x2"}


def test_what_the_server_still_shows_as_unread_stays_unread() -> None:
    wanted = change(read=4)
    found = [item("r0", read=False), *(item(f"r{n}", read=True) for n in (1, 2, 3))]
    assert judge(wanted, wanted.read, found).change.read == ["r1", "r2", "r3"]


def test_a_list_that_most_articles_deny_is_not_believed() -> None:
    wanted = change(read=4)
    with pytest.raises(BadShape):
        judge(wanted, wanted.read, [item(f"r{n}", read=n == 0) for n in range(4)])


def test_a_server_that_says_nothing_of_states_is_believed() -> None:
    wanted = change(read=4, unstarred=1)
    verdict = judge(wanted, [*wanted.read, "x0"], [item(id) for id in [*wanted.read, "x0"]])
    assert verdict.change == wanted
    assert verdict.gone == set()
