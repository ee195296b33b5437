"""Tables and JSON that read-later services export."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import json

import pytest

from tests.sources.saved.formats.lamp import (
    PARAGRAPHS,
    SENTENCE,
    URL,
    captured_at,
    read_all,
    read_one,
    zipped,
)

CSV = [
    ("sep=;\r\ntitle;url;time_added;tags;status\r\nOne;{};1716535500;a|b;archive\r\n", "2024-05-24T07:25:00Z", ("a", "b"), True, False),
    ("title,url,time_added,tags,status\nOne,{},1716535500,a|b,archive\n", "2024-05-24T07:25:00Z", ("a", "b"), True, False),
    ("URL,Title,Selection,Folder\n{},One,,Archive\n", None, (), True, False),
    ("URL,Title,Selection,Folder,Timestamp\n{},One,,Unread,1716535500\n", "2024-05-24T07:25:00Z", (), False, False),
    ('URL,Title,Selection,Folder,Timestamp,Tags\n{},One,,Starred,1716535500,"[""a"",""b""]"\n', "2024-05-24T07:25:00Z", ("a", "b"), False, True),
    ('id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n1,One,,,{},Unsorted,"a, b",2024-05-24T13:25:00.000Z,,,true\n', "2024-05-24T13:25:00Z", ("a", "b"), False, True),
    ("Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\nOne,{},01,\"['a', 'b']\",2024-05-24 13:25:00+00:00,0,archive,True\n", "2024-05-24T13:25:00Z", ("a", "b"), True, False),
    ("Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read,Highlight_Count,Last Interaction Date,File Id\nOne,Jane,Quay,{},a;b,100,False,True,True,0,2024-05-24,1\n", "2024-05-24", ("a", "b"), True, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "added", "tags", "read", "starred"), CSV)
def test_read_later_tables(
    text: str, added: str | None, tags: tuple[str, ...], read: bool, starred: bool
) -> None:
    article = read_one(text.format(URL), "export.csv")
    assert (article.title, article.link, article.complete) == ("One", URL, "none")
    assert (captured_at(article), article.tags, article.read, article.starred) == (added, tags, read, starred)


def test_a_title_that_is_the_address_is_none() -> None:
    assert read_one(f"title,url\n{URL},{URL}\n", "export.csv").title == ""


def test_pocket_s_zip_and_its_old_html() -> None:
    assert read_one(zipped({"part_000000.csv": CSV[1][0].format(URL)}), "pocket.zip").link == URL
    first, second = read_all(
        "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
        '<li><a href="https://a.example/1" time_added="1716535500" tags="a,b">One</a></li></ul>'
        '<h1>Read Archive</h1><ul><li><a href="https://a.example/2" time_added="1716535500" tags="">Two</a></li></ul></body></html>',
        "ril_export.html",
    )
    assert (first.title, first.tags, first.read) == ("One", ("a", "b"), False)
    assert (second.title, second.tags, second.read) == ("Two", (), True)


def test_the_whole_entries_of_an_export_that_breaks_off() -> None:
    entries = json.dumps([{"url": f"{URL}/{number}", "title": "One"} for number in range(3)])
    first, last = read_all(entries[:-20], "export.json")
    assert [first.link, last.link] == [f"{URL}/0", f"{URL}/1"]
    assert last.ignored == ("its JSON is damaged and what stands behind the damage is left out",)


def test_rows_without_an_address_are_counted() -> None:
    (only,) = read_all(f"title,url,tags\nOne,{URL},\nMail,instapaper://private/1,\n,,\nCut of", "export.csv")
    assert only.link == URL
    assert only.ignored == ("of its 3 rows, 2 without an address of the web left out",)


def test_exports_with_the_text() -> None:
    wallabag = json.dumps(
        [
            {
                "title": "One",
                "url": URL,
                "content": PARAGRAPHS,
                "is_archived": 1,
                "is_starred": 0,
                "created_at": "2024-05-24T13:25:00+0200",
                "tags": ["x"],
            }
        ]
    )
    metadata = json.dumps(
        [
            {
                "id": "1",
                "slug": "one",
                "title": "One",
                "url": URL,
                "state": "Archived",
                "savedAt": "2024-05-24T11:25:00.000Z",
                "labels": ["x"],
            }
        ]
    )
    omnivore = zipped({"metadata_0_to_20.json": metadata, "content/one.html": PARAGRAPHS})
    for data, path in ((wallabag, "w.json"), (omnivore, "o.zip")):
        article = read_one(data, path)
        assert (article.title, article.complete, article.read, article.tags) == ("One", "full", True, ("x",))
        assert article.text.startswith(SENTENCE)
        assert captured_at(article) == "2024-05-24T11:25:00Z"


@pytest.mark.parametrize(
    ("item", "tags", "read", "starred"),
    [
        ({"title": "One", "url": URL, "is_read": "1", "is_fav": "1"}, (), True, True),
        (
            {"title": "", "website_title": "One", "url": URL, "tag_names": ["a"], "is_archived": False},
            ("a",),
            False,
            False,
        ),
    ],
    ids=["wallabag 1", "linkding"],
)
def test_keys_of_other_exports(
    item: dict[str, object], tags: tuple[str, ...], read: bool, starred: bool
) -> None:
    article = read_one(json.dumps([item]), "e.json")
    assert (article.title, article.tags, article.read, article.starred) == ("One", tags, read, starred)


def test_pinboard() -> None:
    item = {
        "href": URL,
        "description": "One",
        "extended": "",
        "time": "2024-05-24T13:25:00Z",
        "tags": "a b",
        "toread": "no",
    }
    assert read_one(json.dumps([item]), "p.json").tags == ("a", "b")


@pytest.mark.parametrize(
    ("export", "path", "text"),
    [
        (
            f"URL,Title,Selection,Folder,Timestamp\n{URL},One,The lamp burns.,Unread,1716535500\n",
            "i.csv",
            "The lamp burns.",
        ),
        (
            f'id,title,note,excerpt,url,tags,created\n1,One,"Ask ""Jo""",The lamp burns.,{URL},,2024-05-24\n',
            "raindrop.csv",
            'Ask "Jo"\n\nThe lamp burns.',
        ),
        (
            f'[{{"href": "{URL}", "description": "One", "extended": "<b> & co", "tags": ""}}]',
            "p.json",
            "<b> & co",
        ),
        (
            f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF="{URL}">One</A>\n<DD>Ask &lt;Jo&gt;\n'
            f'<DT><A HREF="{URL}/2">Two</A>\n</DL>',
            "b.html",
            "Ask <Jo>",
        ),
    ],
)
def test_a_note_in_an_export_is_kept_as_the_article_s_summary(export: str, path: str, text: str) -> None:
    first, *others = read_all(export, path)
    assert (first.title, first.text, first.complete) == ("One", text, "summary")
    assert [(other.text, other.complete) for other in others] in ([], [("", "none")])
