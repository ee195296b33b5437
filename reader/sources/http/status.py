"""What the status of a response means, in words for a person (RFC 9110, section 15)."""

_WORDS = {
    401: "wants a name and a password",
    402: "wants to be paid",
    403: "forbidden to programs",
    404: "not found",
    407: "the proxy wants a name and a password",
    410: "gone",
    429: "rate-limited",
    451: "withheld for legal reasons",
}

GONE = "gone: its server says that it will not come back"
"""The reason shown for a feed whose server answered 410."""


def status_words(status: int) -> str:
    """Return what a status other than 200 says of what was asked for."""
    if status in _WORDS:
        return _WORDS[status]
    if status >= 500:
        return f"server error {status}"
    return f"error {status}" if status >= 400 else f"unexpected answer {status}"
