"""The commands of `newsreader`, by what they do; a module is imported when one of its commands runs."""
