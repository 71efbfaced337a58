"""Activities with several modes (MMRCPSP): our portfolio beside CP-SAT in the same run, every plan verified.

`python -m benchmarks.mode [INSTANCE.mm...] [--limit S] [--against cpsat,cpsat8,pyjobshop] [--full] [--out FILE]`
prints one JSON line for each case and solver, then a table: gap to the best known makespan, time to the first schedule,
whether the checker agreed. Without instances: a few hard ones of MMLIB50, MMLIB100 and MMLIB+. `--full` takes all hard
ones at 60 s and goes on where the file `--out` ends.
"""

import sys

from benchmarks.rcpsp import measure

FAMILIES = ("mmrcpsp-mmlib50", "mmrcpsp-mmlib100", "mmrcpsp-mmlibplus")

if __name__ == "__main__":
    sys.exit(measure("mode", FAMILIES, __doc__))
