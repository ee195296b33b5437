"""What changes the library for good or for a while: marks, undo, and which articles are selected."""
