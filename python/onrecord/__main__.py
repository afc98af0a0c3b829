"""The command: ``onrecord`` or ``python -m onrecord``."""

import sys

from onrecord import _onrecord


def main():
    """Runs the call that the program was started with, and ends the program with its status."""
    sys.exit(_onrecord.run(["onrecord", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
