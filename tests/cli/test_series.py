"""Series and what they admit; datasets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from databourse.chain import devnet
from databourse.chain.calls import call_of
from databourse.chain.config import resolve_network
from databourse.chain.connection import connect
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.cli import rules
from databourse.datasets.csv_file import read_csv
from databourse.datasets.merkle import MerkleTree
from tests.cli.conftest import act, new_series, ok, open_slot, refused

pytestmark = pytest.mark.usefixtures("market")


def hourly(path: Path, hours: Sequence[int]) -> Path:
    """A file with a row for each of these hours."""
    path.write_text("\n".join(["hour,value", *(f"{hour},{hour / 2}" for hour in hours)]) + "\n", encoding="utf-8")
    return path


def test_what_a_series_cannot_be() -> None:
    for name in ("17", "a/b", "", "x" * 33, "a\tb"):
        assert "name is" in refused(2, "series", "create", name, "--from", "operator", "--yes")
    create = ("series", "create", "x", "--from", "operator", "--yes")
    assert "needs a --solver" in refused(2, *create, "--solver-first", "1m")
    assert "without a gate nothing is checked" in refused(2, *create, "--no-gate", "--members-only")
    assert "is not one of" in refused(2, *create, "--rule", "vickrey")
    assert "fee is '-1'" in refused(2, *create, "--fee", "-1")


def test_a_name_is_taken_once() -> None:
    create = ("series", "create", "twin", "--no-gate")
    number = act("operator", *create)["series"]
    assert f"series {number} is called that already" in refused(2, *create, "--from", "alice", "--yes")
    assert ok("slot", "list", number, "--json").json["slots"] == []


def test_a_policy_is_set_once() -> None:
    policy = ("--kind", "temperature", "--from", "operator", "--yes")
    assert "cannot change" in refused(4, "series", "policy", new_series("once"), *policy)
    act("operator", "series", "create", "open", "--no-gate")
    assert "does not have this registry as its gate" in refused(4, "series", "policy", "open", *policy)


def test_a_policy_that_was_not_set_at_once_is_set_later() -> None:
    exchange = Exchange.open(connect(resolve_network()))
    config = replace(exchange.series(new_series("at once")).config, name="later")
    operator = signer_of("operator", devnet.CHAIN_ID)
    Transactions(exchange.connection).send(operator, call_of(exchange.market.functions.createSeries(config.struct())))

    def admits() -> str:
        return next(
            str(one["admits"]) for one in ok("series", "list", "--json").json["series"] if one["name"] == "later"
        )

    assert admits() == "no asks yet: it has no policy"
    told = act("operator", "series", "policy", "later", "--kind", "temperature", "--members-only")
    assert (told["series"], told["kind"], len(told["transactions"])) == (
        exchange.series("later").number,
        "temperature",
        1,
    )
    assert admits() == "registered datasets, members only"


def test_a_series_without_a_gate_admits_anything() -> None:
    created = act("operator", "series", "create", "free", "--no-gate", "--rule", "dantm", "--rule", "kth-price")
    assert (created["kind"], created["rules"], len(created["transactions"])) == (None, ["dantm", "kth-price"], 1)
    told = ok("slot", "open", "free", "--close-in", "10m", "--from", "operator", "--yes").out
    assert "nothing trades with fewer than 3 asks" in told
    listed = {one["name"]: one for one in ok("series", "list", "--json").json["series"]}
    assert (listed["free"]["admits"], listed["free"]["rules"]) == ("anything", ["dantm", "kth-price"])
    assert "anything" in ok("series", "list").out
    act("operator", "series", "create", "one rule", "--no-gate", "--rule", "dantm")
    open_ = ("slot", "open", "one rule", "--close-in", "1m", "--from", "operator", "--yes")
    assert "does not use the rule" in refused(4, *open_, "--rule", "kth-price")


def test_rounds_may_use_every_rule_unless_some_are_named() -> None:
    created = act("operator", "series", "create", "every rule", "--no-gate")
    assert created["rules"] == [*rules.CHECKED]
    told = ok("series", "create", "games", "--no-gate", "--rule", "contract-game", "--from", "operator", "--yes").out
    assert "Open a round with `bourse coalition open games --contract TYPE:BUDGET --close-in 10m`." in told
    told = ok("series", "create", "sharers", "--no-gate", "--rule", "ordered-match", "--from", "operator", "--yes").out
    assert "Open a round with `bourse sharing open sharers --table" in told
    told = ok("series", "create", "learners", "--no-gate", "--rule", "learning", "--from", "operator", "--yes").out
    assert "Open a round with `bourse learning open learners --runner URL" in told


def test_members_and_attested_datasets_only(offered: dict[str, int]) -> None:
    slot = open_slot(new_series("club", "--members-only", "--attested-only"), "--rule", "trade-reduction")
    bid = ("bid", slot, "--price", 1, "--quantity", 1, "--yes", "--from", "erin")
    assert "erin is not a member" in refused(4, *bid)
    assert "alice does not have the role" in refused(4, "participant", "admit", "erin", "--from", "alice", "--yes")
    for name in ("erin", "bob"):
        act("operator", "participant", "admit", name)
    ok(*bid)
    ask = ("ask", slot, "--dataset", offered["bob"], "--price", 1, "--quantity", 1, "--yes", "--from", "bob")
    assert "is not attested" in refused(4, *ask)
    act("operator", "participant", "admit", "grace", "--role", "attester")
    act("grace", "dataset", "attest", offered["bob"], "--quality", 9)
    assert "is above the dataset's, which is 9" in refused(4, *ask, "--quality", 10)
    assert ok(*ask, "--json").json["quality"] == 9
    listed = {one["name"]: one["admits"] for one in ok("series", "list", "--json").json["series"]}
    assert listed["club"] == "attested datasets, members only"


def test_datasets_are_measured_listed_and_attested(tmp_path: Path) -> None:
    file = hourly(tmp_path / "seattle.csv", [hour for hour in range(30) if hour not in (4, 5, 17)])
    told = ok("dataset", "register", file, "--kind", "noise", "--quality", "14", "--from", "dave", "--yes")
    assert "90.0% of the rows there, gaps of up to 2 rows: quality 13 of 15" in told.out
    assert "you declare quality 14, but 13 is what an attester would measure" in told.err
    mine = ok("dataset", "list", "--owner", "dave", "--kind", "noise", "--json").json["datasets"]
    assert [(one["label"], one["units"], one["declared"], one["attested"]) for one in mine] == [
        ("seattle", 27, 14, None)
    ]
    number = mine[0]["dataset"]
    attest = ("dataset", "attest", number, "--yes", "--from", "attester")
    assert "nothing to attest" in refused(2, *attest)
    assert "is not dataset" in refused(4, *attest, "--file", hourly(tmp_path / "other.csv", range(9)))
    assert "alice does not have the role" in refused(4, *attest, "--quality", 3, "--from", "alice")
    assert "quality is '16'" in refused(2, *attest, "--quality", 16)
    assert "there is no dataset 99" in refused(3, "dataset", "attest", 99, "--quality", 1, "--from", "attester")
    assert act("attester", "dataset", "attest", number, "--file", file)["measured"]["grade"] == 13
    assert act("attester", "dataset", "attest", number, "--quality", 12)["quality"] == 12
    assert "noise" in ok("dataset", "list").out
    assert "There is no such dataset; register one" in ok("dataset", "list", "--kind", "unheard of").out


def test_the_registry_takes_our_roots_and_proofs(tmp_path: Path) -> None:
    file = hourly(tmp_path / "proven.csv", range(11))
    registered = act("carol", "dataset", "register", file, "--kind", "noise", "--label", "Proven")
    chunks = read_csv(file).chunks()
    tree = MerkleTree(chunks)
    exchange = Exchange.open(connect(resolve_network()))
    verify = exchange.registry.functions.verifyChunk
    number = registered["dataset"]
    proven = [verify(number, chunk, tree.proof(index)) for index, chunk in enumerate(chunks)]
    assert exchange.read_many(proven) == [True] * len(chunks)
    forged = [verify(number, chunk + b"0", tree.proof(index)) for index, chunk in enumerate(chunks)]
    assert exchange.read_many(forged) == [False] * len(chunks)


def test_what_is_no_dataset(tmp_path: Path) -> None:
    register = ("--kind", "noise", "--from", "dave", "--yes")
    assert "there is no file" in refused(3, "dataset", "register", tmp_path / "missing.csv", *register)
    assert "has no units" in refused(2, "dataset", "register", hourly(tmp_path / "empty.csv", []), *register)
    file = hourly(tmp_path / "fine.csv", range(3))
    assert "label is" in refused(2, "dataset", "register", file, *register, "--label", "x" * 200)
    assert "kind is" in refused(2, "dataset", "register", file, *register, "--kind", " ")
