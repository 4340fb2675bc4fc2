"""How `bourse learning train` reads, trains, and tells what came of it."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from databourse.cli.output import Output
from databourse.cli.progress import progress
from databourse.cli.session import Session
from databourse.errors import BourseError, InvalidInput
from databourse.files import write_whole
from databourse.mechanisms.json_objects import money_to_json

if TYPE_CHECKING:
    from databourse.learning import Measured, Problem, Trainer
    from databourse.mechanisms.learning import Table


@dataclass(frozen=True)
class Wish:
    """The command's options."""

    label: str | None
    model: str
    settings: tuple[str, ...]
    threshold: float | None
    budget: int
    memo: Path | None
    jobs: int
    out: Path | None


def trained(session: Session, files: Sequence[Path], tasks: Sequence[Path], wish: Wish) -> None:
    """Train, and write the instance.

    Raises:
        NotFound: there is no such file.
        InvalidInput: a file or an option is malformed, or a model cannot be trained.
        BourseError: something cannot be written, scikit-learn is not installed, or training was interrupted.
    """
    try:
        problem, measured = _trained(session, files, tasks, wish)
    except KeyboardInterrupt:
        hint = f"the same command goes on from {wish.memo}" if wish.memo else "with --memo it could go on later"
        raise BourseError("stopped", hint) from None
    kept, tables = _selected(measured.tables, wish.threshold)
    text = json.dumps(_instance(tables, wish.budget))
    if wish.out:
        write_whole(wish.out, text + "\n")
    if session.output.json or not wish.out:
        click.echo(text)
        return
    _tell(session.output, problem, measured, tables, kept)
    session.output.say(f"The instance is {wish.out}: `bourse solve learning {wish.out}` divides the money.")


def _trained(session: Session, files: Sequence[Path], tasks: Sequence[Path], wish: Wish) -> tuple[Problem, Measured]:
    from databourse.learning import Memo, Problem, measure, read_rows

    trainer = _trainer(wish)
    parties = [read_rows(file, wish.label) for file in files]
    problem = Problem.of(parties, [read_rows(file, wish.label) for file in tasks], list(map(str, files)))
    _warn(problem)
    total = (1 << len(parties)) - 1
    with (
        warnings.catch_warnings(),
        Memo(wish.memo) as memo,
        progress(session, "sets of parties", total, time_left=True) as advance,
    ):
        warnings.filterwarnings("ignore", message=".*have been cancelled")  # joblib, of work that was interrupted
        return problem, measure(problem, trainer, memo=memo, jobs=wish.jobs, advance=advance)


def _trainer(wish: Wish) -> Trainer:
    from databourse.learning.trainer import trainer_of

    return trainer_of(wish.model, dict(map(_setting, wish.settings)))


def _setting(text: str) -> tuple[str, Any]:
    name, mark, value = text.partition("=")
    if not (name and mark):
        raise InvalidInput.of("set", text, "it must be NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _warn(problem: Problem) -> None:
    # always to standard error, since standard output may be the instance
    output = Output()
    for number, rows in enumerate(problem.parties):
        for other in range(number):
            if problem.parties[other].digest == rows.digest:
                output.warn(f"{problem.names[number]} has the same data as {problem.names[other]}")
    if problem.unknown_labels:
        shown = ", ".join(problem.unknown_labels[:10])
        output.warn(f"no party has rows with the label {shown}: no model gets those right")


def _selected(tables: Sequence[Table], threshold: float | None) -> tuple[list[int], list[Table]]:
    """Which data each task has, as masks, and its table with those."""
    from databourse.mechanisms.learning import select

    if threshold is None:
        return [len(table.correct) - 1 for table in tables], list(tables)
    kept = [select(table, threshold) for table in tables]
    return kept, [table.restricted(mask) for table, mask in zip(tables, kept, strict=True)]


def _instance(tables: Sequence[Table], budget: int) -> dict[str, Any]:
    money = money_to_json(budget)
    if len(tables) == 1:
        counts, size = tables[0].correct.tolist(), tables[0].validation_size
        return {"parties": tables[0].parties, "correct": counts, "validation_size": size, "budget_per_unit": money}
    return {
        "parties": len(tables),
        "tasks": [{"owner": owner, "correct": table.correct.tolist()} for owner, table in enumerate(tables)],
        "validation_size": [table.validation_size for table in tables],
        "budget_per_unit": money,
        "weighting": "gap",
    }


def _tell(output: Output, problem: Problem, measured: Measured, tables: Sequence[Table], kept: Sequence[int]) -> None:
    output.say(f"{measured.trained} models trained, {measured.known} known.")
    rows = []
    for party, name in enumerate(problem.names):
        task = party if len(tables) > 1 else 0
        closed = tables[task].closure()
        alone, together = (float(closed.accuracy(mask)) for mask in (1 << party, -1))
        used = kept[task].bit_count()
        rows.append((name, f"{len(problem.parties[party]):,}", f"{alone:.3f}", f"{together:.3f}", used))
    output.table(["data", "rows>", "accuracy alone>", "together>", "parties' data used>"], rows)
