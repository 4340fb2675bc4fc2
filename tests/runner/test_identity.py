"""Who a runner is: its keys, its measurement, its attestation."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import databourse
from databourse.runner import measurement as measuring
from databourse.runner.enclave import SOFTWARE
from databourse.runner.measurement import measurement
from tests.runner.rounds import Chain, keys, runner_of


def test_the_secret_of_the_memo_follows_from_the_key_alone() -> None:
    assert keys().memo_secret == keys().memo_secret != keys("another").memo_secret
    assert keys().memo_secret not in (keys().pair.private_bytes_raw(), keys().encryption_key)


def test_keys_are_not_shown() -> None:
    shown = repr(keys()) + str(keys())
    assert keys().pair.private_bytes_raw().hex() not in shown
    assert "_account" not in shown


def test_an_attestation_binds_key_address_and_measurement(tmp_path: Path) -> None:
    told = runner_of(Chain(), tmp_path).attestation()
    assert (told.kind, told.address, told.encryption_key) == (SOFTWARE, keys().address, keys().encryption_key)
    assert told.measurement == measurement()
    assert told.holds()
    for changed in (
        replace(told, measurement=bytes(32)),
        replace(told, encryption_key=keys("another").encryption_key),
        replace(told, address=keys("another").address),
        replace(told, evidence=bytes(65)),
        replace(told, kind="sgx"),
    ):
        assert not changed.holds()


def test_the_measurement_is_of_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "databourse"
    shutil.copytree(Path(databourse.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(databourse, "__file__", str(package / "__init__.py"))
    again = measurement.__wrapped__
    assert again() == measurement()

    def changes(file: str) -> bool:
        path = package / file
        before = path.read_bytes() if path.exists() else None
        path.write_bytes((before or b"") + b"#\n")
        found = again() != measurement()
        path.unlink() if before is None else path.write_bytes(before)
        return found

    assert changes("runner/software.py") and changes("learning/trainer.py") and changes("market/learning/words.py")
    assert changes("mechanisms/learning/table.py") and changes("runner/new.py")
    assert (
        not changes("market/learning/explain.py") and not changes("demo/stage.py") and not changes("runner/notes.txt")
    )
    monkeypatch.setattr(measuring, "version", lambda name: f"{name} of the future")
    assert again() != measurement()
