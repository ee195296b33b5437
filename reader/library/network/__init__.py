"""What all use cases on the network share: a session, limits, and when a feed is due."""
