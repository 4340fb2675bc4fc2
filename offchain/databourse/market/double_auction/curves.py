"""The two curves in the picture of a book: every order a step, strong if it traded, with what it gained.

With few orders each has its name and a mark at the price that it paid or received; with many the gain is an area.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.typing import LineStyleType

from databourse.market.double_auction.outcome import AuctionDetail
from databourse.market.double_auction.picture import BLUE, PALE_BLUE, PALE_VERMILION, VERMILION, clean
from databourse.market.double_auction.ranking import ask_order, bid_order

BID, ASK = BLUE, VERMILION
PALE = {BID: PALE_BLUE, ASK: PALE_VERMILION}
DOTTED: LineStyleType = (0, (1, 1.5))

#: With more orders on a side, labels would cover each other.
MOST_LABELLED = 16
#: With more, so would the marks.
MOST_MARKED = 60
#: Share of the height of the axes that three lines of a label take.
_LABEL_HEIGHT = 0.13
#: Letters that fit side by side.
_LETTERS = 150
#: How many times the median the highest price is that makes the scale logarithmic.
_FAR_APART = 20
#: How many times below the median a logarithmic scale goes at most.
_FAR_BELOW = 100
_HALO = [withStroke(linewidth=2.5, foreground="white")]


@dataclass(frozen=True)
class Order:
    """One step of a curve: prices as they are drawn; `settled` is None for an order that did not trade."""

    price: float
    settled: float | None
    label: str


def bids_of(detail: AuctionDetail, name: Callable[[int], str], unit: int) -> list[Order]:
    """The bids, best first; `name` goes from an entry to its label, `unit` is one of the axis in base units."""
    paid = {trade.bid: trade.unit_price / unit for trade in detail.outcome.trades}
    book = detail.book
    return [Order(book.bids[i].price / unit, paid.get(i), name(book.bid_entries[i])) for i in bid_order(book)]


def asks_of(detail: AuctionDetail, name: Callable[[int], str], unit: int) -> list[Order]:
    """The asks, cheapest first; a seller's price is its average over its buyers."""
    units, earned = [0] * len(detail.book.asks), [0] * len(detail.book.asks)
    for trade in detail.outcome.trades:
        for delivery in trade.deliveries:
            units[delivery.ask] += delivery.quantity
            earned[delivery.ask] += delivery.payment
    book = detail.book
    return [
        Order(book.asks[j].price / unit, earned[j] / units[j] / unit if units[j] else None, name(book.ask_entries[j]))
        for j in ask_order(book)
    ]


def draw_sides(axes: Axes, bids: Sequence[Order], asks: Sequence[Order]) -> None:
    """Both curves, and the labels where they cover no curve."""
    ranks = max(len(bids), len(asks))
    _draw_curve(axes, bids, BID, aside=-0.42, marked=ranks <= MOST_MARKED)
    _draw_curve(axes, asks, ASK, aside=0.42, marked=ranks <= MOST_MARKED)
    height = _scale(axes, [order.price for order in (*bids, *asks)])
    if ranks > MOST_LABELLED:
        return
    for rank, (bid, ask) in enumerate(zip_longest(bids, asks), start=1):
        # before the curves cross, bids are labelled above and asks below; after that asks above, bids if there is room
        room = height(ask.price) - height(bid.price) if bid and ask else 0
        if bid:
            _label(axes, rank, ranks, bid, BID, above=not 0 < room < _LABEL_HEIGHT)
        if ask:
            _label(axes, rank, ranks, ask, ASK, above=room > 0)


def _scale(axes: Axes, prices: Sequence[float]) -> Callable[[float], float]:
    """Chooses the scale, and returns how high a price is in it, as a share of what is between the extremes.

    A few prices far above all others would press these into one line; then the scale is logarithmic, but for prices far
    below all others, which would take most of it.
    """
    positive = sorted(price for price in prices if price > 0)
    median = positive[len(positive) // 2] if positive else 0.0
    logarithmic = bool(positive) and positive[-1] > _FAR_APART * median
    least = max(positive[0], median / _FAR_BELOW) if positive else 0.0
    if logarithmic:
        axes.set_yscale("symlog", linthresh=least)

    def place(price: float) -> float:
        if not logarithmic:
            return price
        return 1 + math.log10(price / least) if price > least else price / least

    lowest, highest = place(min(prices, default=0)), place(max(prices, default=0))
    return lambda price: (place(price) - lowest) / ((highest - lowest) or 1)


def _draw_curve(axes: Axes, orders: Sequence[Order], colour: str, aside: float, marked: bool) -> None:
    if not orders:
        return
    edges = np.arange(len(orders) + 1) + 0.5
    prices = np.array([order.price for order in orders])
    axes.stairs(prices, edges, baseline=None, color=PALE[colour], linewidth=1.5)
    traded = np.array([order.settled is not None for order in orders])
    if not traded.any():
        return
    settled = np.array([order.price if order.settled is None else order.settled for order in orders])
    left, right, middle = edges[:-1][traded], edges[1:][traded], (edges[:-1] + 0.5)[traded]
    axes.hlines(prices[traded], left, right, colour, linewidth=3.5 if marked else 2.5)
    if not marked:
        axes.hlines(settled[traded], left, right, colour, linewidth=1)
        ends = np.stack([edges[:-1], edges[1:]], axis=1).ravel()
        axes.fill_between(
            ends, prices.repeat(2), settled.repeat(2), where=traded.repeat(2), color=colour, alpha=0.15, linewidth=0
        )
        return
    lower, upper = np.minimum(prices, settled)[traded], np.maximum(prices, settled)[traded]
    axes.vlines(middle + aside, lower, upper, colour, linewidth=1, linestyle=DOTTED)
    axes.plot(
        middle + aside,
        settled[traded],
        "o",
        color=colour,
        markerfacecolor="white",
        markersize=5,
        zorder=4,
        clip_on=False,
    )


def _label(axes: Axes, rank: int, ranks: int, order: Order, colour: str, above: bool) -> None:
    axes.annotate(
        clean(order.label, max(_LETTERS // ranks, 4)),
        (rank, order.price),
        xytext=(0, 4 if above else -4),
        textcoords="offset points",
        ha="center",
        va="bottom" if above else "top",
        fontsize=8,
        color=PALE[colour] if order.settled is None else colour,
        linespacing=1.15,
        path_effects=_HALO,
        parse_math=False,
        zorder=5,
    )
