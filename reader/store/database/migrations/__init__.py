"""The numbered SQL files that make the tables, one after the other; see `schema.py`."""
