"""Lists of ids and the ids themselves, as the kinds of servers write them."""

import re
from collections.abc import Callable

from tests.servers.model import Item, User
from tests.servers.profiles import LABEL, LONG, READ, READING_LIST, STARRED, Profile
from tests.servers.wire import Asked, Refused


def labels_of(profile: Profile, user: User) -> list[str]:
    used = {label for item in user.items.values() for label in item.labels}
    return sorted(used | user.labels) if profile.labels else []


def items_of(profile: Profile, asked: Asked, user: User) -> list[Item]:
    """The items that a request for ids is about, in the server's order."""
    stream = asked.first("s")
    key: Callable[[Item], int] = (
        (lambda item: item.published) if profile.by_published else lambda item: item.arrived
    )
    items = sorted(user.items.values(), key=lambda item: (-key(item), -item.arrived))
    if stream == STARRED:
        items = [item for item in items if item.starred]
    elif stream == READ and not profile.read_stream_is_all:
        items = [item for item in items if item.read]
    elif stream.startswith("feed/"):
        items = [item for item in items if f"feed/{item.feed.number}" == stream]
    elif stream.startswith(LABEL):
        items = _labelled(profile, stream.removeprefix(LABEL), items, user)
    elif stream not in (READING_LIST, READ):
        raise Refused(*profile.unknown_path)
    excluded = READ in [value for name, value in asked.query if name == "xt"]
    if excluded and (stream != STARRED or profile.xt_on_starred):
        items = [item for item in items if not item.read]
    if profile.honours_it and ("it", READ) in asked.query:
        items = [item for item in items if item.read]
    if since := int(asked.first("ot", "0")):
        items = [item for item in items if key(item) >= since * (1 if profile.by_published else 1_000_000)]
    return items


def _labelled(profile: Profile, label: str, items: list[Item], user: User) -> list[Item]:
    if not profile.label_streams:
        raise Refused(500, "Internal Server Error")
    if profile.read_stream_is_all and label not in (*user.folders, *labels_of(profile, user)):
        return items
    return [item for item in items if label in item.labels or label in item.feed.folders]


def page_of(profile: Profile, items: list[Item], after: str, size: int) -> tuple[list[Item], str]:
    """One page and what leads to the next."""
    kind = profile.continuation
    if kind == "offset":
        begin = int(after or 0)
        page = items[begin : begin + size]
        return page, str(begin + size) if begin + size < len(items) else ""
    if after and kind == "cursor":
        rest = [item for item in items if item.id <= int(after)][1:]
    elif after:
        arrived = int(after.removeprefix("after-"))
        rest = [item for item in items if item.arrived < arrived]
    else:
        rest = items
    page = rest[:size]
    more = len(rest) > size or (profile.full_page_continues and len(rest) == size)
    if page and more:
        return page, str(page[-1].id) if kind == "cursor" else f"after-{page[-1].arrived}"
    return page, after if profile.repeats_continuation else ""


def short_id(profile: Profile, number: int) -> str:
    return f"{number:024x}" if profile.hex_ids else str(number)


def long_id(profile: Profile, number: int) -> str:
    return LONG + (f"{number:024x}" if profile.hex_ids else f"{number % (1 << 64):016x}")


def number_of(profile: Profile, text: str) -> int | None:
    """The item that an id in a request means; None where it is none at all."""
    tail = text.removeprefix(LONG)
    is_long = tail != text
    if profile.hex_ids:
        return int(tail, 16) if re.fullmatch(r"[0-9a-f]{24}", tail) else None
    if is_long or (profile.posts_by_token and len(tail) == 16):  # Miniflux: 16 letters are taken as hex
        if not re.fullmatch(r"[0-9a-f]{16}", tail):
            return None
        value = int(tail, 16)
        return value - (1 << 64) if value >= 1 << 63 else value
    return int(tail) if re.fullmatch(r"-?[0-9]+", tail) else None
