"""Everything that happened to somebody's money: a table, a CSV file, or JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from databourse.accounts.statement import Line, merged
from databourse.chain import history
from databourse.chain.accounts import CHAINS
from databourse.cli.session import Session
from databourse.cli.values import parse_duration
from databourse.cli.wallet import lines as forms
from databourse.errors import InvalidInput, NotFound, UsageError
from databourse.market.history import History
from databourse.market.ledger import Ledger
from databourse.market.statement import statement
from databourse.resale import ledger as resale
from databourse.resale.book import Book

STANDARD_OUTPUT = "-"


@dataclass(frozen=True)
class Filter:
    """Which lines are shown. The balances are right whatever is left out.

    Attributes:
        series: name or number of a series, or `chains` for the account of those; None for all.
        slot: a round; None for all.
        chain: number of a resale chain; None for all.
        since: a date or a duration before now; None for the beginning.
    """

    series: str | None
    slot: str | None
    chain: int | None
    since: str | None


def show_history(session: Session, name: str | None, chosen: Filter, file: str | None) -> None:
    """Shows the lines that are chosen; with `file` they go there as CSV."""
    if file and session.output.json:
        raise UsageError("--csv and --json cannot be joined", "choose one of them")
    _require_one(chosen)
    who, now = session.address(name), session.connection.now()
    since = parse_since(chosen.since, now) if chosen.since else 0
    is_chosen = _chooser(session, chosen)
    names = {info.number: info.name for info in session.exchange.series_list()}
    lines = [line for line in _lines(session, who, now) if line.time >= since and is_chosen(line)]
    if file:
        _write(session, file, lines, names)
    elif lines:
        forms.tell(session, lines, names)
    else:
        session.output.say(f"Nothing happened to the accounts of {name or session.sender_name}.")
    session.output.result({"address": who, "lines": [forms.as_dict(line, names) for line in lines]})


def parse_since(text: str, now: int) -> int:
    """Seconds since 1970 of `2026-11-01`, `2026-11-01T12:30` (UTC), or of a duration before now such as `7d`.

    Raises:
        InvalidInput: it is neither.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            return now - parse_duration(text, "since")
        except InvalidInput:
            hint = "write it like 2026-11-01, 2026-11-01T12:30 (UTC) or 7d"
            raise InvalidInput.of("since", text, "must be a date or a duration", hint) from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _require_one(chosen: Filter) -> None:
    if chosen.series and chosen.slot:
        raise UsageError("--series and --slot cannot be joined", "a slot names its series")
    if chosen.chain is not None and (chosen.series or chosen.slot):
        raise UsageError("--chain cannot be joined with --series or --slot", "no chain is in a series")


def _chooser(session: Session, chosen: Filter) -> Callable[[Line], bool]:
    """Whether a line concerns the series, the round or the chain that is asked for."""
    exchange = session.exchange
    if chosen.chain is not None:
        if not 1 <= chosen.chain <= exchange.read(exchange.resale.functions.chainCount()):
            raise NotFound(f"there is no chain {chosen.chain}", "see `bourse chain list`")
        return lambda line: line.about.chain == chosen.chain
    if chosen.slot:
        slot, number = history.find_slot(exchange, chosen.slot)
        return lambda line: line.kind != CHAINS and (line.series, line.about.round) == (slot.number, number)
    if chosen.series == CHAINS:
        return lambda line: line.kind == CHAINS
    if chosen.series:
        series = history.find_series(exchange, chosen.series).number
        return lambda line: line.kind != CHAINS and line.series == series
    return lambda _: True


def _lines(session: Session, who: str, now: int) -> list[Line]:
    """Of both contracts, in the order in which everything happened."""
    exchange, times = session.exchange, session.connection.times_of
    read = exchange.events(to_block=session.connection.head())
    of_market = [event for event in read if event.address == exchange.deployment.market]
    of_chains = [event for event in read if event.address == exchange.deployment.resale]
    rounds = History(of_market)
    in_series = statement(Ledger(of_market, rounds, now), rounds, who, times, now)
    return merged(in_series, resale.statement(resale.Ledger(of_chains, Book(of_chains)), who, times))


def _write(session: Session, file: str, lines: Sequence[Line], names: forms.Names) -> None:
    if file == STANDARD_OUTPUT:
        forms.write(sys.stdout, lines, names)
        return
    try:
        with Path(file).open("w", encoding="utf-8", newline="") as output:
            forms.write(output, lines, names)
    except OSError as error:
        raise InvalidInput(f"{file} cannot be written: {error.strerror}", "choose another file") from error
    session.output.say(f"Wrote {len(lines)} lines to {file}.")
