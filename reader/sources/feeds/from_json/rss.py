"""RSS whose elements are written as JSON (https://github.com/scripting/Scripting-News, "rss-in-json").

It is written as the XML that it stands for, so that the readers of RSS read it.
"""

import re
from typing import Any

from lxml import etree

_SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
"""Namespaces by the prefixes that feeds give them, where a feed does not say itself."""

_VALUE = ("#value", "#text", "value")
"""Names of what is inside an element that has attributes too."""

_NAME = re.compile(r"(?:([A-Za-z_][\w.-]{0,50}):)?([A-Za-z_][\w.-]{0,100})", re.ASCII)
_ADDRESS = re.compile(r"https?://[\w.-]{1,100}(?:/[\w.~/-]{0,200})?\#?", re.ASCII)
"""A namespace."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEEPEST = 6
"""Elements inside each other, from the channel on."""


def as_xml(document: object) -> bytes | None:
    """Return the RSS that a JSON document stands for; None where it is none."""
    rss = document.get("rss") if isinstance(document, dict) else None
    channel = rss.get("channel") if isinstance(rss, dict) else None
    if not isinstance(rss, dict) or not isinstance(channel, dict) or not channel:
        return None
    spaces = dict(_SPACES)
    for name, value in rss.items():
        if name.startswith("xmlns:") and isinstance(value, str) and _ADDRESS.fullmatch(value):
            spaces[name.removeprefix("xmlns:")] = value
    root = etree.Element("rss", version="2.0")
    _add(root, "channel", channel, spaces, 0)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _add(parent: Any, name: str, value: object, spaces: dict[str, str], depth: int) -> None:
    """Add the element, or several of it, that a member of an object stands for."""
    found = _NAME.fullmatch(name)
    if found is None or depth > _DEEPEST or (found[1] and found[1] not in spaces):
        return
    for one in value if isinstance(value, list) else [value]:
        if one is None or isinstance(one, list):
            continue
        tag = f"{{{spaces[found[1]]}}}{found[2]}" if found[1] else found[2]
        element = etree.SubElement(parent, tag)
        if isinstance(one, dict):
            _fill(element, one, spaces, depth, parts=found[2] in ("channel", "item"))
        else:
            element.text = _string(one)


def _fill(
    element: Any, members: dict[str, object], spaces: dict[str, str], depth: int, *, parts: bool
) -> None:
    """Give an element its text, its attributes and its elements; those of an article (`parts`) are all
    elements.
    """
    for name, value in members.items():
        if name in _VALUE and not parts and not isinstance(value, dict | list):
            element.text = _string(value)
        elif parts or isinstance(value, dict | list):
            _add(element, name, value, spaces, depth + 1)
        elif (attribute := _NAME.fullmatch(name.lstrip("@"))) and not attribute[1] and value is not None:
            element.set(attribute[2], _string(value))


def _string(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_IN_XML.sub("\ufffd", str(value))
