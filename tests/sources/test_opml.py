"""Subscription lists: whatever other readers write is taken in, and ours can be read by all."""

import time
from pathlib import Path
from xml.dom import minidom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.opml import NotOpml, OpmlResult, Subscription, read_opml, write_opml

NOW = 1_716_535_500


def opml(body: str, before: str = "") -> bytes:
    return f"{before}<opml version='2.0'><head><title>T</title></head><body>{body}</body></opml>".encode()


def only(body: str) -> Subscription:
    (subscription,) = read_opml(opml(body)).subscriptions
    return subscription


def test_folders_nest() -> None:
    body = """<outline text="World"><outline text="Asia">
        <outline type="rss" text="Dhaka" xmlUrl="https://d.example/rss" htmlUrl="https://d.example/"/>
      </outline><outline text="W" xmlUrl="https://w.example/rss"/></outline>
      <outline text="Top" xmlUrl="https://t.example/rss"/>"""
    assert read_opml(opml(body)) == OpmlResult(
        (
            Subscription("https://d.example/rss", "Dhaka", "https://d.example/", "World/Asia"),
            Subscription("https://w.example/rss", "W", None, "World"),
            Subscription("https://t.example/rss", "Top"),
        )
    )


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "XMLURL", "XmlUrl"])
def test_spellings_of_the_address(name: str) -> None:
    assert only(f"<outline text='A' {name}=' https://a.example/rss '/>").url == "https://a.example/rss"


def test_a_feed_whose_address_is_called_url() -> None:
    assert only("<outline type='rss' text='A' url='https://a.example/rss'/>").url == "https://a.example/rss"


@pytest.mark.parametrize(
    ("attributes", "title"),
    [
        ("text='A' title='B'", "B"),
        ("text='A' title=''", "A"),
        ("text='Salt &amp;amp; &lt;b&gt;pepper&lt;/b&gt;'", "Salt & pepper"),
        ("text='Vec&lt;String&gt;'", "Vec<String>"),
        ("text='a&#10;b&#x9d;c'", "a bc"),
        ("", None),
    ],
)
def test_titles(attributes: str, title: str | None) -> None:
    assert only(f"<outline {attributes} xmlUrl='https://a.example/'/>").title == title


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("feed:https://a.example/x", "https://a.example/x"),
        ("feed://a.example/x", "http://a.example/x"),
        ("FEED:a.example/x", "http://a.example/x"),
    ],
)
def test_feed_addresses(address: str, url: str) -> None:
    assert only(f"<outline xmlUrl='{address}'/>").url == url


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "file:///etc/passwd", "/etc/passwd", "exec:ls", "ftp://a.example/"),
        *("mailto:a@b.example", "file://a.example/x", "vscode://a.example/x"),
    ],
)
def test_addresses_that_are_no_feeds_are_problems(address: str) -> None:
    result = read_opml(
        opml(f"<outline text='A' xmlUrl='{address}'/><outline text='B' xmlUrl='https://b.example/'/>")
    )
    assert [item.title for item in result.subscriptions] == ["B"]
    (problem,) = result.problems
    assert problem == f"“A” has an address that is none of a feed: {address}."


def test_passwords_are_in_no_problem() -> None:
    (problem,) = read_opml(opml("<outline text='A' xmlUrl='ftp://me:secret@a.example/'/>")).problems
    assert "secret" not in problem


def test_a_feed_without_an_address_is_a_problem() -> None:
    assert read_opml(opml("<outline type='rss' text='A'/>")).problems == ("“A” has no address.",)


def test_a_feed_is_taken_once() -> None:
    twice = "<outline text='F'><outline text='A' xmlUrl='https://a.example/'/></outline>" * 2
    assert read_opml(opml(twice)).subscriptions == (Subscription("https://a.example/", "A", None, "F"),)


def test_a_slash_in_a_folders_name_is_no_nesting() -> None:
    subscription = only("<outline text='TV/Film'><outline xmlUrl='https://a.example/'/></outline>")
    assert subscription.folder == "TV\N{DIVISION SLASH}Film"
    assert b'text="TV/Film"' in write_opml([subscription], "T", NOW)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "utf-8", "shift_jis"])
def test_encodings(encoding: str) -> None:
    title = "日本" if encoding == "shift_jis" else "Žluťoučký"[1:2] + "Zoë"
    text = f"<?xml version='1.0' encoding='{encoding}'?><opml><body><outline text='{title}' xmlUrl='https://a.example/'/></body></opml>"
    assert read_opml(text.encode(encoding)).subscriptions[0].title == title


def test_latin_1_that_says_nothing() -> None:
    data = "<opml><body><outline text='Zoë' xmlUrl='https://a.example/'/></body></opml>".encode("latin-1")
    assert read_opml(data).subscriptions[0].title == "Zoë"


def test_a_list_without_a_body_or_without_feeds_is_a_list() -> None:
    assert read_opml(b"<opml version='2.0'><head/></opml>") == OpmlResult()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "it is empty"),
        (b"\n\n", "it is empty"),
        (b"just text", "it is not an OPML file"),
        (b"<html><body><p>x</p></body></html>", "it is not an OPML file"),
        (b"<html><body><p>x<br></body></html>", "it is damaged, and no feed in it can be read"),
        (
            opml("", "<!DOCTYPE opml SYSTEM 'x.dtd'>"),
            "it brings its own definitions (DOCTYPE), which no subscription list needs",
        ),
    ],
)
def test_what_is_no_list_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(NotOpml) as refusal:
        read_opml(data)
    assert str(refusal.value) == sentence


def test_entities_that_multiply_are_refused() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    with pytest.raises(NotOpml):
        read_opml(opml("<outline text='&e9;'/>", f"<!DOCTYPE opml [<!ENTITY e0 'ha'>{levels}]>"))


def test_a_damaged_list_gives_what_can_be_read() -> None:
    body = (
        "<outline text='F'>\n<outline text='A & B' xmlUrl='https://a.example/?x=1&y=2'/>\n</outline>"
        '<outline text="C &eacute; > D" xmlUrl="https://c.example/">\n<outline text=\'unclosed'
    )
    result = read_opml(f"<opml><body>{body}".encode())
    assert result.subscriptions == (
        Subscription("https://a.example/?x=1&y=2", "A & B", None, "F"),
        Subscription("https://c.example/", "C é > D"),
    )
    assert result.problems == ("The file is damaged in line 2; what could be read was taken.",)


def test_depth() -> None:
    deep = (
        "<outline text='f'>" * 20_000
        + "<outline text='A' xmlUrl='https://a.example/'/>"
        + "</outline>" * 20_000
    )
    assert only(deep).folder == "/".join("f" * 10)
    assert len(read_opml(opml(deep.replace("</outline>", "", 1))).subscriptions) == 1, (
        "also where it is damaged"
    )


@pytest.mark.parametrize(("count", "damage"), [(100_000, ""), (20_000, "&nbsp;")])
def test_very_many_feeds(count: int, damage: str) -> None:
    many = "".join(f"<outline text='{n}' xmlUrl='https://a.example/{n}'/>" for n in range(count))
    began = time.process_time()
    assert len(read_opml(opml(many + damage)).subscriptions) == count
    assert time.process_time() - began < 6


def test_very_many_problems_are_told_in_a_hundred_lines() -> None:
    problems = read_opml(opml("<outline text='A' xmlUrl='x:y'/>" * 1_000)).problems
    assert len(problems) == 101
    assert problems[-1] == "… and 900 more."


def test_others_lists_are_read(corpus: Path) -> None:
    found = {
        path.stem: len(read_opml(path.read_bytes()).subscriptions) for path in (corpus / "opml").iterdir()
    }
    assert len(found) == 11
    assert found["subscriptionList"] == 13
    assert found["states"] == 0


def test_what_is_written_can_be_read() -> None:
    subscriptions = (
        Subscription("https://z.example/rss", "Zebra"),
        Subscription("https://a.example/rss?x=1&y=2", "Quotes \" and ' & <b>", "https://a.example/"),
        Subscription("https://w.example/rss", "W", None, "World"),
        Subscription("https://d.example/rss", "D", None, "World/Asia"),
        Subscription("https://e.example/rss", "E", None, "World/Asia/East"),
        Subscription("https://f.example/rss", "F", None, "World Asia"),
    )
    result = read_opml(write_opml(subscriptions, "Mine", NOW))
    assert set(result.subscriptions) == set(subscriptions)
    assert result.problems == ()


def test_the_head_says_what_and_when() -> None:
    written = write_opml([], "Mine ]]> & \x1b", NOW).decode()
    assert (
        "<title>Mine ]]&gt; &amp; </title><dateCreated>Fri, 24 May 2024 07:25:00 GMT</dateCreated>" in written
    )


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_makes_it_ill_formed(title: str, folder: str) -> None:
    item = Subscription("https://a.example/", title, "https://b.example/", folder)
    document = minidom.parseString(write_opml([item, item], title, NOW))
    urls = [node.getAttribute("xmlUrl") for node in document.getElementsByTagName("outline")]
    assert urls.count("https://a.example/") == 2


@pytest.mark.parametrize(
    "character", ["\x1b", "\0", "\ufffe", "\uffff", chr(0xD800), "\x7f", "]]>"], ids=ascii
)
def test_characters_that_xml_has_not(character: str) -> None:
    item = Subscription("https://a.example/", f"a{character}b", None, f"f{character}g")
    (again,) = read_opml(write_opml([item], "T", NOW)).subscriptions
    kept = character if character == "]]>" else ""
    assert (again.title, again.folder) == (f"a{kept}b", f"f{kept}g")
