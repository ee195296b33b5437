"""The panes of the screen. They take plain values and callables, and post messages; none knows the store."""
