"""What a market trains: the data sets of parties, and one validation set for all of them or one for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from databourse.errors import InvalidInput
from databourse.learning.rows import Floats, Rows
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.learning.subsets import members


@dataclass(frozen=True, eq=False)
class Problem:
    """Parties and tasks; `of` checks and builds it.

    Attributes:
        parties: their data, which may be equal: that is what copies are.
        tasks: one validation set, or one for each party.
        names: of the parties, for people.
    """

    parties: tuple[Rows, ...]
    tasks: tuple[Rows, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, parties: Sequence[Rows], tasks: Sequence[Rows], names: Sequence[str] | None = None) -> Problem:
        """The problem of these data sets.

        Raises:
            InvalidInput: there is no party, there is neither one task nor one for each, a data set has other columns
                than the first, or two parties have the same name.
        """
        called = tuple(names) if names is not None else tuple(f"party {number}" for number in range(len(parties)))
        if not parties:
            raise InvalidInput("there is no party, but somebody must bring data")
        if len(called) != len(parties):
            raise InvalidInput(f"there are {len(called)} names, but {len(parties)} parties")
        for number, name in enumerate(called):
            if name in called[:number]:
                raise InvalidInput.of(f"names[{number}]", name, "another party has that name already")
        if len(tasks) not in (1, len(parties)):
            rule = f"there must be one, or one for each of the {len(parties)} parties"
            raise InvalidInput(f"there are {len(tasks)} validation sets, but {rule}")
        columns = parties[0].columns
        sets = [*zip(called, parties, strict=True), *((f"validation set {i}", rows) for i, rows in enumerate(tasks))]
        for name, rows in sets:
            if rows.columns != columns:
                raise InvalidInput(f"{name} has {rows.columns} features, but {called[0]} has {columns}")
        return cls(tuple(parties), tuple(tasks), called)

    @cached_property
    def labels(self) -> list[str]:
        """All labels that a party has, in order: what a model can answer."""
        return sorted(set(np.concatenate([rows.labels for rows in self.parties]).tolist()))

    @property
    def unknown_labels(self) -> list[str]:
        """Labels of a validation set that no party has; their rows are wrong whatever is trained."""
        return sorted(set(np.concatenate([rows.labels for rows in self.tasks]).tolist()) - set(self.labels))

    @cached_property
    def codes(self) -> list[Ints]:
        """The labels of each party as places in `labels`."""
        return [np.searchsorted(self.labels, rows.labels) for rows in self.parties]

    @cached_property
    def task_codes(self) -> list[Ints]:
        """The same of each validation set; −1 for a label that no party has."""
        codes = []
        for rows in self.tasks:
            places = np.minimum(np.searchsorted(self.labels, rows.labels), len(self.labels) - 1)
            codes.append(np.where(np.array(self.labels)[places] == rows.labels, places, -1))
        return codes

    @cached_property
    def asked(self) -> Floats:
        """The features of all validation sets, one after the other."""
        return np.concatenate([rows.features for rows in self.tasks])

    @property
    def starts(self) -> Ints:
        """Where in `asked` each validation set begins."""
        return np.cumsum([0, *map(len, self.tasks)])[:-1]

    def in_order(self, mask: int) -> list[int]:
        """The parties of a set by the hash of their data, so that a model does not depend on who is called what."""
        return sorted(members(mask), key=lambda party: (self.parties[party].digest, party))

    def pooled(self, mask: int) -> tuple[Floats, Ints]:
        """Features and codes of all data of a set of parties."""
        order = self.in_order(mask)
        features = np.concatenate([self.parties[party].features for party in order])
        return features, np.concatenate([self.codes[party] for party in order])
