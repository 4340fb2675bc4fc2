from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet_accounts, keystore
from databourse.chain.config import resolve_network
from databourse.chain.connection import connect
from databourse.chain.exchange import Exchange
from databourse.chain.signed_orders import SignedOrder
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder, decode
from databourse.money import TOKEN
from tests.cli.conftest import act, acting_in, new_series, ok, open_slot, refused, run

pytestmark = pytest.mark.usefixtures("market")

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def ticket(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A ticket of an open round of the series `signed`, with alice's nonce."""
    path = tmp_path_factory.mktemp("ticket") / "terms.json"
    with acting_in(home):
        slot = open_slot(new_series("signed", "--fee", "0.1"))
        told = ok("order", "terms", slot, "--for", "alice", "--out", path, "--json").json
    assert told == json.loads(path.read_text(encoding="utf-8"))
    assert told["nonces"] == {address("alice"): 0}
    yield path


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """No node answers, where a test does not want one."""
    request.getfixturevalue("ticket")
    if "online" not in request.node.name:
        monkeypatch.setenv("BOURSE_RPC_URL", NOWHERE)


def address(name: str) -> str:
    return devnet_accounts.account(name).address


def sign(ticket: Path, *words: object, name: str = "alice") -> Any:
    return ok("order", "sign", ticket, *words, "--from", name, "--yes", "--json").json["orders"]


def test_a_single_order_is_shown_signed_and_written(ticket: Path, tmp_path: Path) -> None:
    out = tmp_path / "inbox" / "bid.jsonl"
    words = ("bid", "--price", "2.5", "--quantity", 4, "--min-quality", 3, "--max-fee", "0.02", "--out", out)
    told = ok("order", "sign", ticket, *words, "--from", "alice", "--yes").out
    for line in ("signed/1: kth-price", "It closes at 20", "locked      10 DBT", "relay fees  at most 0.02 DBT"):
        assert line in told
    assert f"Signed with nonce 0; in {out}." in told
    one = SignedOrder.of_json(json.loads(out.read_text(encoding="utf-8")))
    assert one.is_genuine()
    order, terms = one.order, json.loads(ticket.read_text(encoding="utf-8"))
    assert decode(order.data) == BidOrder(5 * TOKEN // 2, 4, 3)
    assert (order.signer, order.lock, order.nonce) == (address("alice"), 10 * TOKEN, 0)
    assert (order.expiry, order.max_fee, "0x" + order.terms.hex()) == (
        terms["close_at"],
        TOKEN // 50,
        terms["terms_hash"],
    )
    assert "is there already" in refused(2, "order", "sign", ticket, *words, "--from", "alice", "--yes")


def test_asks_cancels_nonces_and_expiry(ticket: Path) -> None:
    (ask,) = sign(ticket, "ask", "--price", 1, "--quantity", 5, "--dataset", 3, "--quality", 9)
    (cancel,) = sign(ticket, "cancel", "--entry", 4, "--expires-in", "5m")
    packed = [SignedOrder.of_json(one).order for one in (ask, cancel)]
    assert [decode(one.data) for one in packed] == [AskOrder(TOKEN, 5, 9, 3), CancelOrder(4)]
    assert [one.nonce for one in packed] == [0, 1]
    assert packed[1].expiry < packed[0].expiry
    assert sign(ticket, "cancel", "--entry", 4, "--nonce", 40)[0]["nonce"] == 40
    assert sign(ticket, "cancel", "--entry", 4)[0]["nonce"] == 41
    # nothing is known of dave's nonces
    told = ok("order", "sign", ticket, "cancel", "--entry", 1, "--from", "dave", "--yes", "--json").json
    assert told["orders"][0]["nonce"] == 0
    assert "does not say which nonces are free" in str(told["warnings"])


def test_a_whole_file(ticket: Path, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("side,price,quantity,from\nbid,1,2,\nbid,2,2,bob\nbid,3,2,\n", encoding="utf-8")
    orders = [SignedOrder.of_json(one) for one in sign(ticket, "--file", file)]
    assert [(one.order.signer, one.order.nonce) for one in orders] == [
        (address("alice"), 0),
        (address("bob"), 0),
        (address("alice"), 1),
    ]
    assert all(one.is_genuine() for one in orders)
    file.write_text("side,price,quantity,dataset\nask,1,2,3\nbid,x,2,\n", encoding="utf-8")
    told = refused(2, "order", "sign", ticket, "--file", file, "--from", "alice", "--yes")
    assert "has 2 errors" in told
    assert "line 2, quality: is missing: without a node nobody knows the dataset's" in told
    file.write_text("side,price,quantity,from\nbid,1,1,bob\n" + "bid,1,1,\n" * 251, encoding="utf-8")
    told = refused(2, "order", "sign", ticket, "--file", file, "--from", "alice", "--yes", "--out", "out.jsonl")
    assert "one account can make 250 in this round" in told


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ((), "name one order (bid, ask or cancel), or a file with --file"),
        (("bid", "--quantity", "1"), "--price is missing, and every bid needs it"),
        (("bid", "--price", "1", "--quantity", "1", "--dataset", "1"), "--dataset is 1, but must be empty in a bid"),
        (("ask", "--price", "1", "--quantity", "1", "--dataset", "1"), "--quality is missing"),
        (("cancel",), "--entry is missing"),
        (("--file", "x.csv", "--min-quality", "1"), "--min-quality does not go with --file"),
        (("bid", "--price", "1", "--quantity", "1", "--nonce", str(2**32 - 1)), "nonce is 4294967295, but must be at"),
        (("sell", "--price", "1", "--quantity", "1"), "'sell' is not one of 'bid', 'ask', 'cancel'"),
    ],
)
def test_what_makes_no_order_is_refused(ticket: Path, words: tuple[str, ...], wrong: str) -> None:
    assert wrong in refused(2, "order", "sign", ticket, *words, "--from", "alice", "--yes", "--out", "out.jsonl")
    assert not Path("out.jsonl").exists()


def test_nothing_is_signed_without_consent_or_a_place(ticket: Path, tmp_path: Path) -> None:
    words = ("order", "sign", ticket, "cancel", "--entry", 1, "--from", "alice")
    assert "add --yes" in refused(2, *words, "--out", tmp_path / "out.jsonl")
    told = run(*words, "--yes")
    assert told.code == 2 and "name a file with --out" in told.err
    assert not (tmp_path / "out.jsonl").exists()
    assert sign(ticket, "cancel", "--entry", 1)[0]["nonce"] == 0  # none of these took a nonce


def test_what_is_implausible_is_warned_of(ticket: Path) -> None:
    def warnings(*words: object) -> str:
        return str(ok("order", "sign", ticket, *words, "--from", "alice", "--yes", "--json").json.get("warnings"))

    assert "more than a tenth" in warnings("bid", "--price", 1, "--quantity", 1, "--max-fee", "0.2")
    assert "at price 0" in warnings("bid", "--price", 0, "--quantity", 1)
    assert "a relayer that takes a fee will not carry it" in warnings("cancel", "--entry", 1)
    assert warnings("bid", "--price", 1, "--quantity", 1, "--max-fee", "0.1") == "None"


def test_a_rule_that_is_not_known_and_a_long_file_are_told(ticket: Path, tmp_path: Path) -> None:
    told = json.loads(ticket.read_text(encoding="utf-8"))
    other, file = tmp_path / "other.json", tmp_path / "orders.csv"
    other.write_text(json.dumps({**told, "rule": None, "options": None}), encoding="utf-8")
    file.write_text("side,price,quantity\n" + "bid,1,1\n" * 23, encoding="utf-8")
    words = ("order", "sign", other, "--file", file, "--from", "alice", "--yes", "--out", tmp_path / "out.jsonl")
    answer = ok(*words)
    assert "a rule that is not known here (checker 0x" in answer.out
    assert "and 3 more" in answer.out
    assert "the ticket does not know the round's rule: it can take all that is locked" in answer.err
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 23


def test_for_a_closed_round_nothing_is_signed(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = json.loads(ticket.read_text(encoding="utf-8"))["close_at"]
    monkeypatch.setattr("time.time", lambda: closed)
    told = refused(4, "order", "sign", ticket, "cancel", "--entry", 1, "--from", "alice", "--yes", "--out", "x.jsonl")
    assert "signed/1 closed at" in told and "by the clock of this machine" in told


def test_a_devnet_name_is_refused_for_another_chain_and_a_keystore_works(
    ticket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = json.loads(ticket.read_text(encoding="utf-8"))
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**told, "chain_id": 5}), encoding="utf-8")
    words = ("order", "sign", other, "cancel", "--entry", 1, "--yes", "--json", "--from")
    assert "is an account of the devnet" in run(*words, "alice").error["message"]
    keystore.create("trader", "secret", scrypt_n=2)
    monkeypatch.setenv("BOURSE_PASSPHRASE_TRADER", "secret")
    (signed,) = run(*words, "trader").json["orders"]
    assert SignedOrder.of_json(signed).is_genuine() and signed["chain_id"] == 5


def test_online_what_was_signed_is_taken_back(ticket: Path, tmp_path: Path) -> None:
    file = tmp_path / "bids.jsonl"
    for number in range(2):
        words = ("bid", "--price", 1, "--quantity", 1, "--out", tmp_path / f"{number}.jsonl")
        ok("order", "sign", ticket, *words, "--from", "grace", "--yes")
    file.write_text("".join((tmp_path / f"{number}.jsonl").read_text() for number in range(2)), encoding="utf-8")
    assert "holds no order of bob" in refused(2, "order", "cancel", "--signed", file, "--from", "bob", "--yes")
    told = act("grace", "order", "cancel", "--signed", file)
    assert (told["next_nonce"], told["invalidated"]) == (2, 2)
    again = refused(4, "order", "cancel", "--signed", file, "--from", "grace", "--yes")
    assert "there is nothing to cancel: the next order of grace" in again
    assert act("grace", "order", "cancel", "signed", "--below-nonce", 7)["invalidated"] == 5
    assert sign(ticket, "cancel", "--entry", 1, name="grace")[0]["nonce"] == 7
    # the market agrees
    exchange = Exchange.open(connect(resolve_network()))
    number = exchange.series("signed").number
    assert exchange.account(number, address("grace")).nonce == 7


def test_online_one_of_three_ways_to_cancel(ticket: Path, tmp_path: Path) -> None:
    for words in ((), ("signed",), ("signed", 1, "--below-nonce", 4), ("signed", 1, "--signed", ticket)):
        assert "one of the three" in refused(2, "order", "cancel", *words, "--from", "grace", "--yes")
    assert "there is no file" in refused(3, "order", "cancel", "--signed", tmp_path / "x", "--from", "grace", "--yes")
    told = refused(2, "order", "cancel", "--signed", ticket, "--from", "grace", "--yes")
    assert "terms.json, line 1: " in told


def test_online_signed_orders_of_elsewhere_and_unreadable_files(ticket: Path, tmp_path: Path) -> None:
    told = json.loads(ticket.read_text(encoding="utf-8"))
    other, out = tmp_path / "other.json", tmp_path / "out.jsonl"
    other.write_text(json.dumps({**told, "market": address("bob")}), encoding="utf-8")
    ok("order", "sign", other, "cancel", "--entry", 1, "--from", "grace", "--yes", "--out", out)
    out.write_text(f"\n{out.read_text(encoding='utf-8')}\n", encoding="utf-8")
    cancel = ("order", "cancel", "--from", "grace", "--yes", "--signed")
    assert "holds orders for other markets or several series" in refused(2, *cancel, out)
    out.write_bytes(b"\xff\n")
    assert "out.jsonl cannot be read: " in refused(2, *cancel, out)


def test_online_a_ticket_is_told_without_a_file() -> None:
    told = ok("order", "terms", "signed").out
    assert "signed/1: kth-price" in told
    assert "Name a file with --out to sign with it." in told
