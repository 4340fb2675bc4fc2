"""The campaigns at full length: `python -m tests.differential --full`. Exits with 1 if anything is wrong."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self

from rich.console import Console
from rich.progress import track

from databourse.chain.artifacts import require_fresh
from databourse.errors import StaleArtifacts
from tests.differential.auction import campaign as auction
from tests.differential.auction import report as auction_report
from tests.differential.coalition import campaign as coalition
from tests.differential.coalition import report as coalition_report
from tests.differential.learning import campaign as learning
from tests.differential.learning import report as learning_report
from tests.differential.parallel import in_chunks
from tests.differential.resale import campaign as resale
from tests.differential.resale import report as resale_report
from tests.differential.sharing import campaign as sharing
from tests.differential.sharing import matching
from tests.differential.sharing import report as sharing_report


class _Tally(Protocol):
    findings: list[str]

    def add(self, other: Self) -> None: ...


@dataclass(frozen=True)
class _Campaign:
    """Cases of one sort, each of which is made from its number.

    Attributes:
        about: what is held against what.
        small: how many cases there are usually.
        full: how many at full length.
        chunk: how many a process takes at a time.
        tally: makes an empty one.
        run: the cases of some numbers.
        report: prints what they came to, given the seconds that they took.
        shortfalls: what a full campaign has too little of.
    """

    about: str
    small: int
    full: int
    chunk: int
    tally: Callable[[], Any]
    run: Callable[[range], Any]
    report: Callable[[Any, float], None]
    shortfalls: Callable[[Any], list[str]]


_CAMPAIGNS = {
    "book": _Campaign(
        "checkers of the double auction",
        auction_report.SMALL_BOOKS,
        auction_report.FULL_BOOKS,
        auction.CHUNK,
        auction.Tally,
        auction.run_books,
        auction_report.report,
        auction_report.shortfalls,
    ),
    "round": _Campaign(
        "checkers of coalition rounds",
        coalition_report.SMALL_ROUNDS,
        coalition_report.FULL_ROUNDS,
        coalition.CHUNK,
        coalition.Tally,
        coalition.run_rounds,
        coalition_report.report,
        coalition_report.shortfalls,
    ),
    "story": _Campaign(
        "the contract of resale chains",
        resale_report.SMALL_STORIES,
        resale_report.FULL_STORIES,
        resale.CHUNK,
        resale.Tally,
        resale.run_stories,
        resale_report.report,
        resale_report.shortfalls,
    ),
    "sale": _Campaign(
        "checkers of rounds that sell data",
        sharing_report.SMALL_SALES,
        sharing_report.FULL_SALES,
        sharing.CHUNK,
        sharing.Tally,
        sharing.run_rounds,
        sharing_report.report,
        sharing_report.shortfalls,
    ),
    "match": _Campaign(
        "the checker of rounds that share data",
        sharing_report.SMALL_MATCHES,
        sharing_report.FULL_MATCHES,
        matching.CHUNK,
        matching.Tally,
        matching.run_matches,
        sharing_report.report_matches,
        sharing_report.shortfalls_of_matches,
    ),
    "lesson": _Campaign(
        "the checker of learning rounds",
        learning_report.SMALL_LESSONS,
        learning_report.FULL_LESSONS,
        learning.CHUNK,
        learning.Tally,
        learning.run_rounds,
        learning_report.report,
        learning_report.shortfalls,
    ),
}
_PLURALS = {
    "book": "books",
    "round": "rounds",
    "story": "stories",
    "sale": "sales",
    "match": "matches",
    "lesson": "lessons",
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.differential",
        description="Contracts against the same in Python: "
        + ", ".join(f"{one.about} ({_PLURALS[name]})" for name, one in _CAMPAIGNS.items()),
    )
    lengths = (f"{one.full:,} {_PLURALS[name]} instead of {one.small:,}" for name, one in _CAMPAIGNS.items())
    parser.add_argument("--full", action="store_true", help=", ".join(lengths))
    parser.add_argument("--only", choices=list(_PLURALS.values()), help="one of the campaigns")
    for name in _CAMPAIGNS:
        parser.add_argument(f"--{name}", type=int, help=f"only this {name}, for looking into a finding")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    arguments = parser.parse_args()
    try:
        require_fresh()
    except StaleArtifacts as stale:  # asking yesterday's contracts would prove nothing
        print(f"{stale}; {stale.hint}", file=sys.stderr)
        return 1
    problems: list[str] = []
    numbers = {name: getattr(arguments, name) for name in _CAMPAIGNS}
    if any(number is not None for number in numbers.values()):
        for name, number in numbers.items():
            if number is not None:
                problems += _single(_CAMPAIGNS[name], number)
    else:
        for name, one in _CAMPAIGNS.items():
            if arguments.only in (None, _PLURALS[name]):
                problems += _whole(one, _PLURALS[name], arguments.full, arguments.workers)
    print(*problems[:20], sep="\n")
    return 1 if problems else 0


def _single(one: _Campaign, number: int) -> list[str]:
    """The findings of one case."""
    started = time.monotonic()
    tally: _Tally = one.run(range(number, number + 1))
    one.report(tally, time.monotonic() - started)
    return tally.findings


def _whole(one: _Campaign, what: str, full: bool, workers: int) -> list[str]:
    """All cases, with a progress bar: their findings, and what there is too little of."""
    started = time.monotonic()
    tally: _Tally = one.tally()
    count = one.full if full else one.small
    parts = in_chunks(one.run, count, one.chunk, workers)
    for part in track(parts, f"{count:,} {what}", -(-count // one.chunk), console=Console(stderr=True)):
        tally.add(part)
    one.report(tally, time.monotonic() - started)
    return tally.findings + (one.shortfalls(tally) if full else [])


if __name__ == "__main__":
    sys.exit(main())
