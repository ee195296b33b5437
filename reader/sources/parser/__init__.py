"""Processes that read documents from outside, and can be killed at any moment."""
