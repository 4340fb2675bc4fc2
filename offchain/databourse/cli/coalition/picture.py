"""A picture of who is with whom and paid what: a bar for each contract or coalition, a piece for each device."""

from __future__ import annotations

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from databourse.cli.coalition.found import CoalitionRound
from databourse.cli.coalition.outcome_view import Outcome
from databourse.cli.session import Session
from databourse.market.coalition.outcome import Group
from databourse.market.double_auction.picture import clean, save_figure
from databourse.money import TOKEN

# Okabe and Ito's, but for black: people with any kind of colour vision tell them apart
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
_DARK = {"#0072B2", "#009E73", "#D55E00"}
_EMPTY, _GREY = "#DDDDDD", "#777777"
_MOST_BARS = 40
_LETTERS, _LINE = 14, 90
_NARROW = 0.055  # of the picture's width: a narrower piece has no room for a name


def save_groups(session: Session, one: CoalitionRound, outcome: Outcome, path: Path) -> None:
    """Draws the groups of an outcome, the largest payment of all on the right.

    Raises:
        InvalidInput: the picture cannot be written.
    """
    groups = outcome.groups[:_MOST_BARS]
    figure = Figure(figsize=(9, 1.6 + 0.42 * max(1, len(groups))), layout="constrained")
    axes = figure.add_subplot()
    widest = max([max(group.budget or 0, group.paid) for group in groups], default=0) / TOKEN or 1
    for row, group in enumerate(groups):
        _bar(session, axes, row, group, widest)
    axes.set_yticks(range(len(groups)), [_label(group) for group in groups])
    axes.invert_yaxis()
    axes.set_xlim(0, widest * 1.02)
    axes.set_xlabel(f"paid to each device, {clean(session.symbol, _LETTERS)}")
    axes.spines[["top", "right"]].set_visible(False)
    _legend(axes, groups)
    more = f", the first {_MOST_BARS} of {len(outcome.groups)}" if len(outcome.groups) > _MOST_BARS else ""
    axes.set_title(clean(f"{one.slot}, {one.mechanism.name}{more}", 80), loc="left")
    save_figure(figure, path)


def _bar(session: Session, axes: Axes, row: int, group: Group, widest: float) -> None:
    if group.budget is not None and not group.members:
        axes.barh(row, group.budget / TOKEN, color="none", edgecolor=_EMPTY, linestyle="--")
        axes.text(widest * 0.01, row, "no device: pays nothing", va="center", fontsize=8, color=_GREY)
    if group.members and not group.paid:
        names = clean(", ".join(session.person(member.who) for member in group.members), _LINE)
        axes.text(widest * 0.01, row, f"{names}: paid nothing", va="center", fontsize=8, color=_GREY)
    left = 0.0
    for member in group.members:
        width = member.paid / TOKEN
        colour = _colour(member.type)
        axes.barh(row, width, left=left, color=colour, edgecolor="white")
        if width > _NARROW * widest:
            name = clean(session.person(member.who), _LETTERS)
            ink = "white" if colour in _DARK else "black"
            told = f"{name}\n{member.samples:,}"
            axes.text(left + width / 2, row, told, ha="center", va="center", fontsize=7, color=ink)
        left += width


def _label(group: Group) -> str:
    if group.number is None:
        return f"none ({len(group.members)})"
    kind = "" if group.type is None else f", type {group.type}"
    return f"{group.number}{kind}"


def _legend(axes: Axes, groups: tuple[Group, ...]) -> None:
    for kind in sorted({member.type for group in groups for member in group.members})[: len(_COLOURS)]:
        axes.barh(0, 0, color=_colour(kind), label=f"type {kind}")
    if axes.get_legend_handles_labels()[0]:
        axes.legend(loc="lower right", fontsize=8, frameon=False)


def _colour(kind: int) -> str:
    return _COLOURS[kind % len(_COLOURS)]
