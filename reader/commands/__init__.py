"""The commands of `newsreader`, by what they do; a module is imported when one of its commands runs."""

FAILED, USAGE, UNUSABLE, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: something failed; wrong words or settings; the library cannot be used; Ctrl-C."""
