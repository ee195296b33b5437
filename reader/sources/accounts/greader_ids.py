"""Ids of the Google Reader API: one article has a short and a long form of its id, and servers mix them."""

import re

from reader.sources.accounts.backend import BadShape

_PREFIX = "tag:google.com,2005:reader/item/"
_BITS = 1 << 64
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{16}")
_DECIMAL = re.compile(r"-?[0-9]{1,20}")
_OTHER = re.compile(r"[0-9A-Za-z_.:-]{1,100}")


def canonical(id: object) -> str:
    """Return the id as it is kept: a decimal number of 64 bits with a sign, or what is no such number.

    Raises `BadShape` where it cannot be an id.
    """
    text = str(id) if isinstance(id, str | int) and not isinstance(id, bool) else ""
    tail = text.removeprefix(_PREFIX)
    if tail != text and _HEXADECIMAL.fullmatch(tail):
        return str(_signed(int(tail, 16)))
    if tail == text and _DECIMAL.fullmatch(tail) and -_BITS // 2 <= int(tail) < _BITS:
        return str(_signed(int(tail) % _BITS))
    if _OTHER.fullmatch(tail):
        return tail
    raise BadShape("the server names an article by what is no id")


def _signed(number: int) -> int:
    return number - _BITS if number >= _BITS // 2 else number


def long_form(id: str) -> str:
    """Return the form of a canonical id that every server reads as the same article."""
    if _DECIMAL.fullmatch(id):
        return f"{_PREFIX}{int(id) % _BITS:016x}"
    return _PREFIX + id
