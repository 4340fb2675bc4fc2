"""A search for the best balanced matrix that can be stopped, written down and taken up again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.compiled import Ints, compiled
from databourse.mechanisms.resale.flat import FlatModel
from databourse.mechanisms.resale.kernel import TOLERANCE, Chain, Floats, room
from databourse.mechanisms.resale.optimise import chance
from databourse.mechanisms.resale.optimise.evolution import evolve
from databourse.mechanisms.resale.optimise.matrices import dimensions

#: Members for each coordinate of a point.
MEMBERS_EACH = 15
MOST_TRADES = 32

LIMITS = {"seed": (0, 2**63 - 1), "restarts": (1, 1_000_000), "generations": (1, 1_000_000)}


@dataclass(frozen=True)
class Settings:
    """What is searched, and for how long; the same settings find the same matrix.

    Attributes:
        zeros: whether shares may be 0. Without, as in the paper, every player before a trade has a share in it.
        seed: every random choice follows from it.
        restarts: how many populations are evolved, one after the other, each from members drawn anew. None: 1, or 5
            with zeros, since the best plateaus there can be so small that a population misses them.
        generations: how often each of them evolves.

    Raises:
        InvalidInput: if a number is out of range.
    """

    zeros: bool = False
    seed: int = 0
    restarts: int | None = None
    generations: int = 100

    def __post_init__(self) -> None:
        if self.restarts is None:
            object.__setattr__(self, "restarts", 5 if self.zeros else 1)
        for name, (least, most) in LIMITS.items():
            value = getattr(self, name)
            if type(value) is not int or not least <= value <= most:
                raise InvalidInput.of(name, value, f"it must be an integer from {least} to {most:,}")


class Search:
    """Differential evolution on the exact welfare, from equal shares (AVE) on.

    Args:
        model: whose welfare is maximised, in floats.
        settings: what is searched.
        kept: what `state` returned, to go on from there.

    Raises:
        InvalidInput: if what was kept is of another model or of other settings (but for more restarts), or is damaged;
            or the chain is longer than 32 trades.
    """

    def __init__(self, model: FlatModel, settings: Settings, kept: Any = None) -> None:
        if model.trades > MOST_TRADES:
            raise InvalidInput.of("the number of trades", model.trades, f"a search takes at most {MOST_TRADES}")
        self.settings = settings
        self.restart = 0
        self.generation = 0
        self.best: Floats = np.empty(0)
        self.best_welfare = -np.inf
        self._chain = model.chain
        self._digest = _digest(model.chain)
        size = dimensions(model.trades)
        self._members: Floats = np.empty((MEMBERS_EACH * size, size))
        self._welfare: Floats = np.empty(len(self._members))
        self._chance: Ints = chance.start(settings.seed, 0)
        if kept is not None:
            self._take_up(kept)

    @property
    def total(self) -> int:
        """Generations in all, those before drawn members are improved counted as one."""
        return (self.settings.restarts or 1) * (self.settings.generations + 1)

    @property
    def done(self) -> int:
        """How many of them are behind."""
        return self.restart * (self.settings.generations + 1) + self.generation

    @property
    def evaluations(self) -> int:
        """How many matrices were solved."""
        return self.done * len(self._members)

    def steps(self) -> Iterator[None]:
        """Runs to the end, and yields after each generation."""
        kernel, work = compiled(evolve), room(self._chain)
        shares = np.zeros(len(self._chain.dense) * (len(self._chain.dense) + 1))
        while self.done < self.total:
            fresh = self.generation == 0
            if fresh:
                self._chance = chance.start(self.settings.seed, self.restart)
                self._members[0] = 1.0  # equal coordinates are equal shares
                self._welfare[:] = -np.inf
            kernel(
                self._chain,
                work,
                shares,
                TOLERANCE,
                self.settings.zeros,
                fresh,
                self._members,
                self._welfare,
                self._chance,
            )
            self._note_best()
            self.generation += 1
            if self.generation > self.settings.generations:
                self.restart, self.generation = self.restart + 1, 0
            yield

    def _note_best(self) -> None:
        leader = int(self._welfare.argmax())
        # by more than rounding: plateaus are wide, and the first matrix on one is as good as any
        if self._welfare[leader] > self.best_welfare + TOLERANCE * abs(self._welfare[leader]):
            self.best, self.best_welfare = self._members[leader].copy(), float(self._welfare[leader])

    def state(self) -> dict[str, Any]:
        """All that a search of the same model and settings needs to go on, as plain JSON values."""
        return {
            "model": self._digest,
            "settings": asdict(self.settings),
            "restart": self.restart,
            "generation": self.generation,
            "best": self.best.tolist(),
            "best_welfare": self.best_welfare,
            "members": self._members.tolist(),
            "welfare": self._welfare.tolist(),
            "chance": self._chance.tolist(),
        }

    def _take_up(self, kept: Any) -> None:
        damaged = InvalidInput("this is no search that was kept", "remove it, to begin anew")
        try:
            if kept["model"] != self._digest:
                raise InvalidInput("the search that was kept is of another model", "keep each search in its own file")
            for name, value in asdict(self.settings).items():
                if name != "restarts" and kept["settings"][name] != value:
                    raise InvalidInput(
                        f"the search that was kept has {name} {kept['settings'][name]}, not {value}",
                        "only restarts may change when a search goes on",
                    )
            self.restart, self.generation = int(kept["restart"]), int(kept["generation"])
            self.best, self.best_welfare = np.array(kept["best"], dtype=float), float(kept["best_welfare"])
            for name, mine in (("members", self._members), ("welfare", self._welfare), ("chance", self._chance)):
                given = np.array(kept[name], dtype=mine.dtype)
                if given.shape != mine.shape:
                    raise damaged
                mine[:] = given
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise damaged from error
        if self.done and (self.best.shape != self._members[0].shape or not np.isfinite(self._members).all()):
            raise damaged


def _digest(chain: Chain) -> str:
    digest = hashlib.sha256()
    for column in chain:
        digest.update(str(column.dtype).encode() + column.tobytes())
    return digest.hexdigest()[:16]
