"""The styles of role words of `document.layout`: letters here, colours in the stylesheet."""

from rich.style import Style

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
}
"""The component classes that give role words their colours, by the end of their names."""
