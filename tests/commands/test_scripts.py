"""For scripts: the next unread article, and lines in a form of the reader's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.library.output.json import feed_shape, headline_shape, hit_shape
from reader.library.output.template import FEED_NAMES, HEADLINE_NAMES, HIT_NAMES
from reader.model import Query
from reader.store.database.connection import open_store
from reader.store.feeds.feeds import feeds
from reader.store.lists.headlines import headlines, ids
from reader.store.search.ranked import search
from tests.commands.conftest import Newsreader
from tests.ui.screen import add_feed, parsed


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A library of three articles, the first of which has a hostile title."""
    db = open_store(tmp_path / "data" / "library.db")
    titles = ("Ferry\x1b]0;owned\x07\u202e\ttab\nline", "Harbour", "Island")
    add_feed(db, "Coast", [parsed(n, title) for n, title in enumerate(titles, 1)])
    add_feed(db, "Empty", [])
    db.close()
    return tmp_path / "data"


def test_next_reads_one_article_after_the_other(newsreader: Newsreader, kept: Path) -> None:
    first = newsreader("next")
    assert (first.code, first.err) == (0, "")
    assert "The text of article 1." in first.out
    assert newsreader("unread").out == "2\n"
    second = newsreader("next", "--format", "markdown")
    assert second.out.startswith("# Harbour\n")
    (third,) = newsreader("next", "--json", "feed:coast").shapes
    assert (third["title"], third["read"], third["text"]) == ("Island", True, "The text of article 3.")
    none = newsreader("next")
    assert (none.code, none.out, none.err) == (1, "", "newsreader: no article is unread\n")
    assert newsreader("undo").code == 0
    assert newsreader("next", "--json").shapes[0]["title"] == "Island"


def test_next_of_a_query(newsreader: Newsreader, kept: Path) -> None:
    assert newsreader("next", "--json", "title:island").shapes[0]["id"]
    ended = newsreader("next", "title:island")
    assert (ended.code, ended.err) == (1, "newsreader: no unread article matches title:island\n")
    assert newsreader("unread").out == "2\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_what_next_could_not_print_stays_unread(newsreader: Newsreader, kept: Path) -> None:
    command = [sys.executable, "-m", "reader", "--data-dir", str(kept), "next"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, newsreader("unread").out) == (1, "3\n")
    assert "cannot be written" in done.stderr


def test_lines_in_a_form_of_ones_own(newsreader: Newsreader, kept: Path) -> None:
    newsreader("tag", "3", "+sea", "+far")
    ended = newsreader("list", "--template", r"{id}\t{title} [{tags}] {read}{{}}{author}")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[1:] == [
        "2\tHarbour [] false{}Isla Brown", "1\tIsland [] false{}Isla Brown",
    ]  # fmt: skip
    hostile = ended.out.splitlines()[0]
    assert hostile == "3\tFerry]0;owned tab line [far,sea] false{}Isla Brown"
    assert newsreader("search", "text", "--limit", "1", "--template", "{rank}{snippet}").code == 0
    assert newsreader("feeds", "--template", "{title}: {unread} of {total}{error}").out == (
        "Coast: 3 of 3\nEmpty: 0 of 0\n"
    )


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("{titel}", 'there is no "{titel}"; did you mean "title"?'),
        ("{title!r}", 'there is no "{title!r}"; did you mean "title"?'),
        ("{title.__class__}", 'there is no "{title.__class__}"'),
        ("{0[id]}", 'there is no "{0[id]}"'),
        ("{}", 'there is no "{}"'),
        ("a { b", '"{" stands alone in the template'),
        ("} {id}", '"}" stands alone in the template'),
    ],
)
def test_a_template_that_cannot_be_filled_is_wrong_words(
    newsreader: Newsreader, kept: Path, template: str, complaint: str
) -> None:
    for command in (("list",), ("search", "text"), ("feeds",)):
        ended = newsreader(*command, "--template", template)
        assert (ended.code, ended.out) == (2, "")
        assert complaint in ended.err


def test_no_line_can_be_json_and_a_template(newsreader: Newsreader, kept: Path) -> None:
    ended = newsreader("list", "--json", "--template", "{id}")
    assert (ended.code, ended.out) == (2, "")


def test_a_template_that_the_shell_gave_control_characters(kept: Path) -> None:
    command = [sys.executable, "-m", "reader", "--data-dir", str(kept), "list", "--limit", "1"]
    form = "\x1b[31m{id}\x07\t|"
    done = subprocess.run([*command, "--template", form], capture_output=True, check=True, env=os.environ)
    assert done.stdout == b"[31m3\t|\n"


def test_templates_have_the_names_of_json(kept: Path) -> None:
    db = open_store(kept / "library.db")
    (shown, *_) = headlines(db, [identity for identity, _ in ids(db, Query())])
    assert tuple(headline_shape(shown)) == HEADLINE_NAMES
    assert tuple(hit_shape(search(db, Query(), limit=1)[0])) == HIT_NAMES
    assert tuple(feed_shape(feeds(db)[0])) == FEED_NAMES
