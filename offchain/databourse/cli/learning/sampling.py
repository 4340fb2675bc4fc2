"""Real data, divided among parties that know different things."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from databourse.cli.session import Session
from databourse.files import write_whole
from databourse.learning.extras import needs
from databourse.learning.rows import Floats
from databourse.mechanisms.compiled import Ints

_MOST = 0.85
"""Of the rows of a digit, the part that one party has; the others share the rest."""
_VALIDATION = 0.2


@needs("sklearn")
def write_sample(session: Session, parties: int, seed: int, folder: Path) -> None:
    """Writes two files for each party.

    Raises:
        BourseError: scikit-learn is not installed, or a file cannot be written.
        InvalidInput: one is there already.
    """
    from sklearn.datasets import load_digits

    features, digits = load_digits(return_X_y=True)
    chance = np.random.default_rng(seed)
    listed = []
    for party, rows in enumerate(divided(digits, parties, chance)):
        asked = rows[: max(1, round(_VALIDATION * len(rows)))]
        own = rows[len(asked) :]
        files = [folder / f"party{party}.csv", folder / f"party{party}-validation.csv"]
        for file, part in zip(files, (own, asked), strict=True):
            write_whole(file, _csv(features[part], digits[part]), replace=False)
        counts = np.bincount(digits[rows], minlength=10)
        most = [str(digit) for digit in np.flatnonzero(counts > counts.max() / 2)]
        listed.append((files, len(own), len(asked), most))
    session.output.table(
        ["data", "rows>", "validation", "rows>", "mostly the digits"],
        [
            (files[0].name, f"{own:,}", files[1].name, f"{asked:,}", ", ".join(most))
            for files, own, asked, most in listed
        ],
    )
    session.output.result(
        {
            "parties": [
                {"train": str(files[0]), "rows": own, "validation": str(files[1]), "validation_rows": asked}
                for files, own, asked, _ in listed
            ]
        }
    )


def divided(labels: Ints, parties: int, chance: np.random.Generator) -> list[Ints]:
    """The rows of each party, in random order; of every label one party has most, the first ones of more labels."""
    known = np.unique(labels)
    weights = np.arange(parties)[::-1] if parties > 1 else np.ones(1)
    ends = np.round(np.cumsum(weights) / weights.sum() * len(known))
    found: list[list[Ints]] = [[] for _ in range(parties)]
    for place, label in enumerate(known):
        rows = chance.permutation(np.flatnonzero(labels == label))
        shares = np.full(parties, (1 - _MOST) / max(1, parties - 1))
        shares[np.searchsorted(ends, place, side="right")] = _MOST if parties > 1 else 1.0
        cuts = np.round(np.cumsum(shares) * len(rows)).astype(int)[:-1]
        for party, part in enumerate(np.split(rows, cuts)):
            found[party].append(part)
    return [chance.permutation(np.concatenate(parts)) for parts in found]


def _csv(features: Floats, labels: Ints) -> str:
    names = [f"pixel{place}" for place in range(features.shape[1])]
    rows = [
        ",".join([*(f"{value:g}" for value in row), str(label)]) for row, label in zip(features, labels, strict=True)
    ]
    return "\n".join([",".join([*names, "digit"]), *rows]) + "\n"
