"""What a round of any rule makes everybody pay and receive, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping

from databourse.cli.session import Session
from databourse.market.rounds import Round

Money = Mapping[int, int]
"""Base units by entry."""


def money_json(session: Session, one: Round, debits: Money, credits_: Money) -> list[dict[str, object]]:
    """Every entry of the round, for programs; money in base units."""
    opened = {post.index for post in one.posts}
    return [
        {
            "entry": entry.index,
            "who": entry.who,
            "name": session.person(entry.who),
            "lock": str(entry.lock),
            "opened": entry.index in opened,
            "paid": str(debits.get(entry.index, 0)),
            "received": str(credits_.get(entry.index, 0)),
        }
        for entry in one.entries
    ]


def tell_money(session: Session, one: Round, debits: Money, credits_: Money, title: str) -> None:
    """The same as a table."""
    opened = {post.index for post in one.posts}
    rows = [
        (
            entry.index,
            session.person(entry.who),
            session.tokens(entry.lock),
            "opened" if entry.index in opened else None,
            session.tokens(debits[entry.index]) if entry.index in debits else None,
            session.tokens(credits_[entry.index]) if entry.index in credits_ else None,
        )
        for entry in one.entries
    ]
    session.output.table(["entry>", "who", "locked>", "seal", "paid>", "received>"], rows, title=title)
