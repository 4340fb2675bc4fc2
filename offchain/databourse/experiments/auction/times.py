"""Fig 8: how long it takes to solve a market, in the form that this package uses and as the paper loops.

The literal forms are the algorithms written straight from the paper, as its authors will have run them; the fast ones
return the same outcomes. A time is that of one call with every trade looked at once, the best of a few, because other
work on the machine can only add to it. Times depend on the machine; nothing else in the report does.
"""

from __future__ import annotations

import os
import platform
import time
from dataclasses import asdict
from typing import Any

from databourse.experiments.auction.markets import STANDARD, Market, generator, random_market
from databourse.experiments.auction.settings import Settings
from databourse.experiments.auction.variants import VARIANTS, Variant
from databourse.experiments.parts import Part
from databourse.experiments.statistics import estimate

_STREAM = 8

#: How often each market is solved.
REPETITIONS = 3


def _measure(seed: int, bidders: int, runs: int) -> dict[str, Any]:
    """Milliseconds of every rule in both forms, each run on a market of its own."""
    markets = [random_market(generator(seed, _STREAM, bidders, run), bidders // 2, bidders // 2) for run in range(runs)]
    found: dict[str, Any] = {}
    for variant in VARIANTS:
        for form in ("fast", "literal"):
            _time(variant, form, markets[0], 0)  # the first call may have to load something
            times = [_time(variant, form, market, run) for run, market in enumerate(markets)]
            found.setdefault(variant.name, {})[form] = asdict(estimate(times))
    return found


def _time(variant: Variant, form: str, market: Market, run: int) -> float:
    options, solve = variant.run_options(STANDARD, generator(run)), variant.solver(literal=form == "literal")
    times = []
    for _ in range(REPETITIONS):
        started = time.perf_counter()
        list(solve(*market, **options).trades)  # lazily made ones are part of the work
        times.append(time.perf_counter() - started)
    return min(times) * 1e3


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "bidders": {str(bidders): times for bidders, times in zip(settings.bidders, found, strict=True)},
    }


PART = Part[Settings](
    name="times",
    title="Fig 8: computation time",
    needs=("seed", "runs", "bidders"),
    tasks=lambda settings: [(settings.seed, bidders, settings.runs) for bidders in settings.bidders],
    work=_measure,
    combine=_combine,
    alone=True,
)
