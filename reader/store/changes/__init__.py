"""What the reader changes: marks, saved searches, and undoing either."""
