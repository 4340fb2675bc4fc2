"""Verdicts on sections 4 and 6: competitive prices, and data by the query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number


def total(kinds: dict[str, dict[str, Any]], name: str) -> int:
    """Over all kinds of utility."""
    return sum(one[name] for one in kinds.values())


def all_agree(found: Iterable[int], every: int) -> bool:
    """Whether each of these is so in every market."""
    return all(one == every for one in found)


def prices_exist(results: Results) -> Finding:
    """Proposition 4.1 (i)."""
    found = results["prices"]
    every = found["markets"] * len(found["kinds"])
    names = ("every purchase is the best at cost", "payments add up to 0")
    counts = [total(found["kinds"], name) for name in names]
    why = (
        f"at cost every buyer has its best set in {counts[0]:,} of {every:,} random markets, a seller does not mind "
        "whom it sells to, and payments add up to 0"
    )
    return Finding(Verdict.HOLDS if all_agree(counts, every) else Verdict.FAILS, why)


def optimum_is_supported(results: Results) -> Finding:
    """Proposition 4.1 (ii)."""
    found = results["prices"]
    kinds, every = found["kinds"], found["markets"] * len(found["kinds"])
    core, graphs = total(kinds, "no coalition gains"), total(kinds, "optimal graphs")
    supported = total(kinds, "optimal graphs supported")
    searched, best = total(kinds, "graphs searched"), total(kinds, "welfare is the greatest")
    why = (
        f"in {searched:,} markets of three agents all 64 graphs were searched: prices at cost support all "
        f"{supported:,} that are optimal; and no coalition gains by trading alone in {core:,} of {every:,} markets"
    )
    holds = core == every and graphs == supported and searched == best
    return Finding(Verdict.HOLDS if holds else Verdict.FAILS, why)


def interval_of_one(results: Results) -> Finding:
    """Proposition 4.2: one seller's prices, all others at cost."""
    kinds = results["prices"]["kinds"]
    edges = total(kinds, "intervals")
    counts = [total(kinds, name) for name in ("still bought at the maximum", "no longer bought above")]
    why = (
        f"in all {edges:,} purchases the seller is still bought from at c + W(N) − W(N∖m), which (13) comes down to, "
        "and no longer 1 above it"
    )
    return Finding(Verdict.HOLDS if all_agree(counts, edges) else Verdict.FAILS, why)


def intervals_are_the_space(results: Results) -> Finding:
    """Proposition 4.2: its title."""
    found = results["prices"]
    shares = {kind: one["all at the maximum breaks demand"] for kind, one in found["kinds"].items()}
    if not any(shares.values()):
        return Finding(Verdict.HOLDS, f"all at once support the purchases in all markets of {len(shares)} kinds")
    told = listing([f"{count} ({kind})" for kind, count in shares.items()])
    two = found["complements"]
    why = (
        f"each interval is for one seller, the others at cost: with all at their maximum some buyer changes its mind "
        f"in {told} of {found['markets']} markets each. Two complements worth {two['value']} can ask "
        f"{two['highest'][0]} each, but not both"
    )
    return Finding(Verdict.FAILS, why)


def query_prices(results: Results) -> Finding:
    """Section 6: competitive prices by the query."""
    found = results["queries"]
    why = (
        f"for values that add up over sellers: in {found['the best numbers']} of {found['games']} markets every buyer "
        "has its best numbers of queries at cost, all combinations tried, and payments add up to 0"
    )
    holds = all_agree((found["the best numbers"], found["payments add up to 0"]), found["games"])
    return Finding(Verdict.HOLDS if holds else Verdict.FAILS, why)


def query_match(results: Results) -> Finding:
    """Section 6: a core stable outcome exists and the updated ordered match finds it."""
    found = results["queries"]
    if not found["match blocked"] and found["ring"]["blocked by"] is None:
        return Finding(Verdict.HOLDS, f"no match of {found['games']} is blocked")
    why = (
        f"queries can go round: three agents with a common ranking of whom no two gain by asking each other, while all "
        f"gain if each asks the next. The match has no edge then, and the ring does not last either, since each would "
        f"rather not answer. Of {found['games']} random games with a ranking {found['match blocked']} matches are "
        f"blocked, and in {found['nothing stable']} nothing is stable"
    )
    return Finding(Verdict.FAILS, why)


def marginal_values(results: Results) -> Finding:
    """Remark 5.3: the marginal value of data falls like 1/√D."""
    found = results["queries"]["marginal"]
    told = {curve: number(value) for curve, value in found.items()}
    if all(round(value, 2) == 2 for value in found.values()):
        return Finding(Verdict.HOLDS, "four times the data halve the marginal value")
    why = (
        f"if the value is √D, which has no bound: then a unit is worth {told['sqrt']} times less once there are four "
        f"times as many. It is the error that falls like 1/√D; of a value 1 − 1/√D a unit is worth "
        f"{told['saturating']} times less, like 1/√D³. That such a form makes reports short is right: a number instead "
        "of a table of all sets"
    )
    return Finding(Verdict.PARTLY if round(found["sqrt"], 2) == 2 else Verdict.FAILS, why)
