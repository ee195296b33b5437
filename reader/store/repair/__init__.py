"""Finding and mending what is damaged in single rows."""
