"""What a worker prints, read back as what it says, and how it ended."""

import json

from reader.library.outcome import ArticleKept, FeedAdded, WorkerResult, worker_event
from reader.library.output.json import candidate_shape, event_shape, feed_shape, headline_shape
from reader.model import Candidate, Feed, Headline, RefreshEvent


def test_what_commands_print_is_read_back() -> None:
    refreshed = RefreshEvent(feed=3, url="https://a.example/", outcome="failed", error="403")
    candidate = Candidate(url="https://a.example/", title="A", articles=2, newest=1_717_200_000)
    undated = Candidate(url="https://a.example/", title="A", articles=0, newest=None)
    feed = Feed(id=3, url="https://a.example/", title="A", total=7, unread=5)
    headline = Headline(
        id=9, feed=None, feed_title="", title="T", link="https://a.example/9", author=None, published=None,
        updated=None, received=0, read=False, starred=False, saved=True, tags=(), words=5, complete="summary",
    )  # fmt: skip
    for shape, event in (
        (event_shape(refreshed), refreshed),
        (candidate_shape(candidate), candidate),
        (candidate_shape(undated), undated),
        (feed_shape(feed), FeedAdded("https://a.example/", "A", 7, 5)),
        (headline_shape(headline), ArticleKept(9, "T", "summary")),
        (event_shape(refreshed) | {"a newer field": 1}, refreshed),
        ({"done": True, "feeds": 1, "new": 0, "failed": 0}, None),
    ):
        assert worker_event(json.loads(json.dumps(shape))) == event


def test_how_a_worker_process_ended() -> None:
    result = WorkerResult.of(1, "newsreader: a: 403\nnewsreader: b: gone\x1b[2J")
    assert result.failed
    assert (result.first_complaint, result.last_complaint) == ("a: 403", "b: gone[2J")
    result = WorkerResult.of(0, "")
    assert not result.failed
    assert result.first_complaint == result.last_complaint == ""


def test_what_a_worker_complains_of_is_shown_without_secrets() -> None:
    result = WorkerResult.of(1, "newsreader: http://joe:s3cret@h.example/?token=s3cret: not found\n")
    assert result.complaints == ("http://h.example/?token=***: not found",)
