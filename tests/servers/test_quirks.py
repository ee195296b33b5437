"""The fake of the Google Reader API is wrong in the ways in which the real servers are."""

import dataclasses
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from urllib.parse import quote, urlencode

import pytest

from tests.servers.greader import FakeReader
from tests.servers.profiles import FRESHRSS, LABEL, MINIFLUX, READ, READING_LIST, STRICT, TOR, Profile
from tests.servers.streams import long_id

Form = Sequence[tuple[str, str]]


class Caller:
    """Somebody who is logged in, and sends what a test says."""

    def __init__(self, server: FakeReader) -> None:
        self.server = server
        self.auth = server.user.auth
        self.header = {"Authorization": f"GoogleLogin auth={self.auth}"}
        self.token = self.ask("token").strip()

    def ask(self, path: str, form: Form | None = None, header: dict[str, str] | None = None) -> str:
        """Send a request. Returns the body. Raises `HTTPError`."""
        url = f"{self.server.url}/reader/api/0/{path}"
        data = urlencode(form).encode() if form is not None else None
        asked = urllib.request.Request(url, data, self.header if header is None else header)
        with urllib.request.urlopen(asked) as answer:
            return str(answer.read().decode())

    def status(self, path: str, form: Form | None = None, header: dict[str, str] | None = None) -> int:
        """Send a request. Returns its status."""
        try:
            self.ask(path, form, header)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        return 200

    def ids(self, stream: str, *more: tuple[str, str]) -> tuple[list[str], str]:
        """Ask for one page of ids. Returns them and the continuation."""
        query = urlencode([("output", "json"), ("s", stream), ("n", "1000"), *more])
        answer = json.loads(self.ask(f"stream/items/ids?{query}"))
        return [one["id"] for one in answer["itemRefs"]], answer.get("continuation", "")


def filled(server: FakeReader, count: int) -> Caller:
    server.user.add_items(server.user.add_feed("http://site.test/feed", "A & B", "News"), count)
    return Caller(server)


def marks(profile: Profile, server: FakeReader) -> list[tuple[str, str]]:
    return [("i", long_id(profile, number)) for number in server.user.items]


def test_variables_behind_the_thousandth_are_dropped_with_ok() -> None:
    with FakeReader(FRESHRSS) as server:
        caller = filled(server, 1000)
        ids = marks(FRESHRSS, server)
        assert caller.ask("edit-tag", [("T", caller.token), *ids, ("a", READ)]) == "OK"
        assert len(server.user.unread()) == 1000
        assert caller.ask("edit-tag", [("T", caller.token), ("a", READ), *ids]) == "OK"
        assert not server.user.unread()


def test_what_is_behind_a_mebibyte_is_dropped_with_ok() -> None:
    assert FRESHRSS.body_bytes == 1 << 20
    with FakeReader(dataclasses.replace(FRESHRSS, body_bytes=4096)) as server:
        caller = filled(server, 200)
        ids = marks(FRESHRSS, server)
        assert caller.ask("edit-tag", [("T", caller.token), ("a", READ), *ids]) == "OK"
        assert 0 < len(server.user.unread()) < 200


def test_a_post_is_known_by_its_token_alone_or_by_its_header() -> None:
    for profile, alone in ((MINIFLUX, 200), (FRESHRSS, 401)):
        with FakeReader(profile) as server:
            caller = filled(server, 1)
            form = [("T", caller.token), ("a", READ), *marks(profile, server)]
            assert caller.status("edit-tag", form, {}) == alone
            assert caller.status("edit-tag", [("T", "wrong"), *form[1:]]) == 401
            assert caller.status("edit-tag", form) == 200


def test_the_streams_of_read_items_and_unknown_labels_have_everything() -> None:
    with FakeReader(FRESHRSS) as server:
        caller = filled(server, 5)
        server.user.items[min(server.user.items)].read = True
        assert len(caller.ids(READ)[0]) == len(caller.ids(LABEL + "Unknown")[0]) == 5
        assert len(caller.ids(READING_LIST, ("it", READ))[0]) == 1
        assert len(caller.ids(LABEL + "News")[0]) == 5
    with FakeReader(MINIFLUX) as server:
        caller = filled(server, 5)
        assert caller.status(f"stream/items/ids?output=json&s={quote(LABEL)}News") == 500


@pytest.mark.parametrize("profile", [FRESHRSS, MINIFLUX], ids=lambda profile: profile.name)
def test_a_page_loses_an_item_when_the_one_before_it_is_read(profile: Profile) -> None:
    with FakeReader(profile) as server:
        caller = filled(server, 10)
        query = urlencode([("output", "json"), ("s", READING_LIST), ("n", "4"), ("xt", READ)])
        page = json.loads(caller.ask(f"stream/items/ids?{query}"))
        server.user.items[int(page["itemRefs"][-1]["id"])].read = True
        more = json.loads(caller.ask(f"stream/items/ids?{query}&c={page['continuation']}"))
        newest = [str(item.id) for item in server.user.by_arrival()]
        assert [one["id"] for one in more["itemRefs"]] == newest[5:9]


def test_a_full_last_page_goes_on_with_nothing() -> None:
    with FakeReader(FRESHRSS) as server:
        caller = filled(server, 1000)
        ids, following = caller.ids(READING_LIST)
        assert (len(ids), caller.ids(READING_LIST, ("c", following))) == (1000, ([], ""))


def test_unknown_ids_are_ok_to_mark_and_absent_from_contents() -> None:
    with FakeReader(FRESHRSS) as server:
        caller = filled(server, 1)
        unknown = ("i", long_id(FRESHRSS, 12345))
        assert caller.ask("edit-tag", [("T", caller.token), ("a", READ), unknown]) == "OK"
        form = [("T", caller.token), unknown, *marks(FRESHRSS, server)]
        assert len(json.loads(caller.ask("stream/items/contents?output=json", form))["items"]) == 1


def test_what_one_kind_of_server_does_not_know_is_an_empty_list_or_an_error() -> None:
    for profile, unknown, bare in ((MINIFLUX, 200, 400), (FRESHRSS, 404, 501), (TOR, 404, 200)):
        with FakeReader(profile) as server:
            caller = filled(server, 1)
            assert caller.status("no/such/path") == unknown
            assert caller.status("subscription/list") == bare
    with FakeReader(MINIFLUX) as server:
        assert filled(server, 1).ask("stream/items/contents?output=json&i=1") == "[]"


def test_dates_of_publishing_hide_what_comes_late() -> None:
    for profile, found in ((MINIFLUX, 0), (FRESHRSS, 1)):
        with FakeReader(profile) as server:
            caller = filled(server, 0)
            server.user.add_item(next(iter(server.user.feeds.values())), published=1_400_000_000)
            assert len(caller.ids(READING_LIST, ("ot", "1700000000"))[0]) == found


def test_a_write_token_ends_after_some_writes() -> None:
    with FakeReader(STRICT) as server:
        caller = filled(server, 1)
        form = [("T", caller.token), ("a", READ), *marks(STRICT, server)]
        assert [caller.status("edit-tag", form) for _ in range(4)] == [200, 200, 200, 401]
        form[0] = ("T", caller.ask("token").strip())
        assert caller.status("edit-tag", form) == 200


def test_titles_are_fullwidth_and_categories_have_the_user() -> None:
    with FakeReader(FRESHRSS) as server:
        assert "A \\uff06 B" in filled(server, 1).ask("subscription/list?output=json")
    with FakeReader(MINIFLUX) as server:
        caller = filled(server, 1)
        form = [("T", caller.token), *marks(MINIFLUX, server)]
        assert '"user/1/label/News"' in caller.ask("stream/items/contents?output=json", form)


def test_faults_come_when_they_are_set() -> None:
    with FakeReader(FRESHRSS) as server:
        caller = filled(server, 2)
        form = [("T", caller.token), ("a", READ), *marks(FRESHRSS, server)]
        server.fault("edit-tag", "lose")
        with pytest.raises(OSError):  # noqa: PT011 - the connection breaks in one way or another
            caller.ask("edit-tag", form)
        assert not server.user.unread()
        server.fault("edit-tag", status=429, Retry_After="120")
        assert [caller.status("edit-tag", form) for _ in range(2)] == [429, 200]
        server.fault("user-info", "cut")
        assert not caller.ask("user-info").endswith("}")
        server.fault("edit-tag", "die")
        for _ in range(2):
            with pytest.raises(OSError):  # noqa: PT011
                caller.ask("edit-tag", form)
        server.start()
        assert caller.status("edit-tag", form) == 200
