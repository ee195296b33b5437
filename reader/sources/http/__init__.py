"""Asking the web, within manners and bounds. Only this package opens sockets."""
