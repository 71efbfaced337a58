"""`make bench`: prints what the product reaches on this machine, one line a figure. Ratios travel, rates do not."""

import importlib
import sys

from benchmarks.measures import told

BENCHMARKS = ("first_plan", "append", "two_nodes")


def main() -> None:
    """Run each benchmark named on the command line, or all."""
    for name in sys.argv[1:] or BENCHMARKS:
        print(told(importlib.import_module(f"benchmarks.{name}").figures()), flush=True)


if __name__ == "__main__":
    main()
