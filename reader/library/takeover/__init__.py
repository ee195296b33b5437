"""Taking over what the reader has elsewhere: lists of subscriptions, newsboat's articles, a whole library."""
