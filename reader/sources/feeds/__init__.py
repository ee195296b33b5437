"""Feeds of every format as parsed feeds with their articles."""
