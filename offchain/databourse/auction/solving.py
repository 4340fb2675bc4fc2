"""Orders of every form that people have them in, to a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from databourse.auction.result import Result
from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction import Asks, Bids, rules
from databourse.mechanisms.double_auction.columns import REQUIRED

Orders = TypeVar("Orders", Bids, Asks)


def solve(bids: Any, asks: Any, rule: str = "kth-price", **options: Any) -> Result:
    """Solve one slot.

    Args:
        bids: a data frame or a mapping with the columns `price` (base units a unit), `quantity` and, if wanted,
            `min_quality`; or a sequence of `Bid`. The order is that of submission.
        asks: the same with `price`, `quantity`, `quality` and `start`; or a sequence of `Ask`.
        rule: kth-price, trade-reduction, dantm, dadpm or dadpm-split; see `RULES`.
        options: of the rule, as in its function: `k` (kth-price), `uniform` (trade-reduction), `quality_filter` and
            `pairing` (dantm), `seed`, `epsilon_buyers`, `epsilon_sellers` and `quality_filter` (dadpm), `seed`,
            `price_grid` and `epsilon` (dadpm-split).

    Raises:
        InvalidInput: naming the column, the row (counted from 0) and the rule that its value breaks, or the option.
    """
    offered, supplied = _read(bids, Bids), _read(asks, Asks)
    return Result(rule, offered, supplied, rules.solve(rule, offered, supplied, options))


def _read(orders: Any, kind: type[Orders]) -> Orders:
    if isinstance(orders, kind):
        return orders
    if isinstance(orders, Mapping) or hasattr(orders, "columns"):
        return _from_columns(orders, kind)
    hint = f"pass a data frame, a mapping of columns, or a list of {kind.ORDER.__name__}"
    if not isinstance(orders, Sequence) or isinstance(orders, str | bytes):
        raise InvalidInput.of(kind.NAME, orders, "it must hold orders", hint)
    for row, order in enumerate(orders):
        if not isinstance(order, kind.ORDER):
            raise InvalidInput.of(f"{kind.NAME}[{row}]", order, f"it must be one of {kind.NAME}", hint)
    return kind.of(orders)


def _from_columns(table: Any, kind: type[Orders]) -> Orders:
    names = list(table.columns if hasattr(table, "columns") else table)
    optional = [field for field in kind.FIELDS if field not in REQUIRED]
    hint = f"required: {', '.join(REQUIRED)}; optional: {', '.join(optional)}"
    for name in REQUIRED:
        if name not in names:
            raise InvalidInput(f"{kind.NAME} has no column {name!r}", hint)
    for place, name in enumerate(names):
        if name not in kind.FIELDS:
            raise InvalidInput(f"{kind.NAME} has an unknown column {name!r}", hint)
        if name in names[:place]:
            raise InvalidInput(f"{kind.NAME} has the column {name!r} twice", hint)
    return kind(**{name: table[name] for name in names})
