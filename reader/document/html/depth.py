"""HTML that nests without end, made shallow before a parser meets it.

An HTML parser looks through all open elements at every new one: 100,000 nested `div` cost it half a minute.
Beyond a depth that no author reaches, tags are taken out here and their text stays.
"""

import re

DEEPEST = 200
"""Elements inside each other at most."""

_MOST_STYLES = 24
"""Open `b`, `font` ... at most: a parser opens each of them again in every following paragraph."""

_TAG = re.compile(
    rb"<(?:!--(?:>|->|(?:[^-]+|-(?!-!?>))*+(?:--!?>)?)"
    rb"|(?=[INSTXinstx])(?i:(script|style|textarea|title|xmp|iframe|noembed|noframes)\b"
    rb"(?:[^<]+|<(?!/\1\b))*+(?:</\1\b)?)"
    rb"|(/?)([a-zA-Z][^\s/>]*)(?:[^>=]+|=\s*(?:\"[^\"]*\"|'[^']*')?)*+>?)"
)
"""A comment, an element whose content is text, or a tag.

Runs of characters are taken at once: to look at each for the end takes ten times as long.
"""

_SHORT_LIVED = frozenset(
    b"area base br col embed hr img input link meta param source track wbr keygen basefont bgsound frame "
    b"p li dd dt tr tbody thead tfoot option optgroup colgroup rt rp rb".split()
)
"""Elements without content, and those that the next of their kind ends."""

_STYLES = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())

_WALLS = frozenset(b"table td th caption button marquee object applet template select svg math".split())
"""Elements beyond which an end tag has no effect (HTML, 13.2.4.2: "scope")."""

_USUAL = {
    name: name for name in (*_SHORT_LIVED, *_STYLES, *b"div span ul ol section article svg path".split())
}
"""Names as most pages write them, which need not be made small."""


def shallow(html: bytes) -> bytes:
    """Return the HTML without the tags that open more than `DEEPEST` elements inside each other."""
    if html.count(b"<") - html.count(b"</") <= DEEPEST:
        return html
    opened: list[bytes] = []
    styles = 0
    pieces: list[bytes] = []
    done = 0
    for match in _TAG.finditer(html):
        end, name = match.group(2, 3)
        if name is None:
            continue
        name = _USUAL.get(name) or name.lower()
        if name in _SHORT_LIVED:
            continue
        if end:
            if opened and opened[-1] == name:
                del opened[-1]
                styles -= name in _STYLES
            else:
                _close(opened, name)
                styles = sum(map(_STYLES.__contains__, opened))
        elif len(opened) < DEEPEST and (name not in _STYLES or styles < _MOST_STYLES):
            opened.append(name)
            styles += name in _STYLES
        else:
            pieces += (html[done : match.start()], b" ")
            done = match.end()
    if not pieces:
        return html
    return b"".join([*pieces, html[done:]])


def _close(opened: list[bytes], name: bytes) -> None:
    """End the innermost element of that name as a parser would; end tags without one do nothing."""
    for index in range(len(opened) - 1, -1, -1):
        if opened[index] == name:
            if name in _STYLES:
                del opened[index]
            else:
                del opened[index:]
            return
        if opened[index] in _WALLS and name not in _WALLS:
            return
