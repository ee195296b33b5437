"""Accounts on servers and in shared folders that keep feeds and marks: a backend for each protocol."""
