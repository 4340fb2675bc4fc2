"""Many cases in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

_Tally = TypeVar("_Tally")


def in_chunks(run: Callable[[range], _Tally], count: int, chunk: int, workers: int) -> Iterator[_Tally]:
    """Tallies of the cases 0 to `count` - 1, a chunk each, as they are done."""
    chunks = [range(start, min(start + chunk, count)) for start in range(0, count, chunk)]
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(run, chunks)
