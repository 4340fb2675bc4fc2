"""From the log of a closed round to an outcome that the contract accepts, and a picture of the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from databourse.chain import history
from databourse.demo.entering import OpenSlot, read_round
from databourse.demo.stage import Stage, expect, tokens
from databourse.market.double_auction.outcome import AuctionDetail
from databourse.market.double_auction.params import read_params
from databourse.market.double_auction.plot import Labels, save_book
from databourse.market.double_auction.rules import RULES
from databourse.market.mechanism import Mechanism, Pointers, Solution, by_checker
from databourse.market.pointers import pointers_before
from databourse.market.rounds import Round
from databourse.market.settlement import Settlement
from databourse.market.terms import Status
from databourse.money import format_tokens


@dataclass(frozen=True)
class SettledSlot:
    """A round that is settled, and all that was worked out for it.

    Attributes:
        name: of the slot.
        round: with its entries and what it was settled with.
        mechanism: its rule.
        pointers: where deliveries of each dataset began, in units.
        solution: the outcome.
        gas: that settling took.
        picture: of the book.
    """

    name: str
    round: Round
    mechanism: Mechanism
    pointers: Pointers
    solution: Solution[AuctionDetail]
    gas: int
    picture: Path


def settle(stage: Stage, opened: OpenSlot) -> SettledSlot:
    """Waits for the close, reads the log, solves, and submits the outcome as the solver.

    The contract does not believe any of it: it recomputes the hash of all entries, and the rule's checker sees whether
    this is the outcome that the rule prescribes. Only then money moves.
    """
    exchange, number = stage.exchange, opened.series.number
    stage.pass_time(until=opened.terms.close_at)
    expect(exchange.round_view(number).status is Status.SETTLEABLE, f"{opened.name} is closed")

    rules = history.rules_by_checker(exchange)
    series = history.read_series(exchange, number, range(1, opened.number + 1))
    one = series.round(opened.number)
    mechanism = by_checker(rules, one.terms.checker)
    pointers = pointers_before(series, opened.number, rules)
    solution: Solution[AuctionDetail] = mechanism.solve(one.entries, one.terms.params, pointers)

    settlement = Settlement.of(one.entries, solution)
    receipt = stage.send("solver", exchange.market.functions.settle(one.terms.struct(), settlement.struct()))
    stage.screen.say(
        f"{opened.name} is settled: {len(solution.detail.outcome.trades)} bids trade, checked for {receipt.gas:,} gas; "
        f"the solver earns {tokens(opened.series.config.fee * len(one.entries))} of entry fees"
    )
    picture = stage.output / f"{opened.slot.series}-{opened.number}-{mechanism.name}.png"
    _draw(stage, opened.name, one, mechanism, solution, picture)
    return SettledSlot(opened.name, read_round(stage, opened), mechanism, pointers, solution, receipt.gas, picture)


def _draw(
    stage: Stage,
    name: str,
    one: Round,
    mechanism: Mechanism,
    solution: Solution[AuctionDetail],
    picture: Path,
) -> None:
    book = solution.detail.book
    words = {
        **{
            entry: f"{bid.quantity:,} h\n≥ {bid.min_quality}"
            for entry, bid in zip(book.bid_entries, book.bids, strict=True)
        },
        **{
            entry: f"{ask.quantity:,} h\ngrade {ask.quality}"
            for entry, ask in zip(book.ask_entries, book.asks, strict=True)
        },
    }
    labels = Labels(
        title=f"{name}: {mechanism.describe(one.terms.params)}",
        name=lambda entry: f"{stage.name_of(one.entries[entry].who)}\n{words[entry]}",
        unit="hour",
        symbol="DBT",
    )
    params = read_params(mechanism.name, one.terms.params)
    save_book(RULES[mechanism.name], params, solution, labels, picture)


def show_results(stage: Stage, settled: Sequence[SettledSlot]) -> None:
    """What came of each slot, one column for each."""
    rows: dict[str, list[str]] = {}
    for slot in settled:
        trades, book = slot.solution.detail.outcome.trades, slot.solution.detail.book
        paid = sum(amount for _, amount in slot.solution.debits)
        for what, value in {
            "rule": slot.mechanism.name,
            "entries": str(len(slot.round.entries)),
            "winners": f"{len(trades)} of {len(book.bids)} bids",
            "units delivered": f"{sum(trade.units for trade in trades):,} hours",
            "clearing price, buyers": _range([trade.valid_price[0] for trade in trades]),
            "clearing price, sellers": _range([trade.valid_price[1] for trade in trades]),
            "paid": tokens(paid),
            "surplus": tokens(slot.solution.surplus),
            "gas to settle": f"{slot.gas:,}",
        }.items():
            rows.setdefault(what, []).append(value)
    stage.screen.table(
        ["slot", *(f"{slot.name}>" for slot in settled)], [(what, *values) for what, values in rows.items()]
    )


def _range(prices: Sequence[int]) -> str:
    """The clearing price of a round, or the lowest and the highest where every turn has its own."""
    if not prices:
        return "none"
    low, high = min(prices), max(prices)
    return tokens(high) if low == high else f"{format_tokens(low)}–{tokens(high)}"
