"""Copied text files as articles: the body, and who wrote what where and when."""
