"""Entering an agent in a round for money: what it sells, what each buyer costs it, and what data are worth to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from databourse.cli import entering
from databourse.cli.entering import OpenRound
from databourse.cli.session import Session
from databourse.cli.sharing import offered
from databourse.cli.sharing.found import SharingRound
from databourse.cli.sharing.units import SCALE
from databourse.cli.sharing.wishing import Wish
from databourse.errors import InvalidInput, Refused, UsageError
from databourse.market.sharing import SHARING_COSTS
from databourse.market.sharing.money.inputs import Named, Report
from databourse.market.sharing.money.outcome import Outcome
from databourse.market.sharing.money.params import MoneyParams


@dataclass(frozen=True)
class _Costs:
    """What buyers cost a seller, base units: all of them, and some by account."""

    cost: int
    exceptions: Named


def report_money(session: Session, target: OpenRound, one: SharingRound, wish: Wish) -> None:
    """Enters an agent of the sender in a round for money.

    Raises:
        UsageError: options that do not belong to the round's rule, or missing ones.
        NotFound: no such dataset, or nobody of a name.
        InvalidInput: the dataset is not what the series admits, or has fewer units; the table cannot be; somebody is
            named twice, or oneself.
        Refused: the round is full, the dataset is somebody else's, not enough money, or a contract says no.
    """
    params = one.params
    assert isinstance(params, MoneyParams)
    if wish.scale is not None:
        raise UsageError(f"{one.slot} is for money, and a table or values need no scale", "leave --scale out")
    if wish.dataset is None and wish.table is None and not wish.values:
        raise UsageError("neither --dataset nor --table is there", "say what you sell, what data are worth, or both")
    if wish.dataset is None and wish.size is not None:
        raise UsageError("--size is of a dataset", "name it with --dataset")
    costs = _costs(session, one, params, wish)
    additive = _named(session, "value", wish.values) if wish.values else None
    if additive is not None and wish.table is not None:
        raise UsageError("--table and --value are both there", "data are worth what lots are, or what sellers are")
    _require_room(target, params, one)
    number, lots = _offered(session, one, params, wish)
    table = tuple(value * SCALE for value in wish.table or (0,))
    if table[0]:
        raise InvalidInput.of("table[0]", session.tokens(table[0]), "must be 0: it is what no data are worth")
    report = Report(number, lots, params.lot, costs.cost, table[1:], additive, costs.exceptions)
    payload = report.encode()
    if one.mechanism is not SHARING_COSTS and not report.is_concave:
        raise InvalidInput(
            "table adds more for a later lot than for an earlier one, and such a report does not count",
            "let each lot add at most as much as the one before it",
        )
    same = _replaced(session, one, number)
    sells = f"sells {lots:,} lot{'s' * (lots != 1)} of dataset {number}" if lots else "sells nothing"
    buys = f"for whom data are worth up to {session.tokens(report.most)}" if report.most else "and buys nothing"
    title = f"{session.sender_name} {sells} in {target.slot}, {buys}:"
    told = _told(session, one, report, lots, same)
    entered = entering.enter(session, target, title, payload, report.most, told, wish.top_up, payload=True)
    session.output.result(
        {
            **entering.entered_json(target, entered, report.most),
            "dataset": number,
            "lots": lots,
            **values_json(report),
            "replaces": same,
        }
    )


def values_json(report: Report) -> dict[str, Any]:
    """What data are worth to an agent and what buyers cost it, for programs; in base units, parties by account."""
    return {
        "table": [str(value) for value in (0, *report.table)],
        "values": None if report.additive is None else {who: str(value) for who, value in report.additive},
        "cost": str(report.cost),
        "exceptions": {who: str(cost) for who, cost in report.exceptions},
    }


def _costs(session: Session, one: SharingRound, params: MoneyParams, wish: Wish) -> _Costs:
    if one.mechanism is not SHARING_COSTS:
        if wish.cost is not None or wish.cost_for:
            raise UsageError(
                f"in {one.slot} everybody's cost is {session.tokens(params.amount)}",
                "leave --cost and --cost-for out; rounds that are opened with --any-costs take them",
            )
        if wish.values:
            raise UsageError(
                f"in {one.slot} data are worth what lots are",
                "give a --table; rounds that are opened with --any-costs take --value",
            )
        return _Costs(params.amount, ())
    if wish.dataset is None:
        if wish.cost is not None or wish.cost_for:
            raise UsageError(
                "--cost and --cost-for are of who sells", "name what you sell with --dataset, or leave them out"
            )
        return _Costs(0, ())
    if wish.cost is None:
        raise UsageError("--cost is missing", "say what each buyer costs you, --cost 0 if nothing")
    return _Costs(wish.cost, _named(session, "cost for", wish.cost_for))


def _named(session: Session, field: str, said: Sequence[tuple[str, int]]) -> Named:
    """Amounts by account, in the order in which reports have them.

    Raises:
        InvalidInput: somebody is named twice, or oneself.
        NotFound: nobody has a name.
    """
    found: dict[str, int] = {}
    for name, amount in said:
        who = session.address(name)
        if who == session.address():
            raise InvalidInput.of(field, name, "that is you, and nobody buys from oneself", "leave it out")
        if who in found:
            raise InvalidInput.of(field, name, "that account is named twice", "give one amount for it")
        found[who] = amount
    return tuple(sorted(found.items(), key=lambda item: int(item[0], 16)))


def _require_room(target: OpenRound, params: MoneyParams, one: SharingRound) -> None:
    view = target.view
    if view.count >= view.max_entries:
        hint = "wait for the next round"
        if one.mechanism is SHARING_COSTS and not params.amount:
            hint += "; its operator can open one for more with --any-costs --bond, whose outcome is proposed"
        raise Refused(f"{target.slot} takes {view.max_entries} entries and has them", hint)


def _offered(session: Session, one: SharingRound, params: MoneyParams, wish: Wish) -> tuple[int, int]:
    """The dataset that is sold, and whole lots of it; 0 both if nothing is."""
    if wish.dataset is None:
        return 0, 0
    dataset = offered.own(session, one, wish.dataset)
    units = offered.units(dataset, wish.size)
    lots = units // params.lot
    if not lots or (wish.size is not None and units % params.lot):
        rule = f"lots of {one.slot} are of {params.lot:,} units, and only whole ones are sold"
        raise InvalidInput.of("size", units, rule)
    return dataset.number, lots


def _replaced(session: Session, one: SharingRound, number: int) -> list[int]:
    """The entries that the new one replaces."""
    sender = session.address()
    assert isinstance(one.outcome, Outcome)
    return [
        index
        for index, earlier in zip(one.agents, one.outcome.reading.reports, strict=True)
        if one.round.entries[index].who == sender or (number and earlier.dataset == number)
    ]


def _told(
    session: Session, one: SharingRound, report: Report, lots: int, replaced: Sequence[int]
) -> list[tuple[str, str]]:
    """What the report says, a line for each; and a warning of those who have not reported."""
    costs = [("each buyer costs you", session.tokens(report.cost))] if lots else []
    costs += [(f"{session.person(who)} costs you", session.tokens(cost)) for who, cost in report.exceptions]
    worth = [(f"{session.person(who)}'s data are worth", session.tokens(value)) for who, value in report.additive or ()]
    here = {one.round.entries[index].who for index in one.agents}
    absent = {who: None for who, _ in (*report.exceptions, *(report.additive or ())) if who not in here}
    if absent:
        names = ", ".join(map(session.person, absent))
        session.output.warn(f"so far no report of {names} counts in {one.slot}; what you say of them waits for theirs")
    return [*costs, *worth, *(("replaces", f"entry {index}") for index in replaced)]
