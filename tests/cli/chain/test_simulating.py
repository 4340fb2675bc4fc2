"""`bourse chain simulate`, in memory and on a real devnet."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import resale_venue
from databourse.chain.connection import Connection
from databourse.resale.encoding import OfferStruct
from databourse.resale.simulation import comparison
from tests.cli.conftest import ok, refused, run


def simulated(*words: object) -> Any:
    return ok("chain", "simulate", *words, "--json").json


def test_expectations_alone_need_neither_node_nor_draws() -> None:
    told = simulated("--runs", 0, "--model", "published:2")
    assert (told["played"], told["trades"], [one["matrix"] for one in told["matrices"]]) == (
        None,
        5,
        ["raw", "average", "optimal"],
    )
    raw, average, optimal = (one["expected"] for one in told["matrices"])
    # table 1 of the paper, in exact arithmetic; the average pays whole billionths, which moves its welfare by less
    assert (Fraction(raw["welfare"]), Fraction(raw["volume"])) == (Fraction("0.24368"), Fraction("0.89216"))
    assert float(Fraction(average["volume"])) == pytest.approx(3.0672)
    assert float(Fraction(optimal["welfare"])) == pytest.approx(0.62026, abs=1e-5)
    assert "played" not in told["matrices"][0]
    assert told["matrices"][1]["columns"][2] == [333_333_333, 333_333_333, 333_333_334]


def test_matrices_of_all_kinds_side_by_side(tmp_path: Path) -> None:
    model, shares = tmp_path / "model.json", tmp_path / "shares.json"
    chain = {"valuations": [[1], [2], [3]], "prior": [1], "transitions": [[[1]], [[1]]]}
    model.write_text(json.dumps({**chain, "reallocation": "raw", "arithmetic": "exact"}), encoding="utf-8")
    shares.write_text('[["0", "1", "1/4"], ["0", "0", "3/4"]]', encoding="utf-8")
    words = ("--model", model, "--matrix", shares, "--matrix", "tbds:1/4", "--matrix", "raw", "--matrix", shares)
    told = simulated(*words, "--offline", "--runs", 3)
    assert [one["matrix"] for one in told["matrices"]] == [str(shares), "tbds:1/4", "raw"]
    for one in told["matrices"]:
        assert one["played"]["welfare"] == {"mean": 6.0, "standard_error": 0.0}
        assert one["played"]["volume"]["mean"] == 2
    # player 1 pays what it can expect: 2, and 3/4 or all of the 3 that player 2 pays
    assert [one["played"]["paid"] for one in told["matrices"]] == [
        str(round(3 * paid * 10**18)) for paid in (3 + 2 + 2.25, 3 + 2 + 2.25, 3 + 2 + 3)
    ]
    assert [one["expected"]["utilities"] for one in told["matrices"]][2] == ["6", "0", "0"]


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    words = ("--offline", "--runs", 40, "--matrix", "raw", "--matrix", "average", "--trades", 4)
    first, again, other = (simulated(*words, "--seed", seed) for seed in (1, 1, 2))
    assert first == again != other
    raw, average = first["matrices"]
    assert raw["played"]["more_welfare"] is None
    more = average["played"]["more_welfare"]["mean"]
    assert more == pytest.approx(average["played"]["welfare"]["mean"] - raw["played"]["welfare"]["mean"])


def test_it_is_told_in_tables_and_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "it.svg"
    told = ok("chain", "simulate", "--offline", "--runs", 20, "--trades", 3, "--plot", picture).out
    assert "published:1', 3 trades, 20 chains for each matrix from seed 1." in told
    assert "more than raw" in told
    assert "raw: has it" in told and "optimal: has it" in told
    assert "Every account has what the draws say, to the base unit." in told
    assert f"Drawn to {picture}" in told
    assert picture.read_text(encoding="utf-8").startswith("<?xml")
    one = ok("chain", "simulate", "--offline", "--runs", 1, "--trades", 1, "--matrix", "raw").out
    assert "published:1', 1 trade, 1 chain for each matrix" in one


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--model", "published:7"), "model is '7', but it must be one of"),
        (("--model", "published:1", "--trades", 0), "must be a whole number from 1 to 32"),
        (("--runs", 10_001), "must be a whole number from 0 to 10000"),
        (("--matrix", "middle"), "matrix is 'middle', but must be raw"),
        (("--plot", "it.txt"), "its name must end with .png, .svg, .pdf"),
        (("--seed", "-1"), "must not be negative"),
    ],
)
def test_what_cannot_be_simulated(options: tuple[object, ...], reason: str) -> None:
    assert reason in refused(2, "chain", "simulate", "--offline", *options)


def test_matrices_and_models_of_different_lengths(tmp_path: Path) -> None:
    model, shares = tmp_path / "model.json", tmp_path / "shares.json"
    chain = {"valuations": [[1], [2], [3]], "prior": [1], "transitions": [[[1]], [[1]]]}
    model.write_text(json.dumps(chain), encoding="utf-8")
    shares.write_text("[[0, 1]]", encoding="utf-8")
    words = ("chain", "simulate", "--offline", "--model", model)
    assert "has only 2" in refused(2, *words, "--trades", 3)
    told = refused(2, *words, "--matrix", shares)
    assert "is for 1 trades, but the chains have 2 | add --trades 1" in told
    shorter = simulated("--offline", "--model", model, "--matrix", shares, "--trades", 1, "--runs", 2)
    assert shorter["matrices"][0]["played"]["volume"]["mean"] == 1


def test_without_a_node_it_says_how_to_go_on(nowhere: str) -> None:
    assert "bourse devnet start" in refused(5, "chain", "simulate", "--runs", 1, "--rpc-url", nowhere)


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize("at_once", [0, 3])
def test_on_a_devnet_the_money_really_moves(at_once: int) -> None:
    words = ("--runs", 70, "--trades", 3, "--matrix", "average", "--seed", 9)
    played = simulated(*words, "--pay-at-once", at_once)
    in_memory = simulated(*words, "--offline")
    assert (played["played"], in_memory["played"]) == ("devnet", "in memory")
    ours, theirs = (one["matrices"][0]["played"] for one in (played, in_memory))
    chain = ours.pop("chain")
    assert {**ours, "chain": 1} == theirs
    shown = ok("chain", "show", chain, "--json").json
    assert len(shown["licences"]) - 1 == round(ours["volume"]["mean"] * 70)
    assert sum(int(one["price"]) for one in shown["licences"]) == int(ours["paid"])
    assert {one["earned"]["due"] for one in shown["licences"]} == {"0"}
    assert {one["status"] for one in shown["offers"]} == {"sold", "withdrawn"}
    ok("audit", "replay")


@pytest.mark.usefixtures("market")
def test_where_the_money_is_not_what_the_draws_say_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    accept = resale_venue.DevnetVenue.accept

    def careless(venue: resale_venue.DevnetVenue, player: int, offers: list[OfferStruct]) -> None:
        accept(venue, player, offers if player < 2 else offers[:-1])

    monkeypatch.setattr(resale_venue.DevnetVenue, "accept", careless)
    told = run("chain", "simulate", "--runs", 20, "--trades", 2, "--matrix", "average", "--seed", 1)
    assert told.code == 7
    assert "tokens more than before, but should have" in told.err


@pytest.mark.usefixtures("market")
def test_where_not_everybody_knows_every_key_nothing_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "is_devnet", False)
    told = refused(4, "chain", "simulate", "--runs", 1, "--matrix", "raw")
    assert "chains are simulated on a devnet only" in told and "add --offline" in told


def test_what_chance_does_not_explain_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("chain", "simulate", "--offline", "--runs", 30, "--matrix", "raw")
    assert "Warning" not in run(*words).err
    monkeypatch.setattr(comparison, "SUSPICIOUS", 1e-6)
    assert "Warning" not in run(*words).err  # too few to tell
    monkeypatch.setattr(comparison, "FEWEST", 30)
    assert "raw: further from the expectation than chance explains: welfare, volume" in run(*words).err
    assert "further from" in simulated(*words[2:])["warnings"][0]


@pytest.mark.usefixtures("market")
def test_longer_chains_than_there_are_accounts_are_played_in_memory() -> None:
    told = refused(2, "chain", "simulate", "--trades", 30, "--runs", 1, "--matrix", "raw")
    assert "trades is 30, but the devnet has accounts for 29 | play longer chains with --offline" in told
    assert simulated("--trades", 30, "--runs", 1, "--matrix", "raw", "--offline")["trades"] == 30


def test_the_best_matrix_is_for_chains_as_long_as_the_model(tmp_path: Path) -> None:
    model = tmp_path / "model.json"
    long = {"valuations": [[1]] * 34, "prior": [1], "transitions": [[[1]]] * 33}
    model.write_text(json.dumps(long), encoding="utf-8")
    told = refused(2, "chain", "simulate", "--offline", "--model", model)
    assert "is for 33 trades, and a chain has at most 32" in told
