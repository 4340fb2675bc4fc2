"""The JSON form of the ordered match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_list
from databourse.mechanisms.json_objects import check_keys
from databourse.mechanisms.sharing.bilateral import (
    Game,
    SizeGame,
    TableGame,
    WholeSizeGame,
    blocking,
    check_hypotheses,
    match_sizes,
)
from databourse.mechanisms.sharing.bilateral.ordered_match import Edge, ordered_match, strictly, weakly
from databourse.mechanisms.sharing.bilateral.stability import MOST_AGENTS
from databourse.mechanisms.sharing.exact import to_json
from databourse.mechanisms.sharing.json_tables import check_rows, read_row, read_tables

ACCEPTANCE = {"strict": strictly, "weak": weakly}


def solve_match(instance: dict[str, Any]) -> dict[str, Any]:
    """Who shares with whom.

    Raises:
        InvalidInput: if the instance is malformed.
    """
    check = instance.get("check", False)
    if not isinstance(check, bool):
        raise InvalidInput.of("check", check, "it must be true or false")
    if "sizes" not in instance:
        return _answer(*_any_match(instance), check)
    if "table" not in instance:
        return _answer(*_curve_match(instance), check)
    check_keys("the instance", instance, ("mechanism", "sizes", "table", "cost"), ("check",))
    sizes, cost = (read_row(key, instance[key]) for key in ("sizes", "cost"))
    rows = check_rows("table", instance["table"], len(sizes))
    whole = WholeSizeGame.of(sizes, [read_row(f"table[{place}]", row) for place, row in enumerate(rows)], cost)
    return _answer(whole, whole.ranking, ordered_match(strictly(whole), whole.ranking), check)


def _any_match(instance: dict[str, Any]) -> tuple[Game, Sequence[int], list[Edge]]:
    check_keys("the instance", instance, ("mechanism", "utilities"), ("order", "accept", "check"))
    game = TableGame.of(read_tables(instance["utilities"]))
    order = check_list("order", instance.get("order", list(range(game.agents))))
    if not all(type(agent) is int for agent in order) or sorted(order) != list(range(game.agents)):
        raise InvalidInput.of("order", order, f"it must name each of the agents 0 to {game.agents - 1} once")
    accept = instance.get("accept", "strict")
    if not isinstance(accept, str) or accept not in ACCEPTANCE:
        raise InvalidInput.of("accept", accept, 'it must be "strict" or "weak"')
    return game, order, ordered_match(ACCEPTANCE[accept](game), order)


def _curve_match(instance: dict[str, Any]) -> tuple[Game, Sequence[int], list[Edge]]:
    check_keys("the instance", instance, ("mechanism", "sizes", "scale", "cost", "curve"), ("check",))
    sizes, scale, cost = (_floats(key, instance[key]) for key in ("sizes", "scale", "cost"))
    game = SizeGame.of(sizes, scale, cost, instance["curve"])
    return game, game.ranking, sorted(match_sizes(game).edges())


def _answer(game: Game, order: Sequence[int], edges: list[Edge], check: bool) -> dict[str, Any]:
    partners: list[set[int]] = [set() for _ in range(game.agents)]
    for one, other in edges:
        partners[one].add(other)
        partners[other].add(one)
    welfare = sum(game.utility(agent, found) for agent, found in enumerate(partners))
    answer: dict[str, Any] = {
        "edges": [list(edge) for edge in edges],
        "welfare": welfare if isinstance(welfare, float) else to_json(welfare),
    }
    if game.agents <= MOST_AGENTS:
        found = blocking(game, edges)
        answer["blocking"] = found and {
            "coalition": list(found.coalition),
            "edges": [list(edge) for edge in found.edges],
        }
    if check:
        answer["hypotheses"] = {
            name: failure or "holds" for name, failure in asdict(check_hypotheses(game, order)).items()
        }
    return answer


def _floats(field: str, values: Any) -> list[float]:
    try:
        return list(map(float, read_row(field, values)))
    except OverflowError:
        raise InvalidInput(f"{field} has a number beyond 1e300, which is too large for a curve") from None
