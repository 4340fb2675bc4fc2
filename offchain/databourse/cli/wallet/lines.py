"""Lines of a statement: for a table, for a spreadsheet, and for programs."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TextIO

from databourse.accounts.statement import Line
from databourse.chain.accounts import CHAINS
from databourse.chain.refusals import clock
from databourse.cli.session import Session
from databourse.money import format_tokens

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
    "kind",
    "chain",
    "licence",
)
"""Of the CSV file; amounts are tokens with a decimal point. New ones go to the end."""

Names = Mapping[int, str]
"""Of series, by number."""


def tell(session: Session, lines: Sequence[Line], names: Names) -> None:
    """Shows a table."""
    session.output.table(
        ["time", "where", "entry>", "what", "free>", "locked>", "then free>", "then locked>", "block>"],
        [
            (
                clock(line.time),
                _where(line, names),
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


def _where(line: Line, names: Names) -> str:
    """What a line is about, for people: `temperature/7`, or `chain 2, licence 7`."""
    about = line.about
    if line.kind == CHAINS:
        return CHAINS if about.chain is None else f"chain {about.chain}, licence {about.licence}"
    return f"{names[line.series]}/{about.round}" if about.round else names[line.series]


def _signed(amount: int) -> str | None:
    """A change with its sign; nothing for none."""
    return f"{'+' if amount > 0 else ''}{format_tokens(amount)}" if amount else None


def write(output: TextIO, lines: Sequence[Line], names: Names) -> None:
    """Writes CSV."""
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        told = as_dict(line, names)
        amounts = {name: format_tokens(getattr(line, name)) for name in _AMOUNTS}
        time = datetime.fromtimestamp(line.time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        told |= {"time": time, "name": _plain(told["name"]), **amounts}
        writer.writerow(told[column] for column in COLUMNS)


def _plain(name: str) -> str:
    """A name that no spreadsheet takes for a formula: names come from strangers."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


_AMOUNTS = ("free", "locked", "free_after", "locked_after")


def as_dict(line: Line, names: Names) -> dict[str, Any]:
    """For programs: money in base units, None where a line has no such thing."""
    of_chains = line.kind == CHAINS
    return {
        "time": line.time,
        "series": None if of_chains else line.series,
        "name": CHAINS if of_chains else names[line.series],
        "round": line.about.round or None,
        "entry": line.about.entry,
        "what": line.reason,
        **{name: str(getattr(line, name)) for name in _AMOUNTS},
        "block": line.block,
        "transaction": line.tx,
        "kind": line.kind,
        "chain": line.about.chain,
        "licence": line.about.licence,
    }
