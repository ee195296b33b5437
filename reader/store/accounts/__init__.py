"""Accounts on servers: what is known of them, what waits to be sent, and what their answers leave behind."""
