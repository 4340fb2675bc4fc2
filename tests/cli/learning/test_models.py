"""The models that parties download: of what kind, for whom, and what is never run."""

from __future__ import annotations

from pathlib import Path

import pytest

from databourse.chain import keystore
from databourse.chain.devnet_accounts import account
from databourse.runner.client import RunnerClient
from databourse.runner.model_file import Model
from tests.cli.conftest import ok, refused
from tests.cli.learning import rounds

pytestmark = pytest.mark.usefixtures("market")
FIRST, SECOND, _, _ = rounds.PARTIES


def downloading(slot: str, *options: object, name: str = FIRST) -> tuple[object, ...]:
    return ("learning", "download-model", slot, "--out", "model.npz", *options, "--from", name, "--yes")


def test_a_pickled_model_is_tried_only_on_request(runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = rounds.joined("le-bayes", runner, tmp_path, (FIRST, SECOND), "--model", "bayes")
    rounds.train(slot)
    rounds.settle(slot)
    validation = tmp_path / f"{FIRST}-v.csv"
    with monkeypatch.context() as patch:
        patch.setattr(Model, "estimator", lambda _: pytest.fail("unpickled"))
        told = ok(*downloading(slot, "--validation", validation))
    assert "scikit-learn's object, pickled" in told.out and "add --unpickle if you trust the runner" in told.err
    Path("model.npz").unlink()
    tried = ok(*downloading(slot, "--validation", validation, "--unpickle", "--json")).json
    assert tried["pickled"] is True and 6 < tried["right"] <= 12
    assert Path("model.npz").stat().st_mode & 0o077 == 0


def test_a_model_of_somebody_else_is_refused(runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = rounds.joined("le-swapped", runner, tmp_path, (FIRST, SECOND))
    early = refused(3, *downloading(slot))
    assert "there is no model" in early
    rounds.train(slot)
    unpaid = refused(4, *downloading(slot))
    assert "are handed over when it is settled, and it is not yet" in unpaid and "settle it first" in unpaid
    rounds.settle(slot)
    honest = RunnerClient.model

    def swapped(client: RunnerClient, series: int, number: int, who: str) -> bytes:
        assert who == account(FIRST).address
        return honest(client, series, number, account(SECOND).address)

    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "model", swapped)
        told = refused(4, *downloading(slot))
    assert "is no model of yours: the model is not signed by the round's runner" in told
    assert not Path("model.npz").exists()
    assert "there is no file" in refused(3, *downloading(slot, "--validation", tmp_path / "none.csv"))
    assert "weights" in ok(*downloading(slot)).out


def test_an_account_of_ones_own_gets_its_model_under_its_passphrase(
    runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOURSE_KEYSTORES", str(tmp_path / "keys"))
    monkeypatch.setenv(keystore.passphrase_variable("clinic"), "correct horse")
    ok("account", "new", "clinic")
    ok("account", "fund", "clinic", "--yes")
    slot = rounds.joined("le-own", runner, tmp_path, (FIRST,))
    train, validation = rounds.files_of(tmp_path, SECOND)
    joining = ("learning", "join", slot, "--train", train, "--validation", validation, "--from", "clinic", "--yes")
    assert "Made a pair; its private half is in" in ok(*joining).out
    assert [path.name for path in (tmp_path / "keys").glob("*.pem")] == ["clinic.x25519.pem"]
    rounds.train(slot)
    rounds.settle(slot)
    assert "weights" in ok(*downloading(slot, name="clinic")).out
    monkeypatch.setenv(keystore.passphrase_variable("clinic"), "another")
    Path("model.npz").unlink()
    assert "passphrase" in refused(6, *downloading(slot, name="clinic"))


def test_what_was_kept_for_an_upload_is_forgotten_when_the_round_is_over(runner: str, tmp_path: Path) -> None:
    slot = rounds.joined("le-kept", runner, tmp_path, (FIRST, SECOND))
    folder = tmp_path / "config" / "databourse" / "bundles"
    kept = list(folder.rglob("*.bundle"))
    assert len(kept) == 2 and all(path.stat().st_mode & 0o077 == 0 for path in kept)
    rounds.train(slot)
    assert len(list(folder.rglob("*.bundle"))) == 2
    rounds.settle(slot)
    assert list(folder.rglob("*.bundle")) == []
