"""Evernote's notes."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

from tests.sources.saved.formats.lamp import PARAGRAPHS, SENTENCE, URL, captured_at, read_all, read_one


def test_enex() -> None:
    article = read_one(
        '<?xml version="1.0"?><!DOCTYPE en-export SYSTEM "http://x.example/evernote-export3.dtd"><en-export><note><title>The lamp</title>'
        f'<content><![CDATA[<?xml version="1.0"?><!DOCTYPE en-note SYSTEM "x"><en-note>{PARAGRAPHS}</en-note>]]></content>'
        "<created>20240524T132500Z</created><tag>sea</tag><note-attributes><author>Jane</author>"
        f"<source-url>{URL}</source-url></note-attributes></note></en-export>",
        "notes.enex",
    )
    assert (article.title, article.author, article.link, article.tags) == ("The lamp", "Jane", URL, ("sea",))
    assert (captured_at(article), article.published) == ("2024-05-24T13:25:00Z", None)
    assert article.text.startswith(SENTENCE)


def test_the_whole_notes_of_an_enex_that_breaks_off() -> None:
    note = "<note><title>{}</title><content><![CDATA[<en-note>The lamp is lit.</en-note>]]></content></note>"
    whole = f'<?xml version="1.0"?><en-export>{note.format("One")}{note.format("Two")}{note.format("Three")}'
    first, second = read_all(whole[:-20], "notes.enex")
    assert (first.title, first.ignored, second.title) == ("One", (), "Two")
    assert second.ignored == ("the file breaks off and its end is missing",)
