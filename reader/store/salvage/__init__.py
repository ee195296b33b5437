"""Saving what can still be read of a damaged library, and making a sound one of that and a backup."""
