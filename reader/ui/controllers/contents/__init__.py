"""What is in the open article: its full text, links, pictures, highlights, enclosures."""
