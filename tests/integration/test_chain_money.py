"""Money of resale chains through `bourse wallet`, and the replay of both contracts, with trades that really happen."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from databourse.chain.calls import call_of
from databourse.chain.resale import ResaleChains
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.cli.wallet.lines import COLUMNS
from databourse.money import TOKEN
from databourse.resale.records import Licence
from databourse.resale.rules import Rules
from databourse.resale.shares import AVERAGE
from tests.cli.conftest import act, ok, refused, run
from tests.integration import play
from tests.integration.lying_node import Lie, alter_answer, alter_logs, in_word, leave_out, lying_node
from tests.integration.play import address, tokens

pytestmark = pytest.mark.usefixtures("market")

BUYERS = ("bob", "carol", "dave", "erin")
PRICES = (4, 6, 9, 10)


def send(name: str, call: Any) -> Any:
    chains = ResaleChains(play.exchange())
    return Transactions(chains.exchange.connection).send(signer_of(name, 31337), call_of(call(chains)))


def name_of(licence: Licence) -> str:
    return next(name for name in play.PEOPLE if address(name) == licence.holder)


def sell(licence: Licence, buyer: str, price: int) -> Licence:
    """A trade; its money must be in the buyer's account."""
    chains = ResaleChains(play.exchange())
    expiry = chains.exchange.connection.now() + 600
    posted = send(name_of(licence), lambda chains: chains.offer(licence, price, expiry))
    return chains.bought(send(buyer, lambda chains: chains.accept(chains.offered(posted))))


@pytest.fixture(scope="module")
def sold(datasets: dict[str, int]) -> list[Licence]:
    """A chain of alice's with four buyers in a row. From the third trade on shares are claimed; one of alice's was."""
    rules = Rules(AVERAGE, max_depth=6, eager_depth=2, max_sales=2)
    for name, price in zip(BUYERS, PRICES, strict=True):
        act(name, "wallet", "deposit", "chains", price + 1)
    made = send("alice", lambda chains: chains.create(datasets["alice"], rules))
    licences = [ResaleChains(play.exchange()).created(made).root]
    for name, price in zip(BUYERS, PRICES, strict=True):
        licences.append(sell(licences[-1], name, price * TOKEN))
    send("grace", lambda chains: chains.claim(licences[3], address("alice")))
    play.create_series("beside")
    act("frank", "wallet", "deposit", "beside", 3)
    return licences


def balance(name: str) -> Any:
    return ok("wallet", "balance", name, "--json").json


def history(name: str, *options: object) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = ok("wallet", "history", name, "--json", *options).json["lines"]
    return lines


def test_a_balance_has_what_is_free_and_what_is_due(sold: list[Licence]) -> None:
    # of 9 tokens a third is due to alice, who claimed, and to bob; of 10 a quarter to alice, bob and carol
    third = 9 * TOKEN * 333_333_333 // 10**9
    assert sold[3].amounts[:2] == (third, third)
    told = balance("bob")
    chains = next(one for one in told["accounts"] if one["kind"] == "chains")
    assert (chains["number"], chains["name"], chains["locked"]) == (None, "chains", "0")
    assert chains["free"] == tokens(5 - 4 + 3)
    assert chains["due"] == str(third + TOKEN * 10 // 4) == told["total"]["due"]
    total = told["total"]
    assert int(total["with_due"]) == int(total["with_wallet"]) + int(total["due"])
    assert int(total["with_wallet"]) == int(told["wallet"]) + int(total["free"]) + int(total["locked"])
    shown = ok("wallet", "balance", "bob").out
    assert "due" in shown and "`bourse chain claim` brings them in" in shown
    assert "due" not in ok("wallet", "balance", "frank").out


def test_a_history_of_both_contracts(sold: list[Licence]) -> None:
    lines = [one for one in history("bob") if one["kind"] == "chains"]
    assert [(one["what"], one["chain"], one["licence"], one["free"]) for one in lines] == [
        ("deposit", None, None, tokens(5)),
        ("purchase", 1, sold[1].number, tokens(-4)),
        ("sale", 1, sold[2].number, tokens(3)),
    ]
    assert {(one["series"], one["round"], one["name"]) for one in lines} == {(None, None, "chains")}
    assert [one["what"] for one in history("alice", "--chain", 1)] == ["sale", "upstream", "claim"]
    assert history("alice", "--series", "chains") == history("alice", "--chain", 1)
    assert [one["kind"] for one in history("frank")] == ["series"]
    assert history("frank", "--series", "chains") == []
    assert lines[-1]["free_after"] == next(one for one in balance("bob")["accounts"] if one["kind"] == "chains")["free"]
    shown = ok("wallet", "history", "bob").out
    assert f"chain 1, licence {sold[1].number}" in shown and "purchase" in shown
    told = ok("wallet", "history", "bob", "--csv", "-").out
    rows = list(csv.DictReader(io.StringIO(told)))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["kind"], row["series"], row["name"], row["chain"], row["free"]) for row in rows][:2] == [
        ("chains", "", "chains", "", "5"),
        ("chains", "", "chains", "1", "-4"),
    ]


def test_histories_that_cannot_be_asked(sold: list[Licence]) -> None:
    assert sold
    assert "there is no chain 2" in refused(3, "wallet", "history", "bob", "--chain", 2)
    assert "there is no chain 0" in refused(3, "wallet", "history", "bob", "--chain", 0)
    assert "--chain cannot be joined" in refused(2, "wallet", "history", "bob", "--chain", 1, "--series", "beside")


def test_a_receipt_tells_every_part(sold: list[Licence]) -> None:
    told = ok("wallet", "receipt", "chains", sold[3].number, "--json").json
    third = 9 * TOKEN * 333_333_333 // 10**9
    assert [(one["player"], one["payee"], one["share"], one["amount"], one["status"]) for one in told["parts"]] == [
        (0, address("alice"), 333_333_333, str(third), "claimed"),
        (1, address("bob"), 333_333_333, str(third), "claimable"),
        (2, address("carol"), 333_333_334, str(9 * TOKEN - 2 * third), "paid at once"),
    ]
    assert (told["price"], told["claimable"], told["paid"]) == (tokens(9), str(third), str(9 * TOKEN - third))
    assert (told["buyer"], told["seller"], told["trade"]) == (address("dave"), address("carol"), 3)
    kept = play.exchange().read(play.exchange().resale.functions.recordOf(sold[3].number))["fingerprint"]
    assert told["fingerprint"] == f"0x{kept:048x}"
    assert told["parts"][0]["claimed"]["block"] > told["sold"]["block"] > told["offered"]["block"]
    shown = ok("wallet", "receipt", "chains", sold[3].number).out
    for words in ("alice > bob > carol > dave", "the rest", "claimable", "can be claimed, by anybody", "by claims"):
        assert words in shown, shown
    at_once = ok("wallet", "receipt", "chains", sold[1].number).out
    assert "can be claimed" not in at_once and "paid at once" in at_once


def test_receipts_that_there_are_not(sold: list[Licence]) -> None:
    assert "nothing was paid for it" in refused(3, "wallet", "receipt", "chains", sold[0].number)
    assert "there is no licence 99" in refused(3, "wallet", "receipt", "chains", 99)


def test_money_in_and_out(sold: list[Licence]) -> None:
    assert sold
    before = balance("frank")
    put = act("frank", "wallet", "deposit", "chains", "2.5")
    assert (put["kind"], put["series"], put["amount"]) == ("chains", None, tokens(2.5))
    taken = act("frank", "wallet", "withdraw", "chains", "1", "--to", "grace")
    assert (taken["kind"], taken["to"]) == ("chains", address("grace"))
    assert act("frank", "wallet", "withdraw", "chains", "all")["amount"] == tokens(1.5)
    assert int(balance("frank")["wallet"]) == int(before["wallet"]) - TOKEN
    told = run("wallet", "deposit", "chains", "1", "--from", "frank", "--yes").out
    assert "Free in the account of chains: 1 DBT." in told
    act("frank", "wallet", "withdraw", "chains", "all")


def test_what_cannot_be(sold: list[Licence]) -> None:
    assert sold
    as_grace = ("--from", "grace", "--yes")
    assert "nothing is free in the account of chains" in refused(4, "wallet", "withdraw", "chains", "all", *as_grace)
    assert "0 DBT are free in the account of chains" in refused(4, "wallet", "withdraw", "chains", "1", *as_grace)
    assert "the amount is 0" in refused(2, "wallet", "deposit", "chains", "0", *as_grace)
    for start, end in (("chains", "beside"), ("beside", "chains")):
        told = refused(2, "wallet", "move", start, end, "2.5", *as_grace)
        assert "two contracts keep them" in told
        assert f"`bourse wallet withdraw {start} 2.5`, then `bourse wallet deposit {end}`" in told
    assert "both places are the account of chains" in refused(2, "wallet", "move", "chains", "chains", "1", *as_grace)


def test_a_series_called_chains_is_reached_by_its_number(sold: list[Licence]) -> None:
    assert sold
    number = play.create_series("chains")
    act("frank", "wallet", "deposit", number, "1")
    kinds = {one["kind"]: one["free"] for one in balance("frank")["accounts"] if one["name"] == "chains"}
    assert kinds == {"series": tokens(1)}
    assert [one["kind"] for one in history("frank", "--series", number)] == ["series"]
    act("frank", "wallet", "withdraw", number, "all")


def test_the_replay_of_both_contracts(sold: list[Licence]) -> None:
    told = ok("audit", "replay", "--independent", "--json").json
    chains = told["resale"]
    assert (told["passed"], chains["passed"], chains["independent"]) == (True, True, True)
    assert [(one["chain"], one["trades"], one["depth"], one["paid"]) for one in chains["chains"]] == [
        (1, 4, 4, tokens(29))
    ]
    assert chains["held"] == str(play.exchange().read(play.exchange().resale.functions.held()))
    assert int(chains["unclaimed"]) == sum(sum(one.due().values()) for one in sold_now()) > 0
    assert str(sold[1].event.block) in told["blocks"]
    shown = ok("audit", "replay").out
    assert "4 sales in chains split again." in shown and "unclaimed" in shown and "The audit passes" in shown


def sold_now() -> list[Licence]:
    return list(ResaleChains(play.exchange()).book().licences.values())


def test_a_later_start_still_replays_all_chains(sold: list[Licence]) -> None:
    head = play.exchange().connection.head()
    told = ok("audit", "replay", "--from-block", head, "--json").json
    assert (told["passed"], told["held"], told["resale"]["chains"][0]["trades"]) == (True, None, 4)
    assert str(sold[1].event.block) in told["blocks"]


def test_a_deployment_from_before_there_were_chains(sold: list[Licence], market: Path, tmp_path: Path) -> None:
    assert sold
    file = market / "31337.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    del content["resale"]
    (tmp_path / file.name).write_text(json.dumps(content), encoding="utf-8")
    there = ("--deployments", tmp_path)
    told = ok("wallet", "balance", "bob", *there, "--json").json
    assert [one["kind"] for one in told["accounts"] if one["kind"] == "chains"] == []
    assert {one["kind"] for one in ok("wallet", "history", "frank", *there, "--json").json["lines"]} == {"series"}
    report = ok("audit", "replay", *there, "--json").json
    assert (report["passed"], report["resale"]) == (True, None)
    assert "chains" not in ok("audit", "replay", *there).out
    said = refused(5, "wallet", "deposit", "chains", 1, "--from", "frank", "--yes", *there)
    assert "deployed before there were resale chains" in said


def resale() -> Any:
    return play.exchange().resale


LIES: dict[str, tuple[Callable[[], Lie], str]] = {
    # data of Offered: seller, buyer, price, expiry, deferred; of Sold: price; of Claimed: amount
    "an offer's price": (lambda: alter_logs(resale(), "Offered", in_word(2)), "nothing that breaks WrongPrice"),
    "who posted an offer": (lambda: alter_logs(resale(), "Offered", in_word(0)), "nothing that breaks NotHolder"),
    "that an offer defers": (lambda: alter_logs(resale(), "Offered", in_word(4)), "nothing that breaks WrongDeferral"),
    "the price of a sale": (lambda: alter_logs(resale(), "Sold", in_word(0)), "nothing that breaks WrongPrice"),
    "what was claimed": (lambda: alter_logs(resale(), "Claimed", in_word(0)), "nothing that breaks NothingToClaim"),
    "a claim that is hidden": (lambda: leave_out(resale(), "Claimed", 0), "chain 1 licence 4: claimed"),
    "a sale that is hidden": (lambda: leave_out(resale(), "Sold", -1), "chain 1 offer 5: state"),
    "an offer that is hidden": (lambda: leave_out(resale(), "Offered", 0), "nothing that breaks"),
    "the chain": (lambda: leave_out(resale(), "ChainCreated", 0), "chainCount()"),
    "a deposit that is hidden": (lambda: leave_out(resale(), "Deposited", 0), "finds at most what the account has"),
    "a deposit that is larger": (lambda: alter_logs(resale(), "Deposited", in_word(1)), "held() of the ResaleChain"),
    "what is held": (lambda: alter_answer(resale(), "held", in_word(0)), "held() of the ResaleChain"),
    "an account": (lambda: alter_answer(resale(), "accountOf", in_word(0)), "chains: free balance of 0x"),
    "a fingerprint": (lambda: alter_answer(resale(), "recordOf", in_word(5)), "chain 1 licence 1: fingerprint"),
    "how many sales": (lambda: alter_answer(resale(), "recordOf", in_word(3)), "chain 1 licence 1: sales"),
    "a column": (lambda: alter_answer(resale(), "columnOf", in_word(2)), "chain 1: column of trade 1"),
    "the owner": (lambda: alter_answer(resale(), "chainOf", in_word(0)), "chain 1: owner"),
    "the rules": (lambda: alter_answer(resale(), "chainOf", in_word(6)), "chain 1: rules"),
    "the last number": (lambda: alter_answer(resale(), "lastNumber", in_word(0)), "lastNumber()"),
    "who has the data": (lambda: leave_out(play.exchange().registry, "DatasetRegistered", 0), "UnknownDataset"),
}


@pytest.mark.parametrize("what", LIES)
def test_the_replay_finds(sold: list[Licence], what: str) -> None:
    assert sold
    lie, place = LIES[what]
    with lying_node(play.url(), lie()) as node, play.nothing_happens():
        answer = run("audit", "replay", "--rpc-url", node, "--json")
        told = run("audit", "replay", "--independent", "--rpc-url", node)
    assert (answer.code, answer.json["passed"], answer.json["resale"]["passed"]) == (7, False, False)
    assert answer.error["kind"] == "AuditDifference"
    assert place in told.out
    assert told.code == 7 and "the first: " in told.err and "do not trust this node" in told.err
    assert ok("audit", "replay").code == 0
