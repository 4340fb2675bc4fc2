"""What a campaign of stories came to, and what it must come to."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tests.differential.resale.campaign import Tally
from tests.differential.resale.wrong import KINDS

FULL_STORIES = 2_500
SMALL_STORIES = 60
#: What the full campaign must reach.
LEAST_SOLD, LEAST_OF_EACH_FAMILY, LEAST_DEEP = 40_000, 5_000, 5_000
LEAST_WRONG, LEAST_OF_EACH_KIND = 100_000, 2_000


def report(tally: Tally, seconds: float) -> None:
    """Two tables and two lines: sales, wrong calls by kind, and the errors of all refusals."""
    console = Console()
    sales = Table("resale chains", "sales played alike")
    for name, count in sorted(tally.sold.items()):
        sales.add_row(name, f"{count:,}")
    sales.add_row("all", f"{tally.made['accept']:,}")
    kinds = Table("kind", "wrong calls refused")
    for kind in KINDS:
        kinds.add_row(kind, f"{tally.wrong[kind]:,}")
    kinds.add_row("all", f"{tally.wrong.total():,}")
    console.print(sales, kinds)
    made = ", ".join(f"{name} {count:,}" for name, count in tally.made.most_common())
    causes = ", ".join(f"{cause} {count:,}" for cause, count in (tally.refused + tally.causes).most_common())
    console.print(f"made: {made}\nrefused with: {causes}", highlight=False)
    console.print(f"{seconds:.0f} s, {tally.stories:,} stories, {len(tally.findings)} findings", highlight=False)


def shortfalls(tally: Tally) -> list[str]:
    """What the full campaign has too little of."""
    counts = {"sales": (tally.made["accept"], LEAST_SOLD), "deep sales": (tally.sold["deeper than 8"], LEAST_DEEP)}
    for name in ("explicit", "raw", "average", "tbds", "at once", "deferred"):
        counts[f"sales, {name}"] = (tally.sold[name], LEAST_OF_EACH_FAMILY)
    counts["wrong calls refused"] = (tally.wrong.total(), LEAST_WRONG)
    counts |= {f"wrong calls: {kind}": (tally.wrong[kind], LEAST_OF_EACH_KIND) for kind in KINDS}
    return [f"only {count:,} {what}, {least:,} needed" for what, (count, least) in counts.items() if count < least]
