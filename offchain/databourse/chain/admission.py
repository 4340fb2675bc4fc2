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
    asked = [(who, data, b"") if is_gated(series, data) else None for who, data in orders]
    return _answers(exchange, series, asked)


def opening_refusals(
    exchange: Exchange, series: SeriesInfo, openings: Sequence[tuple[str, bytes, bytes]]
) -> list[BourseError | None]:
    """Asks the gate about openings of sealed entries, which must always pass it.

    Args:
        exchange: to ask.
        series: that the entries are in.
        openings: address of the account, data word of the entry and statement of each.

    Returns:
        For each opening why the gate refuses it; None if it does not, or there is none.
    """
    return _answers(exchange, series, [None if series.config.gate == NOBODY else one for one in openings])


def _answers(
    exchange: Exchange, series: SeriesInfo, questions: Sequence[tuple[str, bytes, bytes] | None]
) -> list[BourseError | None]:
    """What the gate answers to each account, data word and payload; None where it is not asked or admits."""
    found: list[BourseError | None] = [None] * len(questions)
    asked = [(index, question) for index, question in enumerate(questions) if question]
    admit = exchange.registry.functions.admit
    from_market = {"from": exchange.deployment.market, "to": series.config.gate}
    calls = [
        ("eth_call", [{**from_market, "data": call_of(admit(series.number, *question)).data}, PENDING])
        for _, question in asked
    ]
    known = errors_of_all()
    for (index, _), answer in zip(asked, exchange.connection.batch(calls), strict=True):
        if isinstance(answer, RpcError):
            found[index] = refusal_of(answer, known)
    return found


def is_gated(series: SeriesInfo, data: bytes) -> bool:
    """Whether an order word must pass the gate of the series."""
    if series.config.gate == NOBODY:
        return False
    tag = data[0]
    return tag > _LAST_TAG or bool(series.config.gated_tags >> tag & 1)
