"""What campaigns of rounds that share data came to, and what they must come to."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tests.differential.sharing import matching
from tests.differential.sharing.campaign import KINDS, Tally

FULL_SALES, SMALL_SALES = 4_800, 160
FULL_MATCHES, SMALL_MATCHES = 4_800, 160
#: What the full campaign must reach.
LEAST_SALES, LEAST_REFUSED, LEAST_OF_EACH_KIND = 4_800, 50_000, 3_000
LEAST_STANDING, LEAST_FALLEN = 1_200, 1_800
LEAST_OBJECTIONS = {"upheld": 8_000, "overruled": 200_000, "damaged": 40_000}
LEAST_MATCHES, LEAST_WRONG_MATCHES = 4_800, 60_000


def report(tally: Tally, seconds: float) -> None:
    """Rounds for money: accepted by rule and mode, refused by kind, objections, and causes."""
    console = Console()
    rules = Table("rule and mode", "true outcomes accepted", "of these that pay somebody")
    for variant, count in sorted(tally.accepted.items()):
        rules.add_row(variant, f"{count:,}", f"{tally.paying[variant]:,}")
    kinds = Table("kind", "wrong outcomes refused")
    for kind in KINDS:
        kinds.add_row(kind, f"{tally.refused[kind]:,}")
    proposals = Table("proposals", "objections upheld", "overruled", "damaged and refused")
    told = f"{tally.standing:,} stood against everything, {tally.fallen:,} of {tally.proposed:,} false ones fell"
    proposals.add_row(told, *(f"{tally.objections[how]:,}" for how in LEAST_OBJECTIONS))
    console.print(rules, kinds, proposals)
    causes = ", ".join(f"{cause} {count:,}" for cause, count in tally.causes.most_common())
    console.print(f"refused with: {causes}\n{seconds:.0f} s, {len(tally.findings)} findings", highlight=False)


def shortfalls(tally: Tally) -> list[str]:
    """What the full campaign of rounds for money has too little of."""
    counts: dict[str, tuple[int, float]] = {"true outcomes accepted": (tally.accepted.total(), LEAST_SALES)}
    counts |= {"wrong outcomes refused": (tally.refused.total(), LEAST_REFUSED)}
    counts |= {f"wrong outcomes: {kind}": (tally.refused[kind], LEAST_OF_EACH_KIND) for kind in KINDS}
    counts |= {"proposals that stood": (tally.standing, LEAST_STANDING), "that fell": (tally.fallen, LEAST_FALLEN)}
    counts |= {f"objections {how}": (tally.objections[how], least) for how, least in LEAST_OBJECTIONS.items()}
    return _short(counts)


def report_matches(tally: matching.Tally, seconds: float) -> None:
    """Bilateral rounds: a line, and the causes."""
    console = Console()
    told = f"{tally.accepted:,} true matches accepted, {tally.sharing:,} of these in which anybody shares"
    console.print(f"ordered-match: {told}; {tally.refused.total():,} wrong ones refused", highlight=False)
    causes = ", ".join(f"{cause} {count:,}" for cause, count in tally.refused.most_common())
    console.print(f"refused with: {causes}; {tally.harmless:,} changes without effect", highlight=False)
    console.print(f"{seconds:.0f} s, {len(tally.findings)} findings", highlight=False)


def shortfalls_of_matches(tally: matching.Tally) -> list[str]:
    """What the full campaign of bilateral rounds has too little of."""
    counts: dict[str, tuple[int, float]] = {"true matches accepted": (tally.accepted, LEAST_MATCHES)}
    counts |= {"wrong matches refused": (tally.refused.total(), LEAST_WRONG_MATCHES)}
    return _short(counts)


def _short(counts: dict[str, tuple[int, float]]) -> list[str]:
    return [f"only {count:,} {what}, {least:,.0f} needed" for what, (count, least) in counts.items() if count < least]
