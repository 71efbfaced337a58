"""The child process of a solve: reads one question, writes what the engine says line by line, and ends.

Standard input stays open as a lifeline: when it ends, the node is gone and so is this process.
"""

import gc
import os
import sys
import threading
import time

import msgspec

from renkei.plan.engine.answers import Progress
from renkei.plan.engine.question import Question, Said, Working

NICENESS = 5
"""Own steps down in priority: a node answers its users before it solves."""


def main() -> None:
    """Answer the question on standard input."""
    from renkei.plan.engine.answer import answer  # here, so that whoever imports this module loads no solver

    gc.freeze()  # what is loaded stays: to look through it for garbage costs more than a first repair
    os.nice(NICENESS)
    question = msgspec.json.decode(sys.stdin.buffer.readline(), type=Question)
    threading.Thread(target=_end_with_the_node, daemon=True).start()
    began = time.monotonic()

    def watch(progress: Progress) -> None:
        seconds = round(time.monotonic() - began, 3)
        _write(Working(msgspec.structs.replace(progress, seconds=seconds)))

    _write(answer(question, watch))
    os._exit(0)  # the lifeline thread still reads: an orderly end would wait for it


def _write(said: Said) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
    sys.stdout.buffer.flush()


def _end_with_the_node() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
