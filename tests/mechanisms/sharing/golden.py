"""The reference values of the specification."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[2] / "golden" / "sharing.json").read_text(encoding="utf-8"))
INSTANCES: list[dict[str, Any]] = GOLDEN["instances"]
FACTS: dict[str, Any] = GOLDEN["facts"]
