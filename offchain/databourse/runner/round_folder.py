"""What a runner keeps of a round: bundles as they were uploaded, models as they are downloaded, and what is public."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from databourse.errors import BourseError
from databourse.files import write_whole
from databourse.market.learning.statement import Statement
from databourse.market.learning.words import unpack_counts
from databourse.mechanisms.learning.table import Table
from databourse.runner.enclave import Absence, Trained
from databourse.runner.facts import RoundFacts

_BEGUN, _RESULT = "begun.json", "result.json"


class RoundFolder:
    """The folder of one round, named after its context: nothing in it is secret."""

    def __init__(self, root: Path, facts: RoundFacts) -> None:
        self._facts = facts
        self._path = root / "rounds" / facts.context.hex()

    def keep_bundle(self, committed: bytes, ciphertext: bytes) -> None:
        """Writes a bundle down as it came."""
        write_whole(self._bundle(committed), ciphertext, private=True)

    def bundle(self, committed: bytes) -> bytes | None:
        """The bundle with this commitment, if it was uploaded."""
        return _read(self._bundle(committed))

    def has_bundle(self, committed: bytes) -> bool:
        """Whether the bundle with this commitment was uploaded."""
        return self._bundle(committed).exists()

    def keep_model(self, account: str, raw: bytes) -> None:
        """Writes an encrypted model down."""
        write_whole(self._model(account), raw, private=True)

    def model(self, account: str) -> bytes | None:
        """The encrypted model of an account, if there is one."""
        return _read(self._model(account))

    def begin(self) -> None:
        """Notes that training has begun with these entries: from now on no bundle is taken in."""
        told = {"series": self._facts.series, "round": self._facts.number, "inputs": self._facts.inputs.hex()}
        write_whole(self._path / _BEGUN, json.dumps(told) + "\n", private=True)

    def has_begun(self) -> bool:
        """Whether training has begun, with the entries that the round has now."""
        found = _read_json(self._path / _BEGUN)
        return found is not None and found["inputs"] == self._facts.inputs.hex()

    def finish(self, trained: Trained) -> None:
        """Writes down what came of it."""
        told = {**trained.report(), "max_parties": self._facts.params.max_parties, **trained.tables()}
        write_whole(self._path / _RESULT, json.dumps(told) + "\n", private=True)

    def trained(self) -> Trained | None:
        """What came of it, with the entries that the round has now; None if it is not trained yet."""
        told = _read_json(self._path / _RESULT)
        if told is None or told["inputs"] != "0x" + self._facts.inputs.hex():
            return None
        return Trained(
            Statement.decode(_bytes(told["statement"]), told["max_parties"]),
            _bytes(told["inputs"]),
            tuple(Absence(one["party"], one["account"], one["reason"]) for one in told["absent"]),
            told["delivered"],
            _table(told),
            told["fits"],
            told["known"],
        )

    def _bundle(self, committed: bytes) -> Path:
        return self._path / "bundles" / f"{committed.hex()}.sealed"

    def _model(self, account: str) -> Path:
        return self._path / "models" / f"{account}.sealed"


def unfinished(root: Path) -> Iterator[tuple[int, int]]:
    """Series and numbers of the rounds whose training has begun and is not over."""
    for begun in sorted((root / "rounds").glob(f"*/{_BEGUN}")):
        told, result = _read_json(begun), _read_json(begun.with_name(_RESULT))
        if told is not None and (result is None or result["inputs"] != "0x" + told["inputs"]):
            yield told["series"], told["round"]


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BourseError(f"{path} cannot be read: {error.strerror}") from error


def _read_json(path: Path) -> dict[str, Any] | None:
    raw = _read(path)
    found: dict[str, Any] | None = None if raw is None else json.loads(raw)
    return found


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


def _table(told: dict[str, Any]) -> Table | None:
    if told["measured"] is None:
        return None
    counts = unpack_counts(_bytes(told["measured"]))[: 1 << told["parties"]]
    return Table.of(told["parties"], np.asarray(counts), told["validation_size"])
