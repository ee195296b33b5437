"""Rules of the settings: what they do to articles that arrive, and what they have done or would do."""
