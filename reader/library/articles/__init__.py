"""Use cases on articles: save, read the inbox, fetch the full text, export."""
