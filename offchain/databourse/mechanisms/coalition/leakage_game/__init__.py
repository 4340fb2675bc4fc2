"""The leakage game: who bargains together hides from the buyer what its data reveal of each other's.

    from databourse.mechanisms.coalition.leakage_game import LeakageGame, form, is_nash

    game = LeakageGame.of(prices=[10, 10, 4], influence=[[0, 1, 0], [1, 0, 0], [0, 0, 0]], coalition_cost=0.5)
    formed = form(game)
    formed.partition              # ((0, 1), (2,))
    game.payoffs(formed.partition), is_nash(game, formed.partition)

A device with price p in coalition S gets p/(1 + g(S)) + bonus·ln((1 + |S|)/2) − cost·(|S| − 1). In mode "outside", g is
the mean influence of those that are not in S: the coalition hides what its members reveal. In mode "inside" it is that
of the other members, as the paper sums it in eq (9), so that nobody should ever join anybody.

Stable partitions need not exist if each device moves as it likes: with prices 10 and 1, full influence and cost 1 the
first always joins the second and the second always leaves. So `form` asks those that would receive a device, unless it
is told not to, and never goes back to where it was. `WholeGame` is the same in integers, as the chain checks it;
`typed` plays a million devices whose influence depends on their types; `best_partition` is the exact optimum of few.
"""

from databourse.mechanisms.coalition.leakage_game.exact import MOST_DEVICES, best_partition
from databourse.mechanisms.coalition.leakage_game.forming import Formed, form
from databourse.mechanisms.coalition.leakage_game.game import Game, LeakageGame, Mode
from databourse.mechanisms.coalition.leakage_game.limits import Limits
from databourse.mechanisms.coalition.leakage_game.partition import Partition, check_partition
from databourse.mechanisms.coalition.leakage_game.stability import (
    Move,
    is_individually_stable,
    is_nash,
    objection,
    temptations,
)
from databourse.mechanisms.coalition.leakage_game.typed import TypedGame, TypedOutcome
from databourse.mechanisms.coalition.leakage_game.whole import WholeGame

__all__ = [
    "MOST_DEVICES",
    "Formed",
    "Game",
    "LeakageGame",
    "Limits",
    "Mode",
    "Move",
    "Partition",
    "TypedGame",
    "TypedOutcome",
    "WholeGame",
    "best_partition",
    "check_partition",
    "form",
    "is_individually_stable",
    "is_nash",
    "objection",
    "temptations",
]
