"""How much data in a coalition differ: the mean of eq (10), and the distances that it cannot see (D4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import Floats
from databourse.mechanisms.coalition.leakage.covariance import check_samples
from databourse.mechanisms.coalition.value.network import Network


def dissimilarity(network: Network, coalition: Iterable[int], union: int | None = None) -> float:
    """rho_S of eq (10): the members' deviations from the global gradient, weighted by samples.

    A weighted mean of constants of the members: it says nothing of how far they are from each other. With `union`, the
    number of different samples, it is the published form, whose weights sum to more than 1 where samples overlap.

    Raises:
        InvalidInput: no such coalition, or a union that the members' samples cannot have.
    """
    members = network.check(coalition)
    counts = [network.samples[device] for device in members]
    if union is not None and not max(counts) <= union <= sum(counts):
        raise InvalidInput.of("union", union, f"these members have {max(counts)} to {sum(counts)} different samples")
    weighted = (
        network.samples[device] * float(network.deviations[device])
        for device in members
        if network.participation[device]
    )
    return sum(weighted) / (sum(counts) if union is None else union)


def gradient_distances(gradients: Any, samples: Any) -> Floats:
    """||grad J_m − grad J_S|| of each member, where the coalition's gradient is the mean weighted by samples.

    Two opposite gradients of one length have one deviation from a global gradient of 0, and are 2 lengths apart.

    Args:
        gradients: a row a member.
        samples: by member, at least 1.

    Raises:
        InvalidInput: not a finite row and a positive number of samples for each member.
    """
    rows = check_samples("gradients", gradients)
    weights = np.asarray(samples, dtype=np.float64)
    if weights.shape != (len(rows),) or not (weights >= 1).all():
        raise InvalidInput(f"samples must be {len(rows)} numbers from 1 on, one for each gradient")
    distances: Floats = np.linalg.norm(rows - weights @ rows / weights.sum(), axis=1)
    return distances
