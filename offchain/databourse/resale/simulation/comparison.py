"""One model under several matrices: what each leads to, and what came of playing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from databourse.resale.simulation.runs import Average, Run, Sample, average, evaluate

if TYPE_CHECKING:
    from databourse.mechanisms.resale.equilibrium import Equilibrium
    from databourse.mechanisms.resale.model import Model

#: Standard errors between a mean and its expectation that chance alone hardly ever explains, of so many runs or more.
#: Trades that are rare and worth much make figures skewed: a hundred runs would raise an alarm one time in eight.
SUSPICIOUS, FEWEST = 6.0, 1000


@dataclass(frozen=True)
class Compared:
    """One matrix.

    Attributes:
        name: as it was given.
        columns: integer shares of WHOLE, column j at [j - 1].
        expected: its equilibrium.
        runs: chains that were played, none if only expectations are compared.
        sample: what they were worth; None without any.
        chain: number of the chain that they were played in; None without any.
    """

    name: str
    columns: Sequence[Sequence[int]]
    expected: Equilibrium
    runs: Sequence[Run] = ()
    sample: Sample | None = None
    chain: int | None = None

    @property
    def paid(self) -> int:
        """Base units that buyers paid in all runs."""
        return sum(sum(run.prices[: run.trades]) for run in self.runs)


def more_welfare(model: Model, one: Compared, base: Compared) -> Average:
    """How much more welfare one matrix gave than another on the very same draws: a paired difference."""
    ours, theirs = (
        [evaluate(model, [run], compared.columns).welfare.mean for run in compared.runs] for compared in (one, base)
    )
    return average(mine - other for mine, other in zip(ours, theirs, strict=True))


def far_off(one: Compared) -> list[str]:
    """Figures of a large sample that are further from their expectation than chance explains, in words."""
    sample, expected = one.sample, one.expected
    if sample is None or len(one.runs) < FEWEST:
        return []
    figures = [("welfare", sample.welfare, expected.welfare), ("volume", sample.volume, expected.volume)]
    figures += [
        (f"the utility of player {player}", *both)
        for player, both in enumerate(zip(sample.utilities, expected.utilities, strict=True))
    ]
    return [
        name
        for name, found, exact in figures
        if found.error and abs(found.mean - float(exact)) > SUSPICIOUS * found.error
    ]
