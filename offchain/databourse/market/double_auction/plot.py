"""A picture of one solved book of the double auction.

The rules rank orders and compare prices rank by rank, because a dataset can be copied and two winners never compete for
units. So the horizontal axis counts orders, the best of each side first: bids fall, asks rise. An order that traded is
a strong line, with a mark at the price at which it did (a seller's average over its buyers) and the gain between them;
one that did not trade is pale. The prices that the rule found are drawn across; dantm finds new ones in every turn.

Colours are those of Okabe and Ito, which people with any kind of colour vision tell apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from matplotlib.typing import LineStyleType

from databourse.market.double_auction.outcome import AuctionDetail
from databourse.market.double_auction.params import AuctionParams, read_params
from databourse.market.double_auction.ranking import ask_order, bid_order, marginal_pair, price_rank
from databourse.market.mechanism import Solution
from databourse.money import TOKEN, format_tokens

_BID, _ASK, _PRICE = "#0072B2", "#D55E00", "#000000"
_PALE = {_BID: "#5FA3CB", _ASK: "#DE9860"}
_DASHED: LineStyleType = (0, (4, 2))
_DOTTED: LineStyleType = (0, (1, 1.5))
_VALID_STYLES = (_DASHED, _DOTTED)
#: Share of the height of the axes that three lines of a label take.
_LABEL_HEIGHT = 0.13
#: With more orders on a side, labels would cover each other.
_MOST_LABELLED = 16
_HALO = [withStroke(linewidth=2.5, foreground="white")]


@dataclass(frozen=True)
class Labels:
    """The words in a picture.

    Attributes:
        title: above it.
        name: entry index to what stands at that order.
        unit: one unit of data, in the singular.
        symbol: of the token.
    """

    title: str
    name: Callable[[int], str] = str
    unit: str = "unit"
    symbol: str = "tokens"


@dataclass(frozen=True)
class _Order:
    """One step of a curve: prices in base units a unit of data; `settled` is None for an order that did not trade."""

    price: int
    settled: float | None
    label: str


def save_book(rule: str, params: bytes, solution: Solution[AuctionDetail], labels: Labels, path: Path) -> None:
    """Draws a book and writes it as a file, in the format that the ending of `path` names; see `draw_book`."""
    draw_book(rule, params, solution, labels).savefig(path)


def draw_book(rule: str, params: bytes, solution: Solution[AuctionDetail], labels: Labels) -> Figure:
    """Draws a book.

    Args:
        rule: name of the rule.
        params: of the round.
        solution: the round, solved.
        labels: words for the picture.

    Raises:
        InvalidInput: the params are none of this rule.
    """
    parsed = read_params(rule, params)
    bids, asks = _bids(solution.detail, labels.name), _asks(solution.detail, labels.name)
    figure = Figure(figsize=(11, 6), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    _draw_sides(axes, bids, asks)
    in_turns = rule == "dantm"
    if in_turns:
        _draw_turns(axes, solution.detail)
    else:
        _draw_prices(axes, _clearing_prices(rule, parsed, solution.detail), labels.symbol)
    _dress(axes, max(len(bids), len(asks), 1), labels, _summary(solution, labels))
    figure.legend(handles=_legend(in_turns), loc="outside lower center", ncols=5, frameon=False, fontsize=9)
    return figure


def _bids(detail: AuctionDetail, name: Callable[[int], str]) -> list[_Order]:
    paid = {trade.bid: float(trade.unit_price) for trade in detail.outcome.trades}
    book = detail.book
    return [_Order(book.bids[i].price, paid.get(i), name(book.bid_entries[i])) for i in bid_order(book)]


def _asks(detail: AuctionDetail, name: Callable[[int], str]) -> list[_Order]:
    units, earned = [0] * len(detail.book.asks), [0] * len(detail.book.asks)
    for trade in detail.outcome.trades:
        for delivery in trade.deliveries:
            units[delivery.ask] += delivery.quantity
            earned[delivery.ask] += delivery.payment
    book = detail.book
    return [
        _Order(book.asks[j].price, earned[j] / units[j] if units[j] else None, name(book.ask_entries[j]))
        for j in ask_order(book)
    ]


def _clearing_prices(rule: str, params: AuctionParams, detail: AuctionDetail) -> list[tuple[str, int]]:
    """The one or two prices of the round, in base units, the higher one first, and what set each."""
    book = detail.book
    if rule == "kth-price":
        k = price_rank(len(book.asks), params.k)
        return [(f"price\n(ask of rank {k + 1})", book.asks[ask_order(book)[k]].price)] if len(book.asks) > k else []
    pair = marginal_pair(book)
    if pair is None:
        return []
    return [
        ("buyers' price\n(marginal bid)", book.bids[pair[0]].price),
        ("sellers' limit\n(marginal ask)", book.asks[pair[1]].price),
    ]


def _draw_sides(axes: Axes, bids: Sequence[_Order], asks: Sequence[_Order]) -> None:
    """Both curves, and the labels where they cover no curve."""
    _draw_curve(axes, bids, _BID, aside=-0.42)
    _draw_curve(axes, asks, _ASK, aside=0.42)
    if max(len(bids), len(asks)) > _MOST_LABELLED:
        return
    prices = [order.price for order in (*bids, *asks)]
    height = _LABEL_HEIGHT * (max(prices, default=0) - min(prices, default=0))
    for rank, (bid, ask) in enumerate(zip_longest(bids, asks), start=1):
        # before the curves cross, bids are labelled above and asks below; after that asks above, bids if there is room
        room = ask.price - bid.price if bid and ask else 0
        if bid:
            _label(axes, rank, bid, _BID, above=not 0 < room < height)
        if ask:
            _label(axes, rank, ask, _ASK, above=room > 0)


def _draw_curve(axes: Axes, orders: Sequence[_Order], colour: str, aside: float) -> None:
    """The steps, and beside the middle of each the gain down or up to the price at which it traded."""
    if orders:
        edges = [rank + 0.5 for rank in range(len(orders) + 1)]
        axes.stairs([_tokens(order.price) for order in orders], edges, baseline=None, color=_PALE[colour])
    for rank, order in enumerate(orders, start=1):
        price = _tokens(order.price)
        if order.settled is None:
            axes.hlines(price, rank - 0.5, rank + 0.5, _PALE[colour], linewidth=1.5)
            continue
        settled = _tokens(order.settled)
        axes.hlines(price, rank - 0.5, rank + 0.5, colour, linewidth=3.5)
        axes.vlines(rank + aside, min(price, settled), max(price, settled), colour, linewidth=1, linestyle=_DOTTED)
        axes.plot(rank + aside, settled, "o", color=colour, markerfacecolor="white", markersize=5, zorder=4)


def _label(axes: Axes, rank: int, order: _Order, colour: str, above: bool) -> None:
    axes.annotate(
        order.label,
        (rank, _tokens(order.price)),
        xytext=(0, 4 if above else -4),
        textcoords="offset points",
        ha="center",
        va="bottom" if above else "top",
        fontsize=8,
        color=_PALE[colour] if order.settled is None else colour,
        linespacing=1.15,
        path_effects=_HALO,
        zorder=5,
    )


def _draw_prices(axes: Axes, prices: Sequence[tuple[str, int]], symbol: str) -> None:
    """Lines across, named in the right margin; of two, the names keep out of each other's way."""
    for place, (words, price) in enumerate(prices):
        axes.axhline(_tokens(price), color=_PRICE, linewidth=1.2, linestyle=_DASHED, zorder=1)
        axes.annotate(
            f"{format_tokens(price, symbol)}\n{words}",
            (1, _tokens(price)),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center" if len(prices) == 1 else ("bottom", "top")[place],
            fontsize=9,
        )


def _draw_turns(axes: Axes, detail: AuctionDetail) -> None:
    """The valid prices of each turn, over the bid whose turn it was."""
    rank_of = {bid: rank for rank, bid in enumerate(bid_order(detail.book), start=1)}
    for trade in detail.outcome.trades:
        rank = rank_of[trade.bid]
        for price, style in zip(trade.valid_price, _VALID_STYLES, strict=True):
            axes.hlines(_tokens(price), rank - 0.5, rank + 0.5, _PRICE, linewidth=1.2, linestyle=style, zorder=3)


def _dress(axes: Axes, ranks: int, labels: Labels, summary: str) -> None:
    axes.set_title(labels.title, loc="left", fontsize=14, fontweight="bold", pad=24)
    axes.annotate(summary, (0, 1), xycoords="axes fraction", xytext=(0, 8), textcoords="offset points", fontsize=10)
    axes.set_xlim(0.5, ranks + 0.5)
    axes.margins(y=0.14)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=20))
    axes.set_xlabel("rank of the order on its side")
    axes.set_ylabel(f"{labels.symbol} for one {labels.unit}")
    axes.grid(axis="y", color="0.92")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def _legend(with_turns: bool) -> list[Line2D]:
    def line(colour: str, words: str, width: float, style: LineStyleType = "-") -> Line2D:
        return Line2D([], [], color=colour, linewidth=width, linestyle=style, label=words)

    turns = [
        line(_PRICE, f"valid price of the turn, {side}", 1.2, style)
        for side, style in zip(("buyers", "sellers"), _VALID_STYLES, strict=True)
    ]
    return [
        line(_BID, "bid that bought", 3.5),
        line(_PALE[_BID], "bid that did not", 1.5),
        line(_ASK, "ask that sold", 3.5),
        line(_PALE[_ASK], "ask that did not", 1.5),
        Line2D(
            [], [], color="0.3", marker="o", markerfacecolor="white", linestyle=_DOTTED, label="price paid or received"
        ),
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
        f"{format_tokens(paid)}, sellers get {format_tokens(got)}, surplus {format_tokens(paid - got)} {labels.symbol}"
    )


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _tokens(price: float) -> float:
    """For drawing only: money is never calculated with like this."""
    return price / TOKEN
