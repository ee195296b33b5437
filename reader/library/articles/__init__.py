"""Use cases on articles: save, take in from the inbox, fetch the full text, export."""
