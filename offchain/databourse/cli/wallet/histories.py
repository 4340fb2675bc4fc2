"""Everything that happened to somebody's money: a table, a CSV file, or JSON."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from databourse.accounts.statement import Line
from databourse.chain import history
from databourse.chain.refusals import clock
from databourse.cli.session import Session
from databourse.cli.values import parse_duration
from databourse.errors import InvalidInput, UsageError
from databourse.market.ledger import Ledger
from databourse.market.rounds import History
from databourse.market.statement import statement
from databourse.money import format_tokens

STANDARD_OUTPUT = "-"
COLUMNS = (
    "time",
    "series",
    "name",
    "round",
    "entry",
    "what",
    "free",
    "locked",
    "free_after",
    "locked_after",
    "block",
    "transaction",
)
"""Of the CSV file; amounts are tokens with a decimal point."""


@dataclass(frozen=True)
class Filter:
    """Which lines are shown. The balances are right whatever is left out.

    Attributes:
        series: name or number of a series; None for all.
        slot: a round; None for all.
        since: a date or a duration before now; None for the beginning.
    """

    series: str | None
    slot: str | None
    since: str | None


def show_history(session: Session, name: str | None, chosen: Filter, file: str | None) -> None:
    """Shows the lines that are chosen; with `file` they go there as CSV."""
    if file and session.output.json:
        raise UsageError("--csv and --json cannot be joined", "choose one of them")
    who, now = session.address(name), session.connection.now()
    since = parse_since(chosen.since, now) if chosen.since else 0
    series, number = _place(session, chosen)
    names = {info.number: info.name for info in session.exchange.series_list()}
    lines = [
        line
        for line in _lines(session, who, now)
        if line.time >= since and series in (None, line.series) and number in (None, line.about.round)
    ]
    if file:
        _write(session, file, lines, names)
    elif lines:
        _tell(session, lines, names)
    else:
        session.output.say(f"Nothing happened to the accounts of {name or session.sender_name}.")
    session.output.result({"address": who, "lines": [_line_json(line, names) for line in lines]})


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


def _place(session: Session, chosen: Filter) -> tuple[int | None, int | None]:
    """Number of the series and of the round that are asked for."""
    if chosen.series and chosen.slot:
        raise UsageError("--series and --slot cannot be joined", "a slot names its series")
    if chosen.slot:
        info, number = history.find_slot(session.exchange, chosen.slot)
        return info.number, number
    return (history.find_series(session.exchange, chosen.series).number if chosen.series else None), None


def _lines(session: Session, who: str, now: int) -> list[Line]:
    exchange = session.exchange
    read = exchange.events(to_block=session.connection.head())
    events = [event for event in read if event.address == exchange.deployment.market]
    rounds = History(events)
    return statement(Ledger(events, rounds, now), rounds, who, session.connection.times_of, now)


def _tell(session: Session, lines: Sequence[Line], names: dict[int, str]) -> None:
    session.output.table(
        ["time", "slot", "entry>", "what", "free>", "locked>", "then free>", "then locked>", "block>"],
        [
            (
                clock(line.time),
                f"{names[line.series]}/{line.about.round}" if line.about.round else names[line.series],
                line.about.entry,
                line.reason,
                _signed(line.free),
                _signed(line.locked),
                session.tokens(line.free_after),
                session.tokens(line.locked_after),
                line.block,
            )
            for line in lines
        ],
    )


def _signed(amount: int) -> str | None:
    """A change with its sign; nothing for none."""
    return f"{'+' if amount > 0 else ''}{format_tokens(amount)}" if amount else None


def _write(session: Session, file: str, lines: Sequence[Line], names: dict[int, str]) -> None:
    if file == STANDARD_OUTPUT:
        _write_rows(sys.stdout, lines, names)
        return
    try:
        with Path(file).open("w", encoding="utf-8", newline="") as output:
            _write_rows(output, lines, names)
    except OSError as error:
        raise InvalidInput(f"{file} cannot be written: {error.strerror}", "choose another file") from error
    session.output.say(f"Wrote {len(lines)} lines to {file}.")


def _write_rows(output: TextIO, lines: Sequence[Line], names: dict[int, str]) -> None:
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        amounts = map(format_tokens, (line.free, line.locked, line.free_after, line.locked_after))
        place = line.series, _plain(names[line.series]), line.about.round or None, line.about.entry
        time = datetime.fromtimestamp(line.time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        writer.writerow((time, *place, line.reason, *amounts, line.block, line.tx))


def _plain(name: str) -> str:
    """A name that no spreadsheet takes for a formula: names come from strangers."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


def _line_json(line: Line, names: dict[int, str]) -> dict[str, object]:
    return {
        "time": line.time,
        "series": line.series,
        "name": names[line.series],
        "round": line.about.round or None,
        "entry": line.about.entry,
        "what": line.reason,
        "free": str(line.free),
        "locked": str(line.locked),
        "free_after": str(line.free_after),
        "locked_after": str(line.locked_after),
        "block": line.block,
        "transaction": line.tx,
    }
