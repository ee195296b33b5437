"""What a charset's name means, and what a page's bytes say."""

import pytest

from reader.document.encoding import codec_of, decode


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF-8", "utf-8"),
        (" utf_8 ", "utf-8"),
        ("latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("cp936", "gb18030"),
        ("x-sjis", "cp932"),
        ("cp932", "cp932"),
        ("cp949", "cp949"),
        ("euc-kr", "cp949"),
        ("cp950", "big5hkscs"),
        ("windows-874", "cp874"),
        ("x-mac-cyrillic", "mac-cyrillic"),
    ],
)
def test_a_charset_is_what_browsers_take_it_for(label: str, codec: str) -> None:
    assert codec_of(label) == codec
    assert b"<a>".decode(codec) == "<a>"


@pytest.mark.parametrize(
    "label",
    [
        "", "utf-7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "hex",
        "bz2", "rot13", "hz-gb-2312", "iso-2022-kr", "replacement", "x-user-defined", "cp037", "bogus",
        "a\0b", "ütf-8",
    ],
)  # fmt: skip
def test_what_is_no_encoding_of_the_web(label: str) -> None:
    assert codec_of(label) is None


def test_utf_8_counts_for_more_than_what_is_declared() -> None:
    assert decode("Žižek".encode(), "iso-8859-1") == "Žižek"
    assert decode("Çelik".encode("cp1252"), "utf-8") == "Çelik"
    assert decode(b"\xef\xbb\xbf\xc5\xbd", "shift_jis") == "Ž"
