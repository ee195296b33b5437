"""Safari's web archives."""

import plistlib

import pytest

from tests.sources.saved.formats.lamp import MTIME, PAGE, URL, assert_is_page, read_one


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_webarchive_in_a_chinese_encoding(form: plistlib.PlistFormat) -> None:
    main = {
        "WebResourceData": PAGE.replace("whale oil", "鲸油").encode("gb18030"),
        "WebResourceURL": URL,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "gb18030",
    }
    article = read_one(plistlib.dumps({"WebMainResource": main}, fmt=form), "page.webarchive")
    assert_is_page(article)
    assert "鲸油" in article.text
    assert article.link == URL
    assert article.captured
    assert article.captured.at == MTIME
