"""Pictures on the screen: what is kept of them, as cells of the terminal."""
