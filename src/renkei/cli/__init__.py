"""The command line: the only reader of arguments; puts the parts of a node together."""

import sys
from collections.abc import Sequence

import click

from renkei.cli import (
    demo,
    node,
    plan,
    plan_compare,
    plan_exchange,
    plan_negotiate,
    plan_node,
    plan_repair,
    plan_simulate,
    rejoin,
    serve,
    store,
)
from renkei.cli.words import Words, fail
from renkei.kernel.errors import Malformed, Refused, Told
from renkei.kernel.names import Name
from renkei.node.desk import RefusedThere

EXIT_REFUSED = 1
EXIT_MALFORMED = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="renkei")
def cli() -> None:
    """Renkei: two sovereign headquarters, one synchronised operation."""


for command in (*demo.COMMANDS, *node.COMMANDS, *serve.COMMANDS, *store.COMMANDS, *rejoin.COMMANDS, plan.plan):
    cli.add_command(command)
for part in (plan_repair, plan_compare, plan_simulate, plan_negotiate, plan_node, plan_exchange):
    for command in part.COMMANDS:
        plan.plan.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a refusal is told in words on standard error, and no command ends in a traceback for it."""
    try:
        code = cli.main(arguments, standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Told as error:
        fail(error, Words("en"))
        sys.exit(EXIT_MALFORMED if isinstance(error, Malformed) else EXIT_REFUSED)
    except RefusedThere as error:
        fail(there(error), Words("en"))
        sys.exit(EXIT_REFUSED)
    except OSError as error:
        fail(Refused("config-system", reason=error.strerror or str(error), path=str(error.filename or "")), Words("en"))
        sys.exit(EXIT_REFUSED)
    if isinstance(code, int) and code:  # what a command gave `context.exit` is returned here, and would be lost
        sys.exit(code)


def there(error: RefusedThere) -> Refused:
    """Return what a headquarters said no with, in the form of a refusal here; names come over HTTP as objects."""
    facts = {key: Name(**fact) if isinstance(fact, dict) else fact for key, fact in error.facts.items()}
    return Refused(error.key or "config-refused-there", **facts)
