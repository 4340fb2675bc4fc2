"""Rounds as the chain's log tells them, read no further than a command needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from databourse.chain import kept_tables as kept_tables  # lets the rule of learning find tables
from databourse.chain.calls import Receipt
from databourse.chain.exchange import Exchange
from databourse.chain.logs import Topics, event_topic, topic_of
from databourse.chain.records import RoundView, SeriesInfo
from databourse.errors import InvalidInput, NetworkError
from databourse.market.history import History
from databourse.market.mechanism import Pointers
from databourse.market.pointers import pointers_before
from databourse.market.rounds import Round, Series
from databourse.market.terms import slot_id

_ENTRIES = ("Entered", "EnteredWith", "EnteredBatch", "EnteredSigned", "Revealed", "Posted")
_OUTCOMES = ("Proposed", "Voided", "Settled")
_EVENTS = ("SeriesCreated", "RoundOpened", *_ENTRIES, *_OUTCOMES)

# Nodes commonly refuse a filter with more alternatives; beyond that the whole log is read and sorted out here.
_MOST_TOPICS = 900


def find_slot(exchange: Exchange, slot: str) -> tuple[SeriesInfo, int]:
    """The series and the number of the round that SLOT means.

    Raises:
        NotFound: no such series or round.
        InvalidInput: not of the form SERIES or SERIES/ROUND.
    """
    return exchange.slot(_short("slot", slot))


def find_series(exchange: Exchange, series: str) -> SeriesInfo:
    """The series of this number or name.

    Raises:
        NotFound: there is none.
        InvalidInput: several have that name.
    """
    return exchange.series(_short("series", series))


def read_series(exchange: Exchange, number: int, rounds: Iterable[int], to_block: int | None = None) -> Series:
    """A series with some of its rounds, complete with their entries and settlements.

    Args:
        exchange: to read from.
        number: of the series.
        rounds: numbers of the rounds whose entries are read; of all others only the terms are there.
        to_block: up to which block; None means the latest.
    """
    wanted = [number, *(slot_id(number, one) for one in rounds)]
    names = [event_topic(exchange.market.abi, name) for name in _EVENTS]
    about = [[topic_of(value) for value in wanted]] if len(wanted) <= _MOST_TOPICS else []
    last = exchange.connection.head() if to_block is None else to_block
    events = exchange.events(topics=[names, *about], to_block=last)
    history = History((event for event in events if event.address == exchange.deployment.market), exchange.place)
    if number not in history.series:
        raise NetworkError(
            f"the node does not give the log of series {number}",
            "it may have deleted old logs: ask another node, or check `block` in the deployment's file",
        )
    return history.series[number]


@dataclass(frozen=True, slots=True)
class Slot:
    """A round with what its series left for it.

    Attributes:
        series: it belongs to.
        round: with its entries and, if it is settled, its settlement.
        pointers: start pointers that it begins with.
    """

    series: SeriesInfo
    round: Round
    pointers: Pointers

    @property
    def name(self) -> str:
        """How people name it."""
        return slot_name(self.series, self.round.number)


def read_slot(exchange: Exchange, slot: str) -> Slot:
    """The round that SLOT means, read with all rounds before it.

    Raises:
        NotFound: no such series or round.
        InvalidInput: not of the form SERIES or SERIES/ROUND.
    """
    info, number = find_slot(exchange, slot)
    series = read_series(exchange, info.number, range(1, number + 1))
    return Slot(info, series.round(number), pointers_before(series, number, rules_by_checker(exchange)))


def read_round(exchange: Exchange, info: SeriesInfo, number: int, from_block: int = 0) -> Round:
    """One round and nothing else of its series, for who knows the series already.

    Args:
        exchange: to read from.
        info: the series.
        number: of the round.
        from_block: a block that is not after the round's opening.

    Raises:
        NetworkError: the node does not give the round's opening.
    """
    names = [event_topic(exchange.market.abi, name) for name in _EVENTS]
    opening: Topics = [event_topic(exchange.market.abi, "RoundOpened"), topic_of(info.number), topic_of(number)]
    about: Topics = [names, topic_of(slot_id(info.number, number))]
    head = exchange.connection.head()
    history = History(place=exchange.place)
    history.series[info.number] = Series(info.number, info.config)
    for event in (event for topics in (opening, about) for event in exchange.events(from_block, head, topics)):
        if event.address == exchange.deployment.market:
            history.add(event)
    if not history.series[info.number].rounds:
        raise NetworkError(
            f"the node does not give the log of round {info.number}/{number}",
            "it may lag behind or have deleted old logs: try again, or ask another node",
        )
    return history.round(info.number, number)


def read_current(exchange: Exchange, view: RoundView) -> Round:
    """The latest round of a series, and nothing of those before it.

    Raises:
        NetworkError: the node's log and its state do not belong together.
    """
    head = exchange.connection.head()
    series = read_series(exchange, view.series, [view.round], head)
    current = series.round(view.round)
    known = current.terms.hash(series.config.hash())  # nobody should sign for rules other than those that were shown
    # entries that wait for a block are in no log yet, and in `view` perhaps
    count = exchange.round_view(view.series, head).count
    if not (known == current.terms_hash == view.terms_hash) or len(current.entries) != count:
        raise NetworkError(
            f"what the node's log tells of round {view.series}/{view.round} does not agree with its state",
            "the chain is just changing, or the node lags behind: try again",
        )
    return current


def opened_in(exchange: Exchange, receipt: Receipt) -> int:
    """Number of the round that a transaction opened."""
    topic = event_topic(exchange.market.abi, "RoundOpened")
    return next(int(log["topics"][2], 16) for log in receipt.logs if log["topics"][0] == topic)


def rules_by_checker(exchange: Exchange) -> dict[str, str]:
    """Name of the rule of every checker that was deployed."""
    return {address: rule for rule, address in exchange.deployment.checkers.items()}


def slot_name(series: SeriesInfo, number: int) -> str:
    """How people name a round."""
    return f"{series.name or series.number}/{number}"


def _short(what: str, text: str) -> str:
    if len(text) > 64 or not text:
        raise InvalidInput.of(what, text, "must be a number or a name of at most 32 bytes", "see `bourse series list`")
    return text
