"""JSON in, JSON out: one game, as `bourse solve coalition` reads it, and what comes of it.

Budgets and payments are in base units, which may be given as strings of digits and are answered as strings above 2^53;
what the leakage game calls prices and payoffs are plain numbers, since no money moves by them.
"""

from __future__ import annotations

from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition import contract_game, leakage_game
from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.coalition.contract_game import UNPLACED, ContractGame
from databourse.mechanisms.coalition.leakage_game import LeakageGame
from databourse.mechanisms.coalition.types import quantise_all
from databourse.mechanisms.json_objects import check_keys, money_to_json

GAMES = ("contract", "leakage", "types")
SOLVERS = ("forming", "exact")


def solve_instance(instance: Any) -> dict[str, Any]:
    """Solve one instance, as `json.load` returns it.

    Raises:
        InvalidInput: naming the field, its value and the rule that it breaks.
    """
    if not isinstance(instance, dict):
        raise InvalidInput.of("the instance", instance, "it must be an object")
    game = instance.get("game")
    if game == "contract":
        return _solve_contract(instance)
    if game == "leakage":
        return _solve_leakage(instance)
    if game == "types":
        check_keys("the instance", instance, ("game", "scores", "levels"))
        return {"types": quantise_all(instance["scores"], instance["levels"])}
    known = ", ".join(f'"{name}"' for name in GAMES)
    raise InvalidInput.of("game", game, f"it must be one of {known}")


def parse_contract_game(instance: Any) -> ContractGame:
    """The contract game of an instance.

    Raises:
        InvalidInput: if the instance is malformed.
    """
    check_keys("the instance", instance, ("game", "devices", "contracts"))
    devices = _rows("devices", instance["devices"], ("samples", "type"))
    contracts = _rows("contracts", instance["contracts"], ("type", "budget"))
    return ContractGame.of(
        [device["samples"] for device in devices],
        [device["type"] for device in devices],
        [(contract["type"], contract["budget"]) for contract in contracts],
    )


def parse_leakage_game(instance: Any) -> LeakageGame:
    """The leakage game of an instance, without how it is to be solved.

    Raises:
        InvalidInput: if the instance is malformed.
    """
    optional = ("coalition_cost", "bonus", "mode", "consent", "seed", "solver")
    check_keys("the instance", instance, ("game", "prices", "influence"), optional)
    return LeakageGame.of(
        instance["prices"],
        instance["influence"],
        instance.get("coalition_cost", 0),
        instance.get("bonus", 0),
        instance.get("mode", "outside"),
    )


def _solve_contract(instance: dict[str, Any]) -> dict[str, Any]:
    game = parse_contract_game(instance)
    assignment = contract_game.place(game)
    return {
        "assignment": [None if slot == UNPLACED else slot for slot in assignment.tolist()],
        "payments": list(map(money_to_json, contract_game.pay(game, assignment).tolist())),
        "stable": contract_game.is_stable(game, assignment),
    }


def _solve_leakage(instance: dict[str, Any]) -> dict[str, Any]:
    game = parse_leakage_game(instance)
    consent, seed, solver = instance.get("consent", True), instance.get("seed", 0), instance.get("solver", SOLVERS[0])
    if not isinstance(consent, bool):
        raise InvalidInput.of("consent", consent, "it must be true or false")
    check_integer("seed", seed)
    if solver not in SOLVERS:
        raise InvalidInput.of("solver", solver, 'it must be "forming" or "exact"')
    if solver == "exact":
        partition, steps = leakage_game.best_partition(game), 0
    else:
        formed = leakage_game.form(game, consent=consent, seed=seed)
        partition, steps = formed.partition, formed.steps
    payoffs = game.payoffs(partition)
    return {
        "coalitions": [list(coalition) for coalition in partition],
        "payoffs": payoffs,
        "nash": leakage_game.is_nash(game, partition),
        "individually_stable": leakage_game.is_individually_stable(game, partition),
        "steps": steps,
        "value": sum(payoffs),
    }


def _rows(field: str, rows: Any, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    if not isinstance(rows, list):
        raise InvalidInput.of(field, rows, "it must be a list")
    for place, row in enumerate(rows):
        check_keys(f"{field}[{place}]", row, keys)
    return rows
