"""The campaign at any length: `python -m tests.differential.resale`. Exits with 1 if anything differs."""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from rich.console import Console
from rich.progress import track

from tests.differential.resale.campaign import Tally, play_all


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.differential.resale", description="Contract against Python.")
    parser.add_argument("--stories", type=int, default=200, help="how many contracts are played on")
    parser.add_argument("--steps", type=int, default=300, help="calls in each")
    parser.add_argument("--story", type=int, help="only this one, for looking into a finding")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    arguments = parser.parse_args()
    stories = range(arguments.stories) if arguments.story is None else [arguments.story]
    tally = Tally()
    with ProcessPoolExecutor(arguments.workers) as pool:
        parts = pool.map(play_all, ([story] for story in stories), [arguments.steps] * len(stories))
        for part in track(parts, f"{len(stories):,} stories", len(stories), console=Console(stderr=True)):
            tally.add(part)
    print(f"{tally.done.total():,} calls done, {tally.refused.total():,} refused; {tally.claims:,} shares claimed")
    print(f"deepest trade {tally.deepest}; refused with {dict(tally.refused.most_common())}")
    print(*tally.findings[:20], sep="\n")
    return 1 if tally.findings else 0


if __name__ == "__main__":
    sys.exit(main())
