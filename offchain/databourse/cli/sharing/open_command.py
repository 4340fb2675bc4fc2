"""`bourse sharing open`: a round of data for data, or of data for money."""

from __future__ import annotations

from typing import Any

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.sharing.units import PART, TABLE, UNITS
from databourse.cli.values import DURATION, TOKENS
from databourse.errors import InvalidInput, UsageError

_CHALLENGE_SECONDS = 600


@click.command(
    "open",
    cls=Command,
    examples="""
    bourse sharing open clinics --table 0,10,17,22,25 --lot 100 --close-in 10m --from operator
    bourse sharing open clinics --table 0,6,11.5,15 --lot 50 --close-in 1h --settle-within 2h --from operator --yes
    bourse sharing open banks --mode competitive --share 0.5 --cost 2 --lot 100 --close-in 10m --from operator
    bourse sharing open banks --mode vcg --cost 2 --lot 100 --close-in 10m --from operator
    bourse sharing open banks --mode vcg --any-costs --lot 100 --close-in 10m --from operator
    bourse sharing open banks --mode competitive --any-costs --bond 10 --challenge-in 10m --lot 100 --close-in 1h
    """,
)
@click.argument("series")
@click.option("--table", type=TABLE, help="Data for data: what 0, 1, 2, … lots of data are worth, in tokens.")
@click.option("--mode", type=click.Choice(["competitive", "vcg", "mixed-vcg"]), help="Data for money, and how.")
@click.option("--cost", type=TOKENS, help="For money: what each buyer costs every seller, in tokens.")
@click.option("--any-costs", is_flag=True, help="For money, instead of --cost: sellers report costs of their own.")
@click.option("--bond", type=TOKENS, help="any costs: propose outcomes, with so much behind them.  [default: none]")
@click.option("--challenge-in", type=DURATION, help="With --bond: time to refute a proposal.  [default: 10m]")
@click.option("--share", type=PART, help="competitive: the sellers' part of margins, 0 to 1.  [default: 0.5]")
@click.option("--lot", type=UNITS, required=True, help="Units of data from one value of a table to the next.")
@click.option("--close-in", type=DURATION, required=True, help="How long it takes reports, such as 10m or 1h30m.")
@click.option("--settle-within", type=DURATION, default="1h", show_default=True, help="Time to settle it after that.")
@sends
def open_(
    session: Session,
    series: str,
    table: tuple[int, ...] | None,
    mode: str | None,
    cost: int | None,
    any_costs: bool,
    bond: int | None,
    challenge_in: int | None,
    share: int | None,
    lot: int,
    close_in: int,
    settle_within: int,
) -> None:
    r"""Open the next round of SERIES, as one in which data are shared for data, or sold for money.

    Data for data (--table): data of D units, its own included, are worth

    \b
      scale · table[⌊D / lot⌋]            more lots than the table has: its last value

    to an agent, which reports its scale; each partner costs it what it reports. Values never fall. If they rise less
    and less the match is stable: no agents would rather have agreed on something else, unless somebody is indifferent.
    Nobody pays anything but entry fees.

    Data for money (--mode): agents report what lots are worth to them. Each buys the set of sellers that leaves it
    best off; the margin of a purchase is how much worse off the buyer would be without that seller.

    \b
      competitive   the price is cost + share · margin: budget balanced, nobody loses; reporting the truth is not
                    always best
      vcg           the buyer pays the cost, the seller gets the margin as well: the truth is best; sponsors pay the
                    difference (`bourse sharing sponsor`), or nothing is traded
      mixed-vcg     as vcg, with the difference paid in data: budget balanced; the truth is not always best

    With --cost all sellers have the same cost, tables rise less and less, and each buys from the largest sellers. With
    --any-costs sellers report a cost of their own, others for some buyers, and tables may rise as they like. Without
    --bond such a round takes 12 entries, and the contract looks at every set of sellers. With --bond it takes 40: an
    outcome is proposed, and void if somebody shows a better set of sellers for a buyer within --challenge-in
    (`bourse sharing challenge`); the bond is the challenger's then.
    """
    from databourse.cli.sharing import starting

    money = {
        "--cost": cost is not None,
        "--any-costs": any_costs,
        "--bond": bond is not None,
        "--challenge-in": challenge_in is not None,
        "--share": share is not None,
    }
    options: dict[str, Any]
    if mode is None:
        if table is None:
            raise UsageError("--table or --mode is missing", "--table opens a round of data for data, --mode for money")
        if given := [option for option, there in money.items() if there]:
            raise UsageError(f"{given[0]} belongs to rounds for money", "add --mode, or leave it out")
        rule, options = "ordered-match", {"values": list(table), "lot": lot}
    else:
        if table is not None:
            raise UsageError(
                "--table belongs to rounds of data for data", "for money agents report theirs: leave it out"
            )
        if share is not None and mode != "competitive":
            raise UsageError(f"--share belongs to the mode competitive, not {mode}", "leave it out")
        part = (PART.HALF if share is None else share) if mode == "competitive" else 0
        options = {"mode": mode, "share": part, "lot": lot}
        rule, amount = _costs(cost, any_costs, bond, challenge_in)
        options |= amount
    challenging = (challenge_in or _CHALLENGE_SECONDS) if options.get("bond") else 0
    starting.start_round(session, series, starting.Wish(rule, options, close_in, settle_within, challenging))


def _costs(cost: int | None, any_costs: bool, bond: int | None, challenge_in: int | None) -> tuple[str, dict[str, int]]:
    """The rule for money by its costs, and its amount."""
    if any_costs:
        if cost is not None:
            raise UsageError("--cost and --any-costs are both there", "sellers have one cost, or each its own")
        if bond == 0:
            raise InvalidInput.of("bond", 0, "must be above 0", "leave it out to settle rounds of 12 entries at once")
        if bond is None and challenge_in is not None:
            raise UsageError("--challenge-in is for outcomes that are proposed", "add --bond, or leave it out")
        return "sharing-costs", {"bond": bond or 0}
    if bond is not None or challenge_in is not None:
        option = "--bond" if bond is not None else "--challenge-in"
        raise UsageError(f"{option} belongs to rounds with --any-costs", "others are checked completely: leave it out")
    if cost is None:
        hint = "say what each buyer costs a seller, --cost 0 if nothing; or --any-costs, and sellers say it"
        raise UsageError("--cost is missing", hint)
    return "sharing", {"cost": cost}
