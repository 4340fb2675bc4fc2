"""The figures that are committed: in `snapshots/gas.json`, and as tables in the README.

They are reviewed like code, and are the same on every machine.
"""

from __future__ import annotations

import json
from pathlib import Path

from tools import pages

SNAPSHOT = Path(__file__).parent.parent.parent / "snapshots" / "gas.json"

Gas = dict[str, int]
"""Of operations, by plain name."""

Figures = dict[str, Gas]
"""By mechanism."""

PLACES = {
    "double auction": "gas",
    "resale chains": "resale-gas",
    "coalitions": "coalition-gas",
    "sharing": "sharing-gas",
    "learning": "learning-gas",
}
"""Where in the README the table of each mechanism stands."""


def recorded() -> Figures:
    """The figures that are committed."""
    figures: Figures = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    return figures


def write(figures: Figures) -> None:
    """Puts the figures into the snapshot and into the README, in the place of the ones before."""
    SNAPSHOT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    for mechanism, place in PLACES.items():
        pages.write(place, table(figures[mechanism]))


def table(gas: Gas) -> str:
    """The figures of one mechanism as the README has them."""
    return pages.markdown(("operation", "gas"), [(name, f"{used:,}") for name, used in gas.items()])
