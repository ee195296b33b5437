"""What a page says of its article: title, day, author, language, and what the program that saved it wrote."""
