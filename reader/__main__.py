"""`python -m reader` is the command `newsreader`."""

from reader.cli import main

if __name__ == "__main__":
    main()
