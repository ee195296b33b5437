"""Files that hold no article, and what a reader is told of them."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import pytest

from reader.sources.saved import UnreadableFile
from tests.sources.saved.formats.lamp import read_all, zipped

REFUSED = [
    (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.txt", "PNG image"),
    (b"\xff\xd8\xff\xe0" + bytes(100), "a.html", "JPEG image"),
    (bytes(range(256)) * 20, "a.txt", "binary"),
    (b"PK\x03\x04" + bytes(50), "a.epub", "damaged"),
    (zipped({"word/document.xml": "x"}), "a.docx", "Word document"),
    (b"{\\rtf1\\ansi The lamp.}", "a.rtf", "an RTF document"),
    (zipped({"datapackage.json": "{}"}), "a.wacz", "holds no page"),
    (zipped({"META-INF/container.xml": "<container/>"}), "a.epub", "lacks its part"),
    (b'{"a": ', "a.json", "JSON is damaged"),
    (b'{"a": 1}', "a.json", "no addresses"),
    (b"%PDF-1.4 nonsense", "a.pdf", "damaged"),
    (b"\x1f\x8b\x08\x00nonsense", "a.warc.gz", "without a web archive"),
    (b"bplist00nonsense", "a.webarchive", "damaged"),
    (b'<rss version="2.0"><channel/></rss>', "a.xml", "feed"),
    (b'<opml version="2.0"><body/></opml>', "a.opml", "subscriptions"),
    ('<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><en-export><note><title>&c;</title></note></en-export>'.encode("utf-16"), "a.enex", "damaged|entities"),
    (b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><en-export><note><title>&c;</title></note></en-export>', "a.enex", "damaged|entities"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "path", "reason"), REFUSED, ids=[path for _, path, _ in REFUSED])
def test_what_is_no_article_is_refused_in_a_sentence(data: bytes, path: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as refused:
        read_all(data, path)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)
