"""Small pieces of text on the screen: cut to cells, moments, titles, progress."""
