"""Coalitions: devices whose data reveal each other's value sell as groups, and every member is paid its share.

    from databourse.mechanisms.coalition import ContractGame, LeakageGame, form, pay, place

    game = ContractGame.of(samples=[7, 3, 4], types=[0, 0, 1], contracts=[(0, 60), (0, 30)])
    pay(game, place(game))

    form(LeakageGame.of(prices=[10, 10], influence=[[0, 1], [1, 0]])).partition

Two games, which the paper does not tell apart: `contract_game`, whose contracts have fixed budgets for one type of data
each (eq 12), and `leakage_game`, in which coalitions form to hide correlation. Around them: `types` (what data are
worth, in steps), `discovery` (who has my type, without telling), `leakage` (correlation, learnt sample by sample),
`valuation` (what leakage costs), `value` (eq 9 and 10 and problem P, published and repaired), `analysis` (who gains by
lying), and `literal`, the slow forms that everything is tested against. `solve_instance` takes and returns JSON values.
"""

from databourse.mechanisms.coalition.contract_game import ContractGame, is_stable, pay, place, switch
from databourse.mechanisms.coalition.json_format import parse_contract_game, parse_leakage_game, solve_instance
from databourse.mechanisms.coalition.leakage_game import (
    LeakageGame,
    TypedGame,
    WholeGame,
    best_partition,
    form,
    is_individually_stable,
    is_nash,
)

__all__ = [
    "ContractGame",
    "LeakageGame",
    "TypedGame",
    "WholeGame",
    "best_partition",
    "form",
    "is_individually_stable",
    "is_nash",
    "is_stable",
    "parse_contract_game",
    "parse_leakage_game",
    "pay",
    "place",
    "solve_instance",
    "switch",
]
