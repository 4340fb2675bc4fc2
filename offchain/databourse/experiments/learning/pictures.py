"""Pictures of digits, and how they are dealt out to parties."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from databourse.learning import Rows
from databourse.learning.images import digits, mnist, split

#: By name: where pictures come from.
DATA: Mapping[str, Callable[[], Rows]] = {"digits": digits, "mnist": mnist}
LABELS = tuple("0123456789")
#: Of markets in which parties are dealt random data.
KINDS = ("different labels", "same labels")


def chance(*words: object) -> np.random.Generator:
    """Random numbers that follow from these words."""
    digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


@lru_cache(maxsize=1)
def pictures(data: str, rows: int) -> Rows:
    """At most so many pictures, drawn at random where there are more.

    Raises:
        NetworkError: MNIST is neither here nor to be had.
        BourseError: scikit-learn is not installed.
    """
    every = DATA[data]()
    return every if rows >= len(every) else split(every, rows)[1]


@dataclass(frozen=True)
class Source:
    """Which pictures, and the seed that divides them."""

    data: str
    rows: int
    seed: int

    def chance(self, *words: object) -> np.random.Generator:
        """Random numbers that follow from the seed and these words."""
        return chance(self.seed, *words)

    def split(self, *words: object) -> tuple[Rows, Rows]:
        """Pictures to train on, and a quarter of all to validate with; another division for other words."""
        every = pictures(self.data, self.rows)
        return split(every, len(every) // 4, int(self.chance("split", *words).integers(1 << 31)))


def dealt(train: Rows, wanted: Sequence[Sequence[str]]) -> list[Rows]:
    """What each party has if the pictures of a label are dealt out to all that want it."""
    owner = np.full(len(train), -1)
    for label in LABELS:
        takers = [party for party, labels in enumerate(wanted) if label in labels]
        if takers:
            places = np.flatnonzero(train.labels == label)
            owner[places] = np.resize(takers, len(places))
    return [chosen(train, owner == party) for party in range(len(wanted))]


def chosen(rows: Rows, kept: npt.NDArray[Any]) -> Rows:
    """The rows of a mask, or at these places."""
    return Rows.of(rows.features[kept], rows.labels[kept])


def joined(parties: Sequence[Rows]) -> Rows:
    """All of these rows, one after the other; those of copies count as often as they come."""
    features = np.concatenate([rows.features for rows in parties])
    return Rows.of(features, np.concatenate([rows.labels for rows in parties]))


def uneven(source: Source, parties: int, *words: object) -> tuple[str, list[Rows], Rows]:
    """A market with data as different as they come, of one kind or the other by the last word, a number.

    *Different labels*: each party has three to six, and a part of the pictures that it can get. *Same labels*: all have
    all ten, some very few pictures and some many.

    Returns:
        The kind, what each party has, and all pictures to validate with.
    """
    train, task = source.split(*words)
    draw = source.chance("parties", *words)
    kind = KINDS[int(str(words[-1])) % 2]
    if kind == KINDS[0]:
        wanted = [draw.choice(LABELS, draw.integers(3, 7), replace=False).tolist() for _ in range(parties)]
        parts = draw.uniform(0.1, 1, parties)
    else:
        wanted = [list(LABELS)] * parties
        parts = 10 ** draw.uniform(-1.5, 0, parties)
    found = dealt(train, wanted)
    kept = [
        draw.permutation(len(rows))[: max(8, int(len(rows) * part))] for rows, part in zip(found, parts, strict=True)
    ]
    return kind, [chosen(rows, places) for rows, places in zip(found, kept, strict=True)], task
