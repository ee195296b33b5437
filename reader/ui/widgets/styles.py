"""The styles of role words of `document.layout`: letters here, colours in the stylesheet."""

from collections.abc import Sequence

from rich.style import Style
from textual.widget import Widget

PLAIN = Style()
"""The style that changes nothing."""


ATTRIBUTES = {
    "em": Style(italic=True),
    "strong": Style(bold=True),
    "term": Style(bold=True),
    "table-head": Style(bold=True),
    "del": Style(strike=True),
    "mark": Style(reverse=True),
    "title": Style(bold=True),
    "caption": Style(italic=True),
    "notice": Style(italic=True),
    "here": Style(bold=True, underline=True),
    "highlight": Style(underline=True),
    "note": Style(italic=True),
    "label": Style(bold=True),
    "chosen": Style(bold=True),
} | {f"heading-{level}": Style(bold=True) for level in (1, 2, 4)}
"""What role words do to letters."""

COLOURS = {
    "title": "title",
    "heading-1": "heading",
    "heading-2": "heading",
    "heading-3": "heading",
    "heading-5": "muted",
    "heading-6": "muted",
    "meta": "muted",
    "tags": "accent",
    "caption": "muted",
    "alt": "muted",
    "ruby": "muted",
    "credit": "faint",
    "rule": "line",
    "link": "link",
    "quote": "quote",
    "bar": "bar",
    "marker": "accent",
    "media": "accent",
    "link-number": "muted",
    "code": "code",
    "block": "block",
    "code-keyword": "keyword",
    "code-string": "string",
    "code-comment": "comment",
    "code-number": "number",
    "code-name": "name",
    "notice": "notice",
    "found": "found",
    "highlight": "highlight",
    "note": "note",
    "label": "label",
    "chosen": "chosen",
}
"""The component classes that give role words their colours, by the end of their names."""

ARTICLE_CSS = """
ArticleView {
    height: 1fr;
    color: $reader-text;
    overflow-x: hidden;
    scrollbar-size-vertical: 1;
    scrollbar-gutter: stable;
    scrollbar-background: $reader-ground;
    scrollbar-color: $reader-line;

    .article-view--title { color: $reader-bright; }
    .article-view--heading { color: $reader-heading; }
    .article-view--link { color: $reader-link; }
    .article-view--line { color: $reader-line; }
    .article-view--muted { color: $reader-muted; }
    .article-view--faint { color: $reader-faint; }
    .article-view--quote { color: $reader-muted; }
    .article-view--bar { color: $reader-accent; }
    .article-view--accent { color: $reader-accent; }
    .article-view--code { background: $reader-code; }
    .article-view--block { background: $reader-code; }
    .article-view--keyword { color: $reader-accent; }
    .article-view--string { color: $reader-good; }
    .article-view--comment { color: $reader-faint; }
    .article-view--number { color: $reader-warning; }
    .article-view--name { color: $reader-link; }
    .article-view--notice { color: $reader-muted; }
    .article-view--found { background: $reader-found; color: $reader-found-text; }
    .article-view--highlight { background: $reader-highlight; color: $reader-highlight-text; }
    .article-view--note { color: $reader-good; }
    .article-view--label { background: $reader-found; color: $reader-found-text; }
    .article-view--chosen { background: $reader-selection; color: $reader-selection-text; }
}
"""
"""The stylesheet of the article, with the component classes' colours."""


class RoleStyles:
    """The styles that role words have in an article's view, as its stylesheet is."""

    def __init__(self, view: Widget) -> None:
        self._view = view
        self._known: dict[str, Style] = {}

    def forget(self) -> None:
        """Look at the stylesheet again."""
        self._known.clear()

    def of(self, words: str) -> Style:
        """Return the style of role words; without any, the view's own."""
        if (style := self._known.get(words)) is None:
            style = self._view.rich_style
            for word in words.split():
                if word in COLOURS:
                    style += self._set_by(f"article-view--{COLOURS[word]}")
                style += ATTRIBUTES.get(word, PLAIN)
            self._known[words] = style
        return style

    def _set_by(self, name: str) -> Style:
        """Return what a component class sets by itself, half-transparent colours blended into the ground."""
        rules, blended = self._view.get_component_styles(name), self._view.get_component_rich_style(name)
        color = blended.color if rules.has_rule("color") or rules.has_rule("auto_color") else None
        return Style(color=color, bgcolor=blended.bgcolor if rules.has_rule("background") else None)


def link_style(number: int, targets: Sequence[str]) -> Style:
    """Return what a link is besides its looks: its number for clicks, and its address for the terminal.

    `targets` are those of the numbered links; where this one has none there, the terminal is told nothing.
    """
    href = targets[number - 1] if number <= len(targets) else ""
    return Style(link=href or None, meta={"link": number})
