"""Requests to a server with an account, and its answers checked: what all backends ask through."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec

from reader.clock import now
from reader.document.sanitize import sanitize_line
from reader.sources.accounts.backend import (
    AuthNeeded,
    BadShape,
    Busy,
    Forbidden,
    Gone,
    Offline,
    PageInstead,
    Redirected,
    Refused,
)
from reader.sources.http.errors import Failure
from reader.sources.http.fetch import Exchange, Fetcher
from reader.urls.target import Target, host_of, target

T = TypeVar("T")

Form = Sequence[tuple[str, str]]
"""The fields of a form in their order: some servers read no more than the first thousand."""

_ASKED_FOR = re.compile(r"(?:/accounts/ClientLogin|/reader/api/0/|\?api(?:&|$)).*", re.DOTALL)
"""What backends ask for behind an address that a reader gives."""

_LOGIN_PAGE = re.compile(r"log-?in|log-?on|sign-?in|oauth|captive|portal|hotspot|/auth|/sso", re.IGNORECASE)
"""What addresses of pages have that want a person to log in."""

READ_SECONDS = 60.0
"""Seconds for an answer: a server with fifty thousand articles takes its time."""

WRITE_SECONDS = 120.0
"""Seconds for an answer to a change, which some servers write one article at a time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    """Headers by their names in lower case."""
    body: bytes
    host: str
    """The host that was asked, for sentences."""
    url: str = ""
    """The address that was asked."""

    @property
    def text(self) -> str:
        """The body as text; bytes that are none are replaced."""
        return self.body.decode("utf-8", "replace")

    def json(self, shape: type[T]) -> T:
        """Return the body as a value of the type. Raises `BadShape` where it is another thing."""
        try:
            return msgspec.json.decode(self.body, type=shape)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
            raise no_answer(self.host, self.body) from None


NETWORKS_ANSWER_SO = "; a network that wants a login of its own first answers so, too"
"""What is said besides of an address at which pages are answered with."""


def is_page(body: bytes) -> bool:
    """Return whether an answer is a web page, which no API answers with."""
    return body[:100].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def no_answer(host: str, body: bytes = b"") -> BadShape:
    """Return the error of an answer of another shape; where its body is a page, it says whose that may be."""
    if is_page(body):
        return PageInstead(
            f"{host} answered with a web page: does this network want a login of its own first?"
        )
    return BadShape(f"{host} answered something else than was asked for")


class Web:
    """Asks one server, with the proxies, certificates and headers of the reader's settings."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self.count = 0
        """How many requests were sent."""

    async def ask(
        self,
        url: str,
        *,
        form: Form | None = None,
        body: bytes | None = None,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Answer:
        """Send a GET, or a POST with a form or a body of that kind.

        Returns the answer, whatever its status; redirects are not followed: a password goes nowhere else.
        Raises `Offline` where there is none, `Refused` where it is too large.
        """
        if form is not None:
            body, kind = urlencode(form).encode(), "application/x-www-form-urlencoded"
        sent = {"Accept": "application/json, */*;q=0.5", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = kind
        default = READ_SECONDS if body is None else WRITE_SECONDS
        self.count += 1
        found = await self._fetcher.exchange(
            Exchange(url=url, body=body, headers=sent, seconds=seconds or default)
        )
        if isinstance(found, Failure):
            raise Refused(found.reason) if found.kind == "too-large" else Offline(found.reason)
        return Answer(found.status, found.headers, found.body, host_of(url), url)


def check(answer: Answer) -> Answer:
    """Return an answer of success. Raises the error that its status means otherwise."""
    status, host = answer.status, answer.host
    if 200 <= status < 300:
        return answer
    if status == HTTPStatus.UNAUTHORIZED:
        raise AuthNeeded(f"{host} refuses the password")
    if status == HTTPStatus.FORBIDDEN:
        raise forbidden(host)
    if status in (429, 503):
        raise Busy(f"{host} asks to wait", retry_after(answer))
    if status in (404, 410):
        raise Gone(f"{host} has nothing at this address")
    if 300 <= status < 400:
        location = answer.headers.get("location")
        if not location:
            raise Redirected(f"{host} redirects, and does not say where to")
        raise _redirected(answer.url, location)
    if status < 500:
        raise Refused(f"{host} refuses the request (error {status})", answer.text[:1_000])
    raise Offline(f"{host} is in trouble (error {status}): its own log says why", reached=True)


def _redirected(asked: str, location: str) -> Redirected | Forbidden:
    """Return the error of a redirect: the API is somewhere else, or a page wants to be seen first.

    A network's page never becomes the address of an account: only what leads to the same API, or to the same
    host, is called one.
    """
    host = host_of(asked)
    try:
        url = urljoin(asked, location)
        new = target(url)
    except ValueError:
        return Redirected(f"{host} redirects to what is no address")
    address = _ASKED_FOR.sub("", url)
    is_own = _place(target(asked)) == _place(new)
    if not _LOGIN_PAGE.search(address.partition("//")[2]) and (is_own or _is_same_api(asked, url)):
        return Redirected(f"{host} redirects to {sanitize_line(address)[:200]}: give that address")
    if is_own:
        return Forbidden(f"{host} wants a login on a page of its own first: let programs ask its API without")
    return Forbidden(
        f"{host} redirects to a page of {new.host[:100]}, as networks do that want a login first:"
        f" does {host} open in a browser here?"
    )


def _place(asked: Target) -> tuple[str, int | None]:
    """Return what stays of an address where a server only asks for https, or for its whole name."""
    return asked.host.removeprefix("www."), None if asked.port in (80, 443) else asked.port


def _is_same_api(asked: str, leads: str) -> bool:
    """Return whether a redirect leads to what was asked for, at another address."""
    found = _ASKED_FOR.search(asked)
    before, behind = urlsplit(asked), urlsplit(leads)
    if found and found.group().startswith("?"):
        return before.query == behind.query
    path = urlsplit(found.group()).path if found else "/api"
    return behind.path.rstrip("/").endswith(path.rstrip("/"))


def forbidden(host: str) -> Forbidden:
    """Return the error of an answer that says forbidden.

    No API says so of a wrong password: web servers do, of whom they keep out, networks that want a page of
    theirs to be seen first, and Inoreader of programs without keys.
    """
    if host.endswith("inoreader.com"):
        return Forbidden(
            f"{host} lets no program in without keys (403): put your AppId and AppKey for it in the settings"
        )
    return Forbidden(f"{host} lets nobody in (403): does it open in a browser here?")


def retry_after(answer: Answer) -> int | None:
    """Return the seconds of the Retry-After header, a number or a date; None where there is none.

    Inoreader has a header of its own for when its limits for a day begin anew.
    """
    from email.utils import parsedate_to_datetime  # few answers have one

    said = answer.headers.get("retry-after", "") or answer.headers.get("x-reader-limits-reset-after", "")
    said = said.strip()
    if said.isascii() and said.isdigit():
        return int(said[:9])
    try:
        return max(0, int(parsedate_to_datetime(said).timestamp() - now())) if said else None
    except (ValueError, TypeError, OverflowError):
        return None
