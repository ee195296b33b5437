"""A terminal news reader: feeds and saved articles, kept in a local library."""

__version__ = "0.1.0"

PROJECT_URL = "https://newsreader.example/"
"""Where servers find out who asks them."""
