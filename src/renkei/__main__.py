"""Entry of `python -m renkei` and of the command `renkei`."""

from renkei.cli import main

if __name__ == "__main__":
    main()
