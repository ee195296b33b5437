"""What a bulk mark and typed tags are about."""

from reader.ui.controllers.changes.marks import tag_changes


def test_tags_as_they_are_typed() -> None:
    assert tag_changes("#sea, boat boat", ("sea", "old")) == (["boat"], ["old"])
