"""What a party hands in: data to train on, data to be judged by, and the key that its model shall be encrypted for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from databourse.errors import InvalidInput
from databourse.learning.rows import Rows
from databourse.market.learning.words import MOST_COUNT
from databourse.runner.arrays import Array, pack_arrays, unpack_arrays
from databourse.runner.sealing import check_key

MOST_PLAIN = 256 * 2**20
"""Bytes of a bundle when it is unpacked."""

LARGEST = 1e30
"""Of features, up or down: models overflow beyond, also those of other parties, which are asked about them."""

_TYPES = {
    "train_features": "<f8",
    "train_labels": "U",
    "validation_features": "<f8",
    "validation_labels": "U",
    "reply_key": "|u1",
}

_LAST_CHARACTER = 0x10FFFF
#: Of characters that other encodings write in two numbers.
_HALVES = (0xD800, 0xDFFF)


@dataclass(frozen=True, eq=False)
class Bundle:
    """A party's data, checked.

    Attributes:
        train: what its data add to models.
        validation: its part of the task that all models are judged by.
        reply_key: X25519 public key, 32 bytes.
    """

    train: Rows
    validation: Rows
    reply_key: bytes

    def __post_init__(self) -> None:
        """Checks what the parts have to do with each other.

        Raises:
            InvalidInput: they have different columns, or numbers beyond `LARGEST`, or nothing can be encrypted for the
                key.
        """
        if self.validation.columns != self.train.columns:
            rule = f"the training data have {self.train.columns}: they must be the same"
            raise InvalidInput(f"the validation data have {self.validation.columns} features, but {rule}")
        for what, rows in (("training", self.train), ("validation", self.validation)):
            if np.abs(rows.features).max() > LARGEST:
                raise InvalidInput(f"the {what} data have a feature beyond ±{LARGEST:g}", "measure it in a larger unit")
        check_key("reply_key", self.reply_key)

    def check_share(self, max_parties: int) -> None:
        """Whether the validation data leave enough room for those of all others.

        Raises:
            InvalidInput: they have more rows than a party may bring.
        """
        most = most_validation(max_parties)
        if len(self.validation) > most:
            rule = f"a party may bring {most:,}, so that those of {max_parties} parties can be counted"
            raise InvalidInput(f"the validation data have {len(self.validation):,} rows, but {rule}")


def most_validation(max_parties: int) -> int:
    """Rows that a party may be judged by: an equal part of what a table can count, so that nobody takes all of it."""
    return MOST_COUNT // max_parties


def pack_bundle(bundle: Bundle) -> bytes:
    """The bundle as an archive.

    Raises:
        InvalidInput: it is larger than a runner reads.
    """
    arrays: dict[str, Array] = {
        "train_features": np.ascontiguousarray(bundle.train.features, dtype="<f8"),
        "train_labels": bundle.train.labels.astype("<U"),
        "validation_features": np.ascontiguousarray(bundle.validation.features, dtype="<f8"),
        "validation_labels": bundle.validation.labels.astype("<U"),
        "reply_key": np.frombuffer(bundle.reply_key, dtype="|u1"),
    }
    size = sum(array.nbytes for array in arrays.values())
    if size > MOST_PLAIN:
        rule = f"a runner reads {MOST_PLAIN:,} at most"
        raise InvalidInput(f"the data have {size:,} bytes, but {rule}", "give fewer rows, or shorter labels")
    return pack_arrays(arrays)


def unpack_bundle(raw: bytes) -> Bundle:
    """Reads what a party handed in, whatever it is.

    Raises:
        InvalidInput: says what is wrong with it, and nothing of the data beyond that.
    """
    found = unpack_arrays(raw, "the bundle", _TYPES, MOST_PLAIN)
    train = _rows(found["train_features"], found["train_labels"], "the training data")
    validation = _rows(found["validation_features"], found["validation_labels"], "the validation data")
    if found["reply_key"].ndim != 1:
        raise InvalidInput.of("reply_key: shape", found["reply_key"].shape, "it must be a row of bytes")
    return Bundle(train, validation, found["reply_key"].tobytes())


def _rows(features: Array, labels: Array, what: str) -> Rows:
    codes = np.frombuffer(labels.tobytes(), dtype="<u4")
    # before texts are made of them, since Python breaks on numbers that are no characters
    if (codes > _LAST_CHARACTER).any() or ((codes >= _HALVES[0]) & (codes <= _HALVES[1])).any():
        raise InvalidInput(f"{what} has a label that is no text")
    return Rows.of(features, labels, what)
