"""Instances of `bourse solve resale` in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from databourse.mechanisms.resale import published

DENSITY = {
    "density": {"family": "tilt", "rate": 1},
    "trades": 2,
    "support": [0, 1],
    "epsilon": "1/5",
    "reallocation": "average",
}


def instance(name: str, trades: int, arithmetic: str = "float", **more: Any) -> dict[str, Any]:
    """A published model as an instance writes it."""
    model = published(name, trades, "exact")

    def texts(value: Any) -> Any:
        return [texts(one) for one in value] if isinstance(value, tuple) else str(value)

    parts = {"valuations": model.valuations, "prior": model.prior, "transitions": model.transitions}
    return {**{key: texts(value) for key, value in parts.items()}, "arithmetic": arithmetic, **more}


def written(folder: Path, *instances: Any) -> Path:
    file = folder / ("chain.json" if len(instances) == 1 else "chains.jsonl")
    file.write_text("\n".join(map(json.dumps, instances)), encoding="utf-8")
    return file
