"""What a library says to a shared folder, and what it makes of what other machines said."""
