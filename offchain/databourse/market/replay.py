"""The audit replay: everything the chain paid, found again from its log.

Every settled round is solved again and compared to the last base unit, with the slow literal form of the rule too when
asked; hashes that the chain keeps are recomputed; all accounts are added up and compared with the tokens held.
Differences are reported, never raised: a damaged log is what an audit is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from databourse.accounts.checking import AccountsView, check_accounts
from databourse.accounts.findings import DAMAGE
from databourse.errors import NotFound
from databourse.events import Event, in_order
from databourse.market import terms
from databourse.market.entries import log_word, unpack_amounts
from databourse.market.history import History
from databourse.market.ledger import Ledger
from databourse.market.mechanism import by_checker
from databourse.market.outcomes import Settled
from databourse.market.report import Report, RoundCheck
from databourse.market.rounds import Round, Series
from databourse.market.terms import Status


@dataclass(frozen=True)
class ChainView(AccountsView):
    """What the chain itself says of a Market, for comparison. Whatever is None or left out is not compared.

    Attributes:
        chain_id: of the chain.
        market: address of the Market.
        now: timestamp of the block at which all of this was read.
        rules: name of the rule of each known checker, by checksummed address.
        logs: log word by (series, round).
        contexts: `contextOf` likewise.
        statuses: `statusOf` likewise.
        complete: whether the events are all since the Market was deployed; sums mean nothing otherwise.
    """

    chain_id: int
    market: str
    now: int
    rules: Mapping[str, str]
    logs: Mapping[tuple[int, int], bytes] = field(default_factory=dict)
    contexts: Mapping[tuple[int, int], bytes] = field(default_factory=dict)
    statuses: Mapping[tuple[int, int], Status] = field(default_factory=dict)
    complete: bool = True


def replay(
    events: Iterable[Event],
    view: ChainView,
    *,
    independent: bool = False,
    progress: Callable[[Round], None] | None = None,
) -> Report:
    """Replays a Market's log.

    Args:
        events: all events of the Market in some range of blocks.
        view: what to compare with.
        independent: also solves each round with the slow literal form.
        progress: called before each settled round is solved.
    """
    ordered = in_order(events)
    report = Report(view.chain_id, view.market, independent)
    report.read_blocks(ordered)
    try:
        history = History(ordered)
    except DAMAGE as damage:
        report.differ("the log", "events of a Market", f"something else: {damage!r}")
        return report
    if view.complete:
        for event in history.stray:
            report.differ(f"event {event.name}", "a round that was opened before it", "none", event)
    for event in history.misplaced:
        place = "series {} round {}".format(*terms.split_slot(event.args["slot"]))
        report.differ(f"{place}: {event.name}", "no such event in a round of that state", "one", event)
    for series in history.series.values():
        _replay_series(series, view, report, progress)
    _replay_money(ordered, history, view, report)
    return report


def _replay_series(series: Series, view: ChainView, report: Report, progress: Callable[[Round], None] | None) -> None:
    pointers: dict[int, int] = {}
    config_hash = series.config.hash()
    expected = 1 if view.complete or not series.rounds else series.rounds[0].number
    for one in series.rounds:
        name = f"{series.number}/{one.number}"
        report.compare(f"series {series.number}: number of the next round", expected, one.number, one.opened)
        expected = one.number + 1
        _check_hashes(one, config_hash, view, report)
        status = one.status(view.now)
        if known := view.statuses.get((one.series, one.number)):
            place = f"series {one.series} round {one.number}: status"
            report.compare(place, status.label, known.label, one.settled.event if one.settled else one.opened)
        if status is Status.ABORTED:
            report.aborted.append(name)
        elif one.settled is None:
            report.open.append(name)
        else:
            if progress:
                progress(one)
            _check_settled(one, one.settled, series.config.fee, pointers, view, report)


def _check_hashes(one: Round, config_hash: bytes, view: ChainView, report: Report) -> None:
    place = f"series {one.series} round {one.number}"
    report.compare(f"{place}: terms hash", one.terms.hash(config_hash), one.terms_hash, one.opened)
    context = terms.context(view.chain_id, view.market, one.series, one.number, one.terms_hash)
    key = one.series, one.number
    if key in view.contexts:
        report.compare(f"{place}: context", context, view.contexts[key], one.opened)
    if key in view.logs:
        last = one.sources[-1] if one.sources else one.opened
        try:
            word = log_word(context, one.entries)
        except DAMAGE as damage:
            report.differ(f"{place}: entries", "entries that a Market records", repr(damage), last)
            return
        report.compare(f"{place}: log word over {len(one.entries)} entries", word, view.logs[key], last)


def _check_settled(
    one: Round, settled: Settled, fee: int, pointers: dict[int, int], view: ChainView, report: Report
) -> None:
    place = f"series {one.series} round {one.number}"
    try:
        mechanism = by_checker(view.rules, one.terms.checker)
    except NotFound as unknown:
        report.unchecked.append(f"{one.series}/{one.number}: {unknown}")
        return
    before = len(report.differences)
    try:
        solution = mechanism.solve(one.entries, one.terms.params, pointers)
        _compare_amounts(report, f"{place}: debit", solution.debits, settled.debits, one, settled.event)
        _compare_amounts(report, f"{place}: credit", solution.credits, settled.credits, one, settled.event)
        report.compare(f"{place}: allocation", solution.alloc, settled.alloc, settled.event)
        report.compare(f"{place}: surplus", solution.surplus, settled.surplus, settled.event)
        report.compare(f"{place}: fees", fee * len(one.entries), settled.fees, settled.event)
        if report.independent:
            literal = mechanism.solve(one.entries, one.terms.params, pointers, independent=True)
            for what in ("debits", "credits", "alloc", "pointers"):
                fast, slow = getattr(solution, what), getattr(literal, what)
                if fast != slow:
                    report.differ(f"{place}: {what} of the fast solver", f"{slow} (literal form)", f"{fast}")
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
            debits=len(solution.debits),
            credits=len(solution.credits),
            debited=sum(amount for _, amount in solution.debits),
            credited=sum(amount for _, amount in solution.credits),
            fees=settled.fees,
            independent=report.independent,
            agrees=len(report.differences) == before,
        )
    )


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


def _replay_money(events: list[Event], history: History, view: ChainView, report: Report) -> None:
    if not view.complete:
        return
    with report.reading("the accounts", "events of a Market"):
        check_accounts(Ledger(events, history, view.now), view, report, "Market", lambda series: f"series {series}")
