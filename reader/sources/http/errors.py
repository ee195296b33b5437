"""Why a request got no usable response, in one sentence for a person."""

import errno
import socket
import ssl
from dataclasses import dataclass
from typing import Literal

import aiohttp
from aiohttp.http_exceptions import LineTooLong

from reader.document.sanitize import sanitize_line

FailureKind = Literal[
    "dns", "connect", "timeout", "tls", "too-large", "protocol", "redirect", "refused", "cut", "offline",
    "closed", "no-network", "certificate",
]  # fmt: skip
"""What kind of failure it is. `refused`: the request was not sent (a private address, another scheme).
`closed`: the host is there but takes no connections. `no-network`: this machine reaches no such host."""

_CERTIFICATE_FAULTS = {
    9: "it is not valid yet",
    10: "it has expired",
    18: "self-signed",
    19: "self-signed",
    20: "nobody known has signed it",
    21: "nobody known has signed it",
    62: "it is for another host",
    64: "it is for another address",
}
"""Why a certificate is not valid, by OpenSSL's X509_V_ERR numbers."""

_CONNECT_FAULTS = {
    errno.ECONNREFUSED: "{} refused the connection",
    errno.ENETUNREACH: "there is no network to reach {}",
    errno.EHOSTUNREACH: "{} cannot be reached",
    errno.ETIMEDOUT: "{} did not answer",
    errno.EMFILE: "too many files are open to connect to {}",
}
"""Why no connection was made to a host, by the system's number of the error."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A request without a usable response."""

    reason: str
    """One sentence without its full stop, sanitized, without secrets."""
    kind: FailureKind
    """What kind of failure it is."""
    url: str
    """The address that was asked last, without a password."""


class NoResponse(Exception):
    """Ends a request with a failure."""

    def __init__(self, kind: FailureKind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason

    def failure(self, url: str) -> Failure:
        """Return the failure as a value; `url` is the address that was asked last."""
        return Failure(sanitize_line(self.reason), self.kind, url)


class PrivateAddress(OSError):
    """A connection that was not made: only the reader may lead to an address of the own network."""


def private(authority: str) -> NoResponse:
    """Return the error for a link or redirect to a private address; `authority` is its host."""
    return NoResponse(
        "refused", f"{authority} is a private address, and a link or redirect may not lead there"
    )


def explain(error: Exception, authority: str) -> NoResponse:
    """Return what an exception of aiohttp, ssl or the system means.

    `authority` is the host that was asked, with its port if that is unusual.
    """
    if isinstance(error, aiohttp.ClientConnectorError):
        return _not_connected(error, authority)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return NoResponse("connect", f"the proxy refused to connect to {authority} (error {error.status})")
    if isinstance(error, aiohttp.ClientPayloadError):
        return NoResponse("cut", f"{authority} broke off in the middle of its answer")
    if isinstance(error, aiohttp.ClientResponseError) and _headers_too_large(error):
        return NoResponse("too-large", f"the headers of {authority} are too large")
    if isinstance(error, ssl.SSLError):
        return NoResponse("tls", f"no safe connection to {authority}: {_ssl_words(error)}")
    if isinstance(error, aiohttp.ClientConnectionError | OSError):
        return NoResponse("cut", f"{authority} closed the connection without an answer")
    return NoResponse("protocol", f"{authority} did not answer in HTTP as it should")


def _headers_too_large(error: aiohttp.ClientResponseError) -> bool:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, LineTooLong):
        cause = cause.__cause__
    return cause is not None or "Too many headers" in error.message


def _not_connected(error: aiohttp.ClientConnectorError, authority: str) -> NoResponse:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = _CERTIFICATE_FAULTS.get(cause.verify_code, cause.verify_message)
        return NoResponse("certificate", f"the certificate of {authority} is not valid: {why}")
    if isinstance(cause, ssl.SSLError):
        return NoResponse("tls", f"no safe connection to {authority}: {_ssl_words(cause)}")
    if isinstance(cause, PrivateAddress):
        return private(authority)
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        authority = f"the proxy {error.host}"
    elif isinstance(error, aiohttp.ClientConnectorDNSError):
        return NoResponse("dns", _unknown(error, error.host))
    number = error.os_error.errno or 0
    sentence = _CONNECT_FAULTS.get(number, "no connection to {} could be made").format(authority)
    if number == errno.ECONNREFUSED and not isinstance(error, aiohttp.ClientProxyConnectionError):
        return NoResponse("closed", sentence)
    return NoResponse("no-network" if number == errno.ENETUNREACH else "connect", sentence)


def _unknown(error: aiohttp.ClientConnectorError, host: str) -> str:
    fault = error.os_error
    if isinstance(fault, socket.gaierror) and fault.errno != socket.EAI_AGAIN:
        return f"{host}: no such host"
    return f"{host} could not be looked up: no name server answered"


def _ssl_words(error: ssl.SSLError) -> str:
    """Return OpenSSL's reason in words: `WRONG_VERSION_NUMBER` is `wrong version number`."""
    return (error.reason or "the handshake failed").replace("_", " ").lower()
