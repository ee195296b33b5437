"""The XML parser that feedparser is given: expat, without declarations that make a small document large.

feedparser itself removes a document type only where it finds it before the first thing that looks like a tag;
a comment inside the document type is enough to lead it past.
"""

from typing import Any
from xml.sax import SAXException
from xml.sax.expatreader import ExpatParser

LONGEST_RATIO = 4
"""How many times as long as its reference an entity may be, so that no document grows by more."""


def create_parser() -> ExpatParser:
    """Return a parser, as `xml.sax.make_parser` asks a module for one."""
    return BoundedParser()


class BoundedParser(ExpatParser):
    """Stops at an entity that is made of others, is long or is elsewhere, and at attributes that go without
    saying. The document is then read without such declarations.
    """

    def reset(self) -> None:
        """Begin a document."""
        super().reset()
        parser: Any = vars(self)["_parser"]  # the type stubs do not name it
        parser.EntityDeclHandler = _entity
        parser.AttlistDeclHandler = _attribute


def _entity(name: str, is_parameter: bool, value: str | None, *_: object) -> None:
    """Raise SAXException for an entity that a feed has no use for; a name for a few characters is none."""
    if is_parameter or value is None or "&" in value or len(value) > LONGEST_RATIO * (len(name) + 2):
        raise SAXException("an entity that could multiply")


def _attribute(element: str, name: str, kind: str, default: str | None, required: bool) -> None:
    """Raise SAXException for an attribute that the parser would add to elements that do not have it."""
    if default is not None:
        raise SAXException("an attribute that could multiply")
