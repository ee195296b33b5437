"""Search: in every script, ranked, with a line of text; and whatever is typed, nothing goes wrong."""

from collections.abc import Callable

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Date, Query, Term
from reader.store.articles import articles
from reader.store.articles.saving import save_article
from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.store.lists import beginnings, headlines, query_plan
from reader.store.lists.normalize import normalize
from reader.store.search import ranked
from reader.store.search.ranked import search
from tests.store.making import NOW, answer, parsed, subscribe

TEXTS = {
    "chinese": "昨天晚上，青岛的渡轮在港口停了三个小时，很多人等着回家。",
    "japanese": "港のフェリーは朝六時に出発しました。乗客は静かな旅を楽しんだ。ｶﾀｶﾅも読めます。",
    "korean": "학교에서 돌아온 아이들이 항구에서 배를 기다렸다.",
    "thai": "เรือข้ามฟากออกจากท่าเรือตอนเช้าและผู้โดยสารมีความสุข",
    "burmese": "သင်္ဘောသည် မနက်စောစော ဆိပ်ကမ်းမှ ထွက်ခွာသည်",
    "khmer": "សាឡាងចេញពីកំពង់ផែនៅពេលព្រឹក",
    "lao": "ເຮືອອອກຈາກທ່າເຮືອໃນຕອນເຊົ້າ",
    "bengali": "ফেরিটি ভোরে বন্দর ছেড়ে গেল এবং যাত্রীরা কিনারে দাঁড়িয়ে ছিল।",
    "hindi": "नाव सुबह बंदरगाह से निकली और किताबें पीछे रह गईं।",
    "tamil": "படகு காலையில் துறைமுகத்தை விட்டு சென்றது",
    "german": "Die Straße zum Hafen war naß, und Müller grüßte die Fähre. Das Mädchen heißt Ölaf.",
    "russian": "Всё началось утром: ёжик увидел паром, и мой город проснулся.",
    "greek": "Το πλοίο έφυγε από το λιμάνι το πρωί. Οδυσσέας.",
    "french": "L’été, l’Hôtel du Port sert des crêpes à côté de la gare Œuvre.",
    "polish": "Łódź odpłynęła z Gdańska o świcie.",
    "turkish": "İstanbul'da vapur sabah kalktı, ışıklar söndü.",
    "vietnamese": "Chiếc phà rời cảng lúc sáng sớm ở Đà Nẵng.",
    "arabic": "غَادَرَتِ العَبَّارَةُ المِينَاءَ صَبَاحًا.",
    "hebrew": "הַמַּעְבֹּרֶת יָצְאָה מֵהַנָּמֵל בַּבֹּקֶר.",
    "persian": "قایق صبح زود بندر را ترک کرد و می‌خواهم بروم.",
    "code": "It is in C++ and C#, not in C; O'Reilly's book on AT&T costs $5, it's on foo.example.org.",
}

FOUND = [
    ("chinese", "青岛"),
    ("chinese", "渡轮"),
    ("chinese", "港口停了"),
    ("chinese", "青"),
    ("chinese", "小时，很多人"),
    ("japanese", "フェリー"),
    ("japanese", "出発"),
    ("japanese", "港のフ"),
    ("japanese", "カタカナ"),
    ("korean", "학교"),
    ("korean", "항구에서"),
    ("korean", "항구"),
    ("thai", "ท่าเรือ"),
    ("thai", "ผู้โดยสาร"),
    ("burmese", "ဆိပ်ကမ်း"),
    ("khmer", "កំពង់ផែ"),
    ("lao", "ທ່າເຮືອ"),
    ("bengali", "বন্দর"),
    ("bengali", "যাত্রী"),
    ("bengali", "কিনারে"),
    ("hindi", "किताब"),
    ("tamil", "துறைமுக"),
    ("german", "strasse"),
    ("german", "STRASSE"),
    ("german", "Straße"),
    ("german", "muller"),
    ("german", "grüs"),
    ("german", "nass"),
    ("german", "olaf"),
    ("russian", "все"),
    ("russian", "ВСЁ"),
    ("russian", "ежик"),
    ("russian", "началос"),
    ("russian", "мой"),
    ("greek", "λιμανι"),
    ("greek", "ΟΔΥΣΣΕΑΣ"),
    ("french", "ete"),
    ("french", "hotel"),
    ("french", "l'hôtel"),
    ("french", "oeuvre"),
    ("polish", "lodz"),
    ("polish", "gdanska"),
    ("turkish", "istanbul"),
    ("turkish", "isiklar"),
    ("vietnamese", "pha"),
    ("vietnamese", "da nang"),
    ("arabic", "العبارة"),
    ("arabic", "الميناء"),
    ("hebrew", "המעברת"),
    ("persian", "می‌خواهم"),
    ("persian", "بندر"),
    ("code", "c++"),
    ("code", "C#"),
    ("code", "o'reilly"),
    ("code", "O’Reilly"),
    ("code", "reilly"),
    ("code", "AT&T"),
    ("code", "at&t costs"),
    ("code", "it's"),
    ("code", "$5"),
    ("code", "example.org"),
]

NOT_FOUND = [
    ("chinese", "岛青"),
    ("chinese", "青港"),
    ("korean", "구항"),
    ("bengali", "কনারে"),
    ("bengali", "বনদর"),
    ("hindi", "कताब"),
    ("russian", "мои"),
    ("russian", "род"),
    ("german", "hafenstadt"),
    ("code", "d++"),
    ("code", "att"),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """One article for each text."""
    from reader.store.database.connection import open_store

    db = open_store(tmp_path_factory.mktemp("shelf") / "library.db")
    entries = [parsed(n, title=f"#{n}", text=text) for n, text in enumerate(TEXTS.values(), start=1)]
    answer(db, subscribe(db), entries)
    return db


def names(db: Database, *terms: Term) -> list[str]:
    places = {f"#{n}": name for n, name in enumerate(TEXTS, start=1)}
    return [places[hit.headline.title] for hit in search(db, Query(terms=terms), limit=None)]


@pytest.mark.parametrize(("name", "words"), FOUND)
def test_words_are_found_in_every_script(shelf: Database, name: str, words: str) -> None:
    assert name in names(shelf, Term(words))
    hit = search(shelf, Query(terms=(Term(words),)), limit=1)[0]
    assert "\n" not in hit.snippet


@pytest.mark.parametrize(("name", "words"), NOT_FOUND)
def test_what_is_not_there_is_not_found(shelf: Database, name: str, words: str) -> None:
    assert name not in names(shelf, Term(words))


def test_cpp_and_c_sharp_and_c_are_three_languages(db: Database) -> None:
    entries = [parsed(n, text=f"We love {word}.") for n, word in enumerate(["C", "C++", "C#"], start=1)]
    answer(db, subscribe(db), entries)
    by_title = {
        word: [hit.headline.title for hit in search(db, Query(terms=(Term(word),)), limit=None)]
        for word in ("c", "c++", "c#")
    }
    assert by_title == {"c": ["Title 1"], "c++": ["Title 2"], "c#": ["Title 3"]}


def test_cpp_is_found_with_its_year_too(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1, text="What C++20 brings."), parsed(2, text="What C++ is.")])
    hits = search(db, Query(terms=(Term("c++"),)), limit=None)
    assert [hit.headline.title for hit in hits] == ["Title 2", "Title 1"]


HOSTILE = [
    '"',
    '""',
    '"""',
    "'",
    "''",
    "NEAR(",
    "NEAR(a b, 3)",
    "*",
    "a*",
    "-x",
    "title:x",
    "text:x",
    "{title}:x",
    "C++",
    "it's",
    "AND",
    "OR",
    "NOT",
    "a AND",
    "(",
    ")",
    "((",
    "^a",
    "a + b",
    "a:b",
    ":",
    "%",
    "_",
    "\\",
    ";--",
    "/*",
    "?",
    "?1",
    "$x",
    "@",
    "\x00",
    "\x00a",
    "\ud800",
    "a\udcff",
    "\ue000",
    "👩‍👩‍👧",
    "🏴",
    "\u200d",
    "\u0301",
    "a\u0301" * 50,
    "\u202e",
    "́",
    "ﷺ",
    "x" * 100_000,
    "a " * 5_000,
    "-",
    "--",
    '-"',
    "search MATCH 'x'",
    "rowid:1",
    "\n",
    "",
]


SHAPES: list[Callable[[str], Term]] = [
    Term,
    lambda text: Term(text, phrase=True),
    lambda text: Term(text, field="title"),
    lambda text: Term(text, field="site"),
    lambda text: Term(text, field="author", negated=True),
    lambda text: Term(text, field="site", negated=True),
    lambda text: Term(text, negated=True),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_goes_wrong(shelf: Database, text: str) -> None:
    for shape in SHAPES:
        for terms in ((shape(text),), (shape(text), Term("ferry")), (Term("паром"), shape(text))):
            query = Query(terms=terms)
            search(shelf, query, limit=5)
            headlines.ids(shelf, query)
            headlines.newer_than(shelf, query, 3)
            headlines.unread(shelf, query)


FIELDS = st.sampled_from(["any", "title", "author", "site"])
TERMS = st.builds(Term, st.text(), FIELDS, st.booleans(), st.booleans())


@settings(max_examples=100, deadline=None)
@given(st.lists(TERMS, max_size=4))
def test_no_words_of_any_kind_go_wrong(shelf: Database, terms: list[Term]) -> None:
    found = [hit.headline.id for hit in search(shelf, Query(terms=tuple(terms)), limit=None)]
    assert sorted(found) == sorted(id for id, _ in headlines.ids(shelf, Query(terms=tuple(terms))))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="+#")))
def test_folding_is_done_once(text: str) -> None:
    assert normalize(normalize(text)).split() == normalize(text).split()


def query(*terms: Term, **filters: object) -> Query:
    return Query(terms=terms, **filters)  # type: ignore[arg-type]


@pytest.fixture
def harbour(db: Database) -> Database:
    feed = subscribe(db, "https://gazette.example.org/rss", title="The Gazette", folder="Local")
    other = subscribe(db, "https://other.example.org/rss")
    answer(db, feed, [
        parsed(1, title="Ferry", text="About boats and trains in the harbour town."),
        parsed(2, title="Other", text="The ferry was late. The ferry is always late in this harbour."),
        parsed(3, title="Third", text="Ferrying goods across the harbour town.", author="Ada Ferry"),
    ])  # fmt: skip
    answer(db, other, [parsed(4, title="Fourth", text="A ferry in another harbour, a town far away.")])
    save_article(db, parsed(5, title="Fifth", text="Saved ferry notes.", site="Harbour Gazette"), now=NOW)
    return db


def hits(db: Database, *terms: Term, limit: int | None = None, **filters: object) -> list[str]:
    return [hit.headline.title for hit in search(db, query(*terms, **filters), limit=limit)]


def test_titles_count_most_and_exact_words_before_longer_ones(harbour: Database) -> None:
    found = hits(harbour, Term("ferry"))
    assert found[0] == "Ferry"
    assert set(found) == {"Ferry", "Other", "Third", "Fourth", "Fifth"}
    assert hits(harbour, Term("ferryi")) == ["Third"]
    assert hits(harbour, Term("ferr"), Term("goods")) == ["Third"]
    ranks = [hit.rank for hit in search(harbour, query(Term("harb")), limit=None)]
    assert ranks == sorted(ranks, reverse=True)


def test_longer_words_come_after_all_exact_ones(db: Database) -> None:
    answer(db, subscribe(db), [
        parsed(1, title="Ports", text="Ports ports ports."),
        parsed(2, title="Long", text="One port. " + "Word " * 300),
    ])  # fmt: skip
    assert hits(db, Term("port")) == ["Long", "Ports"]
    first, second = search(db, query(Term("port")), limit=None)
    assert first.rank > second.rank


def test_a_limit_gives_the_best(harbour: Database) -> None:
    everything = hits(harbour, Term("ferry"))
    for limit in range(7):
        assert hits(harbour, Term("ferry"), limit=limit) == everything[:limit]


def test_of_equally_good_ones_the_newest_is_first(db: Database) -> None:
    answer(db, subscribe(db), [parsed(n, title="Same", text="Same words here.") for n in (2, 9, 4)])
    found = [hit.headline.sort_at for hit in search(db, query(Term("words")), limit=None)]
    assert found == sorted(found, reverse=True)
    assert [hit.headline.sort_at for hit in search(db, query(Term("words")), limit=2)] == found[:2]


def test_in_the_place_of_the_best_that_are_deleted_come_others(harbour: Database) -> None:
    best = search(harbour, query(Term("ferry")), limit=2)
    marks.delete(harbour, [hit.headline.id for hit in best], now=NOW)
    found = search(harbour, query(Term("ferry")), limit=2)
    assert found == search(harbour, query(Term("ferry")), limit=None)[:2]
    assert len(found) == 2


def test_phrases_are_words_in_a_row(harbour: Database) -> None:
    assert hits(harbour, Term("harbour town", phrase=True)) != hits(harbour, Term("harbour"), Term("town"))
    assert set(hits(harbour, Term("harbour town", phrase=True))) == {"Ferry", "Third"}
    assert hits(harbour, Term("ferry was", phrase=True)) == ["Other"]
    assert hits(harbour, Term("ferr", phrase=True)) == []


def test_words_can_be_excluded(harbour: Database) -> None:
    assert set(hits(harbour, Term("harbour"), Term("late", negated=True))) == {
        "Ferry", "Third", "Fourth", "Fifth"
    }  # fmt: skip
    assert set(hits(harbour, Term("ferry", negated=True))) == set()
    assert set(hits(harbour, Term("late", negated=True))) == {"Ferry", "Third", "Fourth", "Fifth"}


def test_fields(harbour: Database) -> None:
    assert hits(harbour, Term("ferry", field="title")) == ["Ferry"]
    assert hits(harbour, Term("ferr", field="author")) == ["Third"]
    assert set(hits(harbour, Term("gazette", field="site"))) == {"Ferry", "Other", "Third", "Fifth"}
    assert hits(harbour, Term("gazette", field="site", negated=True)) == ["Fourth"]
    assert hits(harbour, Term("harbour gazette", field="site")) == ["Fifth"]
    assert hits(harbour, Term("ferry"), Term("other.example", field="site")) == ["Fourth"]


def test_a_search_is_narrowed_by_every_filter(harbour: Database) -> None:
    marks.mark(harbour, [2], read=True, now=NOW)
    marks.tag(harbour, [1], ["boats"], [], now=NOW)
    word = Term("ferry")
    assert len(hits(harbour, word, read=True)) == 1
    assert len(hits(harbour, word, read=False)) == 4
    assert hits(harbour, word, saved=True) == ["Fifth"]
    assert set(hits(harbour, word, folder="Local")) == {"Ferry", "Other", "Third"}
    assert hits(harbour, word, feeds=(2,)) == ["Fourth"]
    assert len(hits(harbour, word, tags=("boats",))) == 1
    assert len(hits(harbour, word, not_tags=("boats",))) == 4
    assert hits(harbour, word, before=0) == []


def test_without_words_a_search_is_a_list(harbour: Database) -> None:
    found = search(harbour, Query(saved=True), limit=None)
    assert [(hit.headline.title, hit.snippet, hit.rank) for hit in found] == [
        ("Fifth", "Saved ferry notes.", 0.0)
    ]


def test_deleted_articles_are_not_found_until_undone(harbour: Database) -> None:
    ids = [hit.headline.id for hit in search(harbour, query(Term("late")), limit=None)]
    marks.delete(harbour, ids, now=NOW)
    assert hits(harbour, Term("late")) == []
    marks.undo(harbour, now=NOW)
    assert hits(harbour, Term("late")) == ["Other"]


def test_updates_and_corrections_are_found(harbour: Database) -> None:
    answer(harbour, 1, [parsed(2, title="Other", text="Nothing about boats.")])
    assert hits(harbour, Term("late")) == []
    assert set(hits(harbour, Term("nothing"))) == {"Other"}
    (hit,) = search(harbour, query(Term("nothing")), limit=None)
    articles.correct(harbour, hit.headline.id, title="Quay", author="Zoë", now=NOW)
    assert hits(harbour, Term("quay")) == hits(harbour, Term("zoe", field="author")) == ["Quay"]
    assert hits(harbour, Term("other", field="title")) == []


LONG = "\n\n".join(f"Paragraph {n} " + "with many words that say nothing " * 12 for n in range(6))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("A short text.", "short", "A short text."),
        ("One line\n\nand another", "another", "… and another"),
        ("Über die Straße zum Hafen", "strasse", "Über die Straße zum Hafen"),
        ("昨天晚上，青岛的渡轮。", "渡轮", "昨天晚上，青岛的渡轮。"),
    ],
)
def test_a_snippet_is_the_text_around_the_first_match(
    db: Database, text: str, word: str, expected: str
) -> None:
    answer(db, subscribe(db), [parsed(1, text=text)])
    (hit,) = search(db, query(Term(word)), limit=None)
    assert hit.snippet == expected


@pytest.mark.parametrize("word", ["needle", "Straße", "渡轮", "c++", "l'été"])
def test_a_snippet_of_a_long_text_shows_the_match(db: Database, word: str) -> None:
    answer(
        db, subscribe(db), [parsed(1, text=f"{LONG} Here is the {word} at last, and then more.\n\n{LONG}")]
    )
    (hit,) = search(db, query(Term(word)), limit=None)
    assert word in hit.snippet
    assert len(hit.snippet) < 200
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")


def test_a_body_that_cannot_be_read_gives_no_snippet(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1)])
    db.execute("UPDATE body SET packed = x'00ff'")
    (hit,) = search(db, query(Term("ferries")), limit=None)
    assert hit.snippet == ""


def test_words_in_very_many_articles_are_found_too(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    import reader.store.search.ranked as module

    monkeypatch.setattr(module, "MOST_RANKED", 5)
    monkeypatch.setattr(module, "MOST_BEGINNINGS_RANKED", 5)
    answer(db, subscribe(db), [parsed(n, text="Ferries everywhere.") for n in range(40)])
    marks.mark(db, [1, 2, 39], starred=True, now=NOW)
    assert len(hits(db, Term("ferries"), limit=4)) == 4
    assert len(hits(db, Term("ferries"), limit=30)) == 30
    assert len(hits(db, Term("ferries"), limit=3, starred=True)) == 3
    assert hits(db, Term("ferr"), limit=2) == [f"Title {n}" for n in (39, 38)]


@pytest.fixture
def many(db: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Thirty articles with a word, of which few are ranked; every third one is about nothing else."""
    monkeypatch.setattr(ranked, "PAGE", 3)
    monkeypatch.setattr(ranked, "MOST_RANKED", 6)
    monkeypatch.setattr(ranked, "MOST_BEGINNINGS_RANKED", 3)
    monkeypatch.setattr(ranked, "LATEST_BEGINNINGS", 6)
    monkeypatch.setattr(query_plan, "MANY", 4)
    feed = subscribe(db)
    for n in range(30):
        text = "Ferries ferries." if n % 3 == 0 else f"Ferries of harbour {n}. {'Word ' * 40}"
        answer(db, feed, [parsed(n, text=text, published=Date(NOW - 10_000 + n * 60))])
    return db


def test_without_a_limit_the_latest_hits_are_ranked_and_the_others_follow_newest_first(
    many: Database,
) -> None:
    found = hits(many, Term("ferries", phrase=True))
    assert set(found[:6]) == {f"Title {n}" for n in range(24, 30)}
    assert set(found[:2]) == {"Title 27", "Title 24"}  # the best of the latest
    assert found[6:] == [f"Title {n}" for n in range(23, -1, -1)]
    for limit in (1, 6, 7, 29, 31):
        assert hits(many, Term("ferries", phrase=True), limit=limit) == found[:limit]
    worth = [hit.rank for hit in search(many, query(Term("ferries")), limit=None)]
    assert worth == sorted(worth, reverse=True)


def test_the_first_hits_are_there_before_the_others_are_looked_for(many: Database) -> None:
    asked: list[str] = []
    many.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: asked.append(str(event["sql"])))
    stream = ranked.hits(many, query(Term("ferries", phrase=True)), limit=None)
    first = [next(stream).headline.title for _ in range(6)]
    assert not [sql for sql in asked if "rowid <" in sql]
    rest = [hit.headline.title for hit in stream]
    many.trace_v2(0, None)
    assert [sql for sql in asked if "rowid <" in sql]
    assert [*first, *rest] == hits(many, Term("ferries", phrase=True))


@pytest.mark.parametrize("terms", [
    (Term("fer"),), (Term("fer"), Term("har")), (Term("title", field="title"), Term("ferr")),
    (Term("fer"), Term("harb", negated=True)), (Term("fer"), Term("harbour", negated=True)),
    (Term("nothingso"),),
])  # fmt: skip
@pytest.mark.parametrize("starred", [None, True])
@pytest.mark.parametrize("few", [0, 64])
def test_in_a_large_library_beginnings_are_spelled_out(
    many: Database, monkeypatch: pytest.MonkeyPatch, terms: tuple[Term, ...], starred: bool | None, few: int
) -> None:
    """FTS5 reads all articles with a beginning before it tells of the latest: it is asked for whole words.

    In one column there are fewer, and it takes less than to look for each word.
    """
    marks.mark(many, range(5, 25), starred=True, now=NOW)
    expected = [hits(many, *terms, limit=limit, starred=starred) for limit in (None, 3, 10)]
    monkeypatch.setattr(beginnings, "SMALL", 0)
    monkeypatch.setattr(beginnings, "FEW", few)
    latest = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    asked: list[str] = []

    def note(_: apsw.Cursor, sql: str, values: tuple[str, ...]) -> bool:
        asked.extend(values[:1] if sql == latest else ())
        return True

    many.exec_trace = note
    found = [hits(many, *terms, limit=limit, starred=starred) for limit in (None, 3, 10)]
    many.exec_trace = None
    assert found == expected
    if terms != (Term("nothingso"),):
        assert asked
        others = [words.replace('{title} : "title" *', "") for words in asked]
        assert not [words for words in others if "*" in words]


def test_more_words_than_are_spelled_out_are_found_as_beginnings(
    many: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = hits(many, Term("fer"))
    monkeypatch.setattr(beginnings, "SMALL", 0)
    monkeypatch.setattr(beginnings, "FEW", 0)
    monkeypatch.setattr(beginnings, "MOST", 0)
    assert beginnings.match_in(many, (Term("fer"),)).merged
    assert hits(many, Term("fer")) == expected != []


@given(
    st.lists(st.text("ab09é青", min_size=1, max_size=5), max_size=12),
    st.text("ab09é青", min_size=1, max_size=2),
)
def test_the_words_of_the_index_are_found_by_their_beginning(words: list[str], beginning: str) -> None:
    db = apsw.Connection("")
    db.execute("CREATE VIRTUAL TABLE search USING fts5 (text, content = '', tokenize = 'ascii')")
    db.execute("INSERT INTO search (rowid, text) VALUES (1, ?)", (" ".join(words),))
    assert beginnings.words_with(db, beginning, 100) == sorted(
        {word for word in words if word.startswith(beginning)}
    )
    db.close()
