"""Bodies as they are kept: compressed by what the library has learnt."""

import random
import zlib

import pytest

from reader.document.serialization import LARGEST, deserialize_raw, serialize
from reader.document.text import from_text
from reader.model import ParsedArticle, Query, Term
from reader.store import bodies
from reader.store.articles import articles
from reader.store.database.connection import Database, rows
from reader.store.search import ranked
from tests.store.making import answer, parsed, subscribe

SYLLABLES = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "in", "or")]


def prose(seed: int) -> str:
    """Some two hundred words of a small language."""
    language = random.Random(0)
    words = ["".join(language.choices(SYLLABLES, k=3)) for _ in range(40)]
    return " ".join(random.Random(seed).choices(words, k=200))


def article(number: int) -> ParsedArticle:
    text = prose(number)
    return parsed(number, text=text, body=serialize(from_text(text), f"<p>{text}</p>".encode()))


def fill(db: Database, count: int, url: str = "https://example.org/feed") -> None:
    answer(db, subscribe(db, url), map(article, range(1, count + 1)))


def kept_bytes(db: Database, id: int) -> int:
    return int(rows(db, "SELECT length(packed) FROM body WHERE article = ?", (id,))[0][0])


def learn(db: Database) -> bool:
    content = bodies.learn(bodies.lesson(db))
    bodies.keep_dictionary(db, content)
    return bool(content)


def test_a_few_articles_teach_nothing(db: Database) -> None:
    fill(db, bodies.FIRST - 1)
    assert bodies.lesson(db) == []


def test_what_was_learnt_makes_the_next_bodies_smaller_and_all_can_be_read(db: Database) -> None:
    fill(db, bodies.FIRST)
    before = [articles.body(db, id) for id in (1, bodies.FIRST)]
    assert learn(db)
    answer(db, subscribe(db, "https://example.org/other"), [article(1)])
    new = bodies.FIRST + 1
    assert articles.body(db, new) == article(1).body
    assert [articles.body(db, id) for id in (1, bodies.FIRST)] == before
    assert kept_bytes(db, new) < 0.8 * kept_bytes(db, bodies.FIRST)


def test_it_learns_again_when_it_has_grown(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GROWTH", 2)
    fill(db, bodies.FIRST)
    assert learn(db)
    assert bodies.lesson(db) == []
    fill(db, bodies.FIRST, "https://example.org/more")
    assert learn(db)
    assert len(rows(db, "SELECT id FROM dictionary")) == 2
    fill(db, 1, "https://example.org/last")
    everything = {articles.body(db, id) for id in range(1, 2 * bodies.FIRST + 2)}
    assert everything == {article(number).body for number in range(1, bodies.FIRST + 1)}


def test_it_learns_from_a_sample_only(db: Database) -> None:
    fill(db, 3 * bodies.SAMPLE)
    assert bodies.SAMPLE <= len(bodies.lesson(db)) <= bodies.SAMPLE + 1


def test_bodies_that_have_nothing_in_common_teach_nothing() -> None:
    assert bodies.learn([]) == b""
    assert bodies.learn([b""] * 500) == b""


def test_what_taught_nothing_is_not_tried_again_at_once(db: Database) -> None:
    answer(db, subscribe(db), (parsed(number, text="") for number in range(bodies.FIRST)))
    assert bodies.lesson(db)
    assert not learn(db)
    assert bodies.lesson(db) == []
    fill(db, 1, "https://example.org/more")
    assert articles.body(db, bodies.FIRST + 1) == article(1).body


def test_bodies_of_the_first_libraries_can_be_read(db: Database) -> None:
    answer(db, subscribe(db), [parsed()])
    packed = serialize(from_text("Long ago."), b"raw", "https://a.example/")
    db.execute("UPDATE body SET packed = ?", (zlib.compress(packed),))
    assert articles.body(db, 1) == packed
    assert deserialize_raw(packed) == (b"raw", "https://a.example/")


@pytest.mark.parametrize("harm", [lambda kept: kept[:-3], lambda kept: kept[:6] + b"\xff" * 9 + kept[15:]])
def test_damage_is_told(db: Database, harm) -> None:  # type: ignore[no-untyped-def]
    answer(db, subscribe(db), [parsed(text=prose(1))])
    kept = bytes(rows(db, "SELECT packed FROM body")[0][0])
    db.execute("UPDATE body SET packed = ?", (harm(kept),))
    with pytest.raises(ValueError, match="damaged"):
        articles.body(db, 1)
    (hit,) = ranked.search(db, Query(terms=(Term("title"),)), limit=None)
    assert hit.snippet == ""


def as_a_frame(data: bytes) -> bytes:
    return bodies._compressor(None, 0).compress(data, 2)


@pytest.mark.parametrize("squeeze", [zlib.compress, as_a_frame])
def test_a_bomb_is_not_opened(db: Database, squeeze) -> None:  # type: ignore[no-untyped-def]
    answer(db, subscribe(db), [parsed()])
    db.execute("UPDATE body SET packed = ?", (squeeze(bytes(LARGEST + 1)),))
    with pytest.raises(ValueError, match="no end"):
        articles.body(db, 1)


def test_a_body_without_its_dictionary_is_damaged(db: Database) -> None:
    fill(db, bodies.FIRST)
    assert learn(db)
    fill(db, 1, "https://example.org/other")
    db.execute("DELETE FROM dictionary")
    bodies._dictionary.cache_clear()
    with pytest.raises(ValueError, match="damaged"):
        articles.body(db, bodies.FIRST + 1)
