"""`bourse runner` as a process of its own, on a devnet."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import keystore
from databourse.chain.devnet_accounts import account
from databourse.datasets import encryption
from databourse.errors import NotFound
from databourse.runner.client import RunnerClient
from databourse.runner.measurement import measurement
from tests.cli.conftest import new_series, ok, open_slot, refused
from tests.integration.play import in_background

FAST = 2**4

pytestmark = pytest.mark.usefixtures("market")


@contextmanager
def running(*words: object) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A runner, and what it said first."""
    with in_background("runner", "start", "--port", 0, *words, "--json") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith('{"time'), line + process.stdout.read()
        yield process, json.loads(line)


def ended(process: subprocess.Popen[str], how: signal.Signals) -> list[str]:
    """Ends it, which must succeed, and returns the events that it told then."""
    process.send_signal(how)
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    return [json.loads(line)["event"] for line in out.splitlines()]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_tells_who_it_is_answers_and_stops_cleanly(how: signal.Signals, tmp_path: Path) -> None:
    with running("--from", "dev12") as (process, started):
        assert started["event"] == "started"
        assert started["address"] == account("dev12").address
        assert bytes.fromhex(started["measurement"][2:]) == measurement()
        own = encryption.of_devnet(bytes(account("dev12").key)).public_key().public_bytes_raw()
        assert started["encryption_key"] == "0x" + own.hex()
        shown = ok("runner", "show", started["url"], "--json").json
        assert {name: shown[name] for name in ("address", "encryption_key", "measurement", "same_code", "kind")} == {
            "address": started["address"],
            "encryption_key": started["encryption_key"],
            "measurement": started["measurement"],
            "same_code": True,
            "kind": "software",
        }
        told = ok("runner", "show", started["url"]).out
        assert "the code that is installed here" in told and "no proof" in told
        assert "another process is at work on this" in refused(4, "runner", "start", "--port", 0, "--from", "dev12")
        assert ended(process, how) == ["stopped"]
    assert (tmp_path / "runner").is_dir()


def test_rounds_that_are_none_of_its_are_told() -> None:
    slot = open_slot(new_series("no-learning"))
    number = ok("slot", "show", slot, "--json").json["series"]
    with running("--from", "dev12") as (process, started):
        client = RunnerClient(started["url"])
        with pytest.raises(NotFound, match="no round 9"):
            client.state(number, 9)
        with pytest.raises(NotFound, match="there is no series 999"):
            client.state(999, 1)
        with pytest.raises(Exception, match="no learning round, but one of the rule"):
            client.state(number, 1)
        assert ended(process, signal.SIGTERM) == ["stopped"]


def test_a_key_of_ones_own_makes_its_pair_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOURSE_KEYSTORES", str(tmp_path / "keys"))
    keystore.create("lab", "open sesame", scrypt_n=FAST)
    monkeypatch.setenv("BOURSE_PASSPHRASE_LAB", "open sesame")
    pairs = []
    for _ in range(2):
        with in_background("runner", "start", "--port", 0, "--from", "lab", "--folder", "lab", "--json") as process:
            assert process.stdout is not None
            pairs.append(next(told for line in process.stdout if (told := json.loads(line)).get("event") == "started"))
            process.send_signal(signal.SIGTERM)
            assert process.wait() == 0
    assert pairs[0]["encryption_key"] == pairs[1]["encryption_key"]
    assert (tmp_path / "keys" / "lab.x25519.pem").exists()
    assert (tmp_path / "lab").is_dir()
    monkeypatch.setenv("BOURSE_PASSPHRASE_LAB", "wrong")
    assert "wrong passphrase" in refused(6, "runner", "start", "--from", "lab")
    monkeypatch.delenv("BOURSE_PASSPHRASE_LAB")
    assert "needs its passphrase" in refused(6, "runner", "start", "--from", "lab")


def test_what_it_cannot_start_with(tmp_path: Path, nowhere: str) -> None:
    assert "who acts?" in refused(2, "runner", "start")
    (tmp_path / "file").touch()
    assert "inside cannot be used" in refused(1, "runner", "start", "--folder", "file/inside", "--from", "dev12")
    taken = nowhere.rpartition(":")[2]
    assert f"port {taken} of 127.0.0.1 cannot be had" in refused(
        1, "runner", "start", "--port", taken, "--from", "dev12"
    )
    assert nowhere in refused(5, "runner", "start", "--from", "dev12", "--rpc-url", nowhere)


def test_who_is_no_runner_is_told(nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "does not answer" in refused(5, "runner", "show", nowhere)
    assert "must be an address" in refused(2, "runner", "show", "here")
    with running("--from", "dev12") as (_, started):
        honest = RunnerClient.attestation

        def swapped(self: RunnerClient) -> Any:
            from dataclasses import replace

            return replace(honest(self), encryption_key=b"\7" * 32)

        monkeypatch.setattr(RunnerClient, "attestation", swapped)
        assert "cannot show that" in refused(4, "runner", "show", started["url"])
