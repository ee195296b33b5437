"""Saved articles: a file or a page that somebody kept, as parsed articles."""

from reader.sources.saved.article import UnreadableFile
from reader.sources.saved.readers import read_page, read_saved

__all__ = ["UnreadableFile", "read_page", "read_saved"]
