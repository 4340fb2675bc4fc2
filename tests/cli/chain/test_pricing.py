"""What the equilibrium tells a holder and a buyer, of a real chain."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from databourse.mechanisms.resale import published
from databourse.resale.forecast import forecast
from databourse.resale.shares import AVERAGE
from tests.cli.chain.acting import new_chain, nothing_happens, post, sell
from tests.cli.conftest import TOKEN, act, ok, refused, run, tokens

pytestmark = pytest.mark.usefixtures("market")

MODEL = {
    "valuations": [[1], [0, 4], [2, 6]],
    "prior": [1],
    "transitions": [[["1/2", "1/2"]], [["1/2", "1/2"], [0, 1]]],
}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    file = tmp_path / "model.json"
    file.write_text(json.dumps(MODEL), encoding="utf-8")
    return file


def test_the_price_to_post_follows_from_the_chain_and_the_model(offered: dict[str, int], model: Path) -> None:
    created = new_chain(offered["alice"], "--matrix", "raw", "--depth", 2)
    owner = ok("chain", "price", created["licence"], "--valuation", 1, "--model", model, "--json").json
    # worked out by hand in the tests of advice: player 1 has thresholds 3 and 10
    assert (owner["player"], owner["price"], owner["chance"]) == (0, tokens(10), "1/2")
    assert (owner["threshold"], owner["income"], owner["nearest"]) == ("6", "5", "1")
    told = ok("chain", "price", "--chain", created["chain"], "--valuation", 1, "--model", model, "--from", "alice").out
    assert "alice holds licence" in told and "as player 0" in told
    assert "The data are worth 6 DBT: 1 to use, 5 from selling on." in told
    assert "Offer at 10 DBT; the next player accepts with probability 50.0%." in told
    assert f"bourse chain offer {created['licence']} --price 10" in told

    bob = sell("alice", created["licence"], "bob", 3)
    between = ok("chain", "price", bob, "--valuation", "1.9", "--model", model, "--json").json
    assert (between["nearest"], between["price"], between["threshold"]) == ("0", tokens(6), "49/10")
    assert (
        "The model's nearest valuation to 1.9 is 0."
        in ok("chain", "price", bob, "--valuation", "1.9", "--model", model).out
    )
    posted = act("bob", "chain", "offer", bob, "--valuation", "1.9", "--model", model)
    assert posted["price"] == tokens(6)


def test_whether_to_accept_an_offer(offered: dict[str, int], model: Path) -> None:
    created = new_chain(offered["alice"], "--matrix", "raw", "--depth", 2)
    offer = post("alice", created["licence"], "3")
    words = ("chain", "price", "--offer", offer, "--model", model, "--valuation")
    exactly = ok(*words, 0, "--json").json
    assert (exactly["accept"], exactly["highest"], exactly["asked"]) == (True, tokens(3), tokens(3))
    assert "Accept it: you are 0 ahead" in ok(*words, 0).out
    assert "Accept it: you are 7 ahead" in ok(*words, 4).out
    act("alice", "chain", "withdraw", offer)
    higher = act("alice", "chain", "offer", created["licence"], "--price", "3.000000000000000001")["offer"]
    told = ok("chain", "price", "--offer", higher, "--model", model, "--valuation", 0).out
    assert "Do not accept it: you would be" in told


def test_prices_are_those_of_the_shares_that_the_contract_pays(offered: dict[str, int]) -> None:
    licence = new_chain(offered["alice"], "--depth", 3)["licence"]
    told = ok("chain", "price", licence, "--valuation", 1, "--model", "published:1'", "--json").json
    assert "warnings" not in told
    expected = forecast(published("1'", 3, "exact"), AVERAGE.first(3))
    assert told["threshold"] == str(expected.thresholds[0][0])
    assert int(told["price"]) == int(Fraction(expected.prices[0][0]) * TOKEN)


def test_a_chain_that_is_longer_than_the_model(offered: dict[str, int], model: Path) -> None:
    created = new_chain(offered["alice"], "--depth", 3, "--model", model)
    warning = f"{model} has 2 trades and the chain 3: nothing is expected of later ones"
    assert created["warnings"] == [warning]
    assert warning in ok("chain", "price", created["licence"], "--valuation", 1, "--model", model).err
    assert "warnings" not in new_chain(offered["alice"], "--depth", 2, "--model", model)


def test_where_there_is_nothing_to_advise(offered: dict[str, int], model: Path, tmp_path: Path) -> None:
    created = new_chain(offered["alice"], "--depth", 3, "--sales", 2)
    licence = created["licence"]
    words = ("--valuation", 1, "--model")
    with nothing_happens():
        assert "valuation is '7', but the model has only 1 to 1 for player 0" in refused(
            2, "chain", "price", licence, "--valuation", 7, "--model", model
        )
        assert "valuation is 'x', but must be a number" in refused(
            2, "chain", "price", licence, "--valuation", "x", "--model", model
        )
        worthless = tmp_path / "worthless.json"
        worthless.write_text(json.dumps({"valuations": [[1], [-1]], "prior": [1], "transitions": [[[1]]]}))
        assert "No price that anybody could accept" in ok("chain", "price", licence, *words, worthless).out
        told = refused(4, "chain", "offer", licence, *words, worthless, "--from", "alice", "--yes")
        assert "nobody would buy from player 0 at any price | name one with --price" in told
    assert "may sell several times" in run("chain", "price", licence, *words, model).err
    bob = sell("alice", licence, "bob", 1)
    carol = sell("bob", bob, "carol", 1)
    told = refused(4, "chain", "price", carol, "--valuation", 1, "--model", worthless)
    assert "has players 0 to 1, and this is player 2" in told
    # the last player of the model has nobody to sell to, though the chain would go on
    assert "No price that anybody" in ok("chain", "price", carol, "--valuation", 2, "--model", model).out
