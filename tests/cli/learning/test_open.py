"""Opening learning rounds, and what no round can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from databourse.chain.devnet_accounts import account
from databourse.cli.learning import options
from databourse.errors import BourseError
from databourse.market.learning import params
from tests.cli.conftest import act, ok, refused, tokens
from tests.cli.learning import rounds

pytestmark = pytest.mark.usefixtures("market")


def test_what_a_round_is_like_is_told_before_it_is_opened(runner: str) -> None:
    series = rounds.new_series("le-told")
    words = ("--runner", runner, "--budget", 5, "--set", "C=0.5", "--max-parties", 3, "--close-in", "10m")
    told = ok("learning", "open", series, *words, "--from", "operator", "--yes")
    assert "software that stands in for an enclave" in told.err and "no arbiter" not in told.err
    assert account(rounds.RUNNER).address in told.out and f"arbiter                {rounds.JUDGE}" in told.out
    assert "learning, logistic, C = 0.5, an accuracy of 1 costs 5 DBT, at most 3 parties" in told.out
    shown = rounds.show(f"{series}/1")
    given = shown["options"]
    assert (given["model"], given["settings"], given["budget"]) == ("logistic", {"C": 0.5}, tokens(5))
    assert given["runner"] == account(rounds.RUNNER).address
    assert given["arbiter"] == account(rounds.JUDGE).address
    assert "Nobody takes part so far" in ok("learning", "show", series).out
    assert "nothing to draw" in refused(4, "learning", "show", series, "--plot", "x.png")


def test_a_series_without_an_arbiter_is_warned_of(runner: str) -> None:
    act("operator", "series", "create", "le-alone", "--kind", rounds.KIND)
    words = ("--runner", runner, "--budget", 5, "--close-in", "10m", "--from", "operator", "--yes")
    assert "le-alone has no arbiter" in ok("learning", "open", "le-alone", *words).err
    told = refused(4, "learning", "decide", "le-alone", "--retrain", 1, "--from", rounds.JUDGE, "--yes")
    assert "has no arbiter, so nobody decides" in told


def test_settings_can_be_texts_and_a_model_is_looked_at_only_where_it_can_be(
    runner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = rounds.new_series("le-text")
    words = ("--runner", runner, "--budget", 5, "--set", "solver=newton-cg", "--close-in", "10m")
    assert act("operator", "learning", "open", series, *words)["options"]["settings"] == {"solver": "newton-cg"}

    def without(*_: object) -> None:
        raise BourseError("scikit-learn is not installed")

    monkeypatch.setattr("databourse.runner.counting.trainer_of", without)
    act("operator", "learning", "open", rounds.new_series("le-unseen"), *words)


def test_rounds_that_cannot_be(runner: str, nowhere: str) -> None:
    series = rounds.new_series("le-open")

    def told(code: int, *options: object) -> str:
        words = ("--budget", 5, "--close-in", "10m", *options, "--from", "operator", "--yes")
        return refused(code, "learning", "open", series, *words)

    at = ("--runner", runner)
    assert "which runner?" in told(2)
    assert "does not answer" in told(5, "--runner", nowhere)
    assert "budget is 0" in told(2, *at, "--budget", 0)
    assert "model is 'os.system'" in told(2, *at, "--model", "os.system")
    wrong = told(2, *at, "--model", "forest", "--set", "n_estimators=x")
    assert "what is to be trained cannot be used" in wrong and "'n_estimators' parameter" in wrong
    assert "cannot have these parameters" in told(2, *at, "--set", "petals=3")
    assert "set is 'C'" in told(2, *at, "--set", "C")
    assert "C is set already" in told(2, *at, "--set", "C=1", "--set", "C=2")
    assert "--bond belongs to rounds of more than 12 parties" in told(2, *at, "--bond", 3)
    assert "--challenge-for belongs to rounds of more than 12" in told(2, *at, "--challenge-for", "10m")
    assert "bond is 0" in told(2, *at, "--max-parties", 13, "--bond", 0)
    assert "train within is '10 s', but must be at least 1 min" in told(2, *at, "--train-within", "10s")
    assert "challenge for is '10 s'" in told(2, *at, "--max-parties", 13, "--challenge-for", "10s")
    assert "settle within" in told(2, *at, "--settle-within", "1s")
    assert "max parties is .21." in told(2, *at, "--max-parties", 21).replace("'", ".")
    assert options.MOST_PARTIES == params.MOST_PARTIES
    assert "shorten --close-in, --train-within or --settle-within" in told(4, *at, "--train-within", "90d")


def test_other_rules_and_series_without_this_one_are_refused(runner: str) -> None:
    act("operator", "series", "create", "le-auction", "--kind", rounds.KIND, "--rule", "kth-price")
    words = ("--runner", runner, "--budget", 5, "--close-in", "10m", "--from", "operator", "--yes")
    assert "does not use the rule learning" in refused(4, "learning", "open", "le-auction", *words)
    act("operator", "slot", "open", "le-auction", "--close-in", "10m", "--settle-within", "1h")
    for command in ("show", "retrain", "train"):
        more = ("--cell", 1) if command == "retrain" else ()
        sent = ("--from", "operator", "--yes") if command == "train" else ()
        told = refused(4, "learning", command, "le-auction", *more, *sent)
        assert "is no learning round: its rule is kth-price" in told


def test_data_to_try_it_with(tmp_path: Path) -> None:
    told = ok("learning", "sample", "--out", tmp_path / "digits", "--json").json
    rows = [party["rows"] + party["validation_rows"] for party in told["parties"]]
    assert len(rows) == 5 and sum(rows) == 1797 and rows == sorted(rows, reverse=True)
    lines = [
        line for file in (tmp_path / "digits").iterdir() for line in file.read_text(encoding="utf-8").splitlines()[1:]
    ]
    assert len(lines) == 1797 and {line.rpartition(",")[2] for line in lines} == set("0123456789")
    assert "is there already" in refused(2, "learning", "sample", "--out", tmp_path / "digits")
    one = ok("learning", "sample", "--parties", 1, "--out", tmp_path / "one", "--json").json
    assert [party["rows"] + party["validation_rows"] for party in one["parties"]] == [1797]
