"""HTML: read as a document, and written from one."""
