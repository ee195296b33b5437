"""Bookmarks as browsers export them."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import json

from tests.sources.saved.formats.lamp import URL, captured_at, read_all, read_one


def test_bookmarks_of_browsers() -> None:
    netscape = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<DL><p>\n<DT><H3>F</H3>\n<DL><p>"
        f'<DT><A HREF="{URL}" ADD_DATE="1716535500" TAGS="a,b">One &amp; all</A>\n<DD>note\n<DT><A HREF="javascript:x">Bad</A></DL><p></DL>'
    )
    firefox = json.dumps(
        {"children": [{"title": "One & all", "uri": URL, "dateAdded": 1716535500000000}, {"uri": "place:x"}]}
    )
    chrome = json.dumps(
        {
            "roots": {
                "bar": {"children": [{"name": "One & all", "url": URL, "date_added": "13361009100000000"}]}
            }
        }
    )
    for data, path in ((netscape, "b.html"), (firefox, "b.json"), (chrome, "Bookmarks")):
        article = read_one(data, path)
        assert (article.title, article.link, captured_at(article)) == (
            "One & all",
            URL,
            "2024-05-24T07:25:00Z",
        )


def test_bookmarks_that_break_off() -> None:
    start = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
    first, last = read_all(f'{start}<DT><A HREF="{URL}">One</A>\n<DT><A HREF="{URL}s">The sec', "b.html")
    assert (first.title, first.ignored) == ("One", ())
    assert (last.link, last.ignored) == (f"{URL}s", ("the file breaks off and its end is missing",))
