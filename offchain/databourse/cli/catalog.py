"""What the registry lists: kinds of data, and datasets."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.chain.exchange import Exchange
from databourse.chain.logs import Event, event_topic
from databourse.chain.records import Dataset


@dataclass(frozen=True)
class Listed:
    """A dataset with what only the log of its registration tells: its label and the root of its chunks (32 bytes)."""

    dataset: Dataset
    label: str
    root: bytes
    kind: str


def datasets(exchange: Exchange) -> list[Listed]:
    """All datasets, by number."""
    registered = _events(exchange, "DatasetRegistered")
    kinds = kind_names(exchange)
    numbers = [event.args["dataset"] for event in registered]
    found = exchange.read_many([exchange.registry.functions.datasetOf(number) for number in numbers])
    return [
        Listed(Dataset.of(number, raw), event.args["label"], event.args["root"], kinds.get(raw["kind"], "?"))
        for number, raw, event in zip(numbers, found, registered, strict=True)
    ]


def kind_names(exchange: Exchange) -> dict[int, str]:
    """Name of each kind of data, by number."""
    return {event.args["kind"]: event.args["name"] for event in _events(exchange, "KindRegistered")}


def _events(exchange: Exchange, name: str) -> list[Event]:
    topics = [event_topic(exchange.registry.abi, name)]
    return exchange.events(topics=topics, to_block=exchange.connection.head())
