"""What is seen: the screen, in Textual. It opens no socket and parses nothing that came from outside."""
