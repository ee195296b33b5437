"""Pages that send their text in hidden elements, which a script of theirs puts into place.

React sends `<template id="B:0"></template>` with what is shown meanwhile, and later, behind the page,
`<div hidden id="S:0">` with the text; components send theirs in `<template shadowrootmode="open">`.
"""

import re
from collections.abc import Callable

_LONGEST_MEANWHILE = 20_000
"""Characters of what is shown before a text comes."""

_DEEPEST = 50
"""Texts that are put into each other."""

_SEGMENT = re.compile(
    r"""<(div|template)\b(?=[^<>]*\sid\s*=\s*["']?([\w:-]{0,40}?S:[0-9a-f]{1,8})\b)([^<>]*)>""", re.IGNORECASE
)
_HIDDEN = re.compile(r"\shidden(?=[\s=/>]|\Z)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?", re.IGNORECASE)
_PLACE = re.compile(
    r"""<template\s+id\s*=\s*["']?([\w:-]{0,40}?)(?:(P)|(B)):([0-9a-f]{1,8})["']?\s*></template>"""
    rf"(?(3)(?:(?:(?!<template\b).){{0,{_LONGEST_MEANWHILE}}}?<!--/\$-->)?)",
    re.DOTALL,
)
"""Where a text belongs; a `B` stands before what is shown meanwhile."""
_MOVES = re.compile(r"""\$R[CS]\(\s*["']([\w:-]{1,60})["']\s*,\s*["']([\w:-]{1,60})["']""")
_TEMPLATE = re.compile(r"<(/?)template\b[^<>]*>", re.IGNORECASE)
_SHADOW = re.compile(r"\sshadowroot(?:mode)?\s*=", re.IGNORECASE)
_CONTAINER = re.compile(r"<(?:div|section|article|main|body)\b[^<>]*>", re.IGNORECASE)


def in_place(html: str) -> str:
    """Return the page with the texts that it streams where its scripts would put them."""
    # The bytes, as small letters are made of them in no time; the pattern alone takes ten times as long.
    if b"shadowroot" in html.encode("utf-8", "ignore").lower() and _SHADOW.search(html):
        html = _templates_opened(html, lambda tag: _SHADOW.search(tag) is not None)
    if "S:" not in html:
        return html
    frame, segments = _segments(html)
    if not segments:
        return html
    moves = {}
    for one, other in _MOVES.findall(html):
        place, segment = (one, other) if other in segments else (other, one)
        moves[place] = segment
    filled = _filled(frame, segments, moves, 0)
    # What has no place of its own is read where it stands, at the end.
    end = filled.rfind("</body")
    rest = "".join(f"<div>{text}</div>" for text in segments.values())
    return filled[:end] + rest + filled[end:] if end >= 0 else filled + rest


def all_shown(html: str) -> str:
    """Return the page with all templates and hidden parts shown, for a page that shows nearly nothing."""
    opened = _templates_opened(html, lambda _: True)
    return _CONTAINER.sub(lambda tag: _HIDDEN.sub("", tag[0]), opened)


def _segments(html: str) -> tuple[str, dict[str, str]]:
    """Return the page without its streamed texts, and these by their ids."""
    parts: list[str] = []
    segments: dict[str, str] = {}
    done = 0
    for begin in _SEGMENT.finditer(html):
        if begin.start() < done or (begin[1].lower() == "div" and not _HIDDEN.search(begin[3])):
            continue
        end = _end_of(html, begin.end(), begin[1])
        if end is None:
            break
        parts.append(html[done : begin.start()])
        segments[begin[2]] = html[begin.end() : end[0]]
        done = end[1]
    return "".join([*parts, html[done:]]), segments


def _end_of(html: str, at: int, name: str) -> tuple[int, int] | None:
    """Return where the end tag of an element begins and ends whose content begins here; None without one."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE).finditer(html, at):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.span()
    return None


def _filled(text: str, segments: dict[str, str], moves: dict[str, str], depth: int) -> str:
    """Return a text with those put in that belong into it; each is taken out of `segments`."""

    def content(place: re.Match[str]) -> str:
        prefix, other, kind, number = place.groups()
        segment = moves.get(f"{prefix}{kind or other}:{number}", f"{prefix}S:{number}")
        inside = segments.pop(segment, None)
        return place[0] if inside is None else _filled(inside, segments, moves, depth + 1)

    return _PLACE.sub(content, text) if depth < _DEEPEST else text


def _templates_opened(html: str, wanted: Callable[[str], bool]) -> str:
    """Return the page with the templates whose begin is wanted written as `div`."""
    opened: list[bool] = []

    def as_div(tag: re.Match[str]) -> str:
        if not tag[1]:
            opened.append(wanted(tag[0]))
            return "<div>" if opened[-1] else tag[0]
        return "</div>" if opened and opened.pop() else tag[0]

    return _TEMPLATE.sub(as_div, html)
