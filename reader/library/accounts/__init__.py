"""Accounts on servers: added, synced, removed; their passwords."""
