"""`make bench`: runs each benchmark beside it in its own process. Ratios travel to other machines; rates do not."""

import subprocess
import sys
from pathlib import Path

NOT_BENCHMARKS = {"__main__", "faults", "kept", "measures", "plan_instances", "plan_made", "plan_peers", "rcpsp_made"}
NOT_BENCHMARKS |= {
    "rcpsp",
    "rcpspmax",
    "mode",
    "build",
    "memory",
    "repair",
    "repair_peers",
    "explain",
    "negotiate",
    "simulate",
    "stream",
}
"""Modules that measure nothing, and benchmarks of minutes and more, which are run by their names."""


def main() -> int:
    """Run the benchmarks named on the command line, or all; the exit code says whether each ran to its end."""
    found = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_BENCHMARKS)
    failed = []
    for name in sys.argv[1:] or found:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"did not end well: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
