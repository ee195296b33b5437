"""The formats of saved files, one module each."""
