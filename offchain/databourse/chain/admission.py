"""What the gate of a series says to orders before they are sent, order by order."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.chain.artifacts import errors_of_all
from databourse.chain.calls import call_of
from databourse.chain.connection import PENDING
from databourse.chain.exchange import Exchange
from databourse.chain.records import SeriesInfo
from databourse.chain.reverts import refusal_of
from databourse.errors import BourseError, RpcError
from databourse.market.series_config import NOBODY

_LAST_TAG = 7
"""Entries with a higher first byte must always pass the gate, if there is one (see `IMarket.SeriesConfig`)."""


def refusals(exchange: Exchange, series: SeriesInfo, orders: Sequence[tuple[str, bytes]]) -> list[BourseError | None]:
    """Asks the gate about orders as the market will ask it.

    Args:
        exchange: to ask.
        series: that the orders are for.
        orders: address of the account and order word (32 bytes) of each.

    Returns:
        For each order why the gate refuses it; None if it does not, or is not asked.
    """
    found: list[BourseError | None] = [None] * len(orders)
    asked = [index for index, (_, data) in enumerate(orders) if is_gated(series, data)]
    admit = exchange.registry.functions.admit
    calls = []
    for index in asked:
        who, data = orders[index]
        question = {"from": exchange.deployment.market, "to": series.config.gate}
        calls.append(("eth_call", [{**question, "data": call_of(admit(series.number, who, data, b"")).data}, PENDING]))
    known = errors_of_all()
    for index, answer in zip(asked, exchange.connection.batch(calls), strict=True):
        if isinstance(answer, RpcError):
            found[index] = refusal_of(answer, known)
    return found


def is_gated(series: SeriesInfo, data: bytes) -> bool:
    """Whether an order word must pass the gate of the series."""
    if series.config.gate == NOBODY:
        return False
    tag = data[0]
    return tag > _LAST_TAG or bool(series.config.gated_tags >> tag & 1)
