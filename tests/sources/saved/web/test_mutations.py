"""Pages that were damaged at random: each is read, or refused with a sentence, and nothing else happens."""

import random
from contextlib import suppress

import pytest

from reader.sources.saved import UnreadableFile
from reader.sources.saved.web.page import Origin, read_html
from tests.bench.pages import made_page
from tests.sources.parser.test_fuzz import SPLICES

LARGEST = 25_000
"""Bytes of a sample: more of them are read in the same time."""
OF_PAGES = (
    *(b"<div hidden id='S:0'>", b"<template>", b"</template>", b"<article>", b"</article>", b"<noscript>"),
    *(b"<script type='application/ld+json'>{", b"</script>", b"<h1>", b"</h1>", b"<table><tr><td>"),
    *(b"<time datetime='x'>", b"<p class='date'>", b"<base href='http://[x'>", b"<title>", b"</body>"),
    b"<meta property='og:title' content='",
)


def mutated(chance: random.Random, pages: list[bytes]) -> bytes:
    """A page with a few places changed: bytes, splices, repetitions, parts of another page."""
    body = bytearray(chance.choice(pages))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body) + 1)
        end = min(len(body), at + chance.choice((0, 1, 5, 40, 400)))
        other = chance.choice(pages)
        start = chance.randrange(len(other))
        body[at:end] = chance.choice(
            (
                chance.choice(SPLICES + OF_PAGES),
                chance.randbytes(end - at),
                bytes(body[at:end]) * chance.randint(0, 40),
                other[start : start + 400],
            )
        )
    return bytes(body)


def _read(seed: int, count: int) -> None:
    chance = random.Random(seed)
    texts = [made_page(number).encode() for number in range(20)]
    # The beginning has the metadata, the middle the article.
    pages = [text[: LARGEST // 3] + text[-LARGEST:] for text in texts] + [text[:LARGEST] for text in texts]
    for _ in range(count):
        with suppress(UnreadableFile):
            read_html(mutated(chance, pages), Origin(path="page.html"))


def test_forty_mutations_are_pages_still() -> None:
    _read(1, 40)


@pytest.mark.long
def test_four_hundred_mutations_are_pages_still() -> None:
    _read(2, 400)
