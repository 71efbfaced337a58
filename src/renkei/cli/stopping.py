"""What ends a command that runs until it is told to stop: signals, or the end of its input; knows no node."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import click

Found = TypeVar("Found")
READ_MAX = 4_096
"""Bytes of input that are thrown away at a time while its end is awaited."""


def told_to_stop() -> asyncio.Event:
    """Return an event that Ctrl-C, SIGTERM and the end of the terminal (SIGHUP) set."""
    stopped = asyncio.Event()
    _on_signals(stopped.set)
    return stopped


def input_ends(stopped: asyncio.Event) -> None:
    """Set an event when standard input ends, which a pipe does when the process that holds its other side is gone.

    Raises:
        ClickException: Standard input is neither a pipe nor a terminal.
    """
    loop = asyncio.get_running_loop()
    source = sys.stdin.fileno()

    def read() -> None:
        if not os.read(source, READ_MAX):
            loop.remove_reader(source)
            stopped.set()

    try:
        loop.add_reader(source, read)
    except PermissionError as error:
        raise click.UsageError("standard input has no end to wait for; give it a pipe") from error


def run_until_told(work: Coroutine[Any, Any, Found]) -> Found:
    """Run to the end and return what was found; a signal stops the work and lets it put away what it opened.

    Raises:
        Abort: It was told to stop.
    """

    async def watched() -> Found:
        task = asyncio.current_task()
        assert task is not None
        _on_signals(task.cancel)
        return await work

    try:
        return asyncio.run(watched())
    except asyncio.CancelledError as error:
        raise click.Abort from error


def _on_signals(stop: Callable[[], object]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # a command under nohup outlives its terminal
            loop.add_signal_handler(number, stop)
