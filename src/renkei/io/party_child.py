"""The child process that plays one side of a negotiation: a line in, a line out, until standard input ends."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import msgspec

from renkei.plan.engine.negotiate.spoken import Prompt, Seated

NICENESS = 5
"""Own steps down in priority: a node answers its users before its engine thinks."""


def main() -> None:
    """Sit down with the plan on the first line, then answer prompts."""
    from renkei.plan.engine.negotiate.seat import Seat  # here, so that whoever imports this module loads no solver

    os.nice(NICENESS)
    seated = msgspec.json.decode(sys.stdin.buffer.readline(), type=Seated)
    decoder = msgspec.json.Decoder(Prompt)
    with ThreadPoolExecutor(seated.workers) as pool:
        seat = Seat(seated, pool.map if seated.workers > 1 else map)
        for line in sys.stdin.buffer:
            sys.stdout.buffer.write(msgspec.json.encode(seat.say(decoder.decode(line))) + b"\n")
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
