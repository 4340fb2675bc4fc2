"""From the log of a closed round to an outcome that the contract accepts, and a picture of the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from databourse.cli import history
from databourse.demo.entering import OpenSlot
from databourse.demo.stage import Stage, expect, tokens
from databourse.market.auction_outcome import AuctionDetail
from databourse.market.mechanism import Mechanism, Pointers, Solution, by_checker
from databourse.market.plot import Labels, save_book
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
        round: with its entries.
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
    return SettledSlot(opened.name, one, mechanism, pointers, solution, receipt.gas, picture)


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
    save_book(mechanism.name, one.terms.params, solution, labels, picture)


def show_results(stage: Stage, settled: Sequence[SettledSlot]) -> None:
    """One line for each slot."""
    rows = []
    for slot in settled:
        trades, paid = slot.solution.detail.outcome.trades, sum(amount for _, amount in slot.solution.debits)
        bids = len(slot.solution.detail.book.bids)
        rows.append(
            (
                slot.name,
                slot.mechanism.name,
                len(slot.round.entries),
                f"{len(trades)} of {bids} bids",
                f"{sum(trade.units for trade in trades):,}",
                _prices([trade.valid_price for trade in trades]),
                format_tokens(paid),
                format_tokens(slot.solution.surplus),
                f"{slot.gas:,}",
            )
        )
    columns = ["slot", "rule", "entries>", "winners>", "units>", "clearing price", "paid>", "surplus>", "gas>"]
    stage.screen.table(columns, rows)


def _prices(pairs: Sequence[tuple[int, int]]) -> str:
    """The buyers' and the sellers' clearing price of a round, or the range of each where every turn has its own."""
    sides = [sorted(set(side)) for side in zip(*pairs, strict=True)]
    shown = [
        format_tokens(prices[0]) if len(prices) == 1 else f"{format_tokens(prices[0])} to {format_tokens(prices[-1])}"
        for prices in sides
    ]
    return " / ".join(dict.fromkeys(shown)) or "none"
