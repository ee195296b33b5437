"""The passages that the reader highlights, with his notes."""
