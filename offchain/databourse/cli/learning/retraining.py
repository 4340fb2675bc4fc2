"""Training cells of a table again, and comparing them with what was posted."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.cli.learning import cells, found, link, tables
from databourse.cli.learning.found import LearningRound
from databourse.cli.progress import progress
from databourse.cli.session import Session
from databourse.errors import Refused
from databourse.market.learning.statement import Statement
from databourse.mechanisms.learning.table import Table
from databourse.runner.client import RunnerClient


def retrain_cells(session: Session, slot: str, words: Sequence[str], url: str | None) -> None:
    """Trains cells of the table of the round that SLOT means again.

    Raises:
        UsageError: no runner is known.
        NotFound: no such slot, or the runner did not train it.
        InvalidInput: no such cell.
        NetworkError: the runner does not answer.
        Refused: it is no learning round, or no table is posted.
    """
    one = found.read(session, slot)
    statement = require_posted(one)
    masks = [cells.parse_cell(session, one, statement, word) for word in words]
    runner = link.of_round(one, url)
    measured, agrees = _measured(one, statement, runner)
    counts = trained_again(session, one, runner, masks)
    best = measured.closure()
    rows, shown, wrong = [], [], []
    for mask, count in counts.items():
        told, name = int(measured.correct[mask]), cells.told(session, one, statement, mask)
        right = count == told
        if not right:
            wrong.append(mask)
        rows.append((name, mask, count, told, int(best.correct[mask]), "the same" if right else "differs"))
        fields = {"counted": told, "closed": int(best.correct[mask]), "same": right}
        shown.append({"cell": mask, "parties": name.split("+"), "again": count, **fields})
    session.output.table(["set", "cell>", "again>", "counted>", "in the table>", "it is"], rows)
    _tell_verdict(session, one, wrong, agrees)
    session.output.result(
        {
            "series": one.series.number,
            "round": one.round.number,
            "validation_size": statement.size,
            "posted_is_published": agrees,
            "cells": shown,
        }
    )


def require_posted(one: LearningRound) -> Statement:
    """The statement that counts, of somebody who is present.

    Raises:
        Refused: there is none.
    """
    statement = one.statement
    if statement is None or not statement.parties:
        what = "no table of it is posted" if statement is None else "nobody's data were present in it"
        raise Refused(f"there is no cell of {one.slot}: {what}", f"see `bourse learning show {one.slot}`")
    return statement


def trained_again(session: Session, one: LearningRound, runner: RunnerClient, masks: Sequence[int]) -> dict[int, int]:
    """The counts of cells, one after the other."""
    counts = {}
    with progress(session, "cells", len(masks), time_left=True) as advance:
        for mask in masks:
            counts[mask] = runner.retrain(one.series.number, one.round.number, mask)
            advance(1)
    return counts


def _measured(one: LearningRound, statement: Statement, runner: RunnerClient) -> tuple[Table, bool]:
    """The table as the runner counted it, and whether the posted one is its closure."""
    measured = tables.published(runner.tables(one.series.number, one.round.number), "measured")
    if measured is None or measured.parties != statement.parties:
        present = 0 if measured is None else measured.parties
        raise Refused(
            f"the runner tells a table of {present} parties, and in the posted one {statement.parties} are present",
            _to_arbiter(one),
        )
    own = Statement.of(measured.closure(), statement.present, one.params.max_parties)
    return measured, own.unsigned == statement.unsigned


def _tell_verdict(session: Session, one: LearningRound, wrong: Sequence[int], agrees: bool) -> None:
    if not agrees:
        session.output.warn(f"the posted table is not the one that the runner publishes. {_to_arbiter(one, 'all')}")
    if wrong:
        which = " ".join(map(str, wrong))
        session.output.warn(f"cells differ: {which}. {_to_arbiter(one, which)}")
    elif agrees:
        session.output.say("What was trained again is what the posted table says.")


def _to_arbiter(one: LearningRound, which: str = "all") -> str:
    if one.arbiter is None:
        return f"{one.slot} has no arbiter: nobody can replace its table"
    words = "".join(f" --retrain {word}" for word in which.split())
    return f"send its arbiter, {one.arbiter}, this: bourse learning decide {one.slot}{words}"
