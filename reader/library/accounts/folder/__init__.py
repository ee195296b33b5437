"""Accounts without a server: a folder that several machines share."""
