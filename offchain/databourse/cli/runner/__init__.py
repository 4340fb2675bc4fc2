"""`bourse runner`: the process that alone opens the data of learning rounds, trains, and signs what it counted."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Group, local, reads_as
from databourse.cli.session import Session
from databourse.cli.values import Count

_HELP = """\
Run what trains learning rounds: parties encrypt their data for it, and it signs what it counted.

It is a software stand-in for an enclave: whoever runs it could read the data. docs/runner.md tells what it protects,
and what hardware would add.
"""


@click.group(cls=Group, help=_HELP)
def runner() -> None:
    """All of them, in the order of their use."""


@runner.command(
    examples="""
    bourse runner start --from solver
    bourse runner start --folder lab --port 0 --from runner-key
    bourse runner start --from runner-key --json        # a line for each event
    """
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("runner"),
    show_default=True,
    help="Where it keeps what it needs to go on after a crash.",
)
@click.option(
    "--port", type=Count(0, 65535), default=8650, show_default=True, help="Where to listen; 0 chooses a free one."
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for other machines as well."
)
@reads_as
def start(session: Session, folder: Path, port: int, host: str) -> None:
    r"""Run a runner, until Ctrl-C or SIGTERM.

    It signs with the key of --from, and parties encrypt for the X25519 key that lies beside it (of a devnet account it
    follows from the well-known key; otherwise a pair is made and kept under the same passphrase). It reads the chain
    itself: it takes in only bundles that an entry commits to, and trains only rounds that have closed and that name its
    key and this very code.

    In the folder are bundles as they were uploaded, encrypted models, and counts under names that tell nothing. Killed
    in the middle of a training, it goes on from there when it is started again with the same key and folder.

    It speaks HTTP, on this machine only unless --host says otherwise; put a server with TLS in front of it for
    others. What happens is told on standard output, with --json as one object a line. The events:

    \b
    started, stopped             the process itself; started tells the URL and the keys
    training, trained, failed    a round
    """
    from databourse.cli.runner import starting

    starting.run(session, starting.Wish(folder, port, host))


@runner.command(
    examples="""
    bourse runner show http://127.0.0.1:8650
    bourse runner show http://127.0.0.1:8650 --json
    """
)
@click.argument("url")
@local
def show(session: Session, url: str) -> None:
    """Show who a runner is, and whether it says that it runs the code that is installed here.

    A round names the address, the encryption key and the measurement, and nobody else's statement counts in it. What a
    software runner says of its code is its word, not a proof.
    """
    from databourse.cli.runner import showing

    showing.show(session, url)
