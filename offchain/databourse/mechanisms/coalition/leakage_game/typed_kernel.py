"""The loop of `typed`: sweeps of switches over counts of types. A kernel and its parts, see `mechanisms.compiled`."""

from __future__ import annotations

import numpy as np

from databourse.mechanisms.coalition.checking import Floats
from databourse.mechanisms.compiled import Ints, part


def count_types(home: Ints, types: Ints, coalitions: int, kinds: int) -> Ints:
    """How many devices of each type are in each coalition."""
    counts = np.bincount(home * kinds + types, minlength=coalitions * kinds)
    return counts.reshape(coalitions, kinds).astype(np.int64)


@part
def first_of(reluctant: Ints, home: Ints, coalition: int, at: int) -> int:
    """The first place from `at` on whose device is in the coalition; there is one."""
    while home[reluctant[at]] != coalition:
        at += 1
    return at


@part
def welcome(
    coalition: int, kind: int, size: int, counts: Ints, places: Ints, reluctant: Ints, home: Ints, prices: Floats,
    inner: Floats, everybody: Floats, influence: Floats, change: float, share: float, slack: float, inside: bool,
) -> bool:  # fmt: skip
    """Whether no member loses if a device of this type comes; `change` is what the size alone is worth."""
    if size == 0:
        return True
    for other in range(len(everybody)):
        if counts[coalition, other] == 0:
            continue
        places[coalition, other] = first_of(reluctant, home, coalition, places[coalition, other])
        price = prices[reluctant[places[coalition, other]]]
        more = influence[kind, other]
        if inside:
            before = inner[coalition, other] - influence[other, other]
            after = before + more
        else:
            before = everybody[other] - inner[coalition, other]
            after = before - more
        if price / (1.0 + after * share) - price / (1.0 + before * share) + change < -slack:
            return False
    return True


def play(
    home: Ints, types: Ints, prices: Floats, influence: Floats, of_size: Floats, counts: Ints, inner: Floats,
    reluctant: Ints, rank: Ints, places: Ints, share: float, slack: float, inside: bool, consent: bool, most: int,
) -> tuple[int, int, bool]:  # fmt: skip
    """Change `home` and `counts` until a sweep has no move, or as many were made as are allowed.

    Devices are asked row by row. `inner` is the influence of all members of a coalition on a type. `reluctant` lists
    devices by type, those that mind company the most first, and `rank` is where each is in it. `places` has for each
    coalition and type a place there before which none of them stands: it moves on when it is asked for, and back when
    somebody comes who stands before it. Without consent these three are not looked at.
    """
    coalitions, kinds = counts.shape
    sizes = counts.sum(axis=1)
    everybody = inner.sum(axis=0)
    steps = 0
    sweeps = 0
    moved = True
    while moved:
        moved = False
        sweeps += 1
        for device in range(len(home)):
            here = home[device]
            kind = types[device]
            price = prices[device]
            own = influence[kind, kind]
            leak = inner[here, kind] - own if inside else everybody[kind] - inner[here, kind]
            best = here
            most_paid = price / (1.0 + leak * share) + of_size[sizes[here]] + slack
            for there in range(coalitions):
                if there == here:
                    continue
                leak = inner[there, kind] if inside else everybody[kind] - own - inner[there, kind]
                paid = price / (1.0 + leak * share) + of_size[sizes[there] + 1]
                if paid > most_paid and (
                    not consent
                    or welcome(
                        there, kind, sizes[there], counts, places, reluctant, home, prices, inner, everybody,
                        influence, of_size[sizes[there] + 1] - of_size[sizes[there]], share, slack, inside,
                    )
                ):  # fmt: skip
                    best = there
                    most_paid = paid
            if best == here:
                continue
            if steps == most:
                return steps, sweeps, False
            home[device] = best
            for coalition, change in ((here, -1), (best, 1)):
                counts[coalition, kind] += change
                sizes[coalition] += change
                for other in range(kinds):
                    inner[coalition, other] += change * influence[kind, other]
            if consent:
                places[best, kind] = min(places[best, kind], rank[device])
            steps += 1
            moved = True
    return steps, sweeps, True
