"""Web pages as articles: their metadata, and which blocks are the article."""
