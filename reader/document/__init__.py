"""What an article says: HTML, Markdown or plain text -> Document -> lines, text, Markdown, HTML."""
