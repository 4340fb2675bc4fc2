"""Who trades first: the paper's example of two sellers with samples in common (Tables I and II)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from databourse.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Trade:
    """What a seller sells when its turn comes, and what others have sold before it."""

    seller: str
    sold: tuple[int, ...]
    lost: tuple[int, ...]


def trade_in_turn(samples: Mapping[str, Collection[int]], order: Sequence[str]) -> tuple[Trade, ...]:
    """Each seller in turn sells those of its samples that nobody sold before (Table I).

    Raises:
        InvalidInput: the order is not all sellers once.
    """
    if sorted(order) != sorted(samples):
        raise InvalidInput.of("order", list(order), f"it must be {', '.join(sorted(samples))} in some order")
    gone: set[int] = set()
    trades = []
    for seller in order:
        own = set(samples[seller])
        trades.append(Trade(seller, tuple(sorted(own - gone)), tuple(sorted(own & gone))))
        gone |= own
    return tuple(trades)


def opportunity_costs(trades: Sequence[Trade], coalition: bool) -> dict[str, int]:
    """c(Δφ) of each seller as Table II has it: indicators, not numbers of samples.

    Without a coalition 1 for everybody of whose samples some were sold already, else 0. In a coalition the one that
    trades for all, who is the first, carries 1 if there are samples in common at all.
    """
    costs = {trade.seller: int(bool(trade.lost)) for trade in trades}
    if not coalition:
        return costs
    return {trades[0].seller: max(costs.values())} if trades else {}
