"""Parse XML inside archives, within bounds."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from reader.sources.feeds import encoding
from reader.sources.saved.article import UnreadableFile

_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", re.DOTALL | re.IGNORECASE)


def parse_xml(data: bytes) -> ElementTree.Element:
    """Parse an XML file. Returns its root; raises `UnreadableFile`.

    Its document type, which may declare entities that explode, is dropped.
    """
    if encoding.is_wide(data):
        data = encoding.narrowed(data)
    data = _DOCTYPE.sub(b"", data, count=1)
    if b"<!ENTITY" in data:
        raise UnreadableFile("The file declares entities: it is not read.")
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableFile("The file's XML is damaged.") from error


def local_name(element: ElementTree.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def elements(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Yield all elements of that local name, in the document's order."""
    return (element for element in root.iter() if local_name(element) == name)


def text_in(root: ElementTree.Element, name: str) -> str:
    """Return the text of the first element of that local name, in one line; "" where there is none."""
    element = next(elements(root, name), None)
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
