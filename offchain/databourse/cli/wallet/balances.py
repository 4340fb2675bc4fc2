"""What somebody has, wherever it is: in the wallet, and in accounts of every kind."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.cli import sending
from databourse.cli.session import Session


@dataclass(frozen=True)
class Holding:
    """Money in one account.

    Attributes:
        kind: of the account: "series".
        number: of what it belongs to.
        name: of that.
        free: base units that can be used or withdrawn.
        locked: base units behind something that is not over.
    """

    kind: str
    number: int
    name: str
    free: int
    locked: int


def show_balance(session: Session, name: str | None) -> None:
    """Shows the wallet, all accounts that hold anything, and what they add up to."""
    exchange = session.exchange
    who = session.address(name)
    tokens = exchange.wallet(who)
    ether = int(session.connection.request("eth_getBalance", who, "latest"), 16)
    holdings = _in_series(session, who)
    free, locked = sum(one.free for one in holdings), sum(one.locked for one in holdings)
    session.output.say(f"{name or session.sender_name} is {who}.")
    session.output.say(f"Wallet: {session.tokens(tokens)}, and {sending.ether(ether)} for gas.")
    rows: list[tuple[object, ...]] = [
        (one.kind, one.number, one.name, session.tokens(one.free), session.tokens(one.locked)) for one in holdings
    ]
    if rows:
        rows.append(("wallet", None, None, session.tokens(tokens), None))
        rows.append(("total", None, None, session.tokens(tokens + free), session.tokens(locked)))
        session.output.table(["where", "number>", "name", "free>", "locked>"], rows)
    else:
        session.output.say("There is nothing in any series.")
    session.output.result(
        {
            "address": who,
            "wallet": str(tokens),
            "ether": str(ether),
            "accounts": [
                {
                    "kind": one.kind,
                    "number": one.number,
                    "name": one.name,
                    "free": str(one.free),
                    "locked": str(one.locked),
                }
                for one in holdings
            ],
            "total": {"free": str(free), "locked": str(locked), "with_wallet": str(tokens + free + locked)},
        }
    )


def _in_series(session: Session, who: str) -> list[Holding]:
    exchange = session.exchange
    series = exchange.series_list()
    accounts = exchange.read_many([exchange.market.functions.accountOf(one.number, who) for one in series])
    held = [
        Holding("series", one.number, one.name, account["free"], account["locked"])
        for one, account in zip(series, accounts, strict=True)
    ]
    return [one for one in held if one.free or one.locked]
