"""Pictures of articles: fetched as the settings allow, and kept as the screen shows them."""
