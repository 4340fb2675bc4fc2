"""What a campaign of coalition rounds came to, and what it must come to."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tests.differential.coalition.campaign import KINDS, Tally

FULL_ROUNDS = 2_400
SMALL_ROUNDS = 80
#: What the full campaign must reach.
LEAST_ACCEPTED, LEAST_REFUSED, LEAST_OF_EACH_KIND = 2_300, 25_000, 1_200
LEAST_STANDING, LEAST_FALLEN = 1_500, 1_000
LEAST_OBJECTIONS = {"upheld": 4_000, "overruled": 100_000, "damaged": 5_000}


def report(tally: Tally, seconds: float) -> None:
    """Three tables and a line: accepted by rule, refused by kind, objections, and causes."""
    console = Console()
    rules = Table("rule", "true outcomes accepted", "of these that pay somebody")
    for rule, count in sorted(tally.accepted.items()):
        rules.add_row(rule, f"{count:,}", f"{tally.paying[rule]:,}")
    kinds = Table("kind", "wrong outcomes refused", "of these within locks, sums and lengths", "changes without effect")
    for kind in KINDS:
        kinds.add_row(kind, *(f"{counts[kind]:,}" for counts in (tally.refused, tally.respecting, tally.harmless)))
    partitions = Table("partitions", "objections upheld", "overruled", "damaged and refused")
    told = f"{tally.standing:,} stood against everything, {tally.fallen:,} fell to the first objection"
    partitions.add_row(told, *(f"{tally.objections[how]:,}" for how in LEAST_OBJECTIONS))
    console.print(rules, kinds, partitions)
    causes = ", ".join(f"{cause} {count:,}" for cause, count in tally.causes.most_common())
    console.print(f"refused with: {causes}\n{seconds:.0f} s, {len(tally.findings)} findings", highlight=False)


def shortfalls(tally: Tally) -> list[str]:
    """What the full campaign has too little of."""
    counts: dict[str, tuple[int, float]] = {"true outcomes accepted": (tally.accepted.total(), LEAST_ACCEPTED)}
    counts |= {"wrong outcomes refused": (tally.refused.total(), LEAST_REFUSED)}
    counts |= {"wrong outcomes within locks, sums and lengths": (tally.respecting.total(), tally.refused.total() / 2)}
    counts |= {f"wrong outcomes: {kind}": (tally.refused[kind], LEAST_OF_EACH_KIND) for kind in KINDS}
    counts |= {"partitions that stood": (tally.standing, LEAST_STANDING), "that fell": (tally.fallen, LEAST_FALLEN)}
    counts |= {f"objections {how}": (tally.objections[how], least) for how, least in LEAST_OBJECTIONS.items()}
    return [f"only {count:,} {what}, {least:,.0f} needed" for what, (count, least) in counts.items() if count < least]
