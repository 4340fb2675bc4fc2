"""A picture of a learning round: what each party's own model gets right and everybody's, and what it pays and earns."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from matplotlib.figure import Figure

from databourse.cli.amounts import short
from databourse.cli.learning.found import LearningRound
from databourse.cli.session import Session
from databourse.market.double_auction.picture import clean, save_figure
from databourse.market.learning.outcome import Outcome
from databourse.money import TOKEN

# Okabe and Ito's: people with any kind of colour vision tell them apart
_ALONE, _TOGETHER, _CHARGE, _PAYOUT = "#56B4E9", "#0072B2", "#D55E00", "#009E73"
_LETTERS, _BAR = 12, 0.38
_MOST_LEVEL = 6  # names that have room beside each other


def save_parties(session: Session, one: LearningRound, outcome: Outcome, path: Path) -> None:
    """Draws the present parties in order: accuracies on the left, money on the right.

    Raises:
        InvalidInput: the picture cannot be written.
    """
    names = [clean(session.person(share.party.account), _LETTERS) for share in outcome.shares]
    figure = Figure(figsize=(max(9.6, 3 + 0.9 * len(names)), 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    size = outcome.statement.size
    places = range(len(names))
    beside = [place - _BAR / 2 for place in places], [place + _BAR / 2 for place in places]
    left.bar(beside[0], [100 * share.alone / size for share in outcome.shares], _BAR, color=_ALONE, label="alone")
    left.bar(beside[1], [100 * outcome.together / size] * len(names), _BAR, color=_TOGETHER, label="together")
    left.set_ylim(0, 116)  # room for the legend
    left.set_yticks(range(0, 101, 20))
    left.set_ylabel(f"right, % of {size:,} validation rows")
    charges, payouts, nets = (
        [amount / TOKEN for amount in amounts]
        for amounts in zip(*((share.charge, share.payout, share.net) for share in outcome.shares), strict=True)
    )
    right.bar(places, payouts, 1.4 * _BAR, color=_PAYOUT, label="earns")
    right.bar(places, [-charge for charge in charges], 1.4 * _BAR, color=_CHARGE, label="pays")
    right.scatter(places, nets, marker="D", s=26, color="black", zorder=3, label="both")
    right.axhline(0, color="black", linewidth=0.8)
    low, high = right.get_ylim()
    right.set_ylim(low, high + 0.16 * (high - low))
    right.set_ylabel(clean(session.symbol, _LETTERS))
    for axes in (left, right):
        axes.set_xticks(places, names, rotation=0 if len(names) <= _MOST_LEVEL else 60)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(loc="upper left", fontsize=8, frameon=False, ncols=3, columnspacing=1.2)
    title = f"{one.slot}: {len(names)} parties, a pot of {short(Fraction(outcome.pot, TOKEN))} {session.symbol}"
    figure.suptitle(clean(title, 80), x=0.01, ha="left")
    save_figure(figure, path)
