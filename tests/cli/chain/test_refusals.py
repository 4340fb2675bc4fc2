"""What cannot be is refused with its reason, before anything is sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from databourse.chain import devnet
from databourse.money import MOST, format_tokens
from tests.cli.chain.acting import new_chain, nothing_happens, post, sell
from tests.cli.conftest import act, acting_in, refused, run

pytestmark = pytest.mark.usefixtures("market")


@pytest.fixture(scope="module")
def root(home: Path, offered: dict[str, int]) -> int:
    """The licence of the owner of a chain, from which nothing is offered."""
    with acting_in(home):
        number: int = new_chain(offered["alice"])["licence"]
        return number


@pytest.fixture
def chain(offered: dict[str, int]) -> dict[str, int]:
    """A chain of two trades, in which alice has sold to bob."""
    created = new_chain(offered["alice"], "--depth", 2)
    return {
        "chain": created["chain"],
        "alice": created["licence"],
        "bob": sell("alice", created["licence"], "bob", 1),
    }


def cannot(code: int, *words: object, who: str = "alice") -> str:
    """Refused, and nothing was sent."""
    with nothing_happens():
        return refused(code, "chain", *words, "--from", who, "--yes")


def test_offers_that_cannot_be_accepted(chain: dict[str, int]) -> None:
    offer = post("bob", chain["bob"], 2, "--to", "carol", "--expires-in", "1h")
    assert f"offer {offer} is for carol, not for dave | ask its seller" in cannot(4, "accept", offer, who="dave")
    told = cannot(4, "accept", offer, "--max-price", "1.99", who="carol")
    assert f"offer {offer} costs 2 DBT, which is more than 1.99 DBT" in told
    running = devnet.recorded()
    assert running is not None
    devnet.ask(running.rpc_url, "evm_increaseTime", 3601)
    assert f"offer {offer} expired at " in cannot(4, "accept", offer, who="carol")
    act("bob", "chain", "withdraw", offer)  # also when it has expired
    assert f"offer {offer} was withdrawn" in cannot(4, "accept", offer, who="carol")
    assert f"offer {offer} was withdrawn already" in cannot(4, "withdraw", offer, who="bob")
    sold = chain["bob"]
    assert f"offer {sold} is sold: bob accepted it" in cannot(4, "accept", sold, who="carol")
    assert f"offer {sold} was accepted by bob, and is a licence now" in cannot(4, "withdraw", sold)


def test_what_does_not_exist(chain: dict[str, int]) -> None:
    standing = post("bob", chain["bob"], 1)
    assert "there is no offer 999999 | see `bourse chain list`" in cannot(3, "accept", 999_999)
    assert f"{chain['alice']} is no offer: it is the licence of the owner" in cannot(3, "accept", chain["alice"])
    assert f"{standing} is no licence: it is an offer on chain" in cannot(3, "offer", standing, "--price", 1)
    assert "there is no licence 999999" in cannot(3, "end", 999_999)
    assert "there is no chain 999999" in cannot(3, "claim", 999_999)
    for words in (("show", 999_999), ("earnings", "--chain", 999_999)):
        assert "there is no chain 999999 | see `bourse chain list`" in refused(3, "chain", *words)
    assert "there is no dataset 999" in refused(3, "chain", "list", "--dataset", 999)
    assert "there is no chain 999" in cannot(3, "offer", "--chain", 999, "--price", 1)


def test_only_the_holder_sells(chain: dict[str, int]) -> None:
    told = cannot(4, "offer", chain["bob"], "--price", 1)
    assert f"licence {chain['bob']} is bob's, not alice's | act as its holder with --from" in told
    assert f"licence {chain['bob']} is bob's, not alice's" in cannot(4, "end", chain["bob"])
    offer = post("bob", chain["bob"], 1)
    assert f"offer {offer} is bob's, not alice's | only its seller can withdraw it" in cannot(4, "withdraw", offer)
    told = cannot(2, "offer", chain["bob"], "--chain", chain["chain"] - 1, "--price", 1, who="bob")
    assert f"licence {chain['bob']} is of chain {chain['chain']}, not of chain {chain['chain'] - 1}" in told


def test_no_more_buyers_and_no_deeper_than_the_chain_allows(chain: dict[str, int]) -> None:
    sold_out = cannot(4, "offer", chain["alice"], "--price", 1)
    assert f"licence {chain['alice']} is sold out: chain {chain['chain']} allows each holder 1 buyer" in sold_out
    standing = post("bob", chain["bob"], 1)
    told = cannot(4, "offer", chain["bob"], "--price", 1, who="bob")
    assert f"has an offer for each already | withdraw one first: `bourse chain withdraw {standing}`" in told
    last = act("carol", "chain", "accept", standing)["licence"]
    for words in (("offer", last, "--price", 1), ("price", last, "--valuation", 1, "--model", "published:2")):
        with nothing_happens():
            told = refused(4, "chain", *words, "--from", "carol")
        assert f"licence {last} is at depth 2, the deepest that chain {chain['chain']} allows" in told


def test_selling_that_has_ended(chain: dict[str, int]) -> None:
    act("bob", "chain", "end", chain["bob"])
    told = cannot(4, "offer", chain["bob"], "--price", 1, who="bob")
    assert f"selling from licence {chain['bob']} has ended | that is for good" in told
    assert f"selling from licence {chain['bob']} has ended already" in cannot(4, "end", chain["bob"], who="bob")


def test_not_enough_money(chain: dict[str, int]) -> None:
    offer = post("bob", chain["bob"], 20_000)
    told = cannot(4, "accept", offer, who="attester")
    assert "not enough money: the offer costs 20000 DBT; with 0 DBT free" in told
    assert "from the wallet, which holds" in told
    told = cannot(4, "accept", offer, "--no-top-up", who="attester")
    assert (
        "not enough money: the offer costs 20000 DBT, and 0 DBT are free | deposit with `bourse wallet deposit`" in told
    )


def test_which_licence(chain: dict[str, int], offered: dict[str, int]) -> None:
    other = new_chain(offered["alice"])
    another = new_chain(offered["alice"])
    told = cannot(2, "offer", "--price", 1)
    assert "which licence? alice holds several: " in told
    assert f"{other['licence']} (chain {other['chain']})" in told and f"{another['licence']} (chain" in told
    assert "attester holds no licence | buy one" in cannot(3, "offer", "--price", 1, who="attester")
    told = cannot(3, "offer", "--price", 1, "--chain", other["chain"], who="bob")
    assert f"bob holds no licence in chain {other['chain']}" in told
    assert chain["chain"] < other["chain"]


def test_nothing_is_due(chain: dict[str, int]) -> None:
    assert "nothing is due to attester | see what was paid already" in cannot(4, "claim", "--for", "attester")
    assert f"nothing is due to bob in chain {chain['chain']}" in cannot(4, "claim", chain["chain"], who="bob")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "at which price?"),
        (("--price", 1, "--valuation", 1, "--model", "published:2"), "a price and a valuation were given"),
        (("--valuation", 1), "at which price?"),
        (("--price", 1, "--model", "published:2"), "at which price?"),
        (("--price", "-1"), "price is '-1', but must not be negative"),
        (("--price", "nan"), "price is 'nan', but must be a number"),
        (("--price", "1e3"), "must be written without an exponent"),
        (("--price", format_tokens(MOST + 1)), "must be at most 309"),
        (("--price", 1, "--expires-in", "0s"), "must be at least a second"),
        (("--price", 1, "--expires-in", "tomorrow"), "must be a duration"),
        (("--price", 1, "--to", "0x1234"), "must be 0x and 40 hexadecimal digits"),
    ],
)
def test_prices_and_times_that_make_no_sense(root: int, options: tuple[object, ...], reason: str) -> None:
    assert reason in cannot(2, "offer", root, *options)


def test_whose_dataset_and_which(offered: dict[str, int]) -> None:
    told = cannot(4, "create", offered["bob"])
    assert f"dataset {offered['bob']} is bob's: only its owner opens chains for it" in told
    assert "there is no dataset 999" in cannot(3, "create", 999)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--matrix", "mean"), "matrix is 'mean', but must be raw, average, tbds:ALPHA, optimal or a file"),
        (("--matrix", "tbds:1"), "alpha is '1', but must be at least 0 and below 1"),
        (("--matrix", "tbds:-0.1"), "alpha is '-1/10', but must be at least 0 and below 1"),
        (("--matrix", "tbds:nan"), "alpha is 'nan', but must be a number"),
        (("--matrix", "tbds:1/0"), "the denominator must not be 0"),
        (("--matrix", "tbds:"), "must be a number"),
        (("--matrix", "optimal"), "optimal for which model? | add --model"),
        (("--matrix", "optimal", "--model", "published:5"), "model is '5', but it must be one of 1, 1', 2, 3, 4"),
        (("--depth", 0), "must be a whole number from 1 to 32"),
        (("--depth", 33), "must be a whole number from 1 to 32"),
        (("--sales", 0), "must be a whole number from 1 to 65535"),
        (("--sales", "many"), "must be a number"),
        (("--pay-at-once", "-1"), "must not be negative"),
    ],
)
def test_chains_that_cannot_be(offered: dict[str, int], options: tuple[object, ...], reason: str) -> None:
    assert reason in cannot(2, "create", offered["alice"], *options)


@pytest.mark.parametrize(
    ("content", "options", "reason"),
    [
        ([[0, 1, 0.5], [0, 0, 0.6]], (), "column 2 of the reallocation sums to 11/10"),
        ([[0, 1, "-1/2"], [0, 0, 1]], (), "reallocation[0][2] is '-1/2', but a share must not be negative"),
        ([[0, 1, 1.5], [0, 0, 0]], (), "sums to 3/2"),
        ([[0, 1, 0], [0, 0.5, 1]], (), "player 1 does not have the data before trade 1, so its share must be 0"),
        ([[1, 1], [0, 0]], (), "reallocation[0] has 2 shares, but it must have 3"),
        ([[0, 1, 0], [0, 0]], (), "reallocation[1] has 2 shares, but it must have 3"),
        ([[0, float("nan")]], (), "it must be finite"),
        ([[0, float("inf")]], (), "it must be finite"),
        ([[0, "one"]], (), "reallocation[0][1] is 'one', but it must be a number"),
        ([], (), "is for 0 trades, but a chain has from 1 to 32"),
        ([[0] * 34] * 33, (), "is for 33 trades, but a chain has from 1 to 32"),
        ({"rows": []}, (), "holds no matrix | write rows of shares"),
        ("raw", (), "holds no matrix"),
        ([[0, 1]], ("--depth", 2), "depth is 2, but the matrix in"),
    ],
)
def test_matrices_that_cannot_be(
    offered: dict[str, int], tmp_path: Path, content: object, options: tuple[object, ...], reason: str
) -> None:
    file = tmp_path / "shares.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    assert reason in cannot(2, "create", offered["alice"], "--matrix", file, *options)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"prior": [0.5]}, "prior sums to 0.5, but probabilities must sum to 1"),
        ({"prior": [1.5]}, "prior sums to 1.5"),
        ({"prior": ["-1"]}, "a probability must not be negative"),
        ({"transitions": [[[0.5, 0.4]]]}, "transitions[0][0] sums to 0.9, but probabilities must sum to 1"),
        ({"transitions": [[[1]]]}, "transitions[0][0] has 1 probabilities, but it must have 2"),
        ({"transitions": [[[0.5, 0.5], [1, 0]]]}, "transitions[0] has 2 rows, but it must have 1"),
        ({"transitions": []}, "transitions has 0 matrices, but 2 players need 1"),
        ({"valuations": [[1]]}, "valuations are of 1 players"),
        ({"valuations": [[1], []]}, "valuations[1] is empty"),
        ({"valuations": [[1], [float("nan"), 1]]}, "it must be finite"),
        ({"valuations": [[1], ["x", 1]]}, "valuations[1][0] is 'x', but it must be a number"),
        ({"density": 1}, "the instance has an unknown key 'density'"),
    ],
)
def test_models_that_cannot_be(
    offered: dict[str, int], tmp_path: Path, content: dict[str, object], reason: str
) -> None:
    file = tmp_path / "model.json"
    sound = {"valuations": [[1], [1, 2]], "prior": [1], "transitions": [[["1/3", "2/3"]]]}
    file.write_text(json.dumps(sound | content), encoding="utf-8")
    assert reason in cannot(2, "create", offered["alice"], "--depth", 1, "--model", file)


def test_files_that_are_not_there_or_hold_something_else(offered: dict[str, int], tmp_path: Path) -> None:
    words = ("create", offered["alice"])
    assert "there is no file nowhere.json" in cannot(3, *words, "--matrix", "nowhere.json")
    assert "there is no file nowhere" in cannot(3, *words, "--model", "nowhere")
    for name, content in (("one.json", "{"), ("list.json", "[1]"), ("lines.jsonl", "[]\n[]\n")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert "this is not JSON" in cannot(2, *words, "--matrix", "one.json")
    assert "list.json is no model | write an object with valuations" in cannot(2, *words, "--model", "list.json")
    assert "lines.jsonl holds one instance a line" in cannot(2, *words, "--model", "lines.jsonl")


@pytest.mark.usefixtures("terminal")
def test_who_is_asked_and_says_no_sends_nothing(offered: dict[str, int]) -> None:
    with nothing_happens():
        code = run("chain", "create", offered["alice"], "--from", "alice", input="n\n").code
        assert code == 1
