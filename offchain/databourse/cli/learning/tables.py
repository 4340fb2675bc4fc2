"""The table behind a statement, and whether the statement is one that the round's checker takes."""

from __future__ import annotations

from typing import Any

from databourse.chain import kept_tables
from databourse.cli.learning import link
from databourse.cli.learning.found import LearningRound
from databourse.errors import InvalidInput, Refused
from databourse.market.challenging import Unavailable
from databourse.market.learning.reading import flaw, flaw_of_counts
from databourse.market.learning.statement import TABLE, Statement
from databourse.market.learning.tables import TABLES
from databourse.market.learning.words import WordTree, pack_counts, unpack_counts
from databourse.mechanisms.learning.table import Table


def published(told: dict[str, Any], which: str) -> Table | None:
    """One of the tables that a runner tells: "measured" or "closed"; None if nobody was present.

    Raises:
        InvalidInput: it is none.
    """
    try:
        if told[which] is None:
            return None
        parties, size = int(told["parties"]), int(told["validation_size"])
        counts = unpack_counts(bytes.fromhex(str(told[which]).removeprefix("0x")))
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"the runner tells no {which} table: {error!r}") from error
    return Table.of(parties, counts[: 1 << parties], size)


def fetch(one: LearningRound, url: str | None) -> None:
    """Gets the table behind a statement that has only its root, and keeps it on this machine.

    Raises:
        UsageError: it is not here, and no runner is known.
        NetworkError: the runner does not answer.
        Refused: the runner has another table.
    """
    statement = one.statement
    if statement is None or statement.kind == TABLE or not statement.parties or _is_here(statement):
        return
    told = link.to(url, one.params.runner).tables(one.series.number, one.round.number)
    table = published(told, "closed")
    if table is None or WordTree(pack_counts(table.correct)).root != statement.root:
        raise Refused(
            f"the runner has another table than the one whose root the statement about {one.slot} has",
            "ask whoever signed the statement for the table",
        )
    kept_tables.keep(pack_counts(table.correct))


def check(one: LearningRound, statement: Statement, table: Table | None) -> None:
    """Makes sure that a statement can be settled with, before it is posted.

    Args:
        one: the round.
        statement: signed.
        table: that the statement is about.

    Raises:
        Refused: somebody else signed it, it has parties that the round has not, or it is not about this table, or the
            table is not its own closure.
    """
    signer = statement.signer(one.context, one.inputs)
    if signer != one.params.runner:
        raise Refused(
            f"the statement is signed by {signer or 'nobody'}, and not by the runner of {one.slot}, "
            f"{one.params.runner}, for the entries that {one.slot} has",
            "was the chain set back? ask the runner to train again",
        )
    require_sound(one, statement, table)


def require_sound(one: LearningRound, statement: Statement, table: Table | None) -> None:
    """The part of `check` that looks at what is said, whoever says it.

    Raises:
        Refused: as for `check`.
    """
    fault = flaw(statement, len(one.parties))
    if not fault and table is not None:
        fault = flaw_of_counts(unpack_counts(pack_counts(table.correct)), statement)
    if fault:
        raise Refused(f"no contract accepts the statement: {fault}", "do not post it")
    own = Statement.of(table, statement.present, one.params.max_parties)
    if own.unsigned != statement.unsigned:
        raise Refused("the statement is not about the table that comes with it", "do not post it")


def _is_here(statement: Statement) -> bool:
    try:
        TABLES.find(statement.root, statement.parties)
    except Unavailable:
        return False
    return True
