"""Who has what to sell, who needs what, and by which rule each slot is run. Prices are tokens for one hour of data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from databourse.demo.stations import Station

STATIONS = (
    Station("seattle", "dev15", weeks=(1, 10)),
    Station("seattle", "dev16", weeks=(11, 18)),
    Station("seattle", "dev17", weeks=(19, 26), outages=0.10, blanks=0.05),
    Station("seattle", "dev18", weeks=(27, 34), outages=0.04, blanks=0.03),
    Station("seattle", "dev19", weeks=(35, 40), outages=0.30, blanks=0.08),
    Station("seattle", "dev20", weeks=(41, 46), outages=0.12, blanks=0.12),
    Station("seattle", "dev21", weeks=(47, 52), outages=0.45, blanks=0.20),
    Station("san-francisco", "dev22", weeks=(1, 9), outages=0.02),
    Station("san-francisco", "dev23", weeks=(10, 18)),
    Station("san-francisco", "dev24", weeks=(19, 27), outages=0.08, blanks=0.02),
    Station("san-francisco", "dev25", weeks=(28, 36), outages=0.22, blanks=0.05),
    Station("san-francisco", "dev26", weeks=(37, 44), outages=0.12, blanks=0.10),
    Station("san-francisco", "dev27", weeks=(45, 52), outages=0.35, blanks=0.15),
)

BOASTER, BOAST = "dev21", 12
"""The seller that declares, and at first asks with, a better grade than its data have."""

RELAYER = "dev29"
"""Carries signed orders to the chain for those who do not send transactions themselves."""

BUYERS = {
    "alice": "calibrates heat pumps",
    "bob": "forecasts the demand for energy",
    "carol": "heats a greenhouse",
    "dave": "warns of black ice",
    "erin": "keeps a climate archive",
    "frank": "runs a reference laboratory",
    "grace": "teaches at a school",
    "dev10": "plans bicycle lanes",
    "dev11": "cools a hospital",
    "dev12": "writes a weather page",
    "dev13": "models solar panels",
    "dev14": "insures orchards",
}


@dataclass(frozen=True)
class Need:
    """What a buyer wants: up to `hours` of at least `grade`, each for at most `price`."""

    buyer: str
    hours: int
    grade: int
    price: str


@dataclass(frozen=True)
class Slot:
    """One round.

    Attributes:
        series: name of its series.
        rule: by which it is run, with `options`.
        asks: price of each seller; each offers its whole dataset.
        needs: bids that buyers enter themselves; a buyer with several enters them at once.
        signed: bids that buyers only sign, for a relayer to carry.
        slips: bids that their buyers enter and then cancel.
    """

    series: str
    rule: str
    asks: Mapping[str, str]
    needs: tuple[Need, ...]
    signed: tuple[Need, ...] = ()
    slips: tuple[Need, ...] = ()


SEATTLE_1 = Slot(
    series="seattle",
    rule="kth-price",
    asks={
        "dev15": "0.020",
        "dev16": "0.008",
        "dev17": "0.010",
        "dev18": "0.014",
        "dev19": "0.006",
        "dev20": "0.012",
        "dev21": "0.004",
    },
    slips=(Need("erin", 2400, 6, "0.120"),),
    needs=(
        Need("alice", 336, 13, "0.030"),
        Need("bob", 1000, 0, "0.016"),
        Need("carol", 168, 9, "0.022"),
        Need("dave", 720, 12, "0.018"),
        Need("erin", 2400, 6, "0.012"),
        Need("frank", 500, 15, "0.026"),
        Need("grace", 240, 0, "0.007"),
        Need("dev14", 96, 14, "0.028"),
        Need("dev14", 600, 5, "0.0105"),
    ),
    signed=(
        Need("dev10", 480, 8, "0.011"),
        Need("dev11", 336, 14, "0.019"),
        Need("dev12", 72, 0, "0.009"),
        Need("dev13", 700, 10, "0.015"),
    ),
)

SAN_FRANCISCO_1 = Slot(
    series="san-francisco",
    rule="dantm",
    asks={
        "dev22": "0.018",
        "dev23": "0.015",
        "dev24": "0.012",
        "dev25": "0.009",
        "dev26": "0.007",
        "dev27": "0.003",
    },
    needs=(
        Need("alice", 500, 13, "0.024"),
        Need("bob", 1200, 6, "0.014"),
        Need("carol", 168, 10, "0.0185"),
        Need("erin", 3000, 0, "0.0065"),
        Need("frank", 400, 14, "0.021"),
        Need("grace", 120, 0, "0.002"),
        Need("dev10", 600, 8, "0.011"),
        Need("dev11", 336, 14, "0.016"),
        Need("dev13", 900, 11, "0.0125"),
    ),
)

SEATTLE_2 = Slot(
    series="seattle",
    rule="trade-reduction",
    asks={
        "dev15": "0.016",
        "dev16": "0.009",
        "dev17": "0.0085",
        "dev18": "0.012",
        "dev19": "0.006",
        "dev20": "0.011",
        "dev21": "0.005",
    },
    needs=(
        Need("alice", 336, 13, "0.030"),
        Need("bob", 800, 0, "0.015"),
        Need("carol", 168, 9, "0.022"),
        Need("dave", 500, 12, "0.019"),
        Need("frank", 500, 15, "0.026"),
        Need("dev11", 480, 14, "0.017"),
        Need("dev12", 72, 0, "0.010"),
        Need("dev13", 700, 10, "0.0135"),
        Need("dev14", 200, 5, "0.007"),
    ),
)
