"""What campaigns of learning rounds came to, and what they must come to."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tests.differential.learning.campaign import KINDS, Tally

FULL_LESSONS, SMALL_LESSONS = 3_000, 100
#: What the full campaign must reach.
LEAST_ACCEPTED, LEAST_PAYING, LEAST_REFUSED, LEAST_OF_EACH_KIND = 1_800, 900, 25_000, 2_000
LEAST_OBJECTIONS = {"upheld": 1_000, "overruled": 5_000, "damaged": 6_000}


def report(tally: Tally, seconds: float) -> None:
    """Outcomes accepted, refused by kind, objections, and causes."""
    console = Console()
    kinds = Table("kind", "wrong outcomes refused")
    for kind in KINDS:
        kinds.add_row(kind, f"{tally.refused[kind]:,}")
    proposals = Table("false proposals", "objections upheld", "overruled", "damaged and refused")
    proposals.add_row(f"{tally.proposed:,}", *(f"{tally.objections[how]:,}" for how in LEAST_OBJECTIONS))
    console.print(kinds, proposals)
    accepted = ", ".join(f"{count:,} {how}" for how, count in sorted(tally.accepted.items()))
    console.print(f"true outcomes: {accepted}; money moves in {tally.paying:,}; {tally.undecided:,} rounds without one")
    causes = ", ".join(f"{cause} {count:,}" for cause, count in tally.causes.most_common())
    console.print(f"refused with: {causes}\n{seconds:.0f} s, {len(tally.findings)} findings", highlight=False)


def shortfalls(tally: Tally) -> list[str]:
    """What the full campaign has too little of."""
    counts = {
        "true outcomes accepted": (tally.accepted.total(), LEAST_ACCEPTED),
        "of these that pay": (tally.paying, LEAST_PAYING),
        "wrong outcomes refused": (tally.refused.total(), LEAST_REFUSED),
    }
    counts |= {f"wrong outcomes: {kind}": (tally.refused[kind], LEAST_OF_EACH_KIND) for kind in KINDS}
    counts |= {f"objections {how}": (tally.objections[how], least) for how, least in LEAST_OBJECTIONS.items()}
    return [f"only {count:,} {what}, {least:,} needed" for what, (count, least) in counts.items() if count < least]
