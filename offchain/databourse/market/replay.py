"""The audit replay: everything the chain paid, found again from its log.

Every settled round is solved again and compared to the last base unit, with the slow literal form of the rule too when
asked; hashes that the chain keeps are recomputed; all accounts are added up and compared with the tokens held.
Differences are reported, never raised: a damaged log is what an audit is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from databourse.accounts.checking import check_accounts
from databourse.accounts.findings import DAMAGE
from databourse.events import Event, in_order
from databourse.market import terms
from databourse.market.chain_view import ChainView
from databourse.market.hash_checks import check_hashes
from databourse.market.history import History
from databourse.market.ledger import Ledger
from databourse.market.outcome_checks import check_outcomes
from databourse.market.post_checks import check_posts
from databourse.market.report import Report
from databourse.market.rounds import Round, Series
from databourse.market.terms import Status


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
        history = History(ordered, (view.chain_id, view.market))
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
        check_hashes(one, config_hash, view, report)
        check_posts(one, series.config, view, report)
        status = one.status(view.now)
        if known := view.statuses.get((one.series, one.number)):
            place = f"series {one.series} round {one.number}: status"
            report.compare(place, status.label, known.label, one.settled.event if one.settled else one.opened)
        if status is Status.ABORTED:
            report.aborted.append(name)
        elif one.settled is None:
            report.open.append(name)
        if one.settled and progress:
            progress(one)
        if one.settled or one.proposals:
            check_outcomes(one, series.config.fee, pointers, view, report)


def _replay_money(events: list[Event], history: History, view: ChainView, report: Report) -> None:
    if not view.complete:
        return
    with report.reading("the accounts", "events of a Market"):
        check_accounts(Ledger(events, history, view.now), view, report, "Market", lambda series: f"series {series}")
