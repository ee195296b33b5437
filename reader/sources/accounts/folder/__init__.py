"""A folder that several machines share: each appends to a file of its own, and reads those of the others."""
