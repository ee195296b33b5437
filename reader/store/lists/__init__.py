"""Lists of articles: from a query to ids in order, headlines and counts. No list touches a body."""
