from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput, NetworkError
from databourse.learning.images import digits, mnist, shared_out, split
from tests.learning.data import blobs


def test_digits_are_real_ones() -> None:
    rows = digits()
    assert len(rows) == 1_797 and rows.columns == 64 and (rows.features.min(), rows.features.max()) == (0, 1)
    assert sorted(set(rows.labels.tolist())) == list("0123456789")


def test_every_row_is_dealt_out_once() -> None:
    train, task = split(blobs(50, 1), 12, seed=3)
    parties = shared_out(train, 3)
    assert (len(task), [len(rows) for rows in parties]) == (12, [13, 13, 12])
    together = np.concatenate([rows.features for rows in (task, *parties)])
    assert sorted(map(tuple, together.tolist())) == sorted(map(tuple, blobs(50, 1).features.tolist()))
    assert split(blobs(50, 1), 12, seed=3)[1].digest == task.digest != split(blobs(50, 1), 12, seed=4)[1].digest
    with pytest.raises(InvalidInput, match="0 rows"):
        split(blobs(5, 1), 5)


def test_mnist_is_what_scikit_learn_downloads(monkeypatch: pytest.MonkeyPatch) -> None:
    def downloaded(name: str, **_: Any) -> tuple[Any, Any]:
        assert name == "mnist_784"
        return np.full((2, 784), 255), np.array(["5", "0"], dtype=object)

    monkeypatch.setattr("sklearn.datasets.fetch_openml", downloaded)
    assert mnist().features.max() == 1 and mnist().labels.tolist() == ["5", "0"]

    def unreachable(*_: Any, **__: Any) -> None:
        raise OSError("no route")

    monkeypatch.setattr("sklearn.datasets.fetch_openml", unreachable)
    with pytest.raises(NetworkError, match="MNIST cannot be downloaded: no route"):
        mnist()
