"""A kernel is interpreted until it has worked a while; both forms give the same."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from databourse.mechanisms import compiled
from databourse.mechanisms.compiled import Ints, part, part_with_twin, run


@part
def doubled(number: int) -> int:
    return 2 * number


@part_with_twin("tests.mechanisms.test_compiled:marked_compiled")
def marked(number: int) -> int:
    return number


def marked_compiled(number: int) -> int:
    return number + 1_000


def kernel(column: Ints, output: Ints) -> tuple[Ints]:
    for at in range(len(column)):
        output[at] = marked(doubled(column[at]))
    return (output,)


def call(values: list[int], work: int, kind: Any = np.int64) -> list[int]:
    column = np.array(values, dtype=kind)
    (output,) = run(kernel, work, column, np.empty(len(values), dtype=kind))
    assert output.dtype == kind
    return output.tolist()  # type: ignore[no-any-return]


def test_work_adds_up_to_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "COMPILED_FROM", 30)
    monkeypatch.setattr(compiled, "_work", type(compiled._work)())
    assert [call([1, 5], work=10), call([1, 5], work=19)] == [[2, 10]] * 2
    assert [call([1, 5], work=1), call([1, 5], work=0)] == [[1_002, 1_010]] * 2


def test_integers_beyond_64_bits_are_interpreted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "COMPILED_FROM", 0)
    assert call([2**70], work=10**9, kind=object) == [2**71]


def test_what_was_compiled_before_a_part_changed_is_forgotten(tmp_path: Path) -> None:
    changed = max(source.stat().st_mtime for source in Path(compiled.__file__).parent.rglob("*.py"))
    for name, age in (("old.nbi", -1), ("new.nbi", 1), ("old.py", -1)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (changed + age, changed + age))
    compiled._forget_older(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"new.nbi", "old.py"}
