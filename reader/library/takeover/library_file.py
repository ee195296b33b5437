"""A whole library in one file."""

MAGIC = b"newsreader-library-1\n"
