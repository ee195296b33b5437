"""Pictures, films and sounds in HTML, and the captions that belong to them."""

from collections.abc import Iterator, Sequence

import msgspec
from selectolax.lexbor import LexborNode

from reader.document.blocks import Block, Span
from reader.document.html.media import (
    Attributes,
    is_picture_address,
    is_pixel,
    media,
    picture,
    split_credit,
    text_instead,
)
from reader.document.html.walk import Element, Enter, FigureState, Walk
from reader.document.spans import trimmed


def _image(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    if is_pixel(attributes):
        return "skip"
    words = text_instead(attributes)
    if words:
        builder.write(words)
        return "skip"
    block = picture(attributes, walk.base)
    if block is not None and not (walk.unscripted and _is_shown(builder.blocks[-3:], block)):
        builder.picture(block)
    return "skip"


def _is_shown(blocks: Sequence[Block], picture: Block) -> bool:
    return any(block.kind == "figure" and block.src == picture.src for block in blocks)


def _unscripted(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    """Skip a picture for browsers without scripts that repeats the one a script would load."""
    walk.builder.edge()
    walk.unscripted += 1

    def leave() -> None:
        walk.builder.edge()
        walk.unscripted -= 1

    return leave


def _media(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    source = attributes.get("src") or attributes.get("data-src") or ""
    if not source and (element := node.css_first("source[src]")) is not None:
        source = element.attributes.get("src") or ""
    block = media(node.tag or "", attributes, source, walk.base)
    if block is not None:
        walk.builder.add(block)
    return "skip"


def _figure(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    builder.flush()
    walk.figures.append(FigureState(len(builder.blocks)))

    def leave() -> None:
        builder.flush()
        figure = walk.figures.pop()
        shown = builder.blocks[figure.first :]
        builder.blocks[figure.first :] = _with_caption(
            shown, figure.caption, figure.caption_at - figure.first
        )

    return leave


def _caption(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    builder.flush()
    first = len(builder.blocks)

    def leave() -> None:
        builder.flush()
        if walk.figures and first >= walk.figures[-1].first:
            figure = walk.figures[-1]
            figure.caption += tuple(builder.blocks[first:])
            figure.caption_at = first
            del builder.blocks[first:]

    return leave


def _with_caption(shown: list[Block], caption: Sequence[Block], place: int) -> list[Block]:
    """Return the blocks of a `figure` with its caption's text in its last picture.

    Where it shows no picture (a table, code, a quote), the caption stays a paragraph at its `place`.
    """
    if not caption:
        return shown
    last = next((index for index in range(len(shown) - 1, -1, -1) if shown[index].kind == "figure"), None)
    if last is None:
        return [*shown[:place], *caption, *shown[place:]]
    return [*shown[:last], _captioned(shown[last], caption), *shown[last + 1 :]]


def _captioned(picture: Block, caption: Sequence[Block]) -> Block:
    joined = "\n".join(block.text for block in caption if block.text)
    text, credit = split_credit(joined)
    spans = trimmed(caption[0].spans, 0, len(text)) if len(caption) == 1 else ()
    if not any(span.style == "link" for span in spans):
        spans = (*_story_link(picture, len(text)), *spans)
    if not text:
        # Only a credit: the alternative text remains what the figure says.
        return msgspec.structs.replace(picture, credit=credit)
    alt = "" if picture.alt == text else picture.alt
    rtl = caption[0].rtl
    return msgspec.structs.replace(picture, text=text, spans=spans, credit=credit, alt=alt, rtl=rtl)


def _story_link(picture: Block, length: int) -> Iterator[Span]:
    """Yield the link of all of a caption where its picture leads; a larger copy of the picture is no
    story.
    """
    for span in picture.spans:
        if span.style == "link" and not is_picture_address(span.href):
            yield Span(0, length, "link", span.href)


ELEMENTS: dict[str, Element] = {
    "img": _image, "amp-img": _image, "figure": _figure, "figcaption": _caption, "noscript": _unscripted,
    "iframe": _media, "video": _media, "audio": _media, "embed": _media,
}  # fmt: skip
"""What each element means, by its tag."""
