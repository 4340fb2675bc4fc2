"""One party enters several times: with copies of data and task, or with tasks that its data solve already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.learning.market import Market, Weighting, multi_task, single_task
from databourse.mechanisms.learning.subsets import MOST_PARTIES
from databourse.mechanisms.learning.table import Table


@dataclass(frozen=True, slots=True)
class Attack:
    """What a party nets alone and with more identities, all of them together, in accuracy.

    Attributes:
        honest: b_i − a_i of the party in the market as it is.
        attacking: the sum of that over all of its identities.
        deposits: what the further identities deposit, in accuracy: 1 − G each.
    """

    honest: Fraction
    attacking: Fraction
    deposits: Fraction

    @property
    def profit(self) -> Fraction:
        """What the attack adds; it pays if that is above 0."""
        return self.attacking - self.honest


def with_copies(table: Table, party: int, copies: int) -> Table:
    """The table when so many copies of a party come last: who has a copy has the party's data, and no more.

    Raises:
        InvalidInput: there is no such party, or more than 24 identities in all.
    """
    check_integer("party", party, 0, table.parties - 1)
    check_integer("copies", copies, 0, MOST_PARTIES - table.parties)
    masks = np.arange(1 << (table.parties + copies))
    originals = (masks & ((1 << table.parties) - 1)) | np.where(masks >> table.parties, 1 << party, 0)
    return Table(table.parties + copies, table.correct[originals], table.validation_size)


def copy_single_task(table: Table, party: int, copies: int) -> Attack:
    """Copies in a market with one task."""
    return _attack(single_task(table), single_task(with_copies(table, party, copies)), party)


def copy_multi_task(
    tables: Sequence[Table],
    party: int,
    copies: int,
    weighting: Weighting = "gap",
    counts_copied_tasks: bool = True,
) -> Attack:
    """Copies of data and task in a market with a task each.

    Args:
        tables: task i's at place i.
        party: who copies itself.
        copies: how often.
        weighting: as for `multi_task`.
        counts_copied_tasks: whether the copies' tasks are in the first sum, as they are where nobody can tell copies.
    """
    more = [with_copies(table, party, copies) for table in tables]
    counted = None if counts_copied_tasks else range(len(tables))
    attacked = multi_task([*more, *[more[party]] * copies], weighting, counted)
    return _attack(multi_task(tables, weighting), attacked, party)


def phantom_tasks(tables: Sequence[Table], party: int, phantoms: int, weighting: Weighting = "gap") -> Attack:
    """Identities with the party's own data, and tasks that these data solve and no others do: their fee is 0.

    A label of one's own is enough for that. By the literal w such tasks make the party's data worth more, and cost
    nothing; weighted by gaps they count for nothing.
    """
    more = [with_copies(table, party, phantoms) for table in tables]
    owned = 1 << party | ((1 << phantoms) - 1) << len(tables)
    masks = np.arange(1 << (len(tables) + phantoms))
    solved = Table(len(tables) + phantoms, ((masks & owned) != 0).astype(np.int64), 1)
    return _attack(multi_task(tables, weighting), multi_task([*more, *[solved] * phantoms], weighting), party)


def _attack(honest: Market, attacked: Market, party: int) -> Attack:
    extra = range(honest.parties, attacked.parties)
    nets = attacked.net
    deposits = sum((1 - Fraction(attacked.alone[identity], attacked.whole) for identity in extra), Fraction())
    return Attack(honest.net[party], nets[party] + sum(nets[identity] for identity in extra), deposits)
