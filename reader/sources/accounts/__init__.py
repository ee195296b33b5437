"""Accounts on servers that keep feeds and marks: a backend for each protocol, told by its kind."""
