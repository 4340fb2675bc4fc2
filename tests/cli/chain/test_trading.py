"""Chains as people use them, on a real devnet."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.cli.chain.acting import address, free, new_chain, post, sell
from tests.cli.conftest import TOKEN, act, ok, run, tokens

pytestmark = pytest.mark.usefixtures("market")


def shown(chain: int) -> Any:
    return ok("chain", "show", chain, "--json").json


def test_a_chain_of_three_trades(offered: dict[str, int]) -> None:
    created = new_chain(offered["alice"], "--matrix", "tbds:0.5", "--depth", 3)
    chain, licence = created["chain"], created["licence"]
    assert created["family"] == "tbds"
    assert created["columns"] == [[10**9], [5 * 10**8] * 2, [25 * 10**7, 25 * 10**7, 5 * 10**8]]
    assert len(created["known_issues"]) == 2
    assert (created["expected"], created["sales"], created["pay_at_once"]) == ([], 1, 8)

    first = sell("alice", licence, "bob", 1)
    second = sell("bob", first, "carol", 2)
    before = {name: free(name) for name in ("alice", "bob", "carol", "dave")}
    bought = act("dave", "chain", "accept", post("carol", second, 4))
    assert bought["path"] == [address(name) for name in ("alice", "bob", "carol", "dave")]
    assert bought["amounts"] == [tokens(1), tokens(1), tokens(2)]
    assert (bought["trade"], bought["deferred"]) == (3, False)
    lacked = max(0, 4 * TOKEN - before["dave"])
    assert bought["deposited"] == str(lacked)
    assert {name: free(name) - had for name, had in before.items()} == {
        "alice": TOKEN,
        "bob": TOKEN,
        "carol": 2 * TOKEN,
        "dave": lacked - 4 * TOKEN,
    }

    told = shown(chain)
    assert [one["name"] for one in told["licences"]] == ["alice", "bob", "carol", "dave"]
    assert [one["from"] for one in told["licences"]] == [None, licence, first, second]
    assert [one["earned"]["direct"] for one in told["licences"]] == [tokens(1), tokens(1), tokens(2), "0"]
    assert [one["earned"]["upstream"] for one in told["licences"]] == [tokens(2), tokens(1), "0", "0"]
    assert {one["earned"]["due"] for one in told["licences"]} == {"0"}
    assert {one["status"] for one in told["offers"]} == {"sold"}
    out = ok("chain", "show", chain).out
    assert any("      └─ dave" in line and line.rstrip().endswith("the last") for line in out.splitlines())
    assert "3 sales, 7 DBT paid." in out

    listed = next(one for one in ok("chain", "list", "--json").json["chains"] if one["chain"] == chain)
    assert (listed["sold"], listed["reached"], listed["depth"], listed["paid"]) == (3, 3, 3, tokens(7))
    assert listed["matrix"] == "tbds:0.5"
    assert "3 of 3" in ok("chain", "list", "--dataset", offered["alice"]).out
    assert "There is no chain yet" in ok("chain", "list", "--dataset", offered["carol"]).out
    ok("audit", "replay")


def test_who_buys_is_told_what_to_do_next_and_what_is_odd(offered: dict[str, int]) -> None:
    licence = new_chain(offered["alice"], "--depth", 2)["licence"]
    first = post("alice", licence, 1)
    told = ok("chain", "accept", first, "--from", "alice", "--yes")
    assert "you buy from yourself" in told.err
    assert f"Sell on with `bourse chain offer {first} --price …`" in told.out
    last = post("alice", first, 1)
    told = ok("chain", "accept", last, "--from", "bob", "--yes")
    assert "Warning" not in told.err and "Sell on" not in told.out
    assert "Nothing was bought or earned." in ok("chain", "earnings", "attester").out


def test_a_tree_with_offers_that_stand(offered: dict[str, int]) -> None:
    created = new_chain(offered["alice"], "--sales", "unlimited", "--depth", 2)
    chain, root = created["chain"], created["licence"]
    bob, carol = sell("alice", root, "bob", 1), sell("alice", root, "carol", 3)
    sell("carol", carol, "dave", 4)
    standing = post("alice", root, 5, "--expires-in", "2h")
    bound = post("bob", bob, "0", "--to", "erin")
    withdrawn = post("bob", bob, 7)
    assert act("bob", "chain", "withdraw", withdrawn)["licence"] == bob

    told = shown(chain)
    assert [(one["name"], one["from"]) for one in told["licences"]] == [
        ("alice", None),
        ("bob", root),
        ("carol", root),
        ("dave", carol),
    ]
    statuses = {one["offer"]: one["status"] for one in told["offers"]}
    assert (statuses[standing], statuses[bound], statuses[withdrawn]) == ("standing", "standing", "withdrawn")
    drawn = [line.rstrip() for line in ok("chain", "show", chain).out.splitlines()]
    tree = [line.split("  ")[0].rstrip() for line in drawn if "─ " in line]
    assert [line[:3] for line in tree] == ["├─ ", "│", "├─ ", "│", "└─ "]
    assert any("├─ bob" in line for line in drawn)
    assert any(f"└─ offer {bound}" in line and "offered to erin for 0 DBT" in line for line in drawn)
    assert any(f"└─ offer {standing}" in line and "to anybody for 5 DBT" in line for line in drawn)
    assert not any(f"offer {withdrawn}" in line for line in drawn)
    # 0 is a price like any other
    assert act("erin", "chain", "accept", bound)["amounts"] == ["0", "0"]

    ended = act("alice", "chain", "end", root)
    assert ended["withdrawn"] == [standing]
    again = shown(chain)
    assert [one["ended"] for one in again["licences"]] == [True, False, False, False, False]
    assert "ended" in next(line for line in ok("chain", "show", chain).out.splitlines() if line.startswith("alice"))
    # those who bought go on
    assert post("bob", bob, 1) > 0


def test_shares_of_deep_trades_are_claimed(offered: dict[str, int]) -> None:
    created = new_chain(offered["alice"], "--depth", 3, "--pay-at-once", 1)
    chain, root = created["chain"], created["licence"]
    bob = sell("alice", root, "bob", 1)
    carol = sell("bob", bob, "carol", 2)
    dave = sell("carol", carol, "dave", 3)
    had = {name: free(name) for name in ("alice", "bob", "carol")}
    due = {"alice": TOKEN + 999_999_999_000_000_000, "bob": 999_999_999_000_000_000}
    people = {one["name"]: one for one in ok("chain", "earnings", "--chain", chain, "--json").json["people"]}
    assert {name: int(people[name]["due"]) for name in due} == due
    assert "waits to be claimed" in ok("chain", "show", chain).out and "  due  " in ok("chain", "show", chain).out
    assert "claimed from trade 2 on" in ok("chain", "show", chain).out

    claimed = act("bob", "chain", "claim", chain)
    assert (int(claimed["amount"]), claimed["payee"]) == (due["bob"], address("bob"))
    assert list(claimed["licences"]) == [str(dave)]
    assert free("bob") - had["bob"] == due["bob"]
    # anybody may do it for anybody
    assert int(act("erin", "chain", "claim", "--for", "everybody", chain)["amount"]) == due["alice"]
    assert free("alice") - had["alice"] == due["alice"]
    assert "nobody is owed anything in chain" in run("chain", "claim", chain, "--for", "everybody", "--from", "bob").err
    assert free("carol") == had["carol"]
    assert "waits" not in ok("chain", "show", chain).out and "due" not in ok("chain", "show", chain).out


def test_the_licence_can_be_left_out_where_there_is_only_one(offered: dict[str, int]) -> None:
    loner = "dev29"  # whom no other test of this devnet, and no simulation, sells to
    created = new_chain(offered["alice"], "--depth", 2)
    chain = created["chain"]
    offer = act("alice", "chain", "offer", "--chain", chain, "--price", 0, "--to", loner)
    assert offer["licence"] == created["licence"]
    act(loner, "chain", "accept", offer["offer"])
    # of several, those from which nothing can be sold do not count
    assert act(loner, "chain", "offer", "--price", 2)["licence"] == offer["offer"]


def test_earnings_by_person_and_payment(offered: dict[str, int], tmp_path: Path) -> None:
    created = new_chain(offered["alice"], "--matrix", "tbds:0.25", "--depth", 2)
    chain = created["chain"]
    bob = sell("alice", created["licence"], "bob", 1)
    sell("bob", bob, "carol", 2)
    told = ok("chain", "earnings", "bob", "--chain", chain, "--json").json
    assert [(one["kind"], one["share"], one["amount"]) for one in told["payments"]] == [
        ("seller", 750_000_000, tokens(1.5))
    ]
    assert [(one["spent"], one["net"]) for one in told["people"]] == [(tokens(1), tokens(0.5))]
    file = tmp_path / "earnings.csv"
    assert f"Wrote 3 payments to {file}" in ok("chain", "earnings", "--chain", chain, "--csv", file).out
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert [(row["payee"], row["kind"], row["share"], row["amount"], row["due"]) for row in rows] == [
        ("alice", "seller", "1.0", "1", "0"),
        ("alice", "upstream", "0.25", "0.5", "0"),
        ("bob", "seller", "0.75", "1.5", "0"),
    ]
    assert ok("chain", "earnings", "alice", "--chain", chain, "--csv", "-").out.splitlines()[1:] == [
        line
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
        if ",alice,seller" in line or "upstream" in line
    ]
    assert "upstream" in ok("chain", "earnings", "alice", "--chain", chain).out
    assert ok("chain", "earnings", "frank", "--chain", chain, "--json").json["people"][0]["net"] == "0"
    assert "cannot be written" in run("chain", "earnings", "--csv", tmp_path).err


def test_a_matrix_from_a_file_and_what_it_leads_to(offered: dict[str, int], tmp_path: Path) -> None:
    file = tmp_path / "shares.json"
    file.write_text('{"reallocation": [[0, 1, "1/3"], [0, 0, 0.5]]}', encoding="utf-8")
    model = tmp_path / "model.json"
    model.write_text(
        '{"valuations": [[1], [0, 2], [3]], "prior": [1], "transitions": [[[0.5, 0.5]], [[1], [1]]]}', encoding="utf-8"
    )
    created = new_chain(offered["alice"], "--matrix", file, "--model", model)
    assert created["depth"] == 2
    # what the column leaves is the direct seller's
    assert created["columns"] == [[10**9], [333_333_333, 666_666_667]]
    ours, raw = created["expected"]
    assert [one["matrix"] for one in created["expected"]] == [str(file), "raw"]
    assert (ours["expected"]["welfare"], raw["expected"]["welfare"]) == ("5", "5")
    assert ours["expected"]["trade_rates"] == ["1", "1", "1"]
    again = run("chain", "create", offered["alice"], "--matrix", file, "--model", model, "--from", "alice", "--yes")
    assert "0 (owner)    100 %  ≈33.33 %" in again.out
    assert "Shares are rounded down to a billionth" in again.out
    assert "has it" in again.out
    assert "What no contract can prevent" in again.out
