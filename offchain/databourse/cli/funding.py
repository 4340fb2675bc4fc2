"""Money into a series: whether the wallet can pay it."""

from __future__ import annotations

from databourse.cli.session import Session
from databourse.errors import Refused


def require_in_wallet(session: Session, amount: int, purpose: str) -> None:
    """Refuses what the wallet cannot pay, before anything is signed; `purpose` ends with a verb: `the deposit takes`.

    Raises:
        Refused: it holds less.
    """
    holds = session.exchange.wallet(session.address())
    if holds < amount:
        hint = "get more tokens" + ("; `bourse account fund` gives some" if session.connection.is_devnet else "")
        raise Refused(
            f"not enough money: {purpose} {session.tokens(amount)} from the wallet, "
            f"which holds {session.tokens(holds)}",
            hint,
        )
