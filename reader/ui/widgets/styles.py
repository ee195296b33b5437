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
    "link": Style(underline=True),
    "link-number": Style(underline=False),
    "caption": Style(italic=True),
    "notice": Style(italic=True),
} | {f"heading-{level}": Style(bold=True) for level in range(1, 7)}
"""What role words do to letters."""

COLOURS = {
    "heading-1": "heading",
    "heading-2": "heading",
    "heading-5": "muted",
    "heading-6": "muted",
    "meta": "muted",
    "caption": "muted",
    "ruby": "muted",
    "credit": "faint",
    "rule": "faint",
    "quote": "quote",
    "bar": "bar",
    "marker": "accent",
    "media": "accent",
    "link-number": "accent",
    "code": "code",
    "block": "block",
    "notice": "notice",
    "found": "found",
}
"""The component classes that give role words their colours, by the end of their names."""
