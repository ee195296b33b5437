"""Articles as pages: a header, the body, and what hangs on it."""
