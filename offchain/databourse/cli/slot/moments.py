"""Moments of a round on a devnet: its clock need not be waited for."""

from __future__ import annotations

from databourse.chain import devnet
from databourse.chain.refusals import clock
from databourse.cli.session import Session
from databourse.errors import Refused


def advance(session: Session, slot: str, what: str, moment: int) -> None:
    """Moves a devnet's clock to a moment of a round, if it is not past.

    Args:
        session: whose chain.
        slot: what the round is called.
        what: what the moment is, with an article.
        moment: seconds since 1970.

    Raises:
        Refused: the chain is no devnet.
    """
    if not session.connection.is_devnet:
        raise Refused(
            f"--advance moves a devnet's clock, and this is chain {session.connection.chain_id}", f"wait for {what}"
        )
    missing = moment - session.connection.now()
    if missing > 0:
        devnet.advance(session.connection.network.rpc_url, missing)
        session.output.say(f"Moved the devnet's clock to {what} of {slot}, {clock(moment)}.")
