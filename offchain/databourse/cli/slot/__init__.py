"""`bourse slot`: one round of a series, from its opening to its settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from databourse.cli.command import Group, reads, sends
from databourse.cli.rules import SETTLED, RuleCommand
from databourse.cli.session import Session
from databourse.cli.slot.explain_command import explain
from databourse.cli.slot.simulate_command import simulate
from databourse.cli.values import DURATION, Count
from databourse.errors import UsageError

if TYPE_CHECKING:
    from databourse.cli.slot.opening import Wish

_LAST = 5


@click.group(cls=Group)
def slot() -> None:
    """Slots: the rounds of a series, one after the other.

    A slot is open for entries until it closes; then anyone may settle it (for the first while only the series' solver,
    if it has one) until its deadline. If nobody does, everybody has everything back.

    Under some rules (see `bourse coalition`) entries are sealed, and opened between the close and settling; under some
    an outcome is proposed, with a bond, and settled only when nobody has refuted it for a while.
    """


@slot.command(
    "open",
    cls=RuleCommand,
    rules=SETTLED,
    examples="""
    bourse slot open temperature --close-in 10m --settle-within 1h --from operator
    bourse slot open temperature --rule kth-price --k 4 --close-in 1h --from operator --yes
    bourse slot open temperature --rule dantm --no-quality-filter --close-in 90s --from operator
    bourse slot open temperature --rule trade-reduction --lot 24 --max-providers 10 --close-in 1d
    bourse slot open temperature --every 5m --settle-within 10m --from operator      # keeps the series going
    """,
)
@click.argument("series")
@click.option("--rule", type=click.Choice(SETTLED), default=SETTLED[0], show_default=True, help="Rule of the auction.")
@click.option("--close-in", type=DURATION, help="How long it takes entries, such as 10m or 1h30m.  [default: --every]")
@click.option("--settle-within", type=DURATION, default="1h", show_default=True, help="Time to settle it after that.")
@click.option("--every", type=DURATION, help="Keep running, and open the next round this often.")
@click.option("--rounds", type=Count(1), help="With --every: stop when so many rounds are over.")
@click.option("--k", type=Count(1, 65535), help="kth-price: K.  [default: root of the number of asks, rounded up]")
@click.option("--lot", type=Count(1), help="kth-price, trade-reduction: least units of an ask; with --max-providers.")
@click.option("--max-providers", type=Count(1, 65535), help="A bid is for at most this times --lot units.")
@click.option("--quality-filter/--no-quality-filter", default=None, help="dantm: heed the buyers' quality (default).")
@sends
def open_(
    session: Session,
    series: str,
    rule: str,
    close_in: int | None,
    settle_within: int,
    every: int | None,
    rounds: int | None,
    k: int | None,
    lot: int | None,
    max_providers: int | None,
    quality_filter: bool | None,
) -> None:
    """Open the next round of SERIES; only its operator can.

    With --every it keeps running and opens the next round whenever the one before is over, settled or not; consent is
    asked once. Something must settle the rounds: `bourse solver run`.
    """
    from databourse.cli.slot import keeping_open, opening

    bounds = {"k": k, "lot": lot, "max_providers": max_providers, "quality_filter": quality_filter}
    options = {name: value for name, value in bounds.items() if value is not None}
    lasting = close_in or every
    if lasting is None or (rounds and not every):
        missing = "--every" if rounds else "--close-in"
        raise UsageError(f"{missing} is missing", "say how long rounds take entries (--close-in), or --every to go on")
    wish: Wish = opening.Wish(rule, options, lasting, settle_within)
    if every:
        keeping_open.keep_open(session, series, wish, keeping_open.Rhythm(every, rounds))
    else:
        opening.open_round(session, series, wish)


@slot.command(
    "list",
    examples="""
    bourse slot list
    bourse slot list temperature --last 50
    """,
)
@click.argument("series", required=False)
@click.option("--last", type=Count(1), default=str(_LAST), show_default=True, help="How many rounds of each series.")
@reads
def list_(session: Session, series: str | None, last: int) -> None:
    """List the latest rounds of SERIES, or of all series, and where they are in their lives."""
    from databourse.cli.slot import listing

    listing.list_rounds(session, series, last)


@slot.command(
    examples="""
    bourse slot show temperature
    bourse slot show temperature/7 --json
    """
)
@click.argument("slot")
@reads
def show(session: Session, slot: str) -> None:
    """Show the book of SLOT: every entry, what became of it, and, once it is settled, who delivers what to whom.

    A delivery starts at its dataset's start pointer and goes around its end; the pointer follows from the log of
    earlier rounds, so that partial deliveries take turns through the data.
    """
    from databourse.cli.slot import showing

    showing.show_round(session, slot)


@slot.command(
    examples="""
    bourse slot settle temperature --from solver
    bourse slot settle temperature --from solver --advance --yes      # devnet: do not wait for the close
    """
)
@click.argument("slot")
@click.option("--advance", is_flag=True, help="Devnet only: move the chain's clock to the end of the phase first.")
@sends
def settle(session: Session, slot: str, advance: bool) -> None:
    """Work out the outcome of SLOT, show it, and submit it; whoever does so earns the entry fees.

    The contract takes the outcome only if it is exactly what the rule prescribes for the recorded entries. Where the
    rule prescribes no single one, the outcome is proposed, with a bond from your account of the series; once the time
    for challenges is over, the same command finalises it, and the bond comes back.
    """
    from databourse.cli.slot import settling

    settling.settle_round(session, slot, advance)


slot.add_command(explain)
slot.add_command(simulate)
