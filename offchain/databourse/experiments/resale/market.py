"""What a real market adds to the paper's chain: payments elsewhere, false names, and trees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from databourse.experiments.parts import Part
from databourse.experiments.resale.chains import OPT, RATIONAL, RULES, TRADES, best
from databourse.experiments.resale.settings import Settings
from databourse.experiments.statistics import rounded
from databourse.mechanisms.resale import Instance, Reallocation, published
from databourse.mechanisms.resale.analysis.evasion import evade, false_names
from databourse.mechanisms.resale.analysis.trees import solve_tree

#: Matrices by rule that share at all.
RULED = ("AVE", "TBDS(1/2)")

TREE_TRADES = 4
BUYERS = (1, 2, 3)
NAMES = (0, 1, 2, 5)


def _evasion(seed: int, name: str) -> dict[str, Any]:
    """What each seller gains that takes its payment elsewhere, and who loses."""
    model = published(name, TRADES, "exact")
    found = {}
    for matrix in (*RULED, OPT):
        shared = best(model, seed).reallocation if matrix == OPT else RULES[matrix](TRADES)
        sellers = {}
        for seller in range(1, TRADES):
            evasion = evade(Instance(model, shared, "exact"), seller)
            before, after = evasion.before.utilities, evasion.after.utilities
            sellers[str(seller)] = {
                "before": rounded(float(before[seller])),
                "after": rounded(float(after[seller])),
                "upstream before": rounded(float(sum(before[:seller]))),
                "upstream after": rounded(float(sum(after[:seller]))),
            }
        found[matrix] = sellers
    return found


def _false_names() -> dict[str, Any]:
    """The share of its own price that the seller of a trade keeps, by how many false names it puts in between."""
    rules: dict[str, Callable[[int], Reallocation]] = {matrix: RULES[matrix] for matrix in ("RAW", *RULED)}
    return {
        matrix: {
            str(trade): [
                rounded(float(false_names(trade, names, cast(Any, rule(trade + names).column(trade + names)))))
                for names in NAMES
            ]
            for trade in (2, 5)
        }
        for matrix, rule in rules.items()
    }


def _trees(name: str) -> dict[str, Any]:
    """Welfare of all parties, and how many of the possible trades occur, with 1, 2 and 3 buyers for everybody."""
    model = published(name, TREE_TRADES, "exact")
    found: dict[str, Any] = {}
    for matrix in ("RAW", *RULED):
        for buyers in BUYERS:
            tree = solve_tree(model, RULES[matrix](TREE_TRADES), buyers)
            found.setdefault(matrix, {})[str(buyers)] = {
                "welfare": rounded(float(tree.welfare)),
                "traded": rounded(float(tree.sales / tree.possible)),
            }
    return found


def _measure(seed: int, name: str) -> dict[str, Any]:
    return {"evasion": _evasion(seed, name), "trees": _trees(name)}


def _combine(_: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    kinds = ("evasion", "trees")
    told: dict[str, Any] = {
        kind: {name: one[kind] for name, one in zip(RATIONAL, found, strict=True)} for kind in kinds
    }
    return {**told, "false names": _false_names()}


PART = Part[Settings](
    name="market",
    title="What a real market adds: payments elsewhere, trees",
    needs=("seed",),
    tasks=lambda settings: [(settings.seed, name) for name in RATIONAL],
    work=_measure,
    combine=_combine,
)
