"""Dates in a text's lines: found, resolved to a moment, with their zones."""
