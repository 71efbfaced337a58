"""Two headquarters on one machine in an exercise: to be used in a browser, or played through without one."""

import asyncio
import contextlib
import tempfile
import webbrowser
from pathlib import Path

import click
import msgspec
from rich.console import Console

from renkei.cli import showing
from renkei.cli.headquarters import LOGINS, Joined, headquarters, signed_in
from renkei.cli.stopping import run_until_told, told_to_stop
from renkei.cli.traffic import TrafficSender
from renkei.cli.words import result, say
from renkei.exercise.driver import Driver
from renkei.exercise.naming import packaged
from renkei.exercise.outcomes import without_form
from renkei.exercise.pack import Pack, read_pack
from renkei.exercise.play import Play
from renkei.kernel.errors import Malformed
from renkei.scenarios import names, pack_text

PROGRESS_FILE = "exercise.json"
"""Where a demo keeps how far its exercise has come."""


def _pack(scenario: str) -> Pack:
    if scenario in names():
        return read_pack(pack_text(scenario), f"{scenario}.yaml")
    path = Path(scenario)
    if not path.is_file():
        raise Malformed("scenario-unknown", place=scenario, name=scenario, known=", ".join(names()))
    return read_pack(path.read_text("utf-8"), str(path))


@click.command()
@click.option("--scenario", default="nankai", show_default=True, help="A packaged scenario, or the path of a pack.")
@click.option("--speed", type=click.FloatRange(0, 36_000), default=0, help="Exercise seconds per second; 0 is paused.")
@click.option("--headless", is_flag=True, help="Play the whole journey without a browser; print one JSON object.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--directory", type=click.Path(file_okay=False, path_type=Path), help="Where both nodes keep their data.")
@click.option("--for", "seconds", type=click.FloatRange(0), default=0, help="Stop by itself after that many seconds.")
@click.pass_context
def demo(  # noqa: PLR0913  # one parameter for each option of the command
    context: click.Context,
    scenario: str,
    speed: float,
    headless: bool,  # noqa: FBT001  # click passes flags so
    no_browser: bool,  # noqa: FBT001
    directory: Path | None,
    seconds: float,
) -> None:
    """Start two headquarters and an exercise between them. Ctrl-C stops; the same directory goes on from there."""
    pack = _pack(scenario)
    if headless:
        with tempfile.TemporaryDirectory(prefix="renkei-") as folder:
            shown = run_until_told(showing.played(pack, directory or Path(folder), Path(folder) / "withheld"))
        result(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode())
        _sum_up(pack, shown)
        context.exit(1 if shown.faults() else 0)
    asyncio.run(_open(pack, directory or Path("demo") / pack.id, speed, seconds, browser=not no_browser))


def _sum_up(pack: Pack, shown: showing.Shown) -> None:
    """Say for the person at the terminal what was shown, and everything that was not as it must be."""
    if shown.expected:
        say(f"{sum(shown.expected.values())} of {len(shown.expected)} expected outcomes shown")
    else:
        say("The pack expects nothing: judged by what must hold of every exercise alone")
    tried = {rule: held for rule, held in shown.always.items() if held is not None}
    say(f"{sum(tried.values())} of {len(tried)} rules held that hold of every exercise")
    for rule in (rule for rule, held in shown.always.items() if held is None):
        say(f"no occasion in this pack: {rule}")
    for key in without_form(pack):
        say(f"nobody can judge, its form is not known: {key}")
    for fault in shown.faults():
        say(f"not as it must be: {fault}")


async def _open(pack: Pack, directory: Path, speed: float, seconds: float, *, browser: bool) -> None:
    say(f"Starting {len(pack.nodes)} headquarters in {directory} …")
    stopped = told_to_stop()
    if seconds:
        asyncio.get_running_loop().call_later(seconds, stopped.set)
    progress = directory / PROGRESS_FILE
    async with headquarters(pack, directory) as (joined, relays):
        with Console(stderr=True).status("Both headquarters run. Signing in …") as status:
            staffs = [await signed_in(j) for j in joined]
            play = Play(pack, packaged(), staffs, relays)
            driver = Driver(play, _read_progress(progress), TrafficSender(pack, {j.nation: j.feeds for j in joined}))
            status.update("Loading the scenario and letting the sensors look around …")
            await driver.begin(speed)
        _tell(joined)
        if browser:
            for headquarter in joined:
                webbrowser.open(_address(headquarter))
        driving = asyncio.create_task(driver.drive(lambda hour: _write_progress(progress, hour)))
        ended = asyncio.create_task(stopped.wait())
        await asyncio.wait({driving, ended}, return_when=asyncio.FIRST_COMPLETED)
        for task in (driving, ended):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await driving
    say("Both headquarters stopped. The same command goes on from here.")


def _address(joined: Joined) -> str:
    return f"http://127.0.0.1:{joined.web}/"


def _tell(joined: list[Joined]) -> None:
    """Say where both headquarters are and who may sign in."""
    for headquarter in joined:
        say(f"\n{headquarter.name.en} · {headquarter.name.ja} ({headquarter.nation})  {_address(headquarter)}")
        for role, login in LOGINS.items():
            say(f"  {login:<14} {headquarter.passwords[role]}   {role.replace('_', ' ')}")
    say("\nThe exercise is paused. Sign in as `exercise` and press Next, or start with --speed 600.")
    say("Passwords are shown once and change at each start: they are the exercise's, nobody has to choose another.")
    say("Ctrl-C stops both headquarters.")


def _read_progress(path: Path) -> float | None:
    return float(msgspec.json.decode(path.read_bytes())["hour"]) if path.is_file() else None


def _write_progress(path: Path, hour: float) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_bytes(msgspec.json.encode({"hour": hour}))
    fresh.replace(path)


COMMANDS = (demo,)
