"""Articles: how they arrive, what is kept of each, and what is deleted for good."""
