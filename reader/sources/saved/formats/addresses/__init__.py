"""Files that hold addresses and no text, or little: articles that are to be fetched yet."""
