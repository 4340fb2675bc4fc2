"""The arbiter's decision about the table of a learning round."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from databourse.chain import kept_tables, posting
from databourse.cli import sending
from databourse.cli.instance_file import parse_json, read_instances
from databourse.cli.learning import cells, found, link, retraining, tables
from databourse.cli.learning.found import LearningRound
from databourse.cli.session import Session
from databourse.errors import InvalidInput, Refused, UsageError
from databourse.market.learning.statement import TABLE, Statement
from databourse.market.learning.words import pack_counts
from databourse.mechanisms.coalition.checking import check_integer, check_list
from databourse.mechanisms.json_objects import check_keys
from databourse.mechanisms.learning.table import Table

_ALL = "all"


def decide_round(session: Session, slot: str, file: Path | None, words: Sequence[str], url: str | None) -> None:
    """Posts the sender's decision about the round that SLOT means.

    Raises:
        UsageError: not one of a file and cells.
        NotFound: no such slot or file, or the runner did not train the round.
        InvalidInput: the file holds no such table, or no such cell.
        NetworkError: the runner does not answer.
        Refused: it is no learning round, the sender is not its arbiter, it is too early or too late, or a contract
            says no.
    """
    if (file is None) != bool(words):
        raise UsageError("what is decided?", "give one of --table and --retrain")
    one = found.read(session, slot)
    _require_arbiter(session, one)
    # refuses now what would be refused when everything is trained
    sender = session.address()
    posting.post(session.exchange, one.series, one.round, b"", sender, session.connection.now())
    measured, present = _from_file(one, file) if file else _trained_again(session, one, words, url)
    closed = measured.closure() if measured else None
    raised = 0 if measured is None or closed is None else int((closed.correct > measured.correct).sum())
    signer = session.signer
    statement = Statement.of(closed, present, one.params.max_parties).signed(
        one.context, one.inputs, lambda message: signer.sign_message(message).expanded()
    )
    tables.require_sound(one, statement, closed)
    before = one.statement
    call = posting.post(session.exchange, one.series, one.round, statement.encode(), sender, session.connection.now())
    title = f"{session.sender_name}, the arbiter of {one.slot}, decides by which table it is settled:"
    told = [
        ("present", ", ".join(session.person(one.parties[number].account) for number in statement.members) or "nobody"),
        ("validation rows", f"{statement.size:,}"),
        ("replaces", _replaces(session, one, before, statement)),
    ]
    if raised:
        told.append(("raised by the closure", f"{raised} of {1 << statement.parties} cells"))
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    session.output.say(f"{one.slot} is settled by this, unless you decide again.")
    if closed is not None and statement.kind != TABLE:
        path = kept_tables.keep(pack_counts(closed.correct))
        session.output.say(f"The chain has the root of your table only; whoever proposes the outcome needs {path}.")
    session.output.result(
        {
            "series": one.series.number,
            "round": one.round.number,
            "statement": "0x" + statement.encode().hex(),
            "present": statement.members,
            "validation_size": statement.size,
            "changes": before is None or before.unsigned != statement.unsigned,
            "raised": raised,
            "transaction": sending.receipt_json(receipt),
        }
    )


def _require_arbiter(session: Session, one: LearningRound) -> None:
    if session.address() == one.params.arbiter:
        return
    if one.arbiter is None:
        raise Refused(
            f"{one.slot} has no arbiter, so nobody decides", "name one for a series: `bourse series create --arbiter`"
        )
    raise Refused(
        f"{session.sender_name} is not the arbiter of {one.slot}: that is {session.person(one.arbiter)}",
        "act as the arbiter with --from",
    )


def _replaces(session: Session, one: LearningRound, before: Statement | None, now: Statement) -> str:
    if before is None:
        return "nothing: no statement of the runner counts so far"
    whose = session.person(before.signer(one.context, one.inputs) or one.params.runner)
    same = " and says the same" if before.unsigned == now.unsigned else ""
    return f"the one of {whose}{same}"


def _trained_again(session: Session, one: LearningRound, words: Sequence[str], url: str | None) -> tuple[Table, int]:
    """What the runner counted, with some cells counted again."""
    runner = link.of_round(one, url)
    state = runner.state(one.series.number, one.round.number)
    if state.statement is None:
        raise Refused(f"the runner has not trained {one.slot} yet", f"`bourse learning train {one.slot}`")
    statement = Statement.decode(state.statement, one.params.max_parties)
    measured = tables.published(runner.tables(one.series.number, one.round.number), "measured")
    if measured is None or measured.parties != statement.parties:
        raise Refused(f"the runner has no table of {one.slot} with cells that could be trained again", None)
    masks = (
        list(range(1, 1 << statement.parties))
        if _ALL in words
        else sorted({cells.parse_cell(session, one, statement, word) for word in words})
    )
    counts = measured.correct.copy()
    for mask, count in retraining.trained_again(session, one, runner, masks).items():
        counts[mask] = count
    changed = [mask for mask in masks if counts[mask] != measured.correct[mask]]
    session.output.say(
        f"{len(masks)} cells trained again, {len(changed)} of them with another count"
        + (f": {', '.join(map(str, changed[:20]))}." if changed else ".")
    )
    return Table.of(statement.parties, counts, measured.validation_size), statement.present


def _from_file(one: LearningRound, path: Path) -> tuple[Table | None, int]:
    """A table as it stands in a file, and who is present in it."""
    told: Any = parse_json(next(read_instances(str(path)), (None, ""))[1])
    check_keys(str(path), told, (), ("present", "validation_size", "correct"))
    if "present" in told:
        present = 0
        for place, number in enumerate(check_list("present", told["present"])):
            bit = 1 << check_integer(f"present[{place}]", number, 0, len(one.parties) - 1)
            if present & bit:
                raise InvalidInput.of(f"present[{place}]", number, "a party is present once")
            present |= bit
    else:
        present = one.statement.present if one.statement else (1 << len(one.parties)) - 1
    if not present:
        return None, 0
    for name in ("validation_size", "correct"):
        if name not in told:
            raise InvalidInput(f"{path} has no {name}", "see `bourse learning decide --help`")
    return Table.of(present.bit_count(), told["correct"], told["validation_size"]), present
