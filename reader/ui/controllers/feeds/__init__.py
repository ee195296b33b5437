"""What is done to feeds: subscribing, editing, asking one of them, and keys on the pane of feeds."""
