"""Money out of the wallet into an account: how much is missing there, and whether the wallet can pay it."""

from __future__ import annotations

from databourse.chain.accounts import Accounts
from databourse.cli.session import Session
from databourse.errors import Refused


def lacking(session: Session, accounts: Accounts, needed: int, need: str, top_up: bool, who: str | None = None) -> int:
    """Base units that an account lacks and its owner's wallet has.

    Args:
        session: who acts.
        accounts: of which the owner has one.
        needed: base units that must be free there.
        need: what for, with a verb: `temperature/7 needs`.
        top_up: whether the wallet may be asked at all.
        who: address of the owner; None for who acts.

    Raises:
        Refused: the account has less, and the wallet may not be asked or holds less than what is missing.
    """
    owner = who or session.address()
    free = accounts.account(owner).free
    if free >= needed:
        return 0
    if not top_up:
        raise Refused(
            f"not enough money: {need} {session.tokens(needed)}, and {session.tokens(free)} are free",
            "deposit with `bourse wallet deposit`, or leave --no-top-up out",
        )
    purpose = f"{need} {session.tokens(needed)}; with {session.tokens(free)} free in the account that takes"
    require_in_wallet(session, needed - free, purpose, owner)
    return needed - free


def require_in_wallet(session: Session, amount: int, purpose: str, who: str | None = None) -> None:
    """Refuses what the wallet cannot pay, before anything is signed; `purpose` ends with a verb: `the deposit takes`.

    The wallet is that of an address; of who acts where none is named.

    Raises:
        Refused: it holds less.
    """
    holds = session.exchange.wallet(who or session.address())
    if holds < amount:
        hint = "get more tokens" + ("; `bourse account fund` gives some" if session.connection.is_devnet else "")
        raise Refused(
            f"not enough money: {purpose} {session.tokens(amount)} from the wallet, "
            f"which holds {session.tokens(holds)}",
            hint,
        )
