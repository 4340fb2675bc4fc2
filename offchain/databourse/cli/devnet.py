"""`bourse devnet`: a chain on this machine, for trying things out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import click

from databourse.chain import devnet as local_chain
from databourse.cli.command import Group, local
from databourse.cli.session import Session
from databourse.cli.values import DURATION, Count
from databourse.errors import NodeUnreachable, UsageError


@click.group(cls=Group)
def devnet() -> None:
    """A chain on this machine (anvil, chain id 31337), for trying things out.

    Its accounts have names (operator, solver, attester, alice, bob, carol, dave, erin, frank, grace, dev10 …) and
    keys that everybody knows: nothing on it is worth anything, and the names are refused on any other chain.
    """


@devnet.command(
    examples="""
    bourse devnet start
    bourse devnet start --port 0 --block-time 2s
    bourse devnet start --state chain.json      # goes on where it stopped
    bourse devnet start --foreground            # shows every request, until Ctrl-C
    """
)
@click.option(
    "--port",
    type=Count(0, 65535),
    default=local_chain.DEFAULT_PORT,
    show_default=True,
    help="Where to listen; 0 chooses a free one.",
)
@click.option("--block-time", type=DURATION, help="Time between blocks.  [default: a block for every transaction]")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that the chain is loaded from, and saved to every 5 s.",
)
@click.option("--detach/--foreground", default=True, help="Run in the background (default), or here until Ctrl-C.")
@local
def start(session: Session, port: int, block_time: int | None, state: Path | None, detach: bool) -> None:
    """Start the devnet. Commands in the same folder find it, whatever its port."""
    output = session.output
    if not detach:
        if output.json:
            raise UsageError("--foreground shows text until it is stopped; it cannot be joined with --json")
        local_chain.run(output.say, port, block_time, state)
        return
    started = local_chain.start(port, block_time, state)
    output.say(f"The devnet listens on {started.rpc_url} (chain {started.chain_id}, process {started.pid}).")
    output.say(f"Its state is saved in {started.state}." if started.state else "It forgets everything when it stops.")
    output.say("Next: `bourse deploy`. Stop it with `bourse devnet stop`.")
    output.result(asdict(started))


@devnet.command(
    examples="""
    bourse devnet stop
    """
)
@local
def stop(session: Session) -> None:
    """Stop the devnet that was started from this folder. Its state is saved first, if it has a file."""
    stopped = local_chain.stop()
    saved = f" Its state is in {stopped.state}." if stopped and stopped.state else ""
    session.output.say(f"Stopped the devnet on {stopped.rpc_url}.{saved}" if stopped else "No devnet was running.")
    session.output.result({"stopped": asdict(stopped) if stopped else None})


@devnet.command(
    examples="""
    bourse devnet status
    bourse devnet status --json || bourse devnet start
    """
)
@local
def status(session: Session) -> None:
    """Say whether the devnet runs, where, and what time it is there. Exits with 5 when it does not."""
    from time import time

    from databourse.chain.refusals import clock

    running = local_chain.recorded()
    if running is None:
        raise NodeUnreachable("no devnet runs here", "start one with `bourse devnet start`")
    block = local_chain.ask(running.rpc_url, "eth_getBlockByNumber", "latest", False)
    coming = local_chain.ask(running.rpc_url, "eth_getBlockByNumber", "pending", False)
    number, now = int(block["number"], 16), int(coming["timestamp"], 16)
    ahead = now - int(time())
    session.output.say(f"The devnet listens on {running.rpc_url} (chain {running.chain_id}, process {running.pid}).")
    moved = f", {timedelta(seconds=ahead)} ahead of this machine" if ahead > 1 else ""
    session.output.say(f"It is at block {number}; its time is {clock(now)}{moved}.")
    session.output.result({**asdict(running), "block": number, "time": now})
