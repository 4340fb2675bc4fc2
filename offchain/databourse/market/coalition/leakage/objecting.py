"""Everything that refutes a partition: devices that gain by a move to where they are welcome, largest gain first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge

from databourse.market.challenging import Objection
from databourse.market.coalition.leakage.commitment import GREATEST, LEAST, Commitment
from databourse.market.coalition.leakage.playing import Played


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A player with the least or the greatest price of its type in its coalition, and where it would rather be.

    Attributes:
        player: who moves.
        which: 0 if it is named as the one with the least price, 1 as the one with the greatest.
        target: the coalition that it would go to; None: alone.
        gain: base units that it would get more, exactly.
    """

    player: int
    which: int
    target: int | None
    gain: Fraction


def counterexamples(played: Played) -> Iterator[Counterexample]:
    """All of them that an objection can name, the largest gain first, found as they are asked for.

    What a move is worth is linear in the price, so if any member of a type gains by it, the one with the least or the
    one with the greatest price does: there are none iff the partition is individually stable.
    """
    table = played.table
    named = []
    for home in range(len(played.coalitions)):
        for kind in table.kinds_in(home):
            members = table.members(home, kind)
            named.append(_of(played, home, LEAST, members[0][1]))
            if members[-1][0] > members[0][0]:
                named.append(_of(played, home, GREATEST, members[-1][1]))
    return merge(*named, key=lambda one: -one.gain)


def _of(played: Played, home: int, which: int, player: int) -> Iterator[Counterexample]:
    """Those that name this player."""
    table, game = played.table, played.setting.game
    kind, price = game.types[player], game.prices[player]
    now = game.payoff(price, table.leak(kind, home, joining=False), int(table.sizes[home]))
    for row in table.better(home, kind, price):
        members = int(table.sizes[row])
        there = game.payoff(price, table.leak(kind, row, joining=True), members + 1)
        yield Counterexample(player, which, row if members else None, there - now)


def objections(played: Played) -> Iterator[Objection]:
    """The same, as the checker takes them and in words."""
    commitment = Commitment(played)
    setting = played.setting
    for one in counterexamples(played):
        home, kind = played.homes[one.player], setting.game.types[one.player]
        entry = played.entry(one.player)
        there = "alone" if one.target is None else f"in coalition {one.target}, where nobody would lose by its coming"
        gained = one.gain.numerator // one.gain.denominator
        more = f"{gained} base units" if gained else "less than a base unit"
        yield Objection(
            commitment.objection(kind, one.which, home, one.target),
            f"The device of entry {entry} is in coalition {home} and would get {more} more {there}.",
        )
