"""What other feed readers keep, for taking it over: newsboat's subscriptions, queries and articles."""
