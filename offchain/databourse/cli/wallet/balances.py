"""What somebody has, wherever it is: in the wallet, in accounts of every kind, and due but in none yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from databourse.chain.accounts import CHAINS, accounts_of_chains, accounts_of_series
from databourse.chain.resale import ResaleChains
from databourse.cli import sending
from databourse.cli.session import Session


@dataclass(frozen=True)
class Holding:
    """Money in one account.

    Attributes:
        kind: of the account: "series", or "chains".
        number: of the series; None for chains.
        name: of the series, or "chains".
        free: base units that can be used or withdrawn.
        locked: base units behind something that is not over.
        due: base units that a claim would bring into it: shares of sales that nobody claimed yet.
    """

    kind: str
    number: int | None
    name: str
    free: int
    locked: int
    due: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "kind": self.kind,
            "number": self.number,
            "name": self.name,
            "free": str(self.free),
            "locked": str(self.locked),
            "due": str(self.due),
        }


def show_balance(session: Session, name: str | None) -> None:
    """Shows the wallet, all accounts that hold anything, and what they add up to."""
    exchange = session.exchange
    who = session.address(name)
    tokens = exchange.wallet(who)
    ether = int(session.connection.request("eth_getBalance", who, "latest"), 16)
    held = [*_in_series(session, who), *_in_chains(session, who)]
    holdings = [one for one in held if one.free or one.locked or one.due]
    free, locked, due = (sum(getattr(one, what) for one in holdings) for what in ("free", "locked", "due"))
    session.output.say(f"{name or session.sender_name} is {who}.")
    session.output.say(f"Wallet: {session.tokens(tokens)}, and {sending.ether(ether)} for gas.")
    if holdings:
        show = session.tokens
        rows: list[tuple[object, ...]] = [
            (one.kind, one.number, one.name, show(one.free), show(one.locked), show(one.due)) for one in holdings
        ]
        rows.append(("wallet", None, None, show(tokens), None, None))
        rows.append(("total", None, None, show(tokens + free), show(locked), show(due)))
        columns = ["where", "number>", "name", "free>", "locked>", *(["due>"] if due else [])]
        session.output.table(columns, [row[: len(columns)] for row in rows])
    else:
        session.output.say("There is nothing in any series, and nothing in the account of chains.")
    if due:
        session.output.say(f"{session.tokens(due)} of sales in chains are due: `bourse chain claim` brings them in.")
    session.output.result(
        {
            "address": who,
            "wallet": str(tokens),
            "ether": str(ether),
            "accounts": [one.as_dict() for one in holdings],
            "total": {
                "free": str(free),
                "locked": str(locked),
                "due": str(due),
                "with_wallet": str(tokens + free + locked),
                "with_due": str(tokens + free + locked + due),
            },
        }
    )


def _in_series(session: Session, who: str) -> list[Holding]:
    exchange = session.exchange
    series = exchange.series_list()
    accounts = exchange.read_many([accounts_of_series(exchange, one.number).account_call(who) for one in series])
    return [
        Holding("series", one.number, one.name, account["free"], account["locked"])
        for one, account in zip(series, accounts, strict=True)
    ]


def _in_chains(session: Session, who: str) -> list[Holding]:
    exchange = session.exchange
    if exchange.deployment.resale is None:  # an earlier version deployed
        return []
    asked = [accounts_of_chains(exchange).account_call(who), exchange.resale.functions.chainCount()]
    account, count = exchange.read_many(asked)
    due = ResaleChains(exchange).book().due_to(who) if count else {}
    return [Holding(CHAINS, None, CHAINS, account["free"], account["locked"], sum(due.values()))]
