"""Parameters of learning rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.market.learning.params import LearningParams, Training
from databourse.market.series_config import NOBODY

RUNNER, ARBITER = "0x" + "11" * 20, "0x" + "22" * 20
OPTIONS = {
    "max_parties": 5,
    "budget": 10**20,
    "runner": RUNNER,
    "runner_key": "0x" + "33" * 32,
    "measurement": b"\x44" * 32,
    "model": "logistic",
    "settings": {"max_iter": 300, "C": 0.5},
}


def params(**changes: Any) -> LearningParams:
    """A round for five, with some options changed."""
    return LearningParams.of(OPTIONS | changes)


def test_packed_as_the_checker_reads_them() -> None:
    """Field by field; the settings are sorted, whatever their order was."""
    assert params(arbiter=ARBITER).encode() == (
        b"\x05"
        + (10**20).to_bytes(11)
        + bytes(11)
        + b"\x11" * 20
        + b"\x22" * 20
        + b"\x33" * 32
        + b"\x44" * 32
        + b'{"model":"logistic","settings":{"C":0.5,"max_iter":300}}'
    )


@pytest.mark.parametrize(
    "changes",
    [{}, {"arbiter": ARBITER}, {"max_parties": 20, "bond": 7}, {"settings": {}}, {"settings": {"größe": ["ja", None]}}],
)
def test_there_and_back(changes: dict[str, Any]) -> None:
    """Bytes and named options both say everything."""
    found = params(**changes)
    assert LearningParams.decode(found.encode()) == found
    assert LearningParams.of(found.options()) == found


def test_what_can_be_left_out() -> None:
    """No arbiter, no bond, no settings."""
    found = LearningParams.of({name: value for name, value in OPTIONS.items() if name != "settings"})
    assert (found.arbiter, found.bond, found.proposed) == (NOBODY, 0, False)
    assert found.training() == Training("logistic", {})


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"max_parties": 0}, "max_parties is 0, but it must be at least 1"),
        ({"max_parties": 21}, "max_parties is 21, but it must be at most 20"),
        ({"max_parties": True}, "it must be an integer"),
        ({"budget": 0}, "budget is 0, but it must be at least 1"),
        ({"budget": 2**88}, "it must be at most"),
        ({"bond": 1}, "bond is 1, but there are up to 5 parties"),
        ({"max_parties": 13}, "bond is 0, but there are up to 13 parties"),
        ({"bond": -1}, "bond is -1"),
        ({"runner": NOBODY}, "somebody must sign the table"),
        ({"runner": "0x12"}, "runner is '0x12', but it must be an address"),
        ({"arbiter": 5}, "arbiter is 5, but it must be an address"),
        ({"runner_key": "0x33"}, "runner_key is '1 bytes', but it must have 32 bytes"),
        ({"runner_key": "zz"}, "it must be 32 bytes in hex"),
        ({"measurement": b""}, "measurement is '0 bytes'"),
        ({"model": ""}, "it must be the name of a model"),
        ({"settings": []}, "settings is [], but it must be an object"),
        ({"settings": {"C": float("nan")}}, "it must be values of JSON"),
        ({"settings": {"C": object()}}, "it must be values of JSON"),
        ({"settings": {"C": "x" * 1000}}, "it may have 1024 bytes at most"),
        ({"colour": "red"}, "a learning round has an unknown key 'colour'"),
    ],
)
def test_what_no_round_can_have(changes: dict[str, Any], told: str) -> None:
    """Each error names the field, its value and the rule."""
    with pytest.raises(InvalidInput) as error:
        params(**changes)
    assert told in str(error.value)


@pytest.mark.parametrize("option", ["max_parties", "budget", "runner", "runner_key", "measurement", "model"])
def test_what_must_be_said(option: str) -> None:
    """The error lists what there is."""
    with pytest.raises(InvalidInput, match=f"a learning round has no '{option}'") as error:
        LearningParams.of({name: value for name, value in OPTIONS.items() if name != option})
    assert error.value.hint is not None and option in error.value.hint


def test_bytes_that_end_early() -> None:
    """Without the last byte of the measurement there is none."""
    with pytest.raises(InvalidInput, match="must be 127 bytes long"):
        LearningParams.decode(params().encode()[:126])


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: text[:-1],
        lambda text: text.replace(b":", b": "),
        lambda text: text.replace(b'"model":"logistic",', b'"model":"logistic","model":"logistic",'),
        lambda text: text.replace(b"logistic", b"\xff"),
        lambda text: text.replace(b"model", b"mode"),
        lambda _: b'{"settings":{},"model":"logistic"}',
        lambda _: b'{"model":1,"settings":{}}',
        lambda _: b"[" * 1024,
        lambda _: b"",
    ],
)
def test_a_trainer_that_nobody_can_read(spoilt: Callable[[bytes], bytes]) -> None:
    """The contracts take it, so the round can be read; only what is to be trained cannot."""
    whole = params()
    trainer = spoilt(whole.trainer)
    found = LearningParams.decode(whole.encode()[: -len(whole.trainer)] + trainer)
    assert found.options()["trainer"] == "0x" + trainer.hex()
    with pytest.raises(InvalidInput):
        found.training()
