"""What is sent to the terminal: only the cells that change, each where it stands in all terminals."""
