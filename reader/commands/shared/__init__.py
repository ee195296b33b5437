"""What several commands share: finding what is named, running, printing what changed, telling failures."""
