"""What the bottom line says of accounts."""

import pytest

from reader.accounts import Account, AccountEvent, AccountStatus
from reader.model import RefreshEvent
from reader.ui.text.account_words import account_words
from reader.ui.text.progress import Progress


def account(status: AccountStatus = "ok", waiting: int = 0, **known: object) -> Account:
    made = {"id": 1, "kind": "greader", "name": "home", "url": "https://rss.example/", **known}
    return Account(status=status, waiting=waiting, **made)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("accounts", "words"),
    [
        ([], ""),
        ([account()], ""),
        ([account(waiting=12), account(waiting=1)], "↑13"),
        ([account("auth", 2), account("failing", 1, error="no network")], "↑3 · home: password refused (H)"),
        ([account("failing", error="it answers with a web page")], "home: it answers with a web page (H)"),
        (
            [account("failing", error="h lets nobody in (403): does it open in a browser here?")],
            "home: h lets nobody in (403) (H)",
        ),
        ([account("silenced", 0, silenced_until=1_795_000_000)], ""),
    ],
)
def test_the_worst_trouble_is_said_behind_what_waits(accounts: list[Account], words: str) -> None:
    assert account_words(accounts, offline=False) == words


def test_offline_only_a_refused_password_is_said() -> None:
    assert account_words([account("failing", 4, error="no network")], offline=True) == "↑4"
    assert "refused" in account_words([account("auth", 4)], offline=True)


def test_an_account_that_asks_to_wait_says_until_when() -> None:
    words = account_words([account("silenced", 1, silenced_until=1_795_000_000)], offline=False)
    assert words.startswith("↑1 · home asks to wait until ")


def test_a_server_that_cannot_be_reached_is_offline() -> None:
    there = [account("failing", 2, error="127.0.0.1:1 refused the connection")]
    assert account_words(there, offline=False, unreachable={"home"}) == "↑2 · offline, 2 changes wait"
    assert account_words([account()], offline=False, unreachable={"home"}) == "offline"


def test_what_is_asked_last_is_named() -> None:
    begun = Progress(total=3, accounts=("home", "work"))
    assert begun.words() == "0 of 3"
    feed = begun.after(RefreshEvent(feed=1, url="http://one.test/", outcome="unchanged"))
    assert feed.words() == "syncing home"
    home = feed.after(AccountEvent(account="home", outcome="synced", new=4))
    assert home.words() == "syncing work, 4 new"
    assert home.after(AccountEvent(account="work", outcome="synced")).words() == "3 of 3, 4 new"
