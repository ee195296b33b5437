"""Pictures of articles: which leads one, and in which form they are kept for the screen."""
