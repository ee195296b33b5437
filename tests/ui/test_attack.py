"""The screen answers while its worker reads documents that mean harm, and while it shows them."""

import time

import pytest

from reader.document.blocks import Block, Document
from reader.document.layout.lines import wrap_block
from reader.document.parts import LONGEST
from reader.processes import queued_seconds
from reader.ui.article.page import plain_page
from tests.bench.attack import measured

WORDS = "Some words, with a bold one. "
MEBIBYTE = 1 << 20


def test_no_text_on_a_page_is_laid_out_at_once_whatever_its_length() -> None:
    page = plain_page(Document((Block("paragraph", WORDS * (MEBIBYTE // len(WORDS))),)))
    assert max(len(block.text) for block in page.document.blocks) <= LONGEST


@pytest.mark.long
@pytest.mark.skipif(not queued_seconds(), reason="only Linux tells how long a process waited for a processor")
def test_the_screen_does_little_at_a_time_while_its_worker_is_attacked() -> None:
    """Less than to lay out a single field of a feed, which was made to be slow to lay out."""
    document = Document((Block("paragraph", WORDS * (MEBIBYTE // len(WORDS))),))
    begun = time.process_time()
    wrap_block(document, 0, 70, {})
    whole = (time.process_time() - begun) * 1000
    _, attacked = measured(("references-ill-formed",))
    assert attacked[-1].own < whole
