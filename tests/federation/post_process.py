"""A border post as a process: writes events until told to stop, says what it acknowledged and what it has received.

Usage: NATION PARTNER DIRECTORY PORT DIAL. Killed from outside at any moment.
"""

import asyncio
import os
import random
import sys
from pathlib import Path

from renkei.federation import session
from renkei.io.clock import MachineClock
from tests.federation.post import Post
from tests.release.events import event

CLIENTS = 4


def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class Talking(Post):
    """Says what is on disk, and dies of any defect."""

    def _failed(self, error):
        os._exit(3)

    async def admit(self, arrival):
        await super().admit(arrival)
        say("received", arrival.cursor.rseq)

    async def receipt(self, partner, cursor):
        await super().receipt(partner, cursor)
        say("receipted", cursor.rseq)


async def write(post, chance, going):
    """Append events, every other one for the partner, until told to stop."""
    while going():
        released = chance.random() < 0.5
        number = chance.getrandbits(60)
        body = {"task": f"task-{number}", "text": "RELEASED" if released else "SECRET"}
        rel_to = (post.partner,) if released else ()
        identifier = f"{post.us.nation}-{number}"
        recorded = MachineClock().recorded()
        made = event(0, body=body, rel_to=rel_to, origin=post.us.nation, id=identifier, recorded=recorded)
        await post.append(made)
        say("acknowledged", made.id, "released" if released else "secret")


async def main(nation, partner, directory, port, dial):
    session.HEARTBEAT_S, session.SILENCE_S = 0.1, 0.5
    post = Talking(nation, partner, Path(directory))
    await post.open(dial=int(dial) or None, port=int(port))
    say("ready", post.link.port)
    stopped = asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    writers = [write(post, random.Random(os.getpid() + n), lambda: not stopped.done()) for n in range(CLIENTS)]
    await asyncio.gather(*writers)
    say("stopped", post.ledger.end.rseq)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    say("listed", *post.shared())
    await post.close()


asyncio.run(main(*sys.argv[1:]))
