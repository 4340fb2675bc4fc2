"""Running a book under the rules, and telling what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from databourse.cli import seed
from databourse.cli.progress import progress
from databourse.cli.session import Session
from databourse.cli.simulation import for_programs, outcome, privacy, rule_options, view
from databourse.cli.slot.subject import Subject, read_subject
from databourse.mechanisms.double_auction.analysis.lies import Misreport, Misreports
from databourse.mechanisms.double_auction.analysis.simulation import Effort, Simulated, draws, simulate
from databourse.mechanisms.double_auction.analysis.welfare import best_gains
from databourse.mechanisms.double_auction.options import check_seed

#: Orders that all solves of one search for lies may look at together: some seconds.
_MOST_WORK = 300_000
#: With more, so few lies can be tried in some seconds that a search says nothing.
_MOST_ORDERS = 2_000


@dataclass(frozen=True)
class Wish:
    """What a simulation should do.

    Attributes:
        said: the options of the rules, by parameter name; None where nothing was said.
        draws: of the rules that draw.
        seed_file: that keeps their seed.
        lies: solves that may look for lies; None for as many as take some seconds.
        verified: whether quality and supply are.
        plot: where to draw.
    """

    said: Mapping[str, Any]
    draws: int
    seed_file: Path | None
    lies: int | None
    verified: bool
    plot: Path | None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Wish:
        """From all parameters of the command."""
        rest = dict(said)
        own = (rest.pop("draws"), rest.pop("seed_file"), rest.pop("lies"), not rest.pop("unverified"), rest.pop("plot"))
        return cls(rest, *own)


def compare(session: Session, slot: str | None, file: str | None, rules: Sequence[str], wish: Wish) -> None:
    """Simulates the book of the slot or the file, and tells the results; of a single rule the whole outcome.

    Raises:
        UsageError: which book, or an option that no rule has a use for.
        NotFound: no such slot or file, or nothing in it.
        InvalidInput: a malformed file or a value that a rule does not take.
    """
    if wish.plot:
        from databourse.market.double_auction.picture import require_format

        require_format(wish.plot)
    subject = read_subject(session, slot, file)
    own = dict(subject.options)
    given = own.pop("seed", None)
    options = rule_options.chosen_options(rules, own, wish.said, subject.unit)
    drawn, is_new = _seed(rules, given, wish.seed_file)
    effort = Effort(wish.draws, _solves(session, subject) if wish.lies is None else wish.lies, wish.verified)

    results = []
    for rule in rules:
        watch = partial(_watched, session, rule)
        results.append(simulate(rule, subject.bids, subject.asks, options[rule], drawn, effort, watch))
    best = best_gains(subject.bids, subject.asks)
    if is_new:
        session.output.say(f"A new seed is kept in {wish.seed_file}; keep it secret.")
    _tell(session, subject, results, best)
    if wish.plot:
        from databourse.market.double_auction.comparison_plot import save_comparison

        save_comparison(subject.name, results, best, subject.unit.name, 10**subject.unit.decimals, wish.plot)
        session.output.say(f"Drawn to {wish.plot}.")
    session.output.result(for_programs.comparison(subject, results, best, effort))


def _solves(session: Session, subject: Subject) -> int:
    orders = len(subject.bids) + len(subject.asks)
    if orders <= _MOST_ORDERS:
        return _MOST_WORK // orders
    session.output.warn(f"nobody looked for lies among {orders:,} orders; --lies N does, with N solves a rule")
    return 0


def _seed(rules: Sequence[str], given: object, file: Path | None) -> tuple[bytes, bool]:
    if not any(map(draws, rules)):
        return b"", False
    if file is None and given is not None:
        return check_seed(given), False
    return seed.new_or_kept(file)


def _tell(session: Session, subject: Subject, results: Sequence[Simulated], best: int) -> None:
    if len(results) == 1:
        outcome.tell_outcome(session.output, subject, results[0])
        if draws(results[0].rule):
            privacy.tell_privacy(session.output, subject, results[0])
    view.tell_comparison(session.output, subject, results, best)
    view.tell_lies(session.output, subject, results)


def _watched(session: Session, rule: str, tries: Misreports) -> Iterator[Misreport]:
    """The misreports, with a bar while they are tried."""
    with progress(session, f"{rule}: looking for lies", len(tries)) as advance:
        for tried in tries:
            yield tried
            advance(1)
