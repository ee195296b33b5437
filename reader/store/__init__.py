"""What is kept: SQLite, its migrations, and search. Only this package speaks SQL."""
