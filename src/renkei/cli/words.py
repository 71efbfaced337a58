"""How the command line speaks: to standard output what was asked for, to standard error everything else."""

import click

from renkei import locale
from renkei.kernel.errors import Malformed, Told
from renkei.kernel.names import Language


class Words:
    """A language for the command line."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def told(self, error: Told) -> str:
        """Return what an error has to say, with the place where there is one."""
        said = locale.say(self.language, error)
        return f"{error.place}: {said}" if isinstance(error, Malformed) and error.place else said


def say(text: str) -> None:
    """Write a line for the person at the terminal."""
    click.echo(text, err=True)


def result(text: str) -> None:
    """Write what was asked for."""
    click.echo(text)


def fail(error: Told, words: Words) -> None:
    """Write why something was refused."""
    click.secho(words.told(error), err=True, fg="red")
