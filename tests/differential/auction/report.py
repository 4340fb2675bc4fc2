"""What a campaign of books came to, and what it must come to."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tests.differential.auction.campaign import KINDS, Tally

FULL_BOOKS = 14_000
SMALL_BOOKS = 1_200
#: What the full campaign must reach.
LEAST_ACCEPTED, LEAST_REFUSED, LEAST_OF_EACH_KIND = 10_000, 50_000, 5_000


def report(tally: Tally, seconds: float) -> None:
    """Two tables and a line: accepted by rule, refused by kind, and by cause."""
    console = Console()
    rules = Table("rule", "true outcomes accepted", "of these with trades")
    for rule, count in sorted(tally.accepted.items()):
        rules.add_row(rule, f"{count:,}", f"{tally.trading[rule]:,}")
    rules.add_row("all", f"{tally.accepted.total():,}", f"{tally.trading.total():,}")
    kinds = Table("kind", "wrong outcomes refused", "of these within locks, sums and lengths")
    for kind in KINDS:
        kinds.add_row(kind, f"{tally.refused[kind]:,}", f"{tally.respecting[kind]:,}")
    kinds.add_row("all", f"{tally.refused.total():,}", f"{tally.respecting.total():,}")
    console.print(rules, kinds)
    causes = ", ".join(f"{cause} {count:,}" for cause, count in tally.causes.most_common())
    console.print(f"refused with: {causes}\n{seconds:.0f} s, {len(tally.findings)} findings", highlight=False)


def shortfalls(tally: Tally) -> list[str]:
    """What the full campaign has too little of."""
    counts: dict[str, tuple[int, float]] = {"true outcomes accepted": (tally.accepted.total(), LEAST_ACCEPTED)}
    counts |= {"wrong outcomes refused": (tally.refused.total(), LEAST_REFUSED)}
    counts |= {"wrong outcomes within locks, sums and lengths": (tally.respecting.total(), tally.refused.total() / 2)}
    counts |= {f"wrong outcomes: {kind}": (tally.refused[kind], LEAST_OF_EACH_KIND) for kind in KINDS}
    return [f"only {count:,} {what}, {least:,.0f} needed" for what, (count, least) in counts.items() if count < least]
