"""Tables I and II: two sellers with samples in common, who comes first, and who bears the cost."""

from __future__ import annotations

from typing import Any

from databourse.experiments.coalition.published import SAMPLES
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part
from databourse.mechanisms.coalition.value import opportunity_costs, trade_in_turn

ORDERS = {"I": ("D1", "D2"), "II": ("D2", "D1")}


def _measure() -> dict[str, Any]:
    told = {}
    for case, order in ORDERS.items():
        trades = trade_in_turn(SAMPLES, order)
        told[case] = {
            "sold": {trade.seller: list(trade.sold) for trade in trades},
            "lost": sum(len(trade.lost) for trade in trades),
            "coalition": opportunity_costs(trades, coalition=True),
            "no coalition": opportunity_costs(trades, coalition=False),
        }
    return told


PART = Part[Settings](
    name="early",
    title="Tables I and II: who sells first",
    needs=(),
    tasks=lambda _: [()],
    work=_measure,
    combine=lambda _, found: found[0],
)
