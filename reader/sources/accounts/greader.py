"""The Google Reader API: FreshRSS, Miniflux, The Old Reader, BazQux, Inoreader and their like.

What no two servers do alike is a profile, as data. What holds for all of them: the token goes with every form
and stands first, ids last and in their long form; lists are asked for as JSON and read to their last page.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from reader.sources.accounts.backend import (
    AccountError,
    AuthNeeded,
    BadShape,
    Caps,
    Forbidden,
    Gone,
    Identity,
    IdSet,
    Login,
    Offline,
    Refused,
    RemoteFeed,
    RemoteItem,
)
from reader.sources.accounts.greader_answers import (
    Added,
    Ids,
    Items,
    Subscriptions,
    Tags,
    UserInfo,
    feed_of,
    item_of,
)
from reader.sources.accounts.greader_ids import canonical, long_form
from reader.sources.accounts.greader_login import auth_in, places_of, why_refused
from reader.sources.accounts.web import (
    NETWORKS_ANSWER_SO,
    Answer,
    Form,
    Web,
    check,
    is_page,
    no_answer,
)
from reader.urls.target import host_of

_STATE = "user/-/state/com.google/"
_READING_LIST, _READ, _STARRED = f"{_STATE}reading-list", f"{_STATE}read", f"{_STATE}starred"
_LABEL = "user/-/label/"

_MOST_PAGES = 2_000
"""Pages of one list at most: a server that goes on and on is not believed."""

_HAS_NONE = "no items returned"
"""What Miniflux says, with 400, where it has none of the articles that it is asked for."""

_MOST_IDS = 1_000_000
"""Ids of one list at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one kind of server does differently."""

    page: int = 10_000
    """The ids of one page."""
    contents: int = 100
    edit: int = 200
    labels: bool = False
    """Whether its items have tags though its list of tags does not say which are some."""
    fullwidth: bool = False
    """Whether it writes `& < >` in titles as fullwidth forms."""


_PROFILES = {
    "freshrss": Profile(page=100_000, contents=250, edit=250, labels=True, fullwidth=True),
    "theoldreader": Profile(contents=250, edit=250),
    "bazqux": Profile(page=50_000, contents=250, edit=250, labels=True),
    "inoreader": Profile(page=1_000, contents=250, edit=250, labels=True),
    "": Profile(),
}


def _profile_of(base: str) -> Profile:
    """Return the profile of the server at this address of its API."""
    if base.endswith("/greader.php"):
        return _PROFILES["freshrss"]
    name = host_of(base).removeprefix("www.").partition(".")[0]
    return _PROFILES.get(name, _PROFILES[""])


class GoogleReader:
    """A server with the Google Reader API."""

    def __init__(self, web: Web, login: Login) -> None:
        self._web, self._login = web, login
        self._base = login.kept.get("base", "")
        self._auth = login.kept.get("auth", "")
        self._token = ""
        self._logged_in = False
        self._forbidden = False
        """Whether something was forbidden after a new login, too, which is no matter of tokens."""
        self._folders: frozenset[str] = frozenset()

    @property
    def _profile(self) -> Profile:
        return _profile_of(self._base)

    @property
    def caps(self) -> Caps:
        """What the server can do."""
        profile = self._profile
        return Caps(
            item_labels=profile.labels or self._login.kept.get("tags") == "yes",
            edit_feeds=True,
            edit_batch=profile.edit,
            contents_batch=profile.contents,
        )

    async def connect(self) -> Identity:
        """Log in where no login is kept, and ask whose account it is, which some servers do not say."""
        if not (self._base and self._auth):
            await self._log_in()
        try:
            info = (await self._get("user-info")).json(UserInfo)
            self._login.kept["says_who"] = "yes"
        except (Gone, BadShape, Refused):
            if "says_who" in self._login.kept:
                raise
            info = UserInfo()
        if "tags" not in self._login.kept:
            await self.labels()
        return Identity(f"{info.userId or ''} {info.userName or self._login.user}".strip())

    async def _log_in(self) -> None:
        """Find the API's address, and log in there. The password goes to one address after the other until
        one speaks the API.
        """
        form = (
            ("Email", self._login.user),
            ("Passwd", self._login.password()),
            ("client", "newsreader"),
            ("accountType", "HOSTED_OR_GOOGLE"),
            ("service", "reader"),
        )
        refused: AccountError | None = None
        given = self._login.url.rstrip("/")
        known = self._login.kept.get("base", "")
        places = [known] if known else places_of(given)
        for place in places:
            answer = await self._web.ask(f"{place}/accounts/ClientLogin", form=form)
            auth = auth_in(answer)
            if auth:
                self._base, self._auth, self._logged_in = place, auth, True
                self._login.kept |= {"base": place, "auth": auth, "new_login": "yes"}
                return
            reason = why_refused(answer, logged_in_before=bool(known))
            refused = refused if isinstance(refused, AuthNeeded) else reason or refused
        page = answer.status == HTTPStatus.OK and is_page(answer.body)
        if known and answer.status == HTTPStatus.OK:
            raise no_answer(host_of(given), answer.body)
        raise refused or Gone(
            f"{host_of(given)} does not speak the Google Reader API at this address: give the one of its API,"
            f" in FreshRSS the one that ends in /api/greader.php{NETWORKS_ANSWER_SO if page else ''}"
        )

    async def feeds(self) -> list[RemoteFeed]:
        """Return all subscriptions."""
        listed = (await self._get("subscription/list")).json(Subscriptions).subscriptions
        found = [feed_of(subscription, fullwidth=self._profile.fullwidth) for subscription in listed]
        self._folders = frozenset(folder for feed in found for folder in feed.folders)
        return found

    async def unread_ids(self) -> IdSet:
        """Return the ids of all unread articles."""
        return await self._ids(_READING_LIST, ("xt", _READ))

    async def starred_ids(self) -> IdSet:
        """Return the ids of all starred articles."""
        return await self._ids(_STARRED)

    async def labels(self) -> dict[str, int | None]:
        """Return the tags of articles, by what the server itself says is a tag.

        One that has never named any need not know what is asked for.
        """
        try:
            listed = (await self._get("tag/list", ("types", "1"))).json(Tags).tags
        except (Gone, BadShape, Refused):
            if self.caps.item_labels:
                raise
            listed = []
        typed = any(tag.type for tag in listed)
        found = {
            name: tag.unread_count
            for tag in listed
            if (name := tag.name)
            and (tag.type == "tag" if typed else self._profile.labels and name not in self._folders)
        }
        if found or "tags" not in self._login.kept:
            self._login.kept["tags"] = "yes" if found else "none"
        return found

    async def label_ids(self, label: str) -> IdSet:
        """Return the ids of all articles with a tag; one that the server does not have would give all."""
        return await self._ids(_LABEL + label)

    async def _ids(self, stream: str, *narrower: tuple[str, str]) -> IdSet:
        found: set[str] = set()
        seen: set[str] = set()
        following = ""
        for pages in range(1, _MOST_PAGES):
            fields = [("s", stream), ("n", str(self._profile.page)), *narrower]
            fields += [("c", following)] if following else []
            page = (await self._get("stream/items/ids", *fields)).json(Ids)
            found.update(canonical(ref.id) for ref in page.itemRefs or [])
            following = str(page.continuation or "")
            if following in ("", "0") or following in seen or not page.itemRefs:
                return IdSet(frozenset(found), pages)
            seen.add(following)
            if len(found) > _MOST_IDS:
                break
        raise BadShape(f"{host_of(self._base)} sends a list of articles without end")

    async def contents(self, ids: Sequence[str]) -> AsyncIterator[list[RemoteItem]]:
        """Yield articles in batches; ids that the server does not have are absent."""
        for start in range(0, len(ids), self.caps.contents_batch):
            yield await self._contents(ids[start : start + self.caps.contents_batch])

    async def _contents(self, ids: Sequence[str]) -> list[RemoteItem]:
        """Return these articles; what is too much for one answer is asked for in halves."""
        try:
            form = [("i", long_form(id)) for id in ids]
            answer = await self._post("stream/items/contents?output=json", form)
        except Refused as refused:
            if len(ids) < 2 or _HAS_NONE in refused.answer:
                return []
            half = len(ids) // 2
            return await self._contents(ids[:half]) + await self._contents(ids[half:])
        found: list[RemoteItem] = []
        for entry in answer.json(Items).readable():
            with suppress(BadShape):
                item = item_of(
                    entry,
                    fullwidth=self._profile.fullwidth,
                    folders=self._folders,
                    labelled=self.caps.item_labels,
                )
                found.append(item)
        wanted = frozenset(ids)
        return [item for item in found if item.id in wanted]

    async def set_state(self, key: str, value: bool, ids: Sequence[str]) -> None:
        """Set `read`, `starred` or `tag:NAME`: absolute, idempotent."""
        ids = await self._others_than(key, value, ids)
        if not ids:
            return
        tag = key.removeprefix("tag:")
        mark = _LABEL + tag if tag != key else {"read": _READ, "starred": _STARRED}[key]
        form = [("a" if value else "r", mark), *(("i", long_form(id)) for id in ids)]
        await self._change("edit-tag", form)

    async def _others_than(self, key: str, value: bool, ids: Sequence[str]) -> Sequence[str]:
        """Return those of the articles that a server has in another state.

        Only Miniflux is asked, known by a token that is its login: many of its versions turn the mark of an
        article that has it already, so that what is sent twice would be undone.
        """
        if key not in ("read", "starred") or await self._known_token() != self._auth:
            return ids
        found: dict[str, bool | None] = {}
        for _ in range(2):  # answers are cut
            if asked := [id for id in ids if id not in found]:
                async for batch in self.contents(asked):
                    found |= {item.id: item.read if key == "read" else item.starred for item in batch}
        return [id for id in ids if found.get(id) is not value]

    async def subscribe(self, url: str, folder: str | None) -> str | None:
        """Subscribe to a feed, and put it into the folder. Returns the server's id for it.

        The address is said twice, as some read it in the form only and others (FreshRSS before 1.22) before
        it. Raises `Refused` where the server cannot subscribe to it.
        """
        path = "subscription/quickadd?" + urlencode([("output", "json"), ("quickadd", url)])
        try:
            added = (await self._post(path, [("quickadd", url)])).json(Added)
        except Offline as error:
            if not error.reached or isinstance(error, Forbidden):
                raise
            raise Refused(f"{host_of(self._base)} cannot subscribe to it") from None
        if not added.numResults or not added.stream:
            raise Refused(f"{host_of(self._base)} cannot subscribe to it")
        if folder:
            await self.move_feed(added.stream, folder, [])
        return added.stream

    async def unsubscribe(self, feed: str) -> None:
        """Unsubscribe from a feed."""
        await self._edit([("ac", "unsubscribe"), ("s", feed)])

    async def rename_feed(self, feed: str, title: str) -> None:
        """Give a feed another title."""
        await self._edit([("ac", "edit"), ("s", feed), ("t", title)])

    async def move_feed(self, feed: str, folder: str | None, before: Sequence[str]) -> None:
        """Put a feed into one folder, or none. A server with one folder a feed is told the new one only."""
        form = [("ac", "edit"), ("s", feed)]
        if folder is not None:
            form.append(("a", _LABEL + folder))
        if folder is None or not self._profile.fullwidth:
            form += [("r", _LABEL + name) for name in before if name != folder]
        await self._edit(form)

    async def _edit(self, form: Form) -> None:
        """Change a subscription. Raises `Refused` for an error of the server too: Miniflux says no by 500."""
        try:
            await self._change("subscription/edit", form)
        except Offline as error:
            if not error.reached or isinstance(error, Forbidden):
                raise
            raise Refused(f"{host_of(self._base)} refuses it") from None

    def _address(self, path: str) -> str:
        return f"{self._base}/reader/api/0/{path}"

    async def _get(self, path: str, *fields: tuple[str, str]) -> Answer:
        query = urlencode([("output", "json"), *fields])
        return await self._asked(f"{path}?{query}", None)

    async def _post(self, path: str, form: Form) -> Answer:
        return await self._asked(path, form)

    async def _change(self, path: str, form: Form) -> None:
        """Change something. Raises `BadShape` where the answer is not OK: a page that a network puts between
        comes with success, too, and then nothing was changed.
        """
        answer = await self._post(path, form)
        if answer.text[:100].strip().strip('"') != "OK":
            raise no_answer(host_of(self._base), answer.body)

    async def _asked(self, path: str, form: Form | None) -> Answer:
        """Ask; of a refusal first another write token is tried, then one new login, and no more.

        Some say forbidden of a token that has expired. After that it is no matter of tokens or passwords.
        """
        answer = await self._ask(path, form)
        if self._is_of_the_token(answer) and form is not None:
            self._token = ""
            answer = await self._ask(path, form)
        if self._is_of_the_token(answer) and not self._logged_in:
            self._token = ""
            await self._log_in()
            answer = await self._ask(path, form)
        if self._logged_in and form is None and answer.status == HTTPStatus.UNAUTHORIZED:
            raise AuthNeeded(
                f"{host_of(self._base)} takes the password, but not what it gives for it: its web server must"
                " hand on the header Authorization"
            )
        self._logged_in = self._logged_in and answer.status == HTTPStatus.UNAUTHORIZED
        self._forbidden = self._forbidden or answer.status == HTTPStatus.FORBIDDEN
        return check(answer)

    def _is_of_the_token(self, answer: Answer) -> bool:
        """Return whether another token, or another login, may be what an answer asks for."""
        is_forbidden = answer.status == HTTPStatus.FORBIDDEN
        return answer.status == HTTPStatus.UNAUTHORIZED or (is_forbidden and not self._forbidden)

    async def _ask(self, path: str, form: Form | None) -> Answer:
        """Send one request, with what any of the servers knows the reader by: the header, and the token."""
        if form is not None:
            form = [("T", await self._known_token()), *form]
        headers = {"Authorization": f"GoogleLogin auth={self._auth}"}
        return await self._web.ask(self._address(path), form=form, headers=headers)

    async def _known_token(self) -> str:
        """Return the token for changes, which is asked for once."""
        if not self._token:
            self._token = (await self._get("token")).text.strip()[:1_000]
        return self._token
