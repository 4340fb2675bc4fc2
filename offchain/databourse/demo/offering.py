"""What is to be traded: data kinds, a series for each, datasets whose grade an attester has measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from databourse.chain.deploy import fund
from databourse.chain.logs import event_topic
from databourse.datasets.csv_file import CsvDataset, read_csv
from databourse.datasets.merkle import MerkleTree
from databourse.datasets.quality import measure
from databourse.demo.scenario import BOAST, BOASTER
from databourse.demo.stage import Stage, expect
from databourse.demo.stations import Station, cut, read_series, write
from databourse.market.double_auction.orders import ASK
from databourse.market.series_config import NOBODY, SeriesConfig
from databourse.money import TOKEN, parse_tokens

ENTRY_FEE = parse_tokens("0.05")
"""Of each entry; whoever settles the round earns it."""


@dataclass(frozen=True)
class Offer:
    """A dataset that is registered, and what only its owner has: the data and their Merkle tree."""

    station: Station
    number: int
    file: Path
    data: CsvDataset
    tree: MerkleTree


def create_series(stage: Stage, name: str) -> None:
    """A series for the temperatures of one city; its rounds may use any of the three rules."""
    exchange = stage.exchange
    registry, market = exchange.registry.functions, exchange.market.functions
    stage.send("operator", registry.registerKind(f"{name} temperature"))
    config = SeriesConfig(
        operator=stage.signer("operator").address,
        beneficiary=stage.signer("operator").address,  # of what buyers pay beyond what sellers get
        solver=stage.signer("solver").address,  # alone may settle in the first five minutes
        arbiter=NOBODY,
        gate=exchange.deployment.registry,
        gated_tags=1 << ASK,  # asks must pass the gate, bids need not
        longest_round=86_400,
        solver_seconds=300,
        fee=ENTRY_FEE,
        name=name,
        checkers=tuple(exchange.checker(rule) for rule in ("kth-price", "trade-reduction", "dantm")),
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
    exchange, registry = stage.exchange, stage.exchange.registry.functions
    folder = stage.output / "stations"
    folder.mkdir(parents=True, exist_ok=True)
    series = {name: read_series(name) for name in {station.series for station in stations}}
    files = [write(station, cut(station, series[station.series]), folder) for station in stations]
    data = [read_csv(file) for file in files]
    trees = [MerkleTree(one.chunks()) for one in data]

    kinds = {name: exchange.read(registry.kindOf(f"{name} temperature")) for name in series}
    declared = [BOAST if one.seller == BOASTER else measure(csv).grade for one, csv in zip(stations, data, strict=True)]
    stage.send_all(
        [
            (one.seller, registry.registerDataset(tree.root, csv.units, kinds[one.series], grade, one.label))
            for one, csv, tree, grade in zip(stations, data, trees, declared, strict=True)
        ]
    )
    registered = exchange.events(topics=[event_topic(exchange.registry.abi, "DatasetRegistered")])
    numbers = {event.args["root"]: event.args["dataset"] for event in registered}
    return {
        one.seller: Offer(one, numbers[tree.root], file, csv, tree)
        for one, file, csv, tree in zip(stations, files, data, trees, strict=True)
    }


def attest(stage: Stage, offers: Mapping[str, Offer]) -> None:
    """The attester sees that each file is the one that was registered, measures it, and confirms its grade."""
    registry = stage.exchange.registry.functions
    roots = stage.exchange.read_many([registry.rootOf(offer.number) for offer in offers.values()])
    measured = {}
    for (owner, offer), root in zip(offers.items(), roots, strict=True):
        data = read_csv(offer.file)
        expect(MerkleTree(data.chunks()).root == root, f"{offer.file} is dataset {offer.number}")
        measured[owner] = measure(data)
    stage.send_all(
        [("attester", registry.attest(offers[owner].number, found.grade)) for owner, found in measured.items()]
    )
    columns = [
        "dataset>",
        "owner",
        "series",
        "weeks",
        "hours>",
        "rows\nthere>",
        "cells\nfilled>",
        "longest\ngap>",
        "grade>",
    ]
    rows = []
    for owner, found in measured.items():
        station, shares = offers[owner].station, (f"{float(found.continuity):.1%}", f"{float(found.completeness):.1%}")
        what = offers[owner].number, owner, station.series, station.span
        rows.append((*what, f"{found.rows:,}", *shares, f"{found.longest_gap} h", found.grade))
    stage.screen.table(columns, rows)
