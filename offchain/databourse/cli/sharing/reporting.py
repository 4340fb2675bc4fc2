"""Entering an agent in a sharing round: checked before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.chain.records import Dataset
from databourse.cli import admissible, entering
from databourse.cli.entering import OpenRound
from databourse.cli.session import Session
from databourse.cli.sharing import found
from databourse.cli.sharing.found import SharingRound
from databourse.cli.sharing.units import SCALE, format_scale
from databourse.errors import InvalidInput, Refused, UsageError
from databourse.market.series_config import NOBODY
from databourse.market.sharing.match import MatchRule
from databourse.market.sharing.match.inputs import Agent
from databourse.market.sharing.match.playing import Matched
from databourse.market.sharing.money.inputs import Report
from databourse.market.sharing.money.outcome import Outcome
from databourse.market.sharing.money.params import MoneyParams


@dataclass(frozen=True)
class Wish:
    """What the command's options said: the scale in millionths, the cost in base units, the table in millionths."""

    dataset: int | None
    size: int | None
    scale: int | None
    cost: int | None
    table: tuple[int, ...] | None
    top_up: bool


def report_agent(session: Session, slot: str, wish: Wish) -> None:
    """Enters an agent of the sender in the round that SLOT means.

    Raises:
        UsageError: options that do not belong to the round's rule, or missing ones.
        NotFound: no such slot or dataset.
        InvalidInput: the dataset is not what the series admits, or has fewer units, or the table cannot be.
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
        _report_money(session, target, one, wish)


def _report_match(session: Session, target: OpenRound, one: SharingRound, wish: Wish) -> None:
    if wish.table is not None:
        raise UsageError(f"{one.slot} is a round of data for data: it has its table", "leave --table out")
    if wish.dataset is None or wish.cost is None:
        raise UsageError(f"{'--dataset' if wish.dataset is None else '--cost'} is missing", "see `--help`")
    dataset = _own(session, one, wish.dataset)
    scale = SCALE if wish.scale is None else wish.scale
    agent = Agent(dataset.number, _units(dataset, wish.size), scale, wish.cost)
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


def _report_money(session: Session, target: OpenRound, one: SharingRound, wish: Wish) -> None:
    params = MoneyParams.decode(one.round.terms.params)
    if wish.scale is not None or wish.cost is not None:
        raise UsageError(
            f"{one.slot} is for money: everybody's cost is {session.tokens(params.amount)}, and a table needs no scale",
            "leave --scale and --cost out",
        )
    if wish.dataset is None and wish.table is None:
        raise UsageError("neither --dataset nor --table is there", "say what you sell, what data are worth, or both")
    if wish.dataset is None and wish.size is not None:
        raise UsageError("--size is of a dataset", "name it with --dataset")
    number, lots = 0, 0
    if wish.dataset is not None:
        dataset = _own(session, one, wish.dataset)
        units = _units(dataset, wish.size)
        number, lots = dataset.number, units // params.lot
        if not lots or (wish.size is not None and units % params.lot):
            rule = f"lots of {one.slot} are of {params.lot:,} units, and only whole ones are sold"
            raise InvalidInput.of("size", units, rule)
    table = tuple(value * SCALE for value in wish.table or (0,))
    if table[0]:
        raise InvalidInput.of("table[0]", session.tokens(table[0]), "must be 0: it is what no data are worth")
    report = Report(number, lots, params.lot, params.amount, table[1:])
    payload = report.encode()
    if not report.is_concave:
        raise InvalidInput(
            "table adds more for a later lot than for an earlier one, and such a report does not count",
            "let each lot add at most as much as the one before it",
        )
    sender = session.address()
    assert isinstance(one.outcome, Outcome)
    same = [
        index
        for index, earlier in zip(one.agents, one.outcome.reading.reports, strict=True)
        if one.round.entries[index].who == sender or (number and earlier.dataset == number)
    ]
    costs = [("each buyer costs you", session.tokens(params.amount))] if lots else []
    costs += [("replaces", f"entry {index}") for index in same]
    sells = f"sells {lots:,} lots of dataset {number}" if lots else "sells nothing"
    buys = f"for whom data are worth up to {session.tokens(report.most)}" if report.most else "and buys nothing"
    title = f"{session.sender_name} {sells} in {target.slot}, {buys}:"
    entered = entering.enter(session, target, title, payload, report.most, costs, wish.top_up, payload=True)
    session.output.result(
        {
            **entering.entered_json(target, entered, report.most),
            "dataset": number,
            "lots": lots,
            "table": [str(value) for value in table],
            "replaces": same,
        }
    )


def _own(session: Session, one: SharingRound, number: int) -> Dataset:
    """The dataset, if it is the sender's and the series admits it."""
    exchange = session.exchange
    dataset = exchange.dataset(number)
    if dataset.owner != session.address():
        raise Refused(
            f"dataset {dataset.number} is {session.person(dataset.owner)}'s: only its owner shares it",
            "act as its owner with --from, or register data of yours with `bourse dataset register`",
        )
    if one.series.config.gate == exchange.deployment.registry:
        admissible.require_policy(session, one.series, dataset, exchange.policy(one.series.number))
    return dataset


def _units(dataset: Dataset, size: int | None) -> int:
    if size is not None and size > dataset.units:
        raise InvalidInput.of("size", size, f"dataset {dataset.number} has {dataset.units} units")
    return dataset.units if size is None else size
