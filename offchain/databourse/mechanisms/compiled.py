"""One loop, two ways to run it: interpreted until it has worked a while, compiled by numba from then on.

Importing numba and loading a compiled loop from its cache takes most of a second, which a command that solves a book
of fifty orders should not spend, and a program that solves ten thousand such books should. So a kernel is written once,
as a plain function over columns of integers (indexing, `len` and arithmetic only), and `run` adds up the work and
chooses. Integers beyond 64 bits are always interpreted.

What several kernels need is a `part`: a plain function as well, compiled together with the kernel that calls it. Where
the interpreter has something better than a compiler can use (integers of any size, hashlib), the part names a twin that
is compiled in its stead.
"""

from __future__ import annotations

import contextlib
import importlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Column = npt.NDArray[Any]
Function = TypeVar("Function", bound=Callable[..., Any])

#: Work after which a kernel is compiled: rows, more or less, of some microseconds each.
COMPILED_FROM = 20_000
#: How many cells can be made a list of in the time of one row.
CELLS_A_ROW = 200

_parts: dict[Callable[..., Any], str] = {}
_kernels: dict[Callable[..., Any], Callable[..., Any]] = {}
_work: Counter[Callable[..., Any]] = Counter()


def part(function: Function) -> Function:
    """Let kernels call this function, in either form."""
    _parts[function] = ""
    return function


def part_with_twin(twin: str) -> Callable[[Function], Function]:
    """Let kernels call this function; compiled ones call the function `module:name`, which takes the same arguments."""

    def register(function: Function) -> Function:
        _parts[function] = twin
        return function

    return register


def compiled(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """The kernel's compiled form, cached on disk beside the kernel's source."""
    if kernel not in _kernels:
        import numba

        while _parts:
            _declare(*_parts.popitem())
        _kernels[kernel] = numba.njit(cache=True)(kernel)
        _forget_older(Path(_kernels[kernel].stats.cache_path))  # type: ignore[attr-defined]
    return _kernels[kernel]


def worth_compiling(kernel: Callable[..., Any], work: int) -> bool:
    """Whether a kernel, with this much more to do, has done enough to be compiled."""
    _work[kernel] += work
    return _work[kernel] >= COMPILED_FROM


def run(kernel: Callable[..., tuple[Any, ...]], work: int, *arguments: Column | int | bool) -> tuple[Column, ...]:
    """Call a kernel; the columns that it returns come back as arrays. `work` is how many rows it goes through."""
    columns = [argument for argument in arguments if isinstance(argument, np.ndarray)]
    wide = any(column.dtype == object for column in columns)
    if not wide and worth_compiling(kernel, work + sum(map(len, columns)) // CELLS_A_ROW):
        return compiled(kernel)(*arguments)  # type: ignore[no-any-return]
    # Lists, because the interpreter indexes them several times faster than arrays.
    plain = [argument.tolist() if isinstance(argument, np.ndarray) else argument for argument in arguments]
    return tuple(np.array(column, dtype=object if wide else np.int64) for column in kernel(*plain))


def _forget_older(cache: Path) -> None:
    """Remove compiled forms that are older than some source here: numba looks at the file of the kernel alone."""
    changed = max(source.stat().st_mtime for source in Path(__file__).parent.rglob("*.py"))
    for index in cache.glob("*.nbi"):
        with contextlib.suppress(FileNotFoundError):  # another process forgets it as well
            if index.stat().st_mtime < changed:
                index.unlink()


def _declare(function: Callable[..., Any], twin: str) -> None:
    from numba.extending import overload

    if twin:
        module, name = twin.split(":")
        twin_function = getattr(importlib.import_module(module), name)
    else:
        twin_function = function
    overload(function, strict=False)(lambda *_: twin_function)
