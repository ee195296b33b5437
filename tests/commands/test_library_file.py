"""A whole library in one file: carried to another machine, merged into another library, and hostile ones."""

import hashlib
import stat
import typing
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reader.document.blocks import Block, Cell, Document, Span, Token
from reader.document.serialization import deserialize, serialize
from reader.library.takeover import library_file, merging
from reader.library.takeover.library_file import MAGIC
from reader.store.articles import articles
from reader.store.articles.details import Extra, pack_details
from reader.store.database.connection import open_store
from reader.store.feeds import feeds
from reader.store.transfer.records import (
    ArticleRecord,
    FeedRecord,
    FileRecord,
    GoneRecord,
    SearchRecord,
    encoder,
)
from reader.ways import FeedHabits, pack_habits
from tests.command import Ended, ran
from tests.commands.conftest import Newsreader
from tests.samples import SAVED_PAGE, item, rss
from tests.server import ScriptedServer, reply

Elsewhere = Callable[..., Ended]


@pytest.fixture
def elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Elsewhere:
    """Runs `newsreader WORDS...` on another machine's library."""

    def run(*words: str) -> Ended:
        return ran(monkeypatch, capfd, "--data-dir", str(tmp_path / "elsewhere"), *words)

    return run


@pytest.fixture
def carried(newsreader: Newsreader, server: ScriptedServer, tmp_path: Path) -> Path:
    """A library with all that one can have, and its file."""
    changed = item(3, body="<p>The harbour office told us more, and few listened.</p>")
    server.script("/feed", reply(rss([item(3), item(2), item(1)])), reply(rss([changed, item(2), item(1)])))
    newsreader("add", server.url("/feed"), "--folder", "Sea/North")
    newsreader("refresh", "1")
    (tmp_path / "ferry.txt").write_text(SAVED_PAGE, encoding="utf-8")
    newsreader("save", str(tmp_path / "ferry.txt"))
    newsreader("edit", "1", "--title", "My harbour")
    by_title = {one["title"]: str(one["id"]) for one in newsreader("list", "--json").shapes}
    newsreader("mark", "read", by_title["Matter 2 is settled"])
    newsreader("mark", "star", by_title["Matter 3 is settled"])
    newsreader("tag", by_title["Matter 3 is settled"], "+sea", "+old boats")
    newsreader("delete", by_title["Matter 1 is settled"])
    saved = next(id for title, id in by_title.items() if title.startswith("Ferry"))
    newsreader("correct", saved, "--author", "Jo Doe")
    db = open_store(tmp_path / "data" / "library.db")
    articles.keep_position(db, int(saved), 2, 7)
    db.execute("INSERT INTO saved_search (name, query) VALUES ('Boats', 'ferry is:unread')")
    db.close()
    file = tmp_path / "whole.newsreader"
    ended = newsreader("export", "--library", str(file))
    assert (ended.code, ended.err) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file


def told(run: Callable[..., Ended]) -> list[dict[str, object]]:
    shapes = []
    for one in run("list", "--json").shapes:
        (shape,) = run("show", str(one["id"]), "--json").shapes
        shapes.append({name: value for name, value in shape.items() if name not in ("id", "feed")})
    return shapes


def test_a_feeds_own_ways_and_what_was_offered_are_carried(
    newsreader: Newsreader, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    db = open_store(tmp_path / "data" / "library.db")
    feeds.add_feed(db, "https://harbour.example/feed", now=1)
    assert newsreader("edit", "1", "--interval", "90", "--browser").code == 0
    db.execute("UPDATE feed SET habits = ?", (pack_habits(FeedHabits(full_text=3)),))
    db.close()
    newsreader("export", "--library", str(tmp_path / "whole"))
    assert elsewhere("import", str(tmp_path / "whole")).code == 0
    assert "[every 90 minutes, opened in the browser]" in elsewhere("feeds").out
    db = open_store(tmp_path / "elsewhere" / "library.db")
    assert list(db.execute("SELECT habits FROM feed")) == [('{"full_text":3}',)]
    db.close()


def test_another_machine_has_all_of_it(
    newsreader: Newsreader, elsewhere: Elsewhere, carried: Path, server: ScriptedServer, tmp_path: Path
) -> None:
    ended = elsewhere("import", str(carried))
    assert (ended.code, ended.err) == (0, "")
    assert "3 articles, 3 of them new here: 1 read, 1 starred, 0 deleted" in ended.out
    assert told(elsewhere) == told(newsreader)
    (feed,) = elsewhere("feeds", "--json").shapes
    assert (feed["title"], feed["folder"], feed["total"]) == ("My harbour", "Sea/North", 2)
    assert elsewhere("search", "ferry").out.count("Ferry crews") == 1
    db = open_store(tmp_path / "elsewhere" / "library.db")
    assert [place[:2] for place in db.execute("SELECT block, character FROM position")] == [(2, 7)]
    assert list(db.execute("SELECT name, query FROM saved_search")) == [("Boats", "ferry is:unread")]
    assert len(list(db.execute("SELECT 1 FROM revision"))) == 1
    db.close()
    digest = hashlib.sha256(SAVED_PAGE.encode()).hexdigest()
    assert (tmp_path / "elsewhere" / "files" / digest[:2] / digest[2:]).read_text("utf-8") == SAVED_PAGE

    server.script("/feed", reply(rss([item(4), item(3), item(2), item(1)])))
    (event, *_) = elsewhere("refresh", str(feed["id"]), "--json").shapes
    assert event["new"] == 1, "what was deleted does not come back, and what is there is known again"

    again = elsewhere("import", str(carried), "--json").shapes[-1]
    assert again == {"articles": 3, "new": 0, "read": 1, "starred": 0, "deleted": 0}


def test_what_was_taken_back_comes_again(
    newsreader: Newsreader, elsewhere: Elsewhere, carried: Path, server: ScriptedServer
) -> None:
    elsewhere("import", str(carried))
    assert elsewhere("undo").code == 0
    assert elsewhere("list").out == ""
    again = elsewhere("import", str(carried), "--json").shapes[-1]
    assert again == {"articles": 3, "new": 3, "read": 1, "starred": 1, "deleted": 0}
    assert told(elsewhere) == told(newsreader)
    elsewhere("undo")
    server.script("/feed", reply(rss([item(n) for n in (4, 3, 2, 1)])))
    elsewhere("add", server.url("/feed"))
    assert len(elsewhere("list", "--json").shapes) == 3, "but what was deleted there stays away"


def test_it_is_merged_into_what_is_there_and_undone_as_one(
    elsewhere: Elsewhere, carried: Path, server: ScriptedServer
) -> None:
    server.script("/feed", reply(rss([item(n) for n in (4, 3, 2, 1)])))
    elsewhere("add", server.url("/feed"))
    by_title = {one["title"]: str(one["id"]) for one in elsewhere("list", "--json").shapes}
    elsewhere("mark", "read", by_title["Matter 4 is settled"])
    elsewhere("tag", by_title["Matter 3 is settled"], "+mine")
    before = told(elsewhere)
    assert elsewhere("import", str(carried)).code == 0
    now = {str(shape["title"]): shape for shape in told(elsewhere)}
    assert now["Matter 4 is settled"]["read"] is True
    assert now["Matter 2 is settled"]["read"] is True
    assert now["Matter 3 is settled"]["tags"] == ["mine", "old boats", "sea"]
    assert now["Matter 3 is settled"]["starred"] is True
    assert "Matter 1 is settled" in now, "what is here is not deleted by a file"
    assert len(now) == 5
    (feed,) = elsewhere("feeds", "--json").shapes
    assert (feed["title"], feed["folder"]) == ("My harbour", "Sea/North")
    assert elsewhere("undo").code == 0
    assert told(elsewhere) == [shape | {"feed_title": "Harbour Gazette"} for shape in before]


def written(path: Path, records: Iterable[msgspec.Struct], *, head: bytes = MAGIC) -> str:
    frames = b"".join(len(one).to_bytes(4, "little") + one for one in map(encoder.encode, records))
    deflate = zlib.compressobj(wbits=31)
    path.write_bytes(head + deflate.compress(frames) + deflate.flush())
    return str(path)


def test_a_hostile_file_writes_no_harm(elsewhere: Elsewhere, tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\u202eevil\n"
    records = [
        FeedRecord("file:///etc/passwd", title=evil),
        FeedRecord("https://a.example/feed", title=evil, name=evil, folder=evil, site="javascript:alert(1)"),
        SearchRecord(evil, evil),
        ArticleRecord(
            [1], "https://a.example/feed", title=evil, link="javascript:alert(1)", author=evil, tags=[evil],
            body=b"\xff" * 99, extra=b"\xff" * 99, corrections=[("title", "[", "{"), ("sql", '"x"', '"y"')],
        ),
        ArticleRecord([2], "https://unknown.example/", title="Lost"),
        ArticleRecord([3], None, title="Kept"),
        GoneRecord([4], "https://unknown.example/"),
        FileRecord("0" * 64, b"not what its name says", True),
    ]  # fmt: skip
    ended = elsewhere("import", written(tmp_path / "evil", records))
    assert ended.code == 0
    listed = elsewhere("list", "--json").shapes
    assert [one["title"] for one in listed] == ["Kept", "]0;ownedevil"]
    assert elsewhere("feeds", "--json").shapes[0]["url"] == "https://a.example/feed"
    for words in (("list",), ("feeds",), ("doctor",), ("show", str(listed[1]["id"]))):
        assert "\x1b" not in elsewhere(*words).out
    assert not [path for path in (tmp_path / "elsewhere" / "files").rglob("*") if path.is_file()]


def test_impossible_records_are_left_out_and_told(elsewhere: Elsewhere, tmp_path: Path) -> None:
    good, packed = ArticleRecord([3], None, title="Kept"), encoder.encode
    bad = [
        packed(ArticleRecord([1], None, received=1 << 60)), packed(ArticleRecord([1], None, read=7)),
        packed(FileRecord("../../../../tmp/x", b"x", True)), packed({"type": "Nothing"}), packed([1, 2]),
    ]  # fmt: skip
    frames = b"".join(len(one).to_bytes(4, "little") + one for one in [*bad, packed(good)])
    (tmp_path / "odd").write_bytes(MAGIC + zlib.compress(frames, wbits=31))
    ended = elsewhere("import", str(tmp_path / "odd"))
    assert ended.code == 0
    assert "5 of its records are damaged and left out" in ended.err
    assert [one["title"] for one in elsewhere("list", "--json").shapes] == ["Kept"]


def test_a_damaged_file_is_named_and_what_came_before_stays(
    elsewhere: Elsewhere, carried: Path, tmp_path: Path
) -> None:
    whole = carried.read_bytes()
    for size in (len(MAGIC), len(MAGIC) + 1, len(whole) // 2, len(whole) - 5):
        carried.write_bytes(whole[:size])
        ended = elsewhere("import", str(carried))
        assert ended.code == 1
        assert f"{carried}: it is damaged" in ended.err
    carried.write_bytes(whole[:40] + b"\xff" * 40 + whole[80:])
    assert elsewhere("import", str(carried)).code == 1
    huge = (1 << 31).to_bytes(4, "little")
    carried.write_bytes(MAGIC + zlib.compress(huge + bytes(99), wbits=31))
    assert "a record is too large" in elsewhere("import", str(carried)).err
    assert elsewhere("doctor").code == 0


def test_a_bomb_ends_at_its_bound(
    elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_file, "LEAST", 4 << 20)
    pieces = [FileRecord("0" * 64, bytes(1 << 20), False)] * 64
    ended = elsewhere("import", written(tmp_path / "bomb", pieces))
    assert ended.code == 1
    assert "larger than any library of its size" in ended.err


def test_a_folder_that_cannot_be_written_to_is_named(newsreader: Newsreader, tmp_path: Path) -> None:
    ended = newsreader("export", "--library", str(tmp_path / "absent" / "x"))
    assert (ended.code, ended.out) == (1, "")
    assert "No such file or directory" in ended.err
    assert newsreader("export", "--library", "x", "-o", "y").code == 2
    assert newsreader("export", "--library", "x", "--opml").code == 2


@pytest.mark.parametrize("option", ["--epub", "--library", "--html", "--markdown"])
def test_an_option_is_not_taken_for_the_name_of_a_file(
    newsreader: Newsreader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = newsreader("export", option, "-o", "book.epub")
    assert (ended.code, ended.out) == (2, "")
    assert "is missing" in ended.err
    assert not (tmp_path / "-o").exists()


EVIL = "\x1b]0;owned\x07\x9b31m\u202eevil"


def serialized(*blocks: Block) -> bytes:
    return serialize(Document(blocks))


def test_what_an_article_is_inside_is_made_sound(elsewhere: Elsewhere, tmp_path: Path) -> None:
    huge, script = 10**9, "javascript:alert(1)"
    body = serialized(
        Block("paragraph", "read this on", spans=(Span(0, 4, "link", script), Span(5, huge, "strong"))),
        Block("paragraph", EVIL, marker=EVIL, quote=huge, indent=-huge, level=huge),
        Block("code", EVIL, src=EVIL, tokens=(Token(4, 1, "string"),)),
        Block("figure", EVIL, src="file:///etc/passwd", credit=EVIL, alt=EVIL),
        Block("media", "a film", src=script),
        Block("table", "no rows"),
        Block("table", rows=((Cell(EVIL, columns=huge), Cell("b", columns=-1)), ())),
    )
    details = Extra(
        enclosures=((script, EVIL, -1), ("https://a.example/x.mp3", EVIL, 1 << 63)),
        facts={EVIL: msgspec.convert([EVIL, EVIL, -5, EVIL, EVIL], dict_value(Extra))},
        original="../../../../etc/passwd",
        comments=script,
        captured=(1 << 62, 99, EVIL, EVIL, EVIL),
    )
    record = ArticleRecord([1], None, title="Inside", link=script, body=body, extra=pack_details(details))
    assert elsewhere("import", written(tmp_path / "evil", [record])).code == 0
    shown = elsewhere("show", "1", "--json")
    (shape,) = shown.shapes
    assert "read this on" in shape["text"]
    for word in ("javascript", "file:", "\\u001b", "\\u009b", "\\u202e", "\x1b", "passwd"):
        assert word not in shown.out
    assert shape["link"] is None
    assert [one["url"] for one in shape["enclosures"]] == ["https://a.example/x.mp3"]
    db = open_store(tmp_path / "elsewhere" / "library.db")
    (blocks,) = [deserialize(articles.body(db, 1) or b"").blocks]
    article = articles.article(db, 1)
    db.close()
    assert article is not None
    assert article.original is None, "a hash is the name of a file"
    assert [block.spans for block in blocks[:2]] == [(), ()]
    assert max(block.quote + block.indent + block.level for block in blocks) < 2_000
    assert not [cell for block in blocks for row in block.rows for cell in row if not 1 <= cell.columns <= 60]
    for way in ("text", "markdown", "html"):
        assert elsewhere("show", "1", "--format", way).code == 0
    assert elsewhere("export", "--markdown", str(tmp_path / "texts")).err == ""


def dict_value(struct: type[msgspec.Struct]) -> type:
    """The type of a fact, which has no name outside its module."""
    (fields,) = [field.type for field in msgspec.structs.fields(struct) if field.name == "facts"]
    return typing.get_args(fields)[1]


def test_texts_that_wait_to_be_written_are_bounded(
    elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "BYTES_TOGETHER", 1 << 20)
    together: list[int] = []
    merge = merging.merge_articles

    def counted(*words: Any, **more: Any) -> Any:
        together.append(len(words[2]))
        return merge(*words, **more)

    monkeypatch.setattr(merging, "merge_articles", counted)
    records = [ArticleRecord([n], None, title=str(n), body=bytes(1 << 20)) for n in range(8)]
    assert elsewhere("import", written(tmp_path / "large", records)).code == 0
    assert max(together) <= 2
