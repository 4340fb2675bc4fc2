"""What is optimised and what was found, as JSON."""

from __future__ import annotations

from typing import Any

from databourse.mechanisms.resale.json_format import equilibrium_to_json, parse_instance
from databourse.mechanisms.resale.model import Instance
from databourse.mechanisms.resale.numbers import shown
from databourse.mechanisms.resale.optimise.optimum import Optimum
from databourse.mechanisms.resale.solve import solve


def parse_question(instance: Any) -> Instance:
    """An instance whose model is optimised. Its reallocation is what the answer is compared with, AVE if it has none.

    Raises:
        InvalidInput: if the instance is malformed.
    """
    return parse_instance({"reallocation": "average", **instance} if isinstance(instance, dict) else instance)


def optimum_to_json(question: Instance, optimum: Optimum, details: bool = False) -> dict[str, Any]:
    """The matrix, its equilibrium as `equilibrium_to_json` has it, and how it was found."""
    before = solve(question)
    number = float if question.arithmetic == "float" else str
    return {
        "reallocation": [[number(share) for share in row] for row in optimum.reallocation.rows],
        **equilibrium_to_json(optimum.equilibrium, details),
        "search": {
            "shares": "may be zero" if optimum.settings.zeros else "positive",
            "seed": optimum.settings.seed,
            "restarts": optimum.settings.restarts,
            "generations": optimum.settings.generations,
            "evaluations": optimum.evaluations,
            "before": {"welfare": shown(before.welfare), "volume": shown(before.volume)},
        },
    }
