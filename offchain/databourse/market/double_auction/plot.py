"""A picture of one solved book of the double auction.

The rules rank orders and compare prices rank by rank, because a dataset can be copied and two winners never compete for
units. So the horizontal axis counts orders, the best of each side first: bids fall, asks rise. An order that traded is
a strong line, with the price at which it did (a seller's average over its buyers) and the gain between them; one that
did not trade is pale. Marked is where the curves cross. The prices that the rule found are drawn across; a rule that
goes in turns finds new ones in every turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from matplotlib.typing import LineStyleType

from databourse.market.double_auction.curves import (
    ASK,
    BID,
    DOTTED,
    MOST_LABELLED,
    MOST_MARKED,
    PALE,
    asks_of,
    bids_of,
    draw_sides,
)
from databourse.market.double_auction.outcome import AuctionDetail
from databourse.market.double_auction.params import AuctionParams
from databourse.market.double_auction.picture import clean, save_figure
from databourse.market.double_auction.ranking import bid_order, crossing
from databourse.market.double_auction.rule import AuctionRule, ClearingPrice
from databourse.market.mechanism import Solution
from databourse.money import DECIMALS, format_tokens

_PRICE, _CROSSING = "#000000", "#777777"
_DASHED: LineStyleType = (0, (4, 2))
_VALID_STYLES = (_DASHED, DOTTED)
#: How the price at which an order traded is drawn: few of them, and many.
_MARKED: dict[str, Any] = {"marker": "o", "markerfacecolor": "white", "linestyle": DOTTED}
_AREA: dict[str, Any] = {"linewidth": 1}
#: Letters that fit into the title.
_TITLE = 84


@dataclass(frozen=True)
class Labels:
    """The words in a picture.

    Attributes:
        title: above it.
        name: entry index to what stands at that order.
        unit: one unit of data, in the singular.
        symbol: of what amounts are told in.
        decimals: of one of these in base units: those of the token, or 0 for base units.
    """

    title: str
    name: Callable[[int], str] = str
    unit: str = "unit"
    symbol: str = "tokens"
    decimals: int = DECIMALS

    def amount(self, base_units: int) -> str:
        """An amount without the symbol."""
        return format_tokens(base_units) if self.decimals else f"{base_units:,}"


def save_book(
    rule: AuctionRule, params: AuctionParams, solution: Solution[AuctionDetail], labels: Labels, path: Path
) -> None:
    """Draws a book and writes it as a file, in the format that the ending of `path` names; see `draw_book`.

    Raises:
        InvalidInput: there is no such format, or the file cannot be written.
    """
    save_figure(draw_book(rule, params, solution, labels), path)


def draw_book(rule: AuctionRule, params: AuctionParams, solution: Solution[AuctionDetail], labels: Labels) -> Figure:
    """Draws a book.

    Args:
        rule: of the round.
        params: of the round.
        solution: the round, solved.
        labels: words for the picture.
    """
    detail, unit = solution.detail, 10**labels.decimals
    bids, asks = bids_of(detail, labels.name, unit), asks_of(detail, labels.name, unit)
    figure = Figure(figsize=(11, 6), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    draw_sides(axes, bids, asks)
    if rule.in_turns:
        _draw_turns(axes, detail, unit)
    _draw_prices(axes, rule.prices(detail.book, params), labels)
    ranks = max(len(bids), len(asks), 1)
    _draw_crossing(axes, crossing(detail.book), ranks)
    _dress(axes, ranks, labels, _summary(solution, labels))
    figure.legend(
        handles=_legend(rule.in_turns, ranks <= MOST_MARKED),
        loc="outside lower center",
        ncols=5,
        frameon=False,
        fontsize=9,
    )
    return figure


def _draw_prices(axes: Axes, prices: Sequence[ClearingPrice], labels: Labels) -> None:
    """Lines across, named in the right margin; of two, the names keep out of each other's way."""
    for place, one in enumerate(prices):
        height = one.price / 10**labels.decimals
        axes.axhline(height, color=_PRICE, linewidth=1.2, linestyle=_DASHED, zorder=1)
        axes.annotate(
            f"{labels.amount(one.price)} {clean(labels.symbol, 12)}\n{one.what}\n({one.setter})",
            (1, height),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center" if len(prices) == 1 else ("bottom", "top")[place],
            fontsize=9,
            parse_math=False,
        )


def _draw_turns(axes: Axes, detail: AuctionDetail, unit: int) -> None:
    """The valid prices of each turn, over the bid whose turn it was."""
    rank_of = {bid: rank for rank, bid in enumerate(bid_order(detail.book), start=1)}
    for side, style in enumerate(_VALID_STYLES):
        turns = [(rank_of[trade.bid], trade.valid_price[side]) for trade in detail.outcome.trades]
        for first, last, price in _runs(turns):
            axes.hlines(price / unit, first - 0.5, last + 0.5, _PRICE, linewidth=1.2, linestyle=style, zorder=3)


def _runs(turns: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Ranks one after the other with the same price, as first rank, last rank and price; dashes need the length."""
    for (price, _), group in groupby(enumerate(turns), key=lambda turn: (turn[1][1], turn[1][0] - turn[0])):
        ranks = [rank for _, (rank, _) in group]
        yield ranks[0], ranks[-1], price


def _draw_crossing(axes: Axes, rank: int, ranks: int) -> None:
    if rank == 0:
        return
    leftmost = rank < ranks / 4
    axes.axvline(rank + 0.5, color=_CROSSING, linewidth=0.8, linestyle=DOTTED, zorder=0)
    axes.annotate(
        f"prices cross up to rank {rank}",
        (rank + 0.5, 1),
        xycoords=("data", "axes fraction"),
        xytext=(4 if leftmost else -4, -3),
        textcoords="offset points",
        ha="left" if leftmost else "right",
        va="top",
        fontsize=8,
        color=_CROSSING,
    )


def _dress(axes: Axes, ranks: int, labels: Labels, summary: str) -> None:
    axes.set_title(
        clean(labels.title.replace("\n", " "), _TITLE), loc="left", fontsize=13, fontweight="bold", pad=24
    ).set_parse_math(False)
    axes.annotate(
        summary,
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 8),
        textcoords="offset points",
        fontsize=10,
        parse_math=False,
    )
    axes.set_xlim(0.5, ranks + 0.5)
    axes.margins(y=0.16 if ranks <= MOST_LABELLED else 0.07)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=20))
    axes.set_xlabel("rank of the order on its side")
    scale = "" if axes.get_yscale() == "linear" else " (logarithmic scale)"
    axes.set_ylabel(f"{clean(labels.symbol, 20)} for one {labels.unit}{scale}").set_parse_math(False)
    axes.grid(axis="y", color="0.92")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def _legend(with_turns: bool, marked: bool) -> list[Line2D]:
    def line(colour: str, words: str, width: float, style: LineStyleType = "-") -> Line2D:
        return Line2D([], [], color=colour, linewidth=width, linestyle=style, label=words)

    turns = [
        line(_PRICE, f"valid price of the turn, {side}", 1.2, style)
        for side, style in zip(("buyers", "sellers"), _VALID_STYLES, strict=True)
    ]
    return [
        line(BID, "bid that bought", 3.5),
        line(PALE[BID], "bid that did not", 1.5),
        line(ASK, "ask that sold", 3.5),
        line(PALE[ASK], "ask that did not", 1.5),
        Line2D([], [], color="0.3", label="price paid or received", **(_MARKED if marked else _AREA)),
        *(turns if with_turns else []),
    ]


def _summary(solution: Solution[AuctionDetail], labels: Labels) -> str:
    book, trades = solution.detail.book, solution.detail.outcome.trades
    bids, asks = _count(len(book.bids), "bid"), _count(len(book.asks), "ask")
    if not trades:
        return f"{bids}, {asks}: nothing trades"
    sellers = {delivery.ask for trade in trades for delivery in trade.deliveries}
    units = sum(trade.units for trade in trades)
    paid = sum(amount for _, amount in solution.debits)
    got = sum(amount for _, amount in solution.credits)
    return (
        f"{len(trades)} of {bids} bought {_count(units, labels.unit)} from {len(sellers)} of {asks}; buyers pay "
        f"{labels.amount(paid)}, sellers get {labels.amount(got)}, surplus {labels.amount(paid - got)} "
        f"{clean(labels.symbol, 20)}"
    )


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
