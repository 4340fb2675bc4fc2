"""learning: what a round needs to be settled, or proposed and challenged, told and proven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import factorial
from typing import Any

from databourse.errors import InvalidInput, NoOutcome
from databourse.market.challenging import Objection, Unavailable
from databourse.market.entries import Entry
from databourse.market.learning.blocks import Row, rows_of, unpack_rows, worths
from databourse.market.learning.explain import explain
from databourse.market.learning.outcome import Outcome
from databourse.market.learning.params import LearningParams
from databourse.market.learning.proposal import commitment_of, objections
from databourse.market.learning.reading import Reading, flaw_of_counts, no_outcome, read_round, require_statement
from databourse.market.learning.statement import TABLE, Statement
from databourse.market.learning.tables import TABLES, Tables
from databourse.market.learning.words import unpack_counts
from databourse.market.mechanism import Explanation, Money, Pointers, Solution
from databourse.market.phases import Phases
from databourse.market.posts import Post
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.learning.literal import pay_by_definition, shapley_by_subsets, v_by_definition
from databourse.mechanisms.learning.market import single_task
from databourse.mechanisms.learning.payments import Payments, pay
from databourse.mechanisms.learning.table import Table


class LearningRule:
    """Learning together, by a table that a runner signed.

    The outcome is unique: checked completely up to twelve parties, beyond that proposed.
    """

    name = "learning"

    def __init__(self, tables: Tables = TABLES) -> None:
        """Takes where to find tables of which a round has only the root."""
        self._tables = tables

    def encode_params(self, options: Mapping[str, Any]) -> bytes:
        """The round's `params` from named options; see `LearningParams.of`."""
        return LearningParams.of(options).encode()

    def decode_params(self, params: bytes) -> Mapping[str, Any]:
        """The named options in `params`."""
        return LearningParams.decode(params).options()

    def describe(self, params: bytes) -> str:
        """One line for people."""
        found = LearningParams.decode(params)
        try:
            model = found.training().model
        except InvalidInput:
            model = "a model that nobody can read"
        proposed = f"a proposer stakes {found.bond} base units" if found.proposed else "settled at once"
        return (
            f"{self.name} ({model}; up to {found.max_parties} parties; an accuracy of 1 costs {found.budget} base "
            f"units; {proposed})"
        )

    def phases(self, params: bytes) -> Phases:
        """A statement is posted; outcomes of many parties are proposed."""
        return Phases(bond=LearningParams.decode(params).bond, posts=True)

    def solve(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,  # noqa: ARG002 - nothing is delivered but models
        *,
        posts: Sequence[Post] = (),
        independent: bool = False,
    ) -> Solution[Outcome]:
        """What everybody pays and earns by the statement that counts.

        Raises:
            NoOutcome: no statement counts, or its table is not its own closure.
            Unavailable: the statement has only the root of a table, and that is not known here.
        """
        reading = read_round(entries, params, posts)
        statement = require_statement(reading)
        table = self._table(statement, reading)
        rows = rows_of(table.correct, table.parties) if table and reading.params.proposed else ()
        if table is None:
            worth: Sequence[int] = ()
        elif independent:
            worth = _worth_by_definition(table)
        else:
            worth = single_task(table).shapley_numerators
        return _solution(reading, statement, worth, table, rows, independent)

    def resolve(
        self,
        entries: Sequence[Entry],
        params: bytes,
        posts: Sequence[Post],
        alloc: bytes,
        *,
        independent: bool = False,
    ) -> Solution[Outcome]:
        """The money of what `alloc` claims of the table; without a bond, the only outcome there is.

        Raises:
            InvalidInput: `alloc` claims nothing that could be proposed.
            NoOutcome: no statement counts, or nothing follows from it.
        """
        reading = read_round(entries, params, posts)
        if not reading.params.proposed:
            return self.solve(entries, params, {}, posts=posts, independent=independent)
        statement = require_statement(reading)
        rows = unpack_rows(alloc, statement.parties)
        alone = [own for own, _ in statement.pairs]
        worth = worths(rows, alone, statement.pairs[0][1] if alone else 0)
        return _solution(reading, statement, worth, self._known_table(statement), rows, independent)

    def commitment(self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes) -> bytes:
        """What the checker's `commit` answers for this outcome.

        Raises:
            InvalidInput: as for `resolve`.
        """
        return commitment_of(self.resolve(entries, params, posts, alloc).detail)

    def objections(
        self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes
    ) -> Iterator[Objection]:
        """Everything that refutes this outcome; nothing iff it is the rule's.

        Raises:
            InvalidInput: as for `resolve`.
            Unavailable: the table is not known here.
        """
        outcome = self.resolve(entries, params, posts, alloc).detail
        if not outcome.reading.params.proposed:
            return iter(())
        return objections(outcome, self._words(outcome.statement))

    def explain(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        index: int,
        money: Money,
        *,
        posts: Sequence[Post] = (),
        alloc: bytes | None = None,
    ) -> Explanation:
        """Why entry `index` fared as it did, in the outcome that `alloc` names, or else in the one that is found.

        Raises:
            InvalidInput: as for `resolve`.
        """
        reading = read_round(entries, params, posts)
        try:
            if alloc is None:
                solution = self.solve(entries, params, pointers, posts=posts)
            else:
                solution = self.resolve(entries, params, posts, alloc)
        except (NoOutcome, Unavailable) as error:
            return explain(entries[index], reading, error.message, money)
        return explain(entries[index], reading, solution.detail, money)

    def _words(self, statement: Statement) -> bytes:
        """The words of the table that a statement is about.

        Raises:
            Unavailable: it is not known here.
        """
        return statement.body if statement.kind == TABLE else self._tables.find(statement.root, statement.parties)

    def _table(self, statement: Statement, reading: Reading) -> Table | None:
        """The table that an outcome follows from; None if nobody is present.

        Raises:
            NoOutcome: it is not its own closure, or not what the statement says of it.
            Unavailable: it is not known here.
        """
        counts = unpack_counts(self._words(statement))
        if wrong := flaw_of_counts(counts, statement):
            raise no_outcome(reading.params, wrong)
        return _table_of(counts, statement)

    def _known_table(self, statement: Statement) -> Table | None:
        """The table behind a proposal, if it is known here and an outcome can follow from it."""
        try:
            counts = unpack_counts(self._words(statement))
        except Unavailable:
            return None
        return None if flaw_of_counts(counts, statement) else _table_of(counts, statement)


def _table_of(counts: Ints, statement: Statement) -> Table | None:
    parties = statement.parties
    return Table.of(parties, counts[: 1 << parties], statement.size) if parties else None


def _worth_by_definition(table: Table) -> list[int]:
    worth = v_by_definition([table.accuracy(mask) for mask in range(1 << table.parties)])
    unit = factorial(table.parties) * table.validation_size
    return [int(value * unit) for value in shapley_by_subsets(worth, table.parties)]


def _solution(
    reading: Reading,
    statement: Statement,
    worth: Sequence[int],
    table: Table | None,
    rows: tuple[Row, ...],
    independent: bool,
) -> Solution[Outcome]:
    budget, size = reading.params.budget, max(statement.size, 1)
    alone, together = [own for own, _ in statement.pairs], [whole for _, whole in statement.pairs]
    if independent:
        counts = [Fraction(own, size) for own in alone]
        everybody = Fraction(together[0] if together else 0, size)
        payments: Payments = pay_by_definition(counts, everybody, [Fraction(one) for one in worth], budget)
    else:
        payments = pay(alone, together, size, worth, budget)
    outcome = Outcome(reading, statement, tuple(worth), payments, table, rows)
    return Solution(outcome.debits(), outcome.credits(), outcome.alloc(), b"", {}, outcome)
