"""A model as a file: weights where weights are all there is to it, otherwise scikit-learn's own object, pickled.

An archive of arrays: `labels` that it can answer, `trainer` (the JSON of the round's parameters), and either `weights`
of shape (labels, columns + 1), the last column being the constant, or `estimator`, the bytes of joblib's pickle of an
object that answers with places in `labels`. Reading a file runs nothing in it; `Model.estimator` does, when asked.

What is downloaded is a signature(65) of the runner and the encrypted file: HPKE does not say who encrypted.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.learning.linear_model import LinearModel
from databourse.market.learning.statement import SIGNATURE_BYTES, Sign, recover
from databourse.runner.arrays import Array, pack_arrays, unpack_arrays
from databourse.runner.sealing import model_info

MOST_BYTES = 512 * 2**20
"""Of a model's file when it is unpacked."""

_COMMON = {"labels": "U", "trainer": "U"}
_WEIGHTS = _COMMON | {"weights": "<f8"}
_ESTIMATOR = _COMMON | {"estimator": "|u1"}


@dataclass(frozen=True, eq=False)
class Model:
    """A model that was handed over.

    Attributes:
        labels: that it can answer.
        trainer: JSON of what it was made with.
        linear: the model, if weights are all of it.
        pickled: otherwise the bytes of scikit-learn's object.
    """

    labels: tuple[str, ...]
    trainer: str
    linear: LinearModel | None = None
    pickled: bytes = b""

    def estimator(self) -> Any:
        """Scikit-learn's object, which answers with places in `labels`.

        Unpickling runs what is in the bytes: do it only for a runner whose code you would run. It wants the version of
        scikit-learn that pickled it.
        """
        import joblib

        return joblib.load(io.BytesIO(self.pickled))


def pack_model(model: Model) -> bytes:
    """The model as a file."""
    arrays: dict[str, Array] = {"labels": np.array(model.labels, dtype="<U"), "trainer": np.array(model.trainer)}
    if model.linear is not None:
        arrays["weights"] = np.ascontiguousarray(model.linear.weights, dtype="<f8")
    else:
        arrays["estimator"] = np.frombuffer(model.pickled, dtype="|u1")
    return pack_arrays(arrays)


def unpack_model(raw: bytes) -> Model:
    """Reads a model's file.

    Raises:
        InvalidInput: it is none.
    """
    try:
        found = unpack_arrays(raw, "the model", _WEIGHTS, MOST_BYTES)
    except InvalidInput:
        found = unpack_arrays(raw, "the model", _ESTIMATOR, MOST_BYTES)
    labels, trainer = found["labels"], found["trainer"]
    if labels.ndim != 1 or trainer.ndim:
        raise InvalidInput("the model must have a row of labels, and one trainer")
    texts = tuple(labels.tolist())
    if "estimator" in found:
        return Model(texts, str(trainer), pickled=found["estimator"].tobytes())
    weights = np.asarray(found["weights"], dtype=np.float64)
    if weights.ndim != 2 or len(weights) != len(texts) or weights.shape[1] < 2:
        raise InvalidInput.of("weights: shape", weights.shape, f"it must be a row for each of {len(texts)} labels")
    return Model(texts, str(trainer), LinearModel(texts, weights))


def sign_model(ciphertext: bytes, context: bytes, account: str, sign: Sign) -> bytes:
    """What is downloaded."""
    return sign(_digest(ciphertext, context, account)) + ciphertext


def open_signed(raw: bytes, runner: str, context: bytes, account: str) -> bytes:
    """The ciphertext in what was downloaded.

    Raises:
        InvalidInput: the runner did not sign it for this account and round.
    """
    signature, ciphertext = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
    if recover(_digest(ciphertext, context, account), signature) != runner:
        raise InvalidInput(
            f"the model is not signed by the round's runner, {runner}, for {account}",
            "it is another round's or account's, or was changed on its way: download it again",
        )
    return ciphertext


def _digest(ciphertext: bytes, context: bytes, account: str) -> bytes:
    return keccak(model_info(context, account) + keccak(ciphertext))
