"""The part of the audit replay that finds outcomes again: what was proposed, what fell, and what was paid."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from databourse.accounts.findings import DAMAGE
from databourse.errors import NotFound
from databourse.events import Event
from databourse.market.chain_view import ChainView
from databourse.market.challenging import Challengeable, Objection, Unavailable
from databourse.market.entries import pack_amounts, unpack_amounts
from databourse.market.mechanism import Mechanism, Solution, by_checker
from databourse.market.outcomes import Proposal, Settled
from databourse.market.report import Report, RoundCheck
from databourse.market.rounds import Round
from databourse.market.solving import outcome_of


def check_outcomes(one: Round, fee: int, pointers: dict[int, int], view: ChainView, report: Report) -> None:
    """Compares everything that a round's proposals and settlement say with what the rule makes of the entries.

    Args:
        one: a round that had proposals, or was settled.
        fee: of its series.
        pointers: start pointers that it begins with; a settled round moves them on.
        view: names the rules.
        report: where differences go, and the round if it was settled.
    """
    try:
        mechanism = by_checker(view.rules, one.terms.checker)
    except NotFound as unknown:
        report.unchecked.append(f"{one.series}/{one.number}: {unknown}")
        return
    before = len(report.differences)
    place = f"series {one.series} round {one.number}"
    with report.reading(place, "parameters that a round can have", one.opened):
        phases, terms = mechanism.phases(one.terms.params), one.terms
        second = phases.second is not None
        report.compare(
            f"{place}: whether anything follows the close", str(second), str(terms.has_second_phase), one.opened
        )
        given = terms.challenge_window > 0
        report.compare(f"{place}: whether outcomes are proposed", str(phases.challengeable), str(given), one.opened)
        for number, proposal in enumerate(one.proposals, start=1):
            of_proposal = f"{place}: proposal {number}"
            report.compare(f"{of_proposal}: bond", phases.bond, proposal.bond, proposal.event)
            _check_proposal(one, of_proposal, proposal, mechanism, one.status(view.now).is_final, report)
    if one.settled:
        _check_settled(one, one.settled, fee, pointers, mechanism, report, before)


def _check_proposal(
    one: Round, place: str, proposal: Proposal, mechanism: Mechanism, is_final: bool, report: Report
) -> None:
    """The money is what the rule makes of the alloc, and what fell could be refuted.

    What stands is looked at here while its round is not over; `_check_settled` looks at what was settled.
    """
    if not isinstance(mechanism, Challengeable):
        report.differ(place, "none: outcomes of this rule are settled at once", "one", proposal.event)
        return
    with report.reading(place, "an outcome that can be read", proposal.event):
        arguments = one.entries, one.terms.params, one.posts, proposal.alloc
        solution = mechanism.resolve(*arguments)
        report.compare(f"{place}: debits", pack_amounts(solution.debits), proposal.debits, proposal.event)
        report.compare(f"{place}: credits", pack_amounts(solution.credits), proposal.credits, proposal.event)
        report.compare(f"{place}: commitment", mechanism.commitment(*arguments), proposal.commitment, proposal.event)
        voided = proposal.voided
        if is_final and not voided:
            return
        if voided:
            report.compare(f"{place}: bond that was lost", proposal.bond, voided.bond, voided.event)
        for objection in _first_objection(one, mechanism, proposal.alloc, report):
            if voided and objection is None:
                report.differ(place, "nothing that refutes it", "that it was refuted", voided.event)
            elif objection and not voided:
                report.false_proposals.append(f"{one.series}/{one.number}: {objection.sentence}")


def _first_objection(one: Round, rule: Challengeable, alloc: bytes, report: Report) -> Iterator[Objection | None]:
    """What refutes an outcome, or None if nothing does; nothing at all, and noted, where that cannot be told here."""
    try:
        yield next(rule.objections(one.entries, one.terms.params, one.posts, alloc), None)
    except Unavailable as missing:
        report.unchecked.append(f"{one.series}/{one.number}: {missing.message}")


def _check_settled(
    one: Round,
    settled: Settled,
    fee: int,
    pointers: dict[int, int],
    mechanism: Mechanism,
    report: Report,
    before: int,
) -> None:
    place = f"series {one.series} round {one.number}"
    refuted = None
    try:
        solution = outcome_of(one, mechanism, pointers)
        _compare_amounts(report, f"{place}: debit", solution.debits, settled.debits, one, settled.event)
        _compare_amounts(report, f"{place}: credit", solution.credits, settled.credits, one, settled.event)
        report.compare(f"{place}: allocation", solution.alloc, settled.alloc, settled.event)
        report.compare(f"{place}: surplus", solution.surplus, settled.surplus, settled.event)
        report.compare(f"{place}: fees", fee * len(one.entries), settled.fees, settled.event)
        # some rules propose in some of their rounds only
        if isinstance(mechanism, Challengeable) and mechanism.phases(one.terms.params).challengeable:
            _compare_with_proposal(report, place, one, settled)
            refuted = _refuted(report, place, one, settled, mechanism)
        if report.independent:
            _compare_solvers(report, place, solution, outcome_of(one, mechanism, pointers, independent=True))
    except DAMAGE as damage:
        report.differ(place, "a settlement that can be read", repr(damage), settled.event)
        return
    pointers.update(solution.pointers)
    report.rounds.append(
        RoundCheck(
            series=one.series,
            round=one.number,
            rule=mechanism.name,
            entries=len(one.entries),
            posts=len(one.posts),
            proposals=len(one.proposals),
            debits=len(solution.debits),
            credits=len(solution.credits),
            debited=sum(amount for _, amount in solution.debits),
            credited=sum(amount for _, amount in solution.credits),
            fees=settled.fees,
            independent=report.independent,
            refuted=refuted,
            agrees=len(report.differences) == before,
        )
    )


def _compare_with_proposal(report: Report, place: str, one: Round, settled: Settled) -> None:
    """What was settled is the proposal that nobody refuted, and its proposer has the fees."""
    proposal = one.standing
    if proposal is None:
        report.differ(place, "a proposal that stood when it was settled", "none", settled.event)
        return
    names = ("debits", "credits", "allocation")
    outcome = settled.debits, settled.credits, settled.alloc
    for name, proposed, applied in zip(names, proposal.outcome, outcome, strict=True):
        report.compare(f"{place}: {name} that were proposed", proposed, applied, settled.event)
    report.compare(f"{place}: who has the fees", proposal.proposer, settled.settler, settled.event)


def _refuted(report: Report, place: str, one: Round, settled: Settled, rule: Challengeable) -> str | None:
    """What somebody could have said against the outcome; the contracts only know that nobody did."""
    objection = next(_first_objection(one, rule, settled.alloc, report), None)
    if objection is None:
        return None
    expected = f"that it can be refuted ({objection.sentence.rstrip('.')})"
    report.differ(f"{place}: outcome", expected, "that nobody did", settled.event)
    return objection.sentence


def _compare_solvers(report: Report, place: str, fast: Solution[Any], slow: Solution[Any]) -> None:
    for what in ("debits", "credits", "alloc", "pointers"):
        found, right = getattr(fast, what), getattr(slow, what)
        if found != right:
            report.differ(f"{place}: {what} of the fast solver", f"{right} (literal form)", f"{found}")


def _compare_amounts(
    report: Report, place: str, expected: tuple[tuple[int, int], ...], packed: bytes, one: Round, event: Event
) -> None:
    for number, (right, found) in enumerate(zip_longest(expected, unpack_amounts(packed))):
        if right == found:
            continue
        index = min(amount[0] for amount in (right, found) if amount)
        who = f" ({one.entries[index].who})" if index < len(one.entries) else ""
        report.differ(f"{place} {number}, entry {index}{who}", _amount(right), _amount(found), event)
        return  # everything after it is shifted


def _amount(item: tuple[int, int] | None) -> str:
    return "nothing" if item is None else f"{item[1]} for entry {item[0]}"
