"""The contract game: contracts of fixed budgets, each for one type of data, shared in proportion to samples (eq 12).

    from databourse.mechanisms.coalition.contract_game import ContractGame, pay, place

    game = ContractGame.of(samples=[7, 3, 4], types=[0, 0, 1], contracts=[(0, 60), (0, 30)])
    assignment = place(game)          # contract of each device, -1 where its type has none
    pay(game, assignment)             # base units

A device with n samples in contract s earns B_s·n/N_s, where B_s is the budget and N_s all samples in the contract. That
is selfish load balancing on related machines, the budgets being the speeds; so the greedy placement of the largest
first is a Nash equilibrium, which `is_stable` proves of any assignment in O(devices + contracts²) and one `objection`
disproves in O(1).
"""

from databourse.mechanisms.coalition.contract_game.alternatives import Alternative, alternatives
from databourse.mechanisms.coalition.contract_game.game import UNPLACED, ContractGame
from databourse.mechanisms.coalition.contract_game.payments import check_payments, pay, split
from databourse.mechanisms.coalition.contract_game.placement import place
from databourse.mechanisms.coalition.contract_game.stability import Totals, is_stable, objection, totals
from databourse.mechanisms.coalition.contract_game.switching import Switching, switch

__all__ = [
    "UNPLACED",
    "Alternative",
    "ContractGame",
    "Switching",
    "Totals",
    "alternatives",
    "check_payments",
    "is_stable",
    "objection",
    "pay",
    "place",
    "split",
    "switch",
    "totals",
]
