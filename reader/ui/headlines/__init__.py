"""The rows of the headline list: which articles, in which order, read as they are needed."""
