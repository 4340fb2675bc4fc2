"""The gas figures that are committed are those of the contracts as they are."""

from __future__ import annotations

import pytest

from bench.gas.measuring import measure
from bench.gas.snapshot import PLACES, recorded, table
from tools import pages


def test_the_snapshot_is_not_stale() -> None:
    assert measure() == recorded(), "look at the changes with `python -m bench.gas`, then write them with `make gas`"


@pytest.mark.parametrize(("mechanism", "place"), PLACES.items())
def test_the_readme_says_the_same(mechanism: str, place: str) -> None:
    assert pages.read(place) == table(recorded()[mechanism])


def test_the_snapshot_keeps_what_was_promised() -> None:
    promised = {
        "bid, ": 40_000,
        "ask with its dataset, ": 52_000,
        "further entry of a batch": 1_500,
        "signed order, in a batch of 50": 14_000,
        "trade, 5 payees (": 65_000,
        "deferred trade at depth ": 60_000,
        "open a round and enter two contracts": 105_000,
        "join with a sealed entry": 70_000,
        "reveal a sealed entry, of 100": 14_000,
        "propose 100 devices in ": 800_000,
        "challenge, with a device": 110_000,
        "report a dataset and a table of 8 values": 50_000,
        "settle 10 agents, sharing competitive (20 purchases), the checker": 110_000,
        "settle 10 agents, sharing vcg (20 purchases), the checker": 110_000,
        "settle 10 agents, sharing mixed-vcg (20 purchases), the checker": 110_000,
        "settle 30 agents, sharing competitive (60 purchases), without": 450_000,
        "settle 30 agents, sharing vcg (60 purchases), without": 450_000,
        "settle 30 agents, sharing mixed-vcg (60 purchases), without": 450_000,
        "settle 10 agents, sharing-costs (": 1_800_000,
        "propose 40 agents, sharing-costs (": 2_000_000,
        "settle 4 parties, learning, the checker": 45_000,
        "settle 8 parties, learning, the checker": 100_000,
        "settle 10 parties, learning, without": 180_000,
        "settle 12 parties, learning, without": 460_000,
        "challenge 14 parties' sums": 600_000,
        "settle 1,000 entries, kth-price (": 4_800_000,
        "settle 1,000 entries, trade-reduction (": 3_700_000,
        "settle 1,000 entries, dantm (": 7_600_000,
        "settle 1,000 entries, dantm with quality filter (": 9_300_000,
    }
    everything = {name: used for gas in recorded().values() for name, used in gas.items()}
    for start, most in promised.items():
        figures = {name: used for name, used in everything.items() if name.startswith(start)}
        assert figures, f"nothing is recorded for {start!r}"
        assert max(figures.values()) <= most, figures
