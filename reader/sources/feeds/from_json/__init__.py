"""Feeds that are written as JSON."""
