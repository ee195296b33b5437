"""Files that hold nothing but addresses."""

import plistlib

import pytest

from tests.sources.saved.formats.lamp import URL, read_all, read_one


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (f"[InternetShortcut]\r\nURL={URL}\r\n", "The lamp.url"),
        (
            f"[{{000214A0-0000-0000-C000-000000000046}}]\r\nProp3=19,11\r\n[InternetShortcut]\r\nURL={URL}\r\n",
            "The lamp.url",
        ),
        (plistlib.dumps({"URL": URL}), "The lamp.webloc"),
        (plistlib.dumps({"URL": URL}, fmt=plistlib.FMT_BINARY), "The lamp.webloc"),
        (f"[Desktop Entry]\nType=Link\nName=The lamp\nURL={URL}\n", "x.desktop"),
    ],
)
def test_a_file_that_holds_an_address(data: bytes | str, path: str) -> None:
    article = read_one(data, path)
    assert (article.title, article.link, article.complete, article.text) == ("The lamp", URL, "none", "")


def test_a_list_of_addresses() -> None:
    first, second = read_all(f"{URL}\n{URL}/2\n{URL}\n", "later.txt")
    assert [(first.link, first.title), (second.link, second.title)] == [(URL, ""), (f"{URL}/2", "")]
    many = read_all("".join(f"{URL}/{number}\n" for number in range(3_000)), "later.txt")
    assert len(many) == 3_000
