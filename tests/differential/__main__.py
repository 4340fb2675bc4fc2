"""The campaigns at full length: `python -m tests.differential --full`. Exits with 1 if anything is wrong."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from typing import Protocol, Self, TypeVar

from rich.console import Console
from rich.progress import track

from databourse.chain.artifacts import require_fresh
from databourse.errors import StaleArtifacts
from tests.differential.auction import campaign as auction
from tests.differential.auction import report as auction_report
from tests.differential.parallel import in_chunks
from tests.differential.resale import campaign as resale
from tests.differential.resale import report as resale_report


class _Tally(Protocol):
    findings: list[str]

    def add(self, other: Self) -> None: ...


_AnyTally = TypeVar("_AnyTally", bound=_Tally)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.differential",
        description="Checkers against solvers, and the contract of resale chains against Python.",
    )
    books = auction_report.SMALL_BOOKS, auction_report.FULL_BOOKS
    stories = resale_report.SMALL_STORIES, resale_report.FULL_STORIES
    parser.add_argument(
        "--full",
        action="store_true",
        help=f"{books[1]:,} books instead of {books[0]:,}, {stories[1]:,} stories instead of {stories[0]}",
    )
    parser.add_argument("--only", choices=["books", "stories"], help="checkers only, or chains only")
    parser.add_argument("--book", type=int, help="only this book, for looking into a finding")
    parser.add_argument("--story", type=int, help="only this story, likewise")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    arguments = parser.parse_args()
    try:
        require_fresh()
    except StaleArtifacts as stale:  # asking yesterday's contracts would prove nothing
        print(f"{stale}; {stale.hint}", file=sys.stderr)
        return 1
    problems: list[str] = []
    if arguments.book is not None or arguments.story is not None:
        problems = _single(arguments.book, arguments.story)
    else:
        if arguments.only != "stories":
            problems += _books(arguments.full, arguments.workers)
        if arguments.only != "books":
            problems += _stories(arguments.full, arguments.workers)
    print(*problems[:20], sep="\n")
    return 1 if problems else 0


def _single(book: int | None, story: int | None) -> list[str]:
    """One book, one story, or both."""
    started = time.monotonic()
    tally, played = auction.Tally(), resale.Tally()
    if book is not None:
        auction.run_book(book, tally)
        auction_report.report(tally, time.monotonic() - started)
    if story is not None:
        resale.run_story(story, played)
        resale_report.report(played, time.monotonic() - started)
    return tally.findings + played.findings


def _books(full: bool, workers: int) -> list[str]:
    count = auction_report.FULL_BOOKS if full else auction_report.SMALL_BOOKS
    tally, seconds = _run(auction.Tally(), auction.run_books, count, auction.CHUNK, workers, "books")
    auction_report.report(tally, seconds)
    return tally.findings + (auction_report.shortfalls(tally) if full else [])


def _stories(full: bool, workers: int) -> list[str]:
    count = resale_report.FULL_STORIES if full else resale_report.SMALL_STORIES
    tally, seconds = _run(resale.Tally(), resale.run_stories, count, resale.CHUNK, workers, "stories")
    resale_report.report(tally, seconds)
    return tally.findings + (resale_report.shortfalls(tally) if full else [])


def _run(
    tally: _AnyTally, run: Callable[[range], _AnyTally], count: int, chunk: int, workers: int, what: str
) -> tuple[_AnyTally, float]:
    """All parts added up, with a progress bar; and the seconds that it took."""
    started = time.monotonic()
    parts = in_chunks(run, count, chunk, workers)
    for part in track(parts, f"{count:,} {what}", -(-count // chunk), console=Console(stderr=True)):
        tally.add(part)
    return tally, time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main())
