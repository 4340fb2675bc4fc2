"""The software runner with rounds that no chain holds: who is present, what is counted, what is on the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from databourse.errors import BourseError, InvalidInput, NotFound, Refused
from databourse.learning import Problem, Rows, measure
from databourse.learning.trainer import trainer_of
from databourse.market.entries import Entry
from databourse.market.learning.parties import commitment, entry_word
from databourse.market.learning.statement import ROOT, inputs_of
from databourse.mechanisms.learning.table import Table
from databourse.runner.arrays import pack_arrays
from databourse.runner.bundle import Bundle, pack_bundle
from databourse.runner.party import open_model
from databourse.runner.round_folder import unfinished
from databourse.runner.sealing import bundle_info, seal
from databourse.runner.software import SoftwareRunner
from tests.market.scripted import account
from tests.runner.rounds import (
    CONTEXT,
    NUMBER,
    SERIES,
    Chain,
    bundle,
    data,
    facts,
    join,
    keys,
    nothing,
    pair,
    params,
    runner_of,
)

NAMES = ("alice", "bob", "carol")
TRAIN = {name: data(seed, 20 + seed) for seed, name in enumerate(NAMES)}
VALIDATION = {name: data(100 + seed, 10 + seed) for seed, name in enumerate(NAMES)}


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def runner(chain: Chain, tmp_path: Path) -> SoftwareRunner:
    return runner_of(chain, tmp_path)


def join_all(chain: Chain, runner: SoftwareRunner, names: tuple[str, ...] = NAMES) -> None:
    for name in names:
        join(chain, runner, name, bundle(name, TRAIN[name], VALIDATION[name]))
    chain.close()


def union(names: tuple[str, ...] = NAMES) -> Rows:
    sets = [VALIDATION[name] for name in names]
    return Rows.of(np.vstack([s.features for s in sets]), np.concatenate([s.labels for s in sets]))


def expected(names: tuple[str, ...] = NAMES, model: str = "bayes") -> Table:
    """The table, measured in the open."""
    return measure(Problem.of([TRAIN[name] for name in names], [union(names)]), trainer_of(model, {})).tables[0]


def test_three_parties(chain: Chain, runner: SoftwareRunner) -> None:
    told: list[tuple[int, int]] = []
    join_all(chain, runner)
    trained = runner.train(SERIES, NUMBER, lambda more, total: told.append((more, total)))
    assert trained.measured is not None
    assert trained.measured.correct.tolist() == expected().correct.tolist()
    statement = trained.statement
    assert (statement.present, statement.size, trained.absent) == (0b111, 33, ())
    assert statement.table is not None
    assert statement.table.correct.tolist() == expected().closure().correct.tolist()
    assert statement.signer(CONTEXT, inputs_of(chain.now.entries)) == keys().address
    assert {total for _, total in told} == {7} and sum(more for more, _ in told) == 7
    assert (trained.fits, trained.known) == (7, 0)


def test_each_party_gets_the_model_and_nobody_elses(chain: Chain, runner: SoftwareRunner) -> None:
    chain.now = facts(params=params(model="logistic"))
    join_all(chain, runner)
    trained = runner.train(SERIES, NUMBER, nothing)
    assert trained.measured is not None
    chain.settle()
    for name in NAMES:
        raw = runner.model(SERIES, NUMBER, account(name))
        model = open_model(raw, pair(name), keys().address, CONTEXT, account(name))
        assert model.linear is not None
        right = int((model.linear.predict(union().features) == union().labels).sum())
        assert right == trained.measured.closure().everybody == trained.measured.correct[trained.delivered]
        assert model.trainer == '{"model":"logistic","settings":{}}'
    with pytest.raises(NotFound, match="no model of"):
        runner.model(SERIES, NUMBER, account("dave"))


def test_who_has_not_paid_has_no_model(chain: Chain, runner: SoftwareRunner) -> None:
    """Otherwise the operator need not post a table by which it would pay, and everybody would have a model for free."""
    join_all(chain, runner)
    runner.train(SERIES, NUMBER, nothing)
    with pytest.raises(Refused, match="models of round 3/7 are handed over when it is settled, and it is not yet"):
        runner.model(SERIES, NUMBER, account("alice"))
    chain.settle(paid=0b110)  # by a decision of the arbiter
    assert runner.model(SERIES, NUMBER, account("bob"))
    with pytest.raises(Refused, match=f"{account('alice')} was absent by the table that round 3/7 was settled with"):
        runner.model(SERIES, NUMBER, account("alice"))
    chain.now = replace(chain.now, over=True, paid=None)
    with pytest.raises(Refused, match="it was not in time: nobody paid, and nobody gets one"):
        runner.model(SERIES, NUMBER, account("alice"))


def test_trained_once_it_stays_so_also_after_a_restart(chain: Chain, runner: SoftwareRunner, tmp_path: Path) -> None:
    join_all(chain, runner)
    trained = runner.train(SERIES, NUMBER, nothing)
    again = runner_of(chain, tmp_path)
    assert again.train(SERIES, NUMBER, nothing).report() == trained.report()
    found = again.trained(SERIES, NUMBER)
    assert found is not None
    assert (found.report(), found.tables()) == (trained.report(), trained.tables())
    assert found.statement == trained.statement
    runner.begin(SERIES, NUMBER)
    assert list(unfinished(tmp_path)) == []


def test_both_tables_are_published(chain: Chain, runner: SoftwareRunner) -> None:
    join_all(chain, runner)
    tables = runner.train(SERIES, NUMBER, nothing).tables()
    for name, table in (("measured", expected()), ("closed", expected().closure())):
        counts = np.frombuffer(bytes.fromhex(tables[name][2:]), ">u2")
        assert counts[:8].tolist() == table.correct.tolist()
    assert (tables["parties"], tables["validation_size"]) == (3, 33)


def _sealed(name: str, raw: bytes) -> bytes:
    return seal(raw, keys().encryption_key, bundle_info(CONTEXT, account(name)))


def _wide(name: str) -> bytes:
    rows = Rows.of(np.zeros((3, 4)), ["0", "1", "1"])
    return bundle(name, rows, rows)


def _huge(name: str) -> bytes:
    """Forests cannot be asked about such rows: everybody's would fail on them."""
    rows = Rows.of(np.full((1, 3), 1e100), ["0"])
    own = TRAIN[name]
    arrays = pack_arrays(
        {
            "train_features": own.features,
            "train_labels": own.labels,
            "validation_features": rows.features,
            "validation_labels": rows.labels,
            "reply_key": np.frombuffer(pair(name).public_key().public_bytes_raw(), "|u1"),
        }
    )
    return _sealed(name, arrays)


def _too_many(name: str) -> bytes:
    rows = Rows.of(np.zeros((8_192, 3)), ["0"] * 8_192)
    return _sealed(name, pack_bundle(Bundle(TRAIN[name], rows, pair(name).public_key().public_bytes_raw())))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda name: bundle(name, TRAIN[name], VALIDATION[name], account=account("alice")), "does not open"),
        (lambda name: bundle(name, TRAIN[name], VALIDATION[name], context=bytes(32)), "does not open"),
        (
            lambda name: bundle(name, TRAIN[name], VALIDATION[name], runner_key=keys("x").encryption_key),
            "does not open",
        ),
        (lambda _: b"", "does not open"),
        (lambda name: _sealed(name, b"rubbish"), "no archive of arrays"),
        (_wide, "the data have 4 features, but the round is about 3, as those of most parties"),
        (_huge, "the validation data have a feature beyond ±1e+30"),
        (_too_many, "have 8,192 rows, but a party may bring 8,191"),
    ],
)
def test_a_bundle_that_cannot_be_used_makes_its_party_absent(
    make: Callable[[str], bytes], reason: str, chain: Chain, runner: SoftwareRunner
) -> None:
    join(chain, runner, "alice", bundle("alice", TRAIN["alice"], VALIDATION["alice"]))
    join(chain, runner, "bob", make("bob"))
    join(chain, runner, "carol", bundle("carol", TRAIN["carol"], VALIDATION["carol"]))
    chain.close()
    trained = runner.train(SERIES, NUMBER, nothing)
    assert [(one.party, one.account) for one in trained.absent] == [(1, account("bob"))]
    assert reason in trained.absent[0].reason
    assert trained.statement.present == 0b101
    assert trained.measured is not None
    assert trained.measured.correct.tolist() == expected(("alice", "carol")).correct.tolist()
    assert runner.retrain(SERIES, NUMBER, 0b10) == trained.measured.correct[0b10]


@pytest.mark.parametrize(("names", "present"), [(NAMES, 0b110), (NAMES[:2], 0b01)])
def test_the_first_party_does_not_shut_others_out(
    names: tuple[str, ...], present: int, chain: Chain, runner: SoftwareRunner
) -> None:
    """Of two with different columns it is the one that stays."""
    join(chain, runner, "alice", _wide("alice"))
    for name in names[1:]:
        join(chain, runner, name, bundle(name, TRAIN[name], VALIDATION[name]))
    chain.close()
    trained = runner.train(SERIES, NUMBER, nothing)
    assert trained.statement.present == present
    assert len(trained.absent) == 1 and "as those of most parties" in trained.absent[0].reason


def test_who_uploads_nothing_is_absent(chain: Chain, runner: SoftwareRunner) -> None:
    chain.enter("alice", entry_word(bytes(31)))
    chain.enter("bob", b"\4" + bytes(31))  # no party
    chain.close()
    trained = runner.train(SERIES, NUMBER, nothing)
    assert [one.reason for one in trained.absent] == ["no bundle was uploaded"]
    assert (trained.statement.present, trained.statement.size, trained.statement.table) == (0, 0, None)
    assert trained.tables()["measured"] is None
    assert trained.statement.signer(CONTEXT, inputs_of(chain.now.entries)) == keys().address
    found = runner.trained(SERIES, NUMBER)
    assert found is not None and found.report() == trained.report()


def test_a_copy_of_somebodys_commitment_is_absent(chain: Chain, runner: SoftwareRunner) -> None:
    sealed = bundle("alice", TRAIN["alice"], VALIDATION["alice"])
    join(chain, runner, "alice", sealed)
    assert join(chain, runner, "bob", sealed) == 1
    chain.close()
    trained = runner.train(SERIES, NUMBER, nothing)
    assert trained.statement.present == 0b01
    assert "does not open" in trained.absent[0].reason


def test_whose_data_make_no_model_is_absent_with_its_validation_rows(chain: Chain, runner: SoftwareRunner) -> None:
    """Five neighbours need five rows; bob's two have two labels, so that they are no constant model either."""
    chain.now = facts(params=params(model="knn", settings={"n_neighbors": 5}))
    few = Rows.of([[0, 0, 0], [1, 1, 1]], ["0", "1"])
    join(chain, runner, "alice", bundle("alice", TRAIN["alice"], VALIDATION["alice"]))
    join(chain, runner, "bob", bundle("bob", few, VALIDATION["bob"]))
    join(chain, runner, "carol", bundle("carol", TRAIN["carol"], VALIDATION["carol"]))
    chain.close()
    trained = runner.train(SERIES, NUMBER, nothing)
    assert [one.reason for one in trained.absent] == ["no model can be made of its data alone"]
    assert (trained.statement.present, trained.statement.size) == (0b101, len(union(("alice", "carol"))))
    assert runner.retrain(SERIES, NUMBER, 0b11) == trained.measured.correct[3]  # type: ignore[union-attr]


def test_rows_that_spoil_models_of_all_count_against_nobody_else(chain: Chain, runner: SoftwareRunner) -> None:
    """Bob's one row is a constant model alone; together with others' no model takes a negative number."""
    chain.now = facts(params=params(model="sklearn.naive_bayes.MultinomialNB"))
    names = ("alice", "bob", "carol")
    for seed, name in enumerate(names):
        some = data(seed)
        train = Rows.of(-np.ones((1, 3)), ["0"]) if name == "bob" else Rows(np.abs(some.features), some.labels)
        join(chain, runner, name, bundle(name, train, VALIDATION[name]))
    chain.close()
    trained = runner.train(SERIES, NUMBER, nothing)
    assert trained.absent == () and trained.measured is not None
    measured, closed = trained.measured.correct, trained.measured.closure().correct
    spoilt = [0b011, 0b110, 0b111]
    assert not measured[spoilt].any() and measured[[0b001, 0b010, 0b100, 0b101]].all()
    assert closed[0b111] == measured.max() and not trained.delivered & 0b010
    assert [runner.retrain(SERIES, NUMBER, mask) for mask in range(1, 8)] == measured[1:].tolist()


def test_a_model_prints_nothing(chain: Chain, runner: SoftwareRunner, capfd: pytest.CaptureFixture[str]) -> None:
    """Losses are in clear, and what reads a runner's log as JSON could not go on."""
    chain.now = facts(params=params(model="network", settings={"verbose": True, "max_iter": 3}))
    join_all(chain, runner)
    runner.train(SERIES, NUMBER, nothing)
    assert capfd.readouterr().out == ""


def test_one_label_only_and_labels_that_nobody_trains_on_are_fine(chain: Chain, runner: SoftwareRunner) -> None:
    one = TRAIN["alice"].only({"1"})
    unknown = Rows.of(VALIDATION["bob"].features, ["never seen"] * len(VALIDATION["bob"]))
    join(chain, runner, "alice", bundle("alice", one, VALIDATION["alice"]))
    join(chain, runner, "bob", bundle("bob", TRAIN["bob"], unknown))
    chain.close()
    trained = runner.train(SERIES, NUMBER, nothing)
    assert trained.statement.present == 0b11
    assert trained.measured is not None
    ones = int((VALIDATION["alice"].labels == "1").sum())
    assert trained.measured.correct[0b01] == ones


def test_many_parties_state_a_root(chain: Chain, runner: SoftwareRunner) -> None:
    chain.now = facts(params=params(max_parties=13, bond=5))
    join_all(chain, runner)
    trained = runner.train(SERIES, NUMBER, nothing)
    closed = expected().closure()
    assert trained.statement.kind == ROOT
    assert trained.statement.pairs == [(count, closed.everybody) for count in closed.alone]


def test_uploads_are_those_that_were_committed_to(chain: Chain, runner: SoftwareRunner) -> None:
    sealed = bundle("alice", TRAIN["alice"], VALIDATION["alice"])
    with pytest.raises(NotFound, match=f"{account('alice')} is no party of round 3/7"):
        runner.submit(SERIES, NUMBER, account("alice"), sealed)
    chain.enter("alice", entry_word(commitment(sealed)))
    chain.enter("bob", entry_word(commitment(b"another")), lock=1)
    assert [one.uploaded for one in runner.received(SERIES, NUMBER)] == [False]
    with pytest.raises(Refused, match="commitment of another bundle"):
        runner.submit(SERIES, NUMBER, account("alice"), sealed + b"\0")
    with pytest.raises(NotFound, match="is no party"):  # it locked too little
        runner.submit(SERIES, NUMBER, account("bob"), b"another")
    with pytest.raises(NotFound, match="no round 8"):
        runner.submit(SERIES, 8, account("alice"), sealed)
    assert runner.submit(SERIES, NUMBER, account("alice"), sealed) == 0
    assert runner.submit(SERIES, NUMBER, account("alice"), sealed) == 0
    assert [(one.account, one.uploaded) for one in runner.received(SERIES, NUMBER)] == [(account("alice"), True)]


def test_after_the_training_began_nothing_is_taken_in(chain: Chain, runner: SoftwareRunner) -> None:
    sealed = bundle("bob", TRAIN["bob"], VALIDATION["bob"])
    join(chain, runner, "alice", bundle("alice", TRAIN["alice"], VALIDATION["alice"]))
    chain.enter("bob", entry_word(commitment(sealed)))
    chain.close()

    class Dead(Exception):
        pass

    def die(_more: int, _total: int) -> None:
        raise Dead

    with pytest.raises(Dead):
        runner.train(SERIES, NUMBER, die)
    with pytest.raises(Refused, match="the training of round 3/7 has begun"):
        runner.submit(SERIES, NUMBER, account("bob"), sealed)
    # unless the chain undoes entries, so that another round is trained than began
    chain.now = replace(chain.now, entries=tuple(Entry(e.index, e.who, e.lock + 1, e.data) for e in chain.now.entries))
    assert runner.submit(SERIES, NUMBER, account("bob"), sealed) == 1
    assert runner.train(SERIES, NUMBER, nothing).statement.present == 0b11


def test_entries_that_the_chain_changed_are_stated_anew(chain: Chain, runner: SoftwareRunner, tmp_path: Path) -> None:
    join_all(chain, runner)
    first = runner.train(SERIES, NUMBER, nothing)
    chain.now = replace(chain.now, entries=chain.now.entries[:2])
    assert runner.trained(SERIES, NUMBER) is None
    runner.begin(SERIES, NUMBER)
    assert list(unfinished(tmp_path)) == [(SERIES, NUMBER)]
    second = runner.train(SERIES, NUMBER, nothing)
    assert list(unfinished(tmp_path)) == []
    assert (first.statement.present, second.statement.present) == (0b111, 0b011)
    assert second.statement.signer(CONTEXT, inputs_of(chain.now.entries)) == keys().address


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"closed": False}, "round 3/7 is open still"),
        ({"final": False}, "the entries of round 3/7 are not final yet"),
        ({"over": True}, "round 3/7 is over"),
        ({"params": params(keys("another"))}, "its runner is"),
        ({"params": params(runner_key=bytes(32))}, "its encryption key is 0000"),
        ({"params": params(measurement=bytes(32))}, "its measurement is 0000"),
    ],
)
def test_what_is_not_to_be_trained_here(
    change: dict[str, Any], message: str, chain: Chain, runner: SoftwareRunner
) -> None:
    chain.now = replace(chain.now, closed=True)
    chain.now = replace(chain.now, **change)
    for ask in (lambda: runner.train(SERIES, NUMBER, nothing), lambda: runner.begin(SERIES, NUMBER)):
        with pytest.raises(Refused, match=message):
            ask()


@pytest.mark.parametrize(
    ("model", "settings", "message"),
    [
        ("magic", {}, "must be a classifier of scikit-learn"),
        ("sklearn.datasets.clear_data_home", {"data_home": "kept"}, "must be a classifier"),
        ("sklearnish.SVC", {}, "must be a classifier of scikit-learn"),
        ("logistic", {"C": -1}, "trainer of round 3/7 cannot be used"),
        ("logistic", {"magic": 1}, "cannot have these parameters"),
        ("ridge", {"penalty": "much"}, "one parameter, a number"),
        ("sklearn.multiclass.OneVsRestClassifier", {"estimator": "a"}, "trainer of round 3/7 cannot be used"),
        ("sklearn.ensemble.StackingClassifier", {"estimators": [1]}, "trainer of round 3/7 cannot be used"),
        ("sklearn.ensemble.VotingClassifier", {"estimators": ["a"]}, "makes no model of any party's data"),
        ("knn", {"n_neighbors": 99}, "makes no model of any party's data"),
    ],
)
def test_a_trainer_that_is_none_is_nobodys_fault(
    model: str,
    settings: dict[str, Any],
    message: str,
    chain: Chain,
    runner: SoftwareRunner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nor does a name make the runner call anything else of scikit-learn: one function deletes a folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept").mkdir()
    chain.now = facts(params=params(model=model, settings=settings))
    join_all(chain, runner)
    with pytest.raises(InvalidInput, match=message):
        runner.train(SERIES, NUMBER, nothing)
    assert (tmp_path / "kept").exists()
    assert runner.trained(SERIES, NUMBER) is None


def test_a_cell_is_trained_again(chain: Chain, runner: SoftwareRunner) -> None:
    with pytest.raises(NotFound, match="was not trained here"):
        runner.retrain(SERIES, NUMBER, 1)
    join_all(chain, runner)
    trained = runner.train(SERIES, NUMBER, nothing)
    assert trained.measured is not None
    assert [runner.retrain(SERIES, NUMBER, mask) for mask in range(1, 8)] == trained.measured.correct[1:].tolist()
    for mask in (0, 8):
        with pytest.raises(NotFound, match=f"no cell {mask}"):
            runner.retrain(SERIES, NUMBER, mask)


def test_a_cell_whose_bundles_are_gone_cannot_be_trained_again(
    chain: Chain, runner: SoftwareRunner, tmp_path: Path
) -> None:
    join_all(chain, runner)
    runner.train(SERIES, NUMBER, nothing)
    next(tmp_path.rglob("bundles/*")).unlink()
    with pytest.raises(NotFound, match="not all here any more"):
        runner.retrain(SERIES, NUMBER, 1)


def test_a_folder_that_cannot_be_read_is_told(runner: SoftwareRunner, tmp_path: Path) -> None:
    (tmp_path / "rounds" / CONTEXT.hex() / "result.json").mkdir(parents=True)
    with pytest.raises(BourseError, match=r"result.json cannot be read: Is a directory"):
        runner.trained(SERIES, NUMBER)


def test_nothing_is_on_the_disk_in_clear(chain: Chain, runner: SoftwareRunner, tmp_path: Path) -> None:
    """Features and labels of every party as bytes and as text, in rows and columns; keys; hashes of data."""
    chain.now = facts(params=params(model="logistic"))
    marked = {
        name: Rows.of(TRAIN[name].features, [f"a label of {name} {at % 2}" for at in range(len(TRAIN[name]))])
        for name in NAMES
    }
    for name in NAMES:
        join(chain, runner, name, bundle(name, marked[name], VALIDATION[name]))
    chain.close()
    runner.train(SERIES, NUMBER, nothing)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 3 + 3 + 3  # bundles, models; what began, what came of it, cells
    secrets = [keys().pair.private_bytes_raw(), keys().memo_secret, bytes(keys().signer._account.key)]
    needles = [form for secret in secrets for form in (secret, secret.hex().encode())]
    for name in NAMES:
        needles += [f"a label of {name}".encode(), f"a label of {name}".encode("utf-32-le")]
        for rows in (marked[name], VALIDATION[name]):
            needles += [rows.digest.encode(), bytes.fromhex(rows.digest)]
            for value in rows.features.ravel():
                needles += [value.tobytes(), repr(float(value)).encode()]
    needles = [needle for needle in needles if len(needle) >= 8]
    assert len(needles) > 400
    found = {path: path.read_bytes() for path in files}
    assert [(path, needle) for path, raw in found.items() for needle in needles if needle in raw] == []
    # the search finds what is there
    planted = pack_bundle(Bundle(marked["alice"], VALIDATION["alice"], pair("alice").public_key().public_bytes_raw()))
    assert b"train_features" in planted
    assert any(needle in marked["alice"].features.tobytes() for needle in needles)


def test_only_their_owner_reads_the_files(chain: Chain, runner: SoftwareRunner, tmp_path: Path) -> None:
    join_all(chain, runner)
    runner.train(SERIES, NUMBER, nothing)
    rights = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.rglob("*") if path.is_file()}
    assert set(rights.values()) == {0}, rights


def test_models_that_want_processes_of_their_own_stay_in_this_one(
    chain: Chain, runner: SoftwareRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """joblib would hand 1 MiB of features to other processes in a file."""
    monkeypatch.setenv("JOBLIB_TEMP_FOLDER", str(tmp_path / "handed over"))
    settings = {"n_jobs": 2, "Cs": 1, "cv": 2, "max_iter": 1}
    chain.now = facts(params=params(model="sklearn.linear_model.LogisticRegressionCV", settings=settings))
    chance = np.random.default_rng(1)
    rows = Rows.of(chance.standard_normal((700, 200)), chance.integers(0, 2, 700))
    join(chain, runner, "alice", bundle("alice", rows, Rows.of(rows.features[:5], rows.labels[:5])))
    chain.close()
    assert runner.train(SERIES, NUMBER, nothing).statement.present == 1
    assert not (tmp_path / "handed over").exists()
