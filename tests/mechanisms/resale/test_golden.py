"""The vectors of the rules' specification, bit for bit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from databourse.mechanisms.resale import solve_instance

GOLDEN = Path(__file__).parents[2] / "golden" / "resale.json"
VECTORS: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))["instances"]


def test_all_vectors_are_here() -> None:
    assert len(VECTORS) == 16


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_exact(vector: dict[str, Any]) -> None:
    assert json.dumps(solve_instance(vector["input"])) == json.dumps(vector["output"])
