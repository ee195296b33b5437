"""What a reader does: subscribe, refresh, read, mark, search, save, export.

`query`, `worker` and `links` are light and used by the screen too; the others run in the worker process.
"""
