"""Where simulated chains are played for money, and how: a few acts of many players at once, and a check at the end.

All runs under one matrix are branches of one chain: player 0 sells to player 1 once for each run, every holder at most
once from each of its licences. So every act of one player in all runs can go in a few transactions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from databourse.errors import AuditDifference
from databourse.money import format_tokens
from databourse.resale.encoding import HoldingStruct, OfferStruct
from databourse.resale.rules import MOST_SALES, Rules
from databourse.resale.shares import Column, Matrix
from databourse.resale.simulation.runs import Run, money


@dataclass(frozen=True)
class Wanted:
    """An offer that a player wants to make: of which licence, to whom (an address), for how many base units."""

    holding: HoldingStruct
    buyer: str
    price: int


class Venue(Protocol):
    """A resale contract with players who act there."""

    players: Sequence[str]
    """Their addresses, player 0 first."""

    def endow(self, amounts: Sequence[int]) -> None:
        """Gives every player so many base units to buy with."""

    def open(self, rules: Rules) -> HoldingStruct:
        """Opens a chain for a dataset of player 0, whose licence it returns."""

    def offer(self, player: int, wanted: Sequence[Wanted]) -> list[OfferStruct]:
        """Posts the offers, in order."""

    def accept(self, player: int, offers: Sequence[OfferStruct]) -> None:
        """Buys all of them."""

    def withdraw(self, player: int, offers: Sequence[OfferStruct]) -> None:
        """Takes them back."""

    def claim(self, holdings: Sequence[HoldingStruct]) -> None:
        """Credits all upstream sellers with what each of these sales owes them."""

    def balances(self) -> list[int]:
        """Base units that each player has, in the contract and outside."""


def play_out(
    venue: Venue, matrix: Matrix, runs: Sequence[Run], eager_depth: int, done: Callable[[int], None] = lambda _: None
) -> int:
    """Plays runs for money, and compares what everybody has afterwards with what they say.

    Args:
        venue: where.
        matrix: of the chain.
        runs: at least one.
        eager_depth: deeper trades are claimed at the end.
        done: told how many more trades were posted or claimed.

    Returns:
        The number of the chain.

    Raises:
        AuditDifference: somebody has another amount than the runs say.
    """
    depth = len(runs[0].states) - 1
    columns = matrix.first(depth)
    venue.endow([sum(run.prices[trade - 1] for run in runs if run.trades >= trade > 0) for trade in range(depth + 1)])
    before = venue.balances()
    root = venue.open(Rules(matrix, depth, eager_depth, min(len(runs), MOST_SALES)))
    holdings = [root] * len(runs)
    for trade in range(1, depth + 1):
        posting = [place for place, run in enumerate(runs) if len(run.prices) >= trade]
        if not posting:
            break
        wanted = [Wanted(holdings[place], venue.players[trade], runs[place].prices[trade - 1]) for place in posting]
        offers = dict(zip(posting, venue.offer(trade - 1, wanted), strict=True))
        sold = [place for place in posting if runs[place].trades >= trade]
        venue.accept(trade, [offers[place] for place in sold])
        venue.withdraw(trade - 1, [offers[place] for place in posting if runs[place].trades < trade])
        for place in sold:
            holdings[place] = offers[place].sold_to(venue.players[trade])
        if trade > max(eager_depth, 1):  # in trade 1 nobody is upstream
            venue.claim([holdings[place] for place in sold])
        done(len(posting))
    changes = [after - had for had, after in zip(before, venue.balances(), strict=True)]
    _require_same(changes, runs, columns)
    return root.chain


def _require_same(changes: Sequence[int], runs: Sequence[Run], columns: Sequence[Column]) -> None:
    expected = [sum(amounts) for amounts in zip(*(money(run, columns) for run in runs), strict=True)]
    for player, (has, should) in enumerate(zip(changes, expected, strict=True)):
        if has != should:
            raise AuditDifference(
                f"player {player} has {format_tokens(has)} tokens more than before, but should have "
                f"{format_tokens(should)}",
                "has somebody else used this account meanwhile?",
            )
