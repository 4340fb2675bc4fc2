"""The rules by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction.dadpm import dadpm
from databourse.mechanisms.double_auction.dadpm_split import dadpm_split
from databourse.mechanisms.double_auction.dantm import dantm
from databourse.mechanisms.double_auction.kth_price import kth_price
from databourse.mechanisms.double_auction.trade_reduction import trade_reduction
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the function that solves a slot by it, the names of its options, and of those that have no default."""

    solve: Callable[..., Outcome]
    options: frozenset[str]
    required: tuple[str, ...] = ()


RULES: Mapping[str, Rule] = {
    "kth-price": Rule(kth_price, frozenset({"k"})),
    "trade-reduction": Rule(trade_reduction, frozenset({"uniform"})),
    "dantm": Rule(dantm, frozenset({"quality_filter", "pairing"})),
    "dadpm": Rule(dadpm, frozenset({"seed", "epsilon_buyers", "epsilon_sellers", "quality_filter"}), ("seed",)),
    "dadpm-split": Rule(dadpm_split, frozenset({"seed", "price_grid", "epsilon"}), ("seed", "price_grid")),
}


def solve(rule: str, bids: Sequence[Bid], asks: Sequence[Ask], options: Mapping[str, Any] | None = None) -> Outcome:
    """Solve one slot by the rule of that name.

    Raises:
        InvalidInput: if there is no such rule, an option that it needs is missing, it does not know an option, or an
            option has a value that it does not allow.
    """
    known = _find(rule)
    chosen = dict(options or {})
    allowed = ", ".join(sorted(known.options))
    for name in chosen:
        if name not in known.options:
            raise InvalidInput(f"{name!r} is no option of the rule {rule}", f"its options are: {allowed}")
    for name in known.required:
        if name not in chosen:
            raise InvalidInput(f"the rule {rule} needs the option {name!r}", f"its options are: {allowed}")
    return known.solve(bids, asks, **chosen)


def _find(name: object) -> Rule:
    available = f"the rules are: {', '.join(RULES)}"
    if not isinstance(name, str) or name not in RULES:
        raise InvalidInput.of("rule", name, "there is no such rule", available)
    return RULES[name]
