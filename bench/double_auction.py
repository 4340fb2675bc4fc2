"""How long a slot takes to solve, beside the same rule written straight from the paper's loops.

    python bench/double_auction.py [--largest 100000]

Books are half bids, half asks: prices uniform up to 10^6, quantities up to 50, sixteen quality grades. Times are the
best of several warm runs in milliseconds, from orders to outcome; `reading` is the part spent on turning orders into
sorted columns. `18 dec.` is the same book with every price times 10^18, where money is beyond 64 bits.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table

from databourse.mechanisms.double_auction import Ask, Bid, dantm, kth_price, literal
from databourse.mechanisms.double_auction.book import Book

SIZES = (100, 1_000, 10_000, 100_000)
LARGEST_LITERAL = 1_000
SECONDS_EACH = 0.5


def book(size: int, unit: int = 1) -> tuple[list[Bid], list[Ask]]:
    """Half bids, half asks; the same book for every unit of price."""
    rng = np.random.default_rng(size)

    def columns() -> tuple[list[int], list[int], list[int]]:
        side = size // 2
        prices = [price * unit for price in rng.integers(1, 10**6, side).tolist()]
        return prices, rng.integers(1, 51, side).tolist(), rng.integers(0, 16, side).tolist()

    return list(map(Bid, *columns())), list(map(Ask, *columns()))


def best(run: Callable[..., object], *orders: object) -> str:
    """Milliseconds of the best run, the first one not counted: it may compile."""
    run(*orders)
    times: list[float] = []
    while len(times) < 3 or (sum(times) < SECONDS_EACH and len(times) < 100):
        start = time.perf_counter()
        run(*orders)
        times.append(time.perf_counter() - start)
    return f"{min(times) * 1e3:,.2f}"


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave out larger books (bids + asks)")
    largest = parser.parse_args().largest

    table = Table("orders", title="Solving one slot, ms", box=box.SIMPLE)
    table.add_column("reading", justify="right", no_wrap=True)
    for rule in ("kth", "dantm"):
        for heading in ("fast", "18 dec.", "literal"):
            table.add_column(f"{rule}\n{heading}", justify="right", no_wrap=True)
    for size in SIZES:
        if size > largest:
            break
        orders, wide = book(size), book(size, unit=10**18)
        row = [f"{size:,}", best(Book, *orders)]
        for fast, slow in ((kth_price, literal.kth_price), (dantm, literal.dantm)):
            row += [best(fast, *orders), best(fast, *wide), best(slow, *orders) if size <= LARGEST_LITERAL else ""]
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
