"""A comparison of rules for programs: whole numbers only, money in strings of base units.

What need not be whole is told as the numbers that it is made of: an average price as an amount and its units, a mean as
a total and the number of draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from databourse.cli.simulation.privacy import privacy_json
from databourse.cli.slot.subject import Subject
from databourse.mechanisms.double_auction import outcome_to_json
from databourse.mechanisms.double_auction.analysis.lies import Lie
from databourse.mechanisms.double_auction.analysis.likely_lies import LikelyLie
from databourse.mechanisms.double_auction.analysis.simulation import Effort, LieSearch, Simulated, draws
from databourse.mechanisms.double_auction.analysis.summary import Average, Summary, UnitPrices


def comparison(subject: Subject, results: Sequence[Simulated], best: int, effort: Effort) -> dict[str, object]:
    """Everything that was found."""
    return {
        "book": subject.name,
        "status": subject.status,
        "own_rule": subject.rule,
        "bids": [subject.reference("bid", index) for index in range(len(subject.bids))],
        "asks": [subject.reference("ask", index) for index in range(len(subject.asks))],
        "best_gains": str(best),
        "verified": effort.verified,
        "rules": [_result(one, whole=len(results) == 1) for one in results],
    }


def _result(one: Simulated, whole: bool) -> dict[str, object]:
    def total(of: Callable[[Summary], int]) -> int:
        return sum(of(summary) for summary in one.summaries)

    def money(of: Callable[[Summary], int]) -> dict[str, object]:
        average = Average.of([of(summary) for summary in one.summaries])
        return {"total": str(average.total), "standard_error": _error(average)}

    told: dict[str, object] = {
        "rule": one.rule,
        "options": _options(one.options),
        "settled_on_chain": not draws(one.rule),
        "draws": len(one.summaries),
        "buyers": total(lambda summary: summary.buyers),
        "sellers": total(lambda summary: summary.sellers),
        "units": total(lambda summary: summary.units),
        "paid": _prices(UnitPrices.together(summary.paid for summary in one.summaries)),
        "received": _prices(UnitPrices.together(summary.received for summary in one.summaries)),
        "buyers_gain": money(lambda summary: sum(summary.payoffs.buyers)),
        "sellers_gain": money(lambda summary: sum(summary.payoffs.sellers)),
        "welfare": money(lambda summary: summary.payoffs.welfare),
        "gains": money(lambda summary: summary.payoffs.gains),
        "budget": money(lambda summary: summary.payoffs.budget),
        "lies": _search(one.search) if one.search else None,
        "privacy": privacy_json(one) if draws(one.rule) else None,
    }
    if whole:
        told["outcome"] = outcome_to_json(one.outcome)
    return told


def _prices(prices: UnitPrices | None) -> dict[str, object] | None:
    if prices is None:
        return None
    return {
        "lowest": _fraction(prices.lowest),
        "highest": _fraction(prices.highest),
        "amount": str(prices.amount),
        "units": prices.units,
    }


def _fraction(price: Fraction) -> dict[str, object]:
    return {"amount": str(price.numerator), "units": price.denominator}


def _error(average: Average) -> str | None:
    """Of the mean, rounded down to base units."""
    return None if average.variance_of_mean is None else str(math.isqrt(math.floor(average.variance_of_mean)))


def _search(search: LieSearch) -> dict[str, object]:
    return {
        "tried": search.tried,
        "possible": search.possible,
        "complete": search.complete,
        "measured": search.measured,
        "found": [_lie(lie) for lie in search.lies],
    }


def _lie(lie: Lie | LikelyLie) -> dict[str, object]:
    def value(number: int) -> object:
        return str(number) if lie.field == "price" else number

    told: dict[str, object] = {"side": lie.side, "index": lie.index, "field": lie.field}
    told |= {"truth": value(lie.truth), "report": value(lie.report)}
    if isinstance(lie, LikelyLie):
        return told | {"gain": {"total": str(lie.gain.total), "standard_error": _error(lie.gain)}}
    return told | {"gain": str(lie.gain)}


def _options(options: Mapping[str, Any]) -> dict[str, object]:
    return {name: list(map(str, value)) if name == "price_grid" else value for name, value in options.items()}
