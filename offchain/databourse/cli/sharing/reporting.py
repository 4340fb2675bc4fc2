"""Entering an agent in a sharing round: checked before anything is sent."""

from __future__ import annotations

from databourse.cli import entering
from databourse.cli.entering import OpenRound
from databourse.cli.session import Session
from databourse.cli.sharing import found, offered
from databourse.cli.sharing.found import SharingRound
from databourse.cli.sharing.reporting_money import report_money
from databourse.cli.sharing.units import SCALE, format_scale
from databourse.cli.sharing.wishing import Wish
from databourse.errors import UsageError
from databourse.market.series_config import NOBODY
from databourse.market.sharing.match import MatchRule
from databourse.market.sharing.match.inputs import Agent
from databourse.market.sharing.match.playing import Matched


def report_agent(session: Session, slot: str, wish: Wish) -> None:
    """Enters an agent of the sender in the round that SLOT means.

    Raises:
        UsageError: options that do not belong to the round's rule, or missing ones.
        NotFound: no such slot or dataset.
        InvalidInput: the dataset is not what the series admits, or has fewer units, or values cannot be.
        Refused: the round takes no entries, is no sharing round, the dataset is somebody else's, not enough money, or
            a contract says no.
    """
    target = entering.open_round(session, slot)
    one = found.of_round(session, target.series, target.round)
    if one.series.config.gate == NOBODY:
        session.output.warn(found.NO_GATE.format(one.series.name))
    if isinstance(one.mechanism, MatchRule):
        _report_match(session, target, one, wish)
    else:
        report_money(session, target, one, wish)


def _report_match(session: Session, target: OpenRound, one: SharingRound, wish: Wish) -> None:
    money = {"--table": wish.table, "--cost-for": wish.cost_for, "--value": wish.values}
    if given := [option for option, said in money.items() if said]:
        raise UsageError(f"{one.slot} is a round of data for data: it has its table", f"leave {given[0]} out")
    if wish.dataset is None or wish.cost is None:
        raise UsageError(f"{'--dataset' if wish.dataset is None else '--cost'} is missing", "see `--help`")
    dataset = offered.own(session, one, wish.dataset)
    scale = SCALE if wish.scale is None else wish.scale
    agent = Agent(dataset.number, offered.units(dataset, wish.size), scale, wish.cost)
    assert isinstance(one.outcome, Matched)
    datasets = [earlier.dataset for earlier in one.outcome.reading.agents]
    replaces = one.agents[datasets.index(agent.dataset)] if agent.dataset in datasets else None
    costs = [
        ("each partner costs you", session.tokens(agent.cost)),
        ("your scale", f"{format_scale(agent.scale)} times the table"),
    ]
    if replaces is not None:
        costs.append(("replaces", f"entry {replaces}, which is for the same dataset"))
    title = f"{session.sender_name} would share {agent.size:,} units of dataset {dataset.number} in {target.slot}:"
    entered = entering.enter(session, target, title, agent.encode(), 0, costs, wish.top_up)
    session.output.result(
        {
            **entering.entered_json(target, entered, 0),
            "dataset": agent.dataset,
            "size": agent.size,
            "scale": format_scale(agent.scale),
            "cost": str(agent.cost),
            "replaces": replaces,
        }
    )
