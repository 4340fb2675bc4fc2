"""Parameters of learning rounds: who trains what, for whom data are encrypted, and what accuracy costs.

maxParties(1) budget(11) bond(11) runner(20) arbiter(20) runnerKey(32) measurement(32), then the trainer as JSON of at
most 1024 bytes: {"model":…,"settings":{…}}, keys sorted, no blanks. The checker reads the first five; all the rest is
bound by the terms hash, which what a runner signs has in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from eth_utils.address import is_address

from databourse.errors import InvalidInput
from databourse.events import address
from databourse.market.entries import MAX_LOCK
from databourse.market.series_config import NOBODY
from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.json_objects import check_keys

MOST_PARTIES = 20
MOST_CHECKED = 12
"""Outcomes of more parties are not checked completely, but proposed."""
LONGEST_TRAINER = 1024

_SIZES = (1, 11, 11, 20, 20, 32, 32)
_KEY_BYTES = 32
_REQUIRED = ("max_parties", "budget", "runner", "runner_key", "measurement", "model")
_OPTIONAL = ("bond", "arbiter", "settings")


@dataclass(frozen=True, slots=True)
class LearningParams:
    """Those of a learning round.

    Attributes:
        max_parties: how many can enter; more than 12 need a bond.
        budget: base units that an accuracy of 1 costs.
        bond: base units that stand behind a proposed outcome; 0: outcomes are checked completely and settled at once.
        runner: checksummed address whose signature a table counts by.
        arbiter: whose decision counts instead, if there is one; `NOBODY` if there is no arbiter.
        runner_key: X25519 public key, 32 bytes, that parties encrypt their data for.
        measurement: 32 bytes, hash of the runner's code.
        trainer: what models are made with, packed; see `Training`.
    """

    max_parties: int
    budget: int
    bond: int
    runner: str
    arbiter: str
    runner_key: bytes
    measurement: bytes
    trainer: bytes

    def __post_init__(self) -> None:
        """Checks them, the trainer's JSON excepted: contracts do not read it.

        Raises:
            InvalidInput: a field is out of range, or there is a bond where there must be none.
        """
        check_integer("max_parties", self.max_parties, 1, MOST_PARTIES)
        check_integer("budget", self.budget, 1, MAX_LOCK)
        check_integer("bond", self.bond, 0, MAX_LOCK)
        if (self.max_parties > MOST_CHECKED) != (self.bond > 0):
            rule = f"outcomes of more than {MOST_CHECKED} parties are proposed with a bond, all others settled without"
            raise InvalidInput.of("bond", self.bond, f"there are up to {self.max_parties} parties: {rule}")
        if self.runner == NOBODY:
            raise InvalidInput.of("runner", self.runner, "somebody must sign the table: it cannot be nobody")
        for field, value in (("runner_key", self.runner_key), ("measurement", self.measurement)):
            if len(value) != _KEY_BYTES:
                raise InvalidInput.of(field, f"{len(value)} bytes", f"it must have {_KEY_BYTES} bytes")
        if len(self.trainer) > LONGEST_TRAINER:
            rule = f"it may have {LONGEST_TRAINER} bytes at most"
            raise InvalidInput.of("trainer", f"{len(self.trainer)} bytes", rule, "give fewer or shorter settings")

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> LearningParams:
        """From named options: those above, with model and settings (none if left out) in the place of the trainer.

        `runner_key` and `measurement` are bytes or hex; bond (0) and arbiter (nobody) can be left out.

        Raises:
            InvalidInput: an option is unknown, missing or out of range.
        """
        check_keys("a learning round", dict(options), _REQUIRED, _OPTIONAL)
        training = Training(options["model"], options.get("settings", {}))
        return cls(
            max_parties=options["max_parties"],
            budget=options["budget"],
            bond=options.get("bond", 0),
            runner=_address("runner", options["runner"]),
            arbiter=_address("arbiter", options.get("arbiter", NOBODY)),
            runner_key=_bytes("runner_key", options["runner_key"]),
            measurement=_bytes("measurement", options["measurement"]),
            trainer=training.encode(),
        )

    @classmethod
    def decode(cls, params: bytes) -> LearningParams:
        """From the `params` of a round.

        Raises:
            InvalidInput: no round can have these.
        """
        if len(params) < sum(_SIZES):
            rule = f"must be {sum(_SIZES)} bytes long, and the trainer behind them, for a learning round"
            raise InvalidInput.of("params", "0x" + params.hex(), rule)
        starts = list(accumulate(_SIZES, initial=0))
        most, budget, bond, runner, arbiter, key, measurement, trainer = (
            params[start:end] for start, end in zip(starts, [*starts[1:], len(params)], strict=True)
        )
        numbers = [int.from_bytes(number) for number in (most, budget, bond)]
        return cls(numbers[0], numbers[1], numbers[2], address(runner), address(arbiter), key, measurement, trainer)

    @property
    def proposed(self) -> bool:
        """Whether outcomes are proposed, and can be refuted."""
        return self.bond > 0

    def training(self) -> Training:
        """What models are made with.

        Raises:
            InvalidInput: the trainer's bytes are not the JSON that they must be.
        """
        return Training.decode(self.trainer)

    def options(self) -> dict[str, Any]:
        """The named options that `of` takes, keys as hex; a trainer that cannot be read stands there as it is."""
        try:
            training = self.training()
            told: dict[str, Any] = {"model": training.model, "settings": dict(training.settings)}
        except InvalidInput:
            told = {"trainer": "0x" + self.trainer.hex()}
        return {
            "max_parties": self.max_parties,
            "budget": self.budget,
            "bond": self.bond,
            "runner": self.runner,
            "arbiter": self.arbiter,
            "runner_key": "0x" + self.runner_key.hex(),
            "measurement": "0x" + self.measurement.hex(),
            **told,
        }

    def encode(self) -> bytes:
        """The `params` of a round."""
        numbers = (self.max_parties, self.budget, self.bond)
        packed = [number.to_bytes(size) for number, size in zip(numbers, _SIZES[:3], strict=True)]
        packed += [bytes.fromhex(who.removeprefix("0x")) for who in (self.runner, self.arbiter)]
        return b"".join((*packed, self.runner_key, self.measurement, self.trainer))


@dataclass(frozen=True, slots=True)
class Training:
    """What models are made with: a name that `databourse.learning` knows, and settings of it."""

    model: str
    settings: Mapping[str, Any]

    def __post_init__(self) -> None:
        """Checks their form; whether there is such a model, and with such settings, only training it tells.

        Raises:
            InvalidInput: they are no text and no object.
        """
        if not isinstance(self.model, str) or not self.model:
            raise InvalidInput.of("model", self.model, "it must be the name of a model")
        if not isinstance(self.settings, Mapping):
            raise InvalidInput.of("settings", self.settings, "it must be an object: a value for each name")

    @classmethod
    def decode(cls, trainer: bytes) -> Training:
        """From the end of a round's `params`.

        Raises:
            InvalidInput: the bytes are not JSON, not of this form, or not written as `encode` does.
        """
        rule = 'it must be JSON, {"model":…,"settings":{…}}'
        try:
            told = json.loads(trainer)
        except (ValueError, RecursionError):
            raise InvalidInput.of("trainer", trainer, rule) from None
        check_keys("trainer", told, ("model", "settings"))
        found = cls(told["model"], told["settings"])
        if found.encode() != trainer:
            raise InvalidInput.of("trainer", trainer, "its keys must be sorted, each there once, without blanks")
        return found

    def encode(self) -> bytes:
        """Canonical JSON.

        Raises:
            InvalidInput: a setting has no form in JSON.
        """
        told = {"model": self.model, "settings": dict(self.settings)}
        try:
            text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
            return text.encode()
        except (TypeError, ValueError) as error:
            raise InvalidInput.of("settings", self.settings, f"it must be values of JSON: {error}") from None


def _address(field: str, value: Any) -> str:
    if not is_address(value):
        raise InvalidInput.of(field, value, "it must be an address")
    return address(value)


def _bytes(field: str, value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return bytes.fromhex(str(value).removeprefix("0x"))
    except ValueError:
        raise InvalidInput.of(field, value, f"it must be {_KEY_BYTES} bytes in hex") from None
