"""Which runner is asked, and what is believed of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from databourse.chain.config import config_folder
from databourse.chain.devnet_accounts import account
from databourse.runner.client import RunnerClient
from databourse.runner.enclave import Attestation
from tests.cli.conftest import act, ok, refused
from tests.cli.learning import rounds

pytestmark = pytest.mark.usefixtures("market")
FIRST = rounds.PARTIES[0]


def attesting(patch: pytest.MonkeyPatch, **changes: object) -> None:
    """Lets the runner attest something else."""
    honest = RunnerClient.attestation

    def other(client: RunnerClient) -> Attestation:
        return replace(honest(client), **changes)  # type: ignore[arg-type]

    patch.setattr(RunnerClient, "attestation", other)


def test_what_a_runner_shows_must_be_right(runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    series = rounds.new_series("le-attested")
    opening = ("learning", "open", series, "--runner", runner, "--budget", 1, "--close-in", "10m")
    sent = ("--from", "operator", "--yes")
    with monkeypatch.context() as patch:
        attesting(patch, kind="sgx", evidence=b"quote")
        assert "attests itself as 'sgx', which this program cannot check" in refused(4, *opening, *sent)
    with monkeypatch.context() as patch:
        attesting(patch, encryption_key=bytes(31) + b"\x09")
        assert "shows keys that are not those of its account" in refused(4, *opening, *sent)
    slot = rounds.open_round(series, runner)
    train, validation = rounds.files_of(tmp_path, FIRST)
    joining = ("learning", "join", slot, "--train", train, "--validation", validation, "--from", FIRST, "--yes")
    with monkeypatch.context() as patch:
        attesting(patch, encryption_key=bytes(31) + b"\x09")
        assert "do not give it any data" in refused(4, *joining)
    assert rounds.show(slot)["parties"] == []


def test_where_a_runner_answers_is_remembered(
    runner: str, nowhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = rounds.open_round(rounds.new_series("le-where"), runner)
    notes = config_folder() / "runners.json"
    assert json.loads(notes.read_text(encoding="utf-8")) == {account(rounds.RUNNER).address: runner}
    # the environment goes before what was remembered, and an option before both
    monkeypatch.setenv("BOURSE_RUNNER", nowhere)
    train, validation = rounds.files_of(tmp_path, FIRST)
    joining = ("learning", "join", slot, "--train", train, "--validation", validation)
    assert "does not answer" in refused(5, *joining, "--from", FIRST, "--yes")
    act(FIRST, *joining, "--runner", runner)
    assert f"the runner cannot be asked: the runner at {nowhere} does not answer" in ok("learning", "show", slot).err
    assert rounds.show(slot)["parties"][0]["uploaded"] is None
    monkeypatch.delenv("BOURSE_RUNNER")
    assert rounds.show(slot)["parties"][0]["uploaded"] is True
    notes.write_text("{", encoding="utf-8")
    assert "cannot be read" in refused(1, "learning", "join", slot, "--from", FIRST, "--yes")
    notes.write_text("[]", encoding="utf-8")
    assert "which runner?" in refused(2, "learning", "join", slot, "--from", FIRST, "--yes")
