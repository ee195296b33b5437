"""When a web page was published, in every way that pages say it; and none where they only seem to."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import json

import pytest

from reader.sources.saved import read_saved

WHEN = "2024-05-24T13:25:00+01:00"
UTC = "2024-05-24T12:25:00Z"
ARTICLE = {"@type": "NewsArticle", "headline": "Ferry gets a piano", "datePublished": WHEN}
OTHER = {"@type": "NewsArticle", "headline": "Lighthouse keeper retires", "datePublished": "2025-01-01"}
ITEM = (
    '<div itemscope itemtype="http://schema.org/NewsArticle"><a itemprop="headline" href="/keeper">Lighthouse keeper'
    ' retires</a><meta itemprop="datePublished" content="2025-01-01"></div>'
)
TEXT = (
    "<p>The small ferry that crosses the harbour eleven times a day has been fitted with an upright piano, bolted"
    " to the deck between the lifejackets and the bicycle rack.</p><p>It is played by a woman who taught music"
    " for thirty years and who rows to work. The engine is in B flat, she said, and so she plays in B flat.</p>"
)


def _published(head: str = "", before: str = "", after: str = "") -> str | None:
    page = (
        f'<!DOCTYPE html><html lang="en"><head><title>Ferry gets a piano</title>{head}</head>'
        f"<body>{before}<article><h1>Ferry gets a piano</h1>{TEXT}</article>{after}</body></html>"
    )
    (article,) = read_saved(page.encode(), "page.html", None, 1_764_000_000)
    return article.published.iso() if article.published else None


def _script(*values: object, before: str = "", after: str = "") -> str:
    said = "\n".join(value if isinstance(value, str) else json.dumps(value) for value in values)
    return f'<script type="application/ld+json">{before}{said}{after}</script>'


@pytest.mark.parametrize(
    "script",
    [
        _script(ARTICLE),
        _script({"@graph": [{"@type": "WebPage", "datePublished": "2019-01-01"}, ARTICLE]}),
        _script([{"@type": "Organization", "foundingDate": "1990-01-01"}, ARTICLE]),
        _script({"@type": "WebPage", "datePublished": "2010-01-01", "mainEntity": ARTICLE}),
        _script({"@type": "WebSite", "datePublished": "2001-01-01"}) + _script(ARTICLE),
        _script({**OTHER, "author": {"name": "Jane Doe"}}) + _script(ARTICLE),
        _script({"@type": "ItemList", "itemListElement": [OTHER]}) + _script(ARTICLE),
        _script({"@type": "Blog", "blogPost": [OTHER, ARTICLE]}),
        _script({**ARTICLE, "dateModified": "2024-05-20", "@type": ["Article", "NewsArticle"]}),
        _script({**ARTICLE, "@type": "http://schema.org/BlogPosting"}),
        _script({**ARTICLE, "comment": [{"@type": "Comment", "datePublished": "2024-06-01"}]}),
        _script({"@type": "schema:Article", "schema:headline": "Ferry", "schema:datePublished": WHEN}),
        _script(ARTICLE, before="<!--\n", after="\n-->"),
        _script(ARTICLE, before="//<![CDATA[\n", after="\n//]]>"),
        _script(ARTICLE, before="/*<![CDATA[*/", after="/*]]>*/"),
        _script(ARTICLE, before="// made by a program\n"),
        _script(ARTICLE, before="/* made by a program */ "),
        _script(ARTICLE, before="\ufeff", after=";"),
        _script({"@type": "WebSite"}, ARTICLE),
        _script(json.dumps(ARTICLE).replace("}", ",}")),
        _script(json.dumps(ARTICLE).replace('"', "&quot;")),
        _script(json.dumps(ARTICLE).replace("gets a", 'gets "a"')),
        _script(json.dumps(ARTICLE)[:-1] + ', "author": {"name": "Jane'),
        _script({**ARTICLE, "datePublished": [WHEN]}),
        _script({**ARTICLE, "datePublished": {"@value": WHEN}}),
        _script({**ARTICLE, "datePublished": 1_716_553_500_000}),
        _script({**ARTICLE, "datePublished": "Fri, 24 May 2024 13:25:00 +0100"}),
        _script({**ARTICLE, "datePublished": "24 May 2024 13:25 BST"}),
    ],
)
def test_json_ld_of_every_shape(script: str) -> None:
    assert _published(script) == UTC


def test_all_that_a_script_of_several_values_says() -> None:
    script = _script({"@type": "WebSite"}, {**ARTICLE, "author": {"name": "Ottilie Marsh"}})
    page = f"<html><head><title>Ferry gets a piano</title>{script}</head><body>{TEXT}</body></html>"
    (article,) = read_saved(page.encode(), "page.html", None, 1_764_000_000)
    assert article.author == "Ottilie Marsh"


@pytest.mark.parametrize(
    "name",
    ["article:published_time", "pubdate", "DC.date.issued", "parsely-pub-date", "bt:pubDate",
    "iso-8601-publish-date", "article:publish_time", "citation_publication_date"],
)  # fmt: skip
def test_meta_elements(name: str) -> None:
    assert _published(f'<meta name="{name}" content="{WHEN}">') == UTC


@pytest.mark.parametrize(
    "element",
    [
        f'<time itemprop="datePublished" datetime="{WHEN}">24 May</time>',
        f'<div vocab="http://schema.org/"><span property="datePublished" content="{WHEN}">24 May</span></div>',
        f'<span property="dc:date dc:created" content="{WHEN}">24 May</span>',
        f'<time pubdate datetime="{WHEN}">24 May</time>',
        f'<div class="hentry"><abbr class="published" title="{WHEN}">24 May</abbr></div>',
    ],
)
def test_elements_of_the_page(element: str) -> None:
    assert _published(before=element) == UTC


@pytest.mark.parametrize("when", ["2024-05-24", "May 24, 2024"])
def test_a_day_stays_a_day(when: str) -> None:
    assert _published(_script({**ARTICLE, "datePublished": when})) == "2024-05-24"


@pytest.mark.parametrize(
    ("head", "before", "after"),
    [
        ("", '<header><time datetime="2026-10-10T08:00:00Z">10 October 2026</time></header>', ""),
        ("", "", '<footer><time datetime="2026-01-01">1 January 2026</time></footer>'),
        ("", "", '<aside><time datetime="2025-02-03">3 Feb</time><time datetime="2025-02-04">4 Feb</time></aside>'),
        ("", "", '<section class="comments"><time datetime="2025-02-03">3 Feb</time></section>'),
        ('<meta property="article:modified_time" content="2024-05-25T00:00:00Z">', "", ""),
        (_script({**ARTICLE, "datePublished": "1970-01-01T00:00:00Z"}), "", ""),
        (_script({**ARTICLE, "datePublished": "0000-00-00"}), "", ""),
        (_script({**ARTICLE, "datePublished": "{{ date }}"}), "", ""),
        (_script({"@type": "ItemList", "itemListElement": [OTHER]}), "", ""),
        (_script({"@type": "Blog", "blogPost": [OTHER]}), "", ""),
        ("", "", f"<aside>{ITEM}</aside>"),
        ("", ITEM, ""),
        ("", "", "<main><div class='comment'><time datetime='2025-02-03'>3 Feb</time> Lovely.</div></main>"),
        (_script({"@type": "Event", "startDate": "2025-07-01T20:00"}), "", ""),
        (_script('{"@type": "Article", "datePublished": "2024-05-24", "x": {"datePublished": "2024-05-25"'), "", ""),
    ],
)  # fmt: skip
def test_no_date_rather_than_another_one(head: str, before: str, after: str) -> None:
    assert _published(head, before, after) is None


def test_the_article_s_own_microdata_among_others() -> None:
    own = ITEM.replace("Lighthouse keeper retires", "Ferry gets a piano").replace("2025-01-01", WHEN)
    assert _published(before=ITEM, after=own) == UTC


def test_an_author_s_name_in_microdata_is_no_headline() -> None:
    author = '<span itemprop="author" itemscope itemtype="http://schema.org/Person"><b itemprop="name">Jane Doe</b></span>'
    own = f'<div itemscope itemtype="http://schema.org/BlogPosting">{author}<meta itemprop="datePublished" content="{WHEN}"></div>'
    assert _published(after=own) == UTC
