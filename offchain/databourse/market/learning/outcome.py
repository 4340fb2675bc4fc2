"""The outcome of a learning round: what everybody gains, pays and earns, and how it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from databourse.market.entries import Amounts
from databourse.market.learning.blocks import Row, pack_rows
from databourse.market.learning.parties import Party
from databourse.market.learning.reading import Reading
from databourse.market.learning.statement import Statement
from databourse.mechanisms.learning.attacks.copies import copy_single_task
from databourse.mechanisms.learning.market import Market, single_task
from databourse.mechanisms.learning.payments import Payments
from databourse.mechanisms.learning.table import Table


@dataclass(frozen=True, slots=True)
class Share:
    """What one present party has of the outcome; money in base units.

    Attributes:
        party: who.
        alone: rows of the validation set that the model of its own data gets right.
        gain: how many more everybody's gets right.
        value: what part of all that data are worth its data are: its Shapley value, over all of them.
        fee: what an accuracy of 1 costs, for what its own model lacks, rounded up: the most that it can be charged.
        charge: what its gain costs.
        payout: what its data earn.
        index: L, in accuracy: where it is at most 0 a copy does not pay. None if the table is not known here.
    """

    party: Party
    alone: int
    gain: int
    value: Fraction
    fee: int
    charge: int
    payout: int
    index: Fraction | None

    @property
    def net(self) -> int:
        """Base units that it gets beyond what it pays; negative if it pays more."""
        return self.payout - self.charge


@dataclass(frozen=True)
class Outcome:
    """The outcome in the rule's own terms; everything by present party, in order.

    Attributes:
        reading: who took part.
        statement: that it follows from.
        worth: m! times the Shapley values of v, in counts.
        payments: in base units.
        table: None where only its root is known here.
        rows: what is claimed of the table, where outcomes are proposed.
    """

    reading: Reading
    statement: Statement
    worth: tuple[int, ...]
    payments: Payments
    table: Table | None
    rows: tuple[Row, ...] = ()

    @property
    def alone(self) -> tuple[int, ...]:
        """Counts of the parties' own models."""
        return tuple(own for own, _ in self.statement.pairs)

    @property
    def together(self) -> int:
        """The count of everybody's model; 0 if nobody is present."""
        return self.statement.pairs[0][1] if self.statement.pairs else 0

    @property
    def pot(self) -> int:
        """Base units that change hands."""
        return sum(self.payments.charges)

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """What each present party has of it."""
        whole = sum(self.worth) or 1
        indices = self.market.replication_index if self.market else [None] * len(self.worth)
        return tuple(
            Share(party, own, self.together - own, Fraction(worth, whole), fee, charge, payout, index)
            for party, own, worth, fee, charge, payout, index in zip(
                self.reading.present,
                self.alone,
                self.worth,
                self.payments.fees,
                self.payments.charges,
                self.payments.payouts,
                indices,
                strict=True,
            )
        )

    @cached_property
    def market(self) -> Market | None:
        """What the mechanism makes of the table; None if nobody is present, or the table is not known here."""
        return single_task(self.table) if self.table else None

    def copying(self, share: Share) -> Fraction | None:
        """What one more entry with a copy of a party's data would have added to its net money, in accuracy.

        Copies add nothing to a model here. None if the table is not known here.
        """
        if self.table is None:
            return None
        return copy_single_task(self.table, self.shares.index(share), 1).profit

    def debits(self) -> Amounts:
        """Charges, by entry."""
        return tuple((one.party.entry.index, one.charge) for one in self.shares if one.charge)

    def credits(self) -> Amounts:
        """Payouts, by entry."""
        return tuple((one.party.entry.index, one.payout) for one in self.shares if one.payout)

    def alloc(self) -> bytes:
        """Nothing where everything is checked at once; otherwise the rows."""
        return pack_rows(self.rows)
