"""One local chain, on which every mechanism is measured."""

from __future__ import annotations

from bench.gas import coalition, double_auction, learning, ordered_match, resale, sharing, sharing_costs
from bench.gas.snapshot import Figures
from bench.stage import stage


def measure() -> Figures:
    """The gas of every operation."""
    with stage() as here:
        return {
            "double auction": double_auction.measure(here),
            "resale chains": resale.measure(here),
            "coalitions": coalition.measure(here),
            "sharing": sharing.measure(here) | sharing_costs.measure(here) | ordered_match.measure(here),
            "learning": learning.measure(here),
        }
