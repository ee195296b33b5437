"""What is known of an article and where each fact comes from, as a page."""

from collections.abc import Iterator, Sequence

from reader.config import Rule
from reader.document.blocks import Block, Cell, Document, Span, Style
from reader.document.sanitize import sanitize_line
from reader.keys import KeyOf, key_of
from reader.library.output.titles import title_of
from reader.model import Article, Date, Fact, Headline
from reader.ui.article.page import Page, plain_page, source_name
from reader.ui.text.times import full_date, reading_minutes, reading_time

_SHOWN = ("title", "author", "published", "site", "url")
"""Facts that stand in lines of their own."""


def facts_page(article: Article, key: KeyOf = key_of, rules: Sequence[Rule] = ()) -> Page:
    """Make the page of an article's facts: its dates in their own zones, its address, its origins.

    `rules`: those that changed it, each with what it did.
    """
    rows = tuple(_row(*line) for line in (*_lines(article), *map(_by_rule, rules)) if line[1])
    notice = f"What is known of this article, and where each fact comes from. {key('facts')} goes back."
    return plain_page(Document((Block("notice", notice), Block("table", rows=rows))), article.headline.id)


def _lines(article: Article) -> Iterator[tuple[str, str, str]]:
    """Yield each fact's name, its value, and where that is from."""
    headline, facts = article.headline, article.facts
    yield "Title", title_of(headline), _origin(facts.get("title"))
    yield "Author", sanitize_line(headline.author or ""), _origin(facts.get("author"))
    yield "From", source_name(headline), _origin(facts.get("site"))
    yield "Published", _date(headline.published), _date_origin(headline.published, facts.get("published"))
    yield "Updated", _date(headline.updated), _date_origin(headline.updated, facts.get("updated"))
    for name, fact in facts.items():
        if name not in (*_SHOWN, "updated"):
            yield name.capitalize(), sanitize_line(fact.value), _origin(fact)
    yield "Arrived", full_date(Date(headline.received)), ""
    yield "Length", _length(headline), ""
    yield "Address", sanitize_line(headline.link or ""), _origin(facts.get("url"))
    for other in headline.duplicates:
        yield "Also from", source_name(other), _date(other.published)


QUIET: Style = "ruby"
"""The style of where a fact is from: that of small words beside others."""


def _by_rule(rule: Rule) -> tuple[str, str, str]:
    """Return what a rule did to the article, and which rule that is."""
    return "Rule", sanitize_line(", ".join(rule.do)), sanitize_line(rule.when)


def _row(name: str, value: str, origin: str) -> tuple[Cell, ...]:
    """Return a fact's row: its name, and its value above where that is from."""
    text = f"{value}\n{origin}" if origin else value
    spans = [Span(len(value) + 1, len(text), QUIET)] if origin else []
    if name == "Address" and value.startswith("http"):
        spans.insert(0, Span(0, len(value), "link", value))
    return Cell(name, head=True), Cell(text, tuple(spans))


def _date(date: Date | None) -> str:
    return full_date(date) if date else ""


def _length(headline: Headline) -> str:
    time = reading_time(reading_minutes(headline.words))
    return f"{headline.words:,} words, {time}" if time else ""


def _date_origin(date: Date | None, fact: Fact | None) -> str:
    """Say where a date is from, in the source's own characters too."""
    raw = sanitize_line(date.raw) if date else ""
    found = _origin(fact) or sanitize_line(date.rule if date else "")
    return ": ".join(filter(None, (found, f"“{raw}”" if raw else "")))


def _origin(fact: Fact | None) -> str:
    """Say where a fact is from: the rule that found it, and its place."""
    if fact is None:
        return ""
    line = f"line {fact.line}" if fact.line is not None else ""
    parts = [fact.rule, fact.element or "", fact.header or "", line]
    return sanitize_line(", ".join(filter(None, parts)))
