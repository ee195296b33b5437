"""Subscriptions, the state of their refreshes, and the hosts that limit requests."""
