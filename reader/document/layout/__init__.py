"""A document laid out as terminal lines."""
