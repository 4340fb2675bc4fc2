"""The campaign at full length: `python -m tests.differential --full`. Exits with 1 if anything is not as it must be."""

from __future__ import annotations

import argparse
import os
import sys
import time

from rich.console import Console
from rich.progress import track
from rich.table import Table

from databourse.chain.artifacts import require_fresh
from databourse.errors import StaleArtifacts
from tests.differential.campaign import CHUNK, KINDS, Tally, run_book, run_parallel

FULL_BOOKS = 14_000
SMALL_BOOKS = 1_200
#: What the full campaign must reach.
LEAST_ACCEPTED, LEAST_REFUSED, LEAST_OF_EACH_KIND = 10_000, 50_000, 5_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description="Checkers against solvers.")
    parser.add_argument("--full", action="store_true", help=f"{FULL_BOOKS:,} books instead of {SMALL_BOOKS}")
    parser.add_argument("--book", type=int, help="only this book, for looking into a finding")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    arguments = parser.parse_args()
    try:
        require_fresh()
    except StaleArtifacts as stale:  # asking yesterday's checkers would prove nothing
        print(f"{stale}; {stale.hint}", file=sys.stderr)
        return 1
    tally, started = Tally(), time.monotonic()
    if arguments.book is not None:
        run_book(arguments.book, tally)
    else:
        books = FULL_BOOKS if arguments.full else SMALL_BOOKS
        parts = run_parallel(books, arguments.workers)
        chunks = -(-books // CHUNK)
        for part in track(parts, f"{books:,} books", chunks, console=Console(stderr=True)):
            tally.add(part)
    report(tally, time.monotonic() - started)
    problems = tally.findings + (shortfalls(tally) if arguments.full and arguments.book is None else [])
    print(*problems[:20], sep="\n")
    return 1 if problems else 0


def report(tally: Tally, seconds: float) -> None:
    """Two tables and a line: accepted by rule, refused by kind, and by cause."""
    console = Console()
    rules = Table("rule", "true outcomes accepted", "of these with trades")
    for rule, count in sorted(tally.accepted.items()):
        rules.add_row(rule, f"{count:,}", f"{tally.trading[rule]:,}")
    rules.add_row("all", f"{tally.accepted.total():,}", f"{tally.trading.total():,}")
    kinds = Table("kind", "wrong outcomes refused", "of these within locks, sums and lengths")
    for kind in KINDS:
        kinds.add_row(kind, f"{tally.refused[kind]:,}", f"{tally.respecting[kind]:,}")
    kinds.add_row("all", f"{tally.refused.total():,}", f"{tally.respecting.total():,}")
    console.print(rules, kinds)
    causes = ", ".join(f"{cause} {count:,}" for cause, count in tally.causes.most_common())
    console.print(f"refused with: {causes}\n{seconds:.0f} s, {len(tally.findings)} findings", highlight=False)


def shortfalls(tally: Tally) -> list[str]:
    """What the full campaign has too little of."""
    counts: dict[str, tuple[int, float]] = {"true outcomes accepted": (tally.accepted.total(), LEAST_ACCEPTED)}
    counts |= {"wrong outcomes refused": (tally.refused.total(), LEAST_REFUSED)}
    counts |= {"wrong outcomes within locks, sums and lengths": (tally.respecting.total(), tally.refused.total() / 2)}
    counts |= {f"wrong outcomes: {kind}": (tally.refused[kind], LEAST_OF_EACH_KIND) for kind in KINDS}
    return [f"only {count:,} {what}, {least:,.0f} needed" for what, (count, least) in counts.items() if count < least]


if __name__ == "__main__":
    sys.exit(main())
