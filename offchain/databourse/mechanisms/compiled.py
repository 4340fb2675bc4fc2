"""One loop, two ways to run it: interpreted while the input is small, compiled by numba otherwise.

Importing numba and loading a compiled loop from its cache takes most of a second, which a command that solves a book
of fifty orders should not spend. So a kernel is written once, as a plain function over columns of integers (indexing,
`len` and arithmetic only), and `run` chooses.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

INTERPRETED_BELOW = 2_000


@functools.cache
def compiled(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """The kernel's compiled twin, cached on disk beside the kernel's source."""
    import numba

    twin: Callable[..., Any] = numba.njit(cache=True)(kernel)
    return twin


def run(kernel: Callable[..., tuple[Any, ...]], size: int, *arguments: Ints | int | bool) -> tuple[Ints, ...]:
    """Call a kernel whose work grows with `size`; the columns that it returns come back as arrays."""
    if size >= INTERPRETED_BELOW:
        return compiled(kernel)(*arguments)  # type: ignore[no-any-return]
    # Lists, because the interpreter indexes them several times faster than arrays.
    plain = [argument.tolist() if isinstance(argument, np.ndarray) else argument for argument in arguments]
    return tuple(np.array(column, dtype=np.int64) for column in kernel(*plain))
