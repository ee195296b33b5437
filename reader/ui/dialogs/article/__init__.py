"""Questions about the open article: its links, a highlight."""
