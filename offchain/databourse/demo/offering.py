"""What is to be traded: data kinds, a series for each, datasets whose grade an attester has measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from databourse.chain.deploy import fund
from databourse.chain.logs import event_topic
from databourse.datasets.csv_file import CsvDataset, read_csv
from databourse.datasets.merkle import MerkleTree
from databourse.datasets.quality import Quality, measure
from databourse.demo.scenario import BOAST, BOASTER
from databourse.demo.stage import Stage, expect
from databourse.demo.stations import Station, cut, read_series, write
from databourse.market.orders import ASK
from databourse.market.rounds import SeriesConfig
from databourse.money import TOKEN, parse_tokens

ENTRY_FEE = parse_tokens("0.05")
"""Of each entry; whoever settles the round earns it."""

_NOBODY = "0x" + "0" * 40


@dataclass(frozen=True)
class Offer:
    """A dataset that is registered, and what only its owner has: the data and their Merkle tree."""

    station: Station
    number: int
    data: CsvDataset
    tree: MerkleTree
    quality: Quality


def create_series(stage: Stage, name: str) -> None:
    """A series for the temperatures of one city; its rounds may use any of the three rules."""
    exchange = stage.exchange
    registry, market = exchange.registry.functions, exchange.market.functions
    stage.send("operator", registry.registerKind(f"{name} temperature"))
    config = SeriesConfig(
        operator=stage.signer("operator").address,
        beneficiary=stage.signer("operator").address,  # of what buyers pay beyond what sellers get
        solver=stage.signer("solver").address,  # alone may settle in the first five minutes
        arbiter=_NOBODY,
        gate=exchange.deployment.registry,
        gated_tags=1 << ASK,  # asks must pass the gate, bids need not
        longest_round=86_400,
        solver_seconds=300,
        fee=ENTRY_FEE,
        name=name,
        checkers=tuple(exchange.deployment.checkers.values()),
    )
    stage.send("operator", market.createSeries(config.struct()))
    kind = exchange.read(registry.kindOf(f"{name} temperature"))
    series = exchange.series(name).number
    policy = (True, kind, True, False)  # set, kind, attested datasets only, not for members only
    stage.send("operator", registry.setPolicy(exchange.deployment.market, series, policy))


def fund_everyone(stage: Stage, names: Sequence[str]) -> None:
    """Test tokens from the faucet, and leave for the market to take them when their owner says so.

    (A deposit can also come with a permit, which needs no approval before; `bourse bid` does it so.)
    """
    exchange = stage.exchange
    fund(exchange, stage.signer("operator"), [stage.signer(name).address for name in names], tokens=1_000 * TOKEN)
    approve = exchange.token.functions.approve(exchange.deployment.market, 10**6 * TOKEN)
    stage.send_all([(name, approve) for name in names])


def register(stage: Stage, stations: Sequence[Station]) -> dict[str, Offer]:
    """Cuts the stations' data, writes them as files, and registers each as its seller's dataset.

    Returns:
        The datasets by the name of their owner.
    """
    registry = stage.exchange.registry.functions
    folder = stage.output / "stations"
    folder.mkdir(parents=True, exist_ok=True)
    series = {name: read_series(name) for name in {station.series for station in stations}}
    kinds = {name: stage.exchange.read(registry.kindOf(f"{name} temperature")) for name in series}
    data = {one.seller: read_csv(write(one, cut(one, series[one.series]), folder)) for one in stations}
    trees = {seller: MerkleTree(csv.chunks()) for seller, csv in data.items()}
    stage.send_all(
        [
            (
                one.seller,
                registry.registerDataset(
                    trees[one.seller].root,
                    data[one.seller].units,
                    kinds[one.series],
                    BOAST if one.seller == BOASTER else measure(data[one.seller]).grade,
                    one.label,
                ),
            )
            for one in stations
        ]
    )
    registered = stage.exchange.events(topics=[event_topic(stage.exchange.registry.abi, "DatasetRegistered")])
    number_of = {event.args["root"]: event.args["dataset"] for event in registered}
    return {
        one.seller: Offer(
            one,
            number_of[trees[one.seller].root],
            data[one.seller],
            trees[one.seller],
            measure(data[one.seller]),
        )
        for one in stations
    }


def attest(stage: Stage, offers: dict[str, Offer]) -> None:
    """The attester measures each file, after seeing that it is the one that was registered, and confirms its grade."""
    registry = stage.exchange.registry.functions
    roots = stage.exchange.read_many([registry.rootOf(offer.number) for offer in offers.values()])
    for offer, root in zip(offers.values(), roots, strict=True):
        expect(
            MerkleTree(offer.data.chunks()).root == root, f"the file of dataset {offer.number} is the registered one"
        )
    stage.send_all(
        [("attester", registry.attest(offer.number, measure(offer.data).grade)) for offer in offers.values()]
    )
    stage.screen.table(
        ["dataset>", "owner", "what", "hours>", "rows there>", "cells filled>", "longest gap>", "grade>"],
        [
            (
                offer.number,
                owner,
                offer.station.label,
                f"{offer.quality.rows:,}",
                f"{float(offer.quality.continuity):.1%}",
                f"{float(offer.quality.completeness):.1%}",
                f"{offer.quality.longest_gap} h",
                offer.quality.grade,
            )
            for owner, offer in offers.items()
        ],
    )
