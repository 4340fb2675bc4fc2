"""Entering an agent in a bilateral round: checked before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.cli import admissible, entering
from databourse.cli.session import Session
from databourse.cli.sharing import found
from databourse.cli.sharing.units import format_scale
from databourse.errors import InvalidInput, Refused
from databourse.market.series_config import NOBODY
from databourse.market.sharing.match.inputs import Agent


@dataclass(frozen=True)
class Wish:
    """What the command's options said: the scale in millionths, the cost in base units."""

    dataset: int
    size: int | None
    scale: int
    cost: int
    top_up: bool


def report_agent(session: Session, slot: str, wish: Wish) -> None:
    """Enters an agent of the sender in the round that SLOT means.

    Raises:
        NotFound: no such slot or dataset.
        InvalidInput: the dataset is not what the series admits, or has fewer units.
        Refused: the round takes no entries, is no bilateral round, the dataset is somebody else's, not enough money, or
            a contract says no.
    """
    exchange = session.exchange
    target = entering.open_round(session, slot)
    one = found.of_round(session, target.series, target.round)
    dataset = exchange.dataset(wish.dataset)
    if dataset.owner != session.address():
        raise Refused(
            f"dataset {dataset.number} is {session.person(dataset.owner)}'s: only its owner shares it",
            "act as its owner with --from, or register data of yours with `bourse dataset register`",
        )
    if one.series.config.gate == exchange.deployment.registry:
        admissible.require_policy(session, one.series, dataset, exchange.policy(one.series.number))
    size = dataset.units if wish.size is None else wish.size
    if size > dataset.units:
        raise InvalidInput.of("size", size, f"dataset {dataset.number} has {dataset.units} units")
    agent = Agent(dataset.number, size, wish.scale, wish.cost)
    if one.series.config.gate == NOBODY:
        session.output.warn(found.NO_GATE.format(one.series.name))
    reading = one.matched.reading
    datasets = [earlier.dataset for earlier in reading.agents]
    replaces = reading.entries[datasets.index(agent.dataset)] if agent.dataset in datasets else None
    costs = [
        ("each partner costs you", session.tokens(agent.cost)),
        ("your scale", f"{format_scale(agent.scale)} times the table"),
    ]
    if replaces is not None:
        costs.append(("replaces", f"entry {replaces}, which is for the same dataset"))
    title = f"{session.sender_name} would share {size:,} units of dataset {dataset.number} in {target.slot}:"
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
