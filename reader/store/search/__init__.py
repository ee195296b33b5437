"""Full-text search: the index, ranked hits, and their snippets."""
