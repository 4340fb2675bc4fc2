"""The audit replay: everything the chain paid, found again from its log.

Every settled round is solved again and compared to the last base unit, with the slow literal form of the rule too when
asked; hashes that the chain keeps are recomputed; all accounts are added up and compared with the tokens held.
Differences are reported, never raised: a damaged log is what an audit is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from databourse.errors import BourseError, NotFound
from databourse.market import terms
from databourse.market.entries import log_word, unpack_amounts
from databourse.market.events import Event, hex_of, in_order
from databourse.market.ledger import Balance, Ledger
from databourse.market.mechanism import by_checker
from databourse.market.report import Difference, Report, RoundCheck
from databourse.market.rounds import History, Round, Series, Settled
from databourse.market.terms import Status

#: What reading a damaged log can raise, besides our own errors.
_DAMAGE = (BourseError, KeyError, IndexError, TypeError, ValueError, OverflowError)


@dataclass(frozen=True)
class ChainView:
    """What the chain itself says, for comparison. Whatever is None or left out is not compared.

    Attributes:
        chain_id: of the chain.
        market: address of the Market.
        now: timestamp of the block at which all of this was read.
        rules: name of the rule of each known checker, by checksummed address.
        held: `Market.held()`.
        tokens: the token's balance of the Market.
        accounts: `accountOf` by (series, checksummed address).
        logs: log word by (series, round).
        contexts: `contextOf` likewise.
        statuses: `statusOf` likewise.
        complete: whether the events are all since the Market was deployed; sums mean nothing otherwise.
    """

    chain_id: int
    market: str
    now: int
    rules: Mapping[str, str]
    held: int | None = None
    tokens: int | None = None
    accounts: Mapping[tuple[int, str], Balance] = field(default_factory=dict)
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
    _read_blocks(ordered, report)
    try:
        history = History(ordered)
    except _DAMAGE as damage:
        _differ(report, "the log", "events of a Market", f"something else: {damage!r}")
        return report
    if view.complete:
        for event in history.stray:
            _differ(report, f"event {event.name}", "a round that was opened before it", "none", event)
    for event in history.doubled:
        _differ(report, f"slot {event.args['slot']}", "one settlement", "another one", event)
    for series in history.series.values():
        _replay_series(series, view, report, progress)
    _replay_money(ordered, history, view, report)
    return report


def _read_blocks(events: Iterable[Event], report: Report) -> None:
    for event in events:
        digest = hex_of(event.block_hash)
        known = report.blocks.setdefault(event.block, digest)
        if known != digest:
            _differ(report, f"hash of block {event.block}", known, digest, event)


def _replay_series(series: Series, view: ChainView, report: Report, progress: Callable[[Round], None] | None) -> None:
    pointers: dict[int, int] = {}
    config_hash = series.config.hash()
    expected = 1 if view.complete or not series.rounds else series.rounds[0].number
    for one in series.rounds:
        name = f"{series.number}/{one.number}"
        _compare(report, f"series {series.number}: number of the next round", expected, one.number, one.opened)
        expected = one.number + 1
        _check_hashes(one, config_hash, view, report)
        status = one.status(view.now)
        if known := view.statuses.get((one.series, one.number)):
            place = f"series {one.series} round {one.number}: status"
            _compare(report, place, status.label, known.label, one.settled.event if one.settled else one.opened)
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
    _compare(report, f"{place}: terms hash", one.terms.hash(config_hash), one.terms_hash, one.opened)
    context = terms.context(view.chain_id, view.market, one.series, one.number, one.terms_hash)
    key = one.series, one.number
    if key in view.contexts:
        _compare(report, f"{place}: context", context, view.contexts[key], one.opened)
    if key in view.logs:
        last = one.sources[-1] if one.sources else one.opened
        try:
            word = log_word(context, one.entries)
        except _DAMAGE as damage:
            _differ(report, f"{place}: entries", "entries that a Market records", repr(damage), last)
            return
        _compare(report, f"{place}: log word over {len(one.entries)} entries", word, view.logs[key], last)


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
        _compare(report, f"{place}: allocation", solution.alloc, settled.alloc, settled.event)
        _compare(report, f"{place}: surplus", solution.surplus, settled.surplus, settled.event)
        _compare(report, f"{place}: fees", fee * len(one.entries), settled.fees, settled.event)
        if report.independent:
            literal = mechanism.solve(one.entries, one.terms.params, pointers, independent=True)
            for what in ("debits", "credits", "alloc", "pointers"):
                fast, slow = getattr(solution, what), getattr(literal, what)
                if fast != slow:
                    _differ(report, f"{place}: {what} of the fast solver", f"{slow} (literal form)", f"{fast}")
    except _DAMAGE as damage:
        _differ(report, place, "a settlement that can be read", repr(damage), settled.event)
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
        _differ(report, f"{place} {number}, entry {index}{who}", _amount(right), _amount(found), event)
        return  # everything after it is shifted


def _amount(item: tuple[int, int] | None) -> str:
    return "nothing" if item is None else f"{item[1]} for entry {item[0]}"


def _replay_money(events: list[Event], history: History, view: ChainView, report: Report) -> None:
    if not view.complete:
        return
    try:
        ledger = Ledger(events, history, view.now)
    except _DAMAGE as damage:
        _differ(report, "the accounts", "events of a Market", f"something else: {damage!r}")
        return
    for posting in ledger.overdrawn:
        place = f"series {posting.series}: {posting.reason} of {posting.account}"
        _differ(report, place, "at most what the account has", f"{-min(posting.free, posting.locked)}", posting.event)
    balances = ledger.balances()
    report.accounts, report.held = len(balances), ledger.held
    _compare(report, "sum of all accounts, against what was paid in and not out", ledger.held, ledger.total())
    if view.held is not None:
        _compare(report, "held()", ledger.held, view.held)
    if view.tokens is not None and view.tokens < ledger.held:
        # more is no difference: anyone can send tokens without depositing them
        _differ(report, "tokens of the Market", f"at least {ledger.held}", str(view.tokens))
    for (series, account), found in view.accounts.items():
        right = ledger.balance(series, account)
        _compare(report, f"series {series}: free balance of {account}", right.free, found.free)
        _compare(report, f"series {series}: locked balance of {account}", right.locked, found.locked)


_Value = int | bytes | str


def _compare(report: Report, place: str, expected: _Value, found: _Value, event: Event | None = None) -> None:
    if expected != found:
        _differ(report, place, _shown(expected), _shown(found), event)


def _shown(value: _Value) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)


def _differ(report: Report, place: str, expected: str, found: str, event: Event | None = None) -> None:
    block, tx = (event.block, hex_of(event.tx)) if event else (None, None)
    report.differences.append(Difference(place, expected, found, block, tx))
