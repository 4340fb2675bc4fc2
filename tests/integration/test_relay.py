"""Signed orders on their way: written without a node, carried by a relayer, each once, whatever happens meanwhile."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from databourse.chain import devnet, relay_inbox
from databourse.chain.delivery import Delivery
from databourse.chain.exchange import Exchange
from databourse.chain.journal import Journal
from databourse.chain.records import RoundView
from databourse.chain.relay_folder import RelayFolder
from databourse.chain.relay_inbox import MOST_BYTES, Inbox, listening
from databourse.chain.signed_orders import SignedOrder
from databourse.chain.signer import signer_of
from databourse.chain.typed_data import Order, order_message
from databourse.errors import BourseError, NodeUnreachable
from databourse.files import write_whole
from databourse.market.double_auction.orders import BidOrder
from databourse.money import TOKEN
from tests.cli.conftest import act, ok, open_slot, refused
from tests.integration.play import (
    address,
    audit,
    create_series,
    everything,
    exchange,
    in_background,
    settle,
    show,
    until,
    url,
)

pytestmark = pytest.mark.usefixtures("market")

FEE = "0.02"
RELAY = ("order", "relay", "inbox", "--fee", FEE, "--from", "carol", "--yes")
SIGNERS = ("dave", "erin", "frank")


class Died(BaseException):
    """Stands for the end of the process: nothing catches it."""


@pytest.fixture(scope="module", autouse=True)
def series(datasets: dict[str, int]) -> dict[str, int]:
    create_series("temperature")
    return datasets


@pytest.fixture
def ticket() -> Iterator[Path]:
    """Terms of an open round, in which the signers have money; settled and audited at the end."""
    slot = open_slot("temperature")
    for name in SIGNERS:
        act(name, "wallet", "deposit", "temperature", "100")
    everybody = [word for name in (*SIGNERS, "alice", "grace") for word in ("--for", name)]
    ok("order", "terms", slot, *everybody, "--out", "terms.json")
    yield Path("terms.json").resolve()
    settle(slot)
    assert audit()["passed"]


def sign(ticket: Path, name: str, *words: object, out: str) -> dict[str, Any]:
    """Signs one order into a file of the relayer's folder."""
    path = ticket.parent / "inbox" / out
    ok("order", "sign", ticket, *words, "--out", path, "--from", name, "--yes")
    signed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return signed


def bid(ticket: Path, name: str, price: object, out: str, *words: object) -> dict[str, Any]:
    return sign(ticket, name, "bid", "--price", price, "--quantity", 1, "--max-fee", FEE, *words, out=out)


def verdicts(told: Any) -> dict[str, Any]:
    """By file, what became of its orders."""
    return {one["file"]: one["verdict"] for one in told["orders"]}


def book(ticket: Path) -> list[tuple[str, str]]:
    return [(one["name"], one["side"]) for one in show(slot(ticket))["entries"]]


def slot(ticket: Path) -> str:
    told = json.loads(ticket.read_text(encoding="utf-8"))
    return f"{told['name']}/{told['round']}"


def test_orders_of_several_are_carried_for_their_fee(ticket: Path, datasets: dict[str, int]) -> None:
    act("alice", "wallet", "deposit", "temperature", "1")
    words = ("--price", "0.5", "--quantity", 20, "--dataset", datasets["alice"], "--quality", 15, "--max-fee", FEE)
    sign(ticket, "alice", "ask", *words, out="ask.jsonl")
    for number, name in enumerate(SIGNERS):
        bid(ticket, name, 2 + number, f"{name}.jsonl")
    before = everything()
    told = ok(*RELAY, "--batch", 3, "--json").json
    files = {"ask.jsonl", "dave.jsonl", "erin.jsonl", "frank.jsonl"}
    assert {name: one["status"] for name, one in verdicts(told).items()} == dict.fromkeys(files, "carried")
    assert (told["earned"], len(told["transactions"]), told["waiting_files"]) == (str(4 * TOKEN // 50), 2, 0)
    shown = show(slot(ticket))["entries"]
    assert {one["file"]: shown[one["verdict"]["entry"]]["name"] for one in told["orders"]} == {
        "ask.jsonl": "alice",
        **{f"{name}.jsonl": name for name in SIGNERS},
    }
    after = everything()
    assert after.accounts[1, "carol"][0] - before.accounts.get((1, "carol"), (0, 0))[0] == 4 * TOKEN // 50
    assert [name for name, count in after.nonces.items() if count != before.nonces[name]] == ["carol"]
    assert sorted(path.name[:4] for path in (ticket.parent / "inbox" / "done").iterdir()) == [
        "ask-",
        "dave",
        "erin",
        "fran",
    ]
    assert list((ticket.parent / "inbox").glob("*.jsonl")) == [ticket.parent / "inbox" / told_journal()]
    assert ok(*RELAY, "--json").json["orders"] == []


def told_journal() -> str:
    found = exchange()
    return f".journal-{found.connection.chain_id}-{found.deployment.market}.jsonl"


def test_every_reason_to_turn_an_order_away(ticket: Path, datasets: dict[str, int]) -> None:
    inbox = ticket.parent / "inbox"
    good = bid(ticket, "dave", 1, "good.jsonl")
    cases = {
        "low.jsonl": (bid(ticket, "dave", 1, "low.jsonl", "--max-fee", "0.01"), "it allows a fee of 0.01 tokens, and"),
        "poor.jsonl": (bid(ticket, "grace", 1, "poor.jsonl"), "its account has 0 free"),
        "rich.jsonl": (bid(ticket, "dave", 500, "rich.jsonl"), "it needs 500.12 tokens, and its account has "),
        "used.jsonl": (bid(ticket, "erin", 1, "used.jsonl"), "is worthless: the next must be 500 or higher"),
        "gate.jsonl": (
            sign(
                ticket,
                "dave",
                *("ask", "--price", 1, "--quantity", 1, "--dataset", datasets["bob"], "--quality", 1, "--max-fee", FEE),
                out="gate.jsonl",
            ),
            "does not belong to",
        ),
    }
    act("erin", "order", "cancel", "temperature", "--below-nonce", 500)
    altered: dict[str, tuple[dict[str, Any], str]] = {
        "price.jsonl": ({"price": "5"}, "price is '5', but is '1000000000000000000' in the packed order"),
        "chain.jsonl": ({"chain_id": 5, "id": None}, "it is for the market"),
        "terms.jsonl": ({"terms_hash": "0x" + "11" * 32, "id": None}, "no open round has its terms"),
        "series.jsonl": ({"series": 9, "id": None}, "series 9 has no round"),
        "forged.jsonl": ({"order": good["order"][:-4] + "1111", "id": None}, "it was not signed by"),
    }
    for name, (change, reason) in altered.items():
        one = {key: value for key, value in {**good, **change}.items() if value is not None}
        (inbox / name).write_text(json.dumps(one) + "\n", encoding="utf-8")
        cases[name] = (one, reason)
    texts = {"junk.jsonl": b"junk\n", "empty.jsonl": b"", "latin.jsonl": b"\xe9\n", "list.jsonl": b"[]\n"}
    for name, text in texts.items():
        (inbox / name).write_bytes(text)
    (inbox / "large.jsonl").write_bytes(b" " * (16 * 2**20 + 1))
    (inbox / ".unfinished.jsonl").write_text("half a line", encoding="utf-8")
    found = verdicts(ok(*RELAY, "--json").json)
    assert found.pop("good.jsonl")["status"] == "carried"
    for name, (_, reason) in cases.items():
        assert reason in found.pop(name)["reason"], name
    assert {name: one["reason"].split(":")[0] for name, one in found.items()} == {
        "junk.jsonl": "it is not JSON",
        "empty.jsonl": "the file is empty",
        "latin.jsonl": "the file is not UTF-8",
        "list.jsonl": "it is no signed order",
        "large.jsonl": "the file has more than 16,777,216 bytes",
    }
    assert book(ticket) == [("dave", "bid")]
    assert len(list((inbox / "refused").iterdir())) == len(cases) + len(texts) + 1
    assert (inbox / ".unfinished.jsonl").exists()


def craft(ticket: Path, name: str, out: str, **changes: Any) -> SignedOrder:
    """Signs what `bourse order sign` would not: an order with some fields changed."""
    told = json.loads(ticket.read_text(encoding="utf-8"))
    who = signer_of(name, told["chain_id"])
    word, nonce = BidOrder(TOKEN, 2).encode(), exchange().account(told["series"], who.address).nonce
    order = Order(
        bytes.fromhex(told["terms_hash"][2:]), who.address, 2 * TOKEN, word, nonce, told["close_at"], TOKEN // 50
    )
    order = replace(order, **changes)
    signature = who.sign_typed_data(order_message(order, told["chain_id"], told["market"]))
    one = SignedOrder(told["chain_id"], told["market"], told["series"], order, signature)
    write_whole(ticket.parent / "inbox" / out, json.dumps(one.as_json()) + "\n")
    return one


def test_what_the_market_would_take_and_the_rule_not_count_is_turned_away_too(ticket: Path) -> None:
    now = exchange().connection.now()
    cases: dict[str, tuple[dict[str, Any], str]] = {
        "expired.jsonl": ({"expiry": now - 1}, "it expired at 20"),
        "word.jsonl": ({"data": b"\x09" * 32}, "it is no order: side is 9, but must be 1 (bid)"),
        "lock.jsonl": ({"lock": 2 * TOKEN - 1}, "it locks 1.999999999999999999 tokens, and needs 2"),
        "huge.jsonl": ({"lock": 2**88}, "it locks 309485009.821345068724781056 tokens"),
        "last.jsonl": ({"nonce": 2**32 - 1}, "its nonce is 4294967295, and the highest is 4294967294"),
    }
    for name, (changes, _) in cases.items():
        craft(ticket, "dave", name, **changes)
    found = verdicts(ok(*RELAY, "--json").json)
    for name, (_, reason) in cases.items():
        assert reason in found[name]["reason"], name
    assert book(ticket) == []


def test_a_full_account_and_a_full_round(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Exchange.round_view

    def small(self: Exchange, series: int, block: int | None = None) -> RoundView:
        return replace(original(self, series, block), max_entries=2, max_per_account=1)

    for number, name in enumerate(SIGNERS):
        craft(ticket, name, f"{number}.jsonl")
    craft(ticket, "dave", "3.jsonl", nonce=exchange().account(1, address("dave")).nonce + 1)
    monkeypatch.setattr(Exchange, "round_view", small)
    found = verdicts(ok(*RELAY, "--json").json)
    assert [found[f"{number}.jsonl"]["status"] for number in range(2)] == ["carried"] * 2
    assert found["2.jsonl"]["reason"] == "the round is full: it takes 2 entries"
    assert found["3.jsonl"]["reason"] == "one account can make 1 entries in this round"


def test_orders_of_one_signer_are_carried_in_their_order(ticket: Path) -> None:
    for name, price in (("z.jsonl", 1), ("y.jsonl", 2), ("x.jsonl", 3)):  # the first nonce has the last name
        bid(ticket, "dave", price, name)
    ok(*RELAY, "--batch", 1)
    assert [one["price"] for one in show(slot(ticket))["entries"]] == [str(price * TOKEN) for price in (1, 2, 3)]
    # one that was skipped is worthless, because a later one was carried
    first = bid(ticket, "erin", 1, "first.jsonl")
    (ticket.parent / "inbox" / "first.jsonl").unlink()
    bid(ticket, "erin", 2, "second.jsonl")
    ok(*RELAY)
    (ticket.parent / "inbox" / "first.jsonl").write_text(json.dumps(first) + "\n", encoding="utf-8")
    assert "is worthless" in verdicts(ok(*RELAY, "--json").json)["first.jsonl"]["reason"]


def test_an_order_that_is_there_twice_is_carried_once(ticket: Path) -> None:
    one = bid(ticket, "dave", 1, "one.jsonl")
    (ticket.parent / "inbox" / "two.jsonl").write_text((json.dumps(one) + "\n") * 2, encoding="utf-8")
    told = ok(*RELAY, "--json").json
    assert [each["verdict"]["entry"] for each in told["orders"]] == [0, 0, 0]
    # and what somebody else carried is told as carried
    for path in (ticket.parent / "inbox" / "done").glob("one*"):
        path.rename(ticket.parent / "inbox" / "again.jsonl")
    again = ok(*RELAY, "--json").json
    assert (again["orders"][0]["verdict"]["status"], again["transactions"]) == ("carried", [])
    assert book(ticket) == [("dave", "bid")]


POINTS = {
    "written down, not sent": (Journal, "keep"),
    "sent": (Delivery, "_broadcast"),
    "in a block": (Delivery, "_wait"),
    "one file moved": (RelayFolder, "settle"),
}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("journal", [True, False], ids=["with its journal", "journal lost"])
def test_a_relayer_that_dies_carries_nothing_twice(
    point: str, journal: bool, ticket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, method = POINTS[point]
    for name in SIGNERS:
        bid(ticket, name, 1, f"{name}.jsonl")
    original = getattr(owner, method)

    def do_and_die(*given: Any, **named: Any) -> Any:
        original(*given, **named)
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(owner, method, do_and_die)
        with pytest.raises(Died):
            ok(*RELAY)
    if not journal:
        (ticket.parent / "inbox" / told_journal()).unlink()
    told = ok(*RELAY, "--json").json
    done = 1 if point == "one file moved" else 0
    assert [one["verdict"]["status"] for one in told["orders"]] == ["carried"] * (3 - done)
    assert sorted(book(ticket)) == [(name, "bid") for name in SIGNERS]
    assert len(list((ticket.parent / "inbox" / "done").iterdir())) == 3


def test_a_batch_that_closes_on_the_way_is_judged_again(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bid(ticket, "dave", 1, "late.jsonl")
    keep = Journal.keep

    def close_first(self: Journal, signed: Any) -> None:
        devnet.advance(url(), 601)
        keep(self, signed)

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "keep", close_first)
        told = ok(*RELAY, "--json").json
    assert (told["orders"], told["waiting_files"]) == ([], 1)
    assert "closed at" in verdicts(ok(*RELAY, "--json").json)["late.jsonl"]["reason"]


def test_skipped_by_the_market_is_told_with_its_word(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("dave", "erin"):
        bid(ticket, name, 1, f"{name}.jsonl")
    keep = Journal.keep

    def withdraw_first(self: Journal, signed: Any) -> None:
        act("dave", "wallet", "withdraw", "temperature", "all")
        keep(self, signed)

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "keep", withdraw_first)
        found = verdicts(ok(*RELAY, "--json").json)
    assert found["dave.jsonl"]["reason"] == "its account had too little money in its block"
    assert found["erin.jsonl"]["status"] == "carried"


def test_it_watches_listens_and_stops_gently(ticket: Path) -> None:
    one, other = (bid(ticket, "dave", price, f"{price}.jsonl") for price in (1, 2))
    (ticket.parent / "inbox" / "2.jsonl").unlink()
    with in_background(*RELAY, "--watch", "--every", "1s", "--listen", "0") as relaying:
        assert relaying.stdout is not None
        lines = iter(relaying.stdout.readline, "")
        port = next(line for line in lines if "inbox " in line and "http" in line).rpartition(":")[2].strip()
        inbox = f"http://127.0.0.1:{port}"
        assert next(line for line in lines if "1.jsonl" in line).endswith(
            f"bid of dave (nonce {one['nonce']}) carried: entry 0\n"
        )
        with requests.Session() as session:
            session.trust_env = False
            posted = session.post(f"{inbox}/orders", json=other)
            assert (posted.status_code, posted.json()["orders"][0]["status"]) == (202, "waiting")
            until(lambda: session.get(f"{inbox}/orders/{other['id']}").json()["status"] == "carried")
            assert session.get(f"{inbox}/orders/{one['id']}").json()["entry"] == 0
        relaying.send_signal(signal.SIGTERM)
        out, err = relaying.communicate(timeout=60)
    assert (relaying.returncode, "Stopped." in out) == (0, True), err
    assert book(ticket) == [("dave", "bid")] * 2


def test_watching_goes_on_when_the_node_is_away(ticket: Path) -> None:
    bid(ticket, "dave", 1, "one.jsonl")
    running = devnet.recorded()
    assert running is not None
    with in_background(*RELAY, "--watch", "--every", "1s", "--json") as relaying:
        assert relaying.stdout is not None
        assert json.loads(relaying.stdout.readline())["verdict"]["status"] == "carried"
        signal_to(running.pid, signal.SIGSTOP)
        try:
            bid(ticket, "dave", 2, "two.jsonl")
        finally:
            signal_to(running.pid, signal.SIGCONT)
        told = json.loads(relaying.stdout.readline())
        assert (told["file"], told["verdict"]["status"]) == ("two.jsonl", "carried")


def signal_to(pid: int, number: int) -> None:
    import os

    os.kill(pid, number)


@pytest.fixture
def inbox(ticket: Path) -> Iterator[str]:
    """An inbox by itself: nobody carries."""
    found = exchange()
    folder = RelayFolder(ticket.parent / "inbox")
    with listening(Inbox(found, folder, address("carol"), TOKEN // 50), 0) as port:
        yield f"http://127.0.0.1:{port}"


def asked(method: str, where: str, **more: Any) -> tuple[int, Any]:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.request(method, where, timeout=20, **more)
        return answer.status_code, answer.json()


def test_the_inbox_answers_each_order_and_keeps_the_good_ones(ticket: Path, inbox: str) -> None:
    signed = {name: bid(ticket, name, 1, f"{name}.jsonl") for name in ("dave", "erin", "grace")}
    for name in signed:
        (ticket.parent / "inbox" / f"{name}.jsonl").unlink()
    text = "\n".join([*(json.dumps(one) for one in signed.values()), "junk"])
    code, told = asked("POST", f"{inbox}/orders", data=text)
    assert (code, [one["status"] for one in told["orders"]]) == (202, ["waiting", "waiting", "refused", "refused"])
    assert [one["id"] for one in told["orders"]] == [*(one["id"] for one in signed.values()), None]
    assert "has 0 free" in told["orders"][2]["reason"]
    about = asked("GET", inbox)[1]
    assert (about["waiting"], about["fee"], about["relayer"]) == (2, str(TOKEN // 50), address("carol"))
    # again: nothing is kept twice
    assert asked("POST", f"{inbox}/orders", data=json.dumps(signed["dave"]))[1]["orders"][0]["status"] == "waiting"
    assert asked("GET", inbox)[1]["waiting"] == 2
    assert asked("GET", f"{inbox}/orders/{signed['dave']['id']}") == (200, {"status": "waiting"})
    ok(*RELAY)
    assert sorted(book(ticket)) == [("dave", "bid"), ("erin", "bid")]


def test_the_inbox_refuses_what_is_no_message(ticket: Path, inbox: str) -> None:
    assert ticket.exists()
    for method, path, more, code, error in (
        ("GET", "/other", {}, 404, "there are GET /"),
        ("GET", "/orders/0x12", {}, 404, "ever came in"),
        ("GET", "/orders/../../etc/passwd", {}, 404, ""),
        ("POST", "/", {"data": "x"}, 404, "posted to /orders"),
        ("POST", "/orders", {"data": ""}, 400, "there are no orders"),
        ("POST", "/orders", {"data": b"\xff"}, 400, "is not UTF-8"),
        ("POST", "/orders", {"data": iter([b"x"])}, 411, "Content-Length"),
        ("POST", "/orders", {"data": b"x" * (MOST_BYTES + 1)}, 413, "divide the orders"),
        ("GET", "/", {"headers": {"Host": "evil.example:80"}}, 403, "not evil.example"),
    ):
        answered = asked(method, inbox + path, **more)
        assert answered[0] == code, (path, answered)
        assert error in answered[1]["error"]
    assert asked("POST", f"{inbox}/orders", data="junk")[0] == 422


def test_many_at_once_are_answered(ticket: Path, inbox: str) -> None:
    one = bid(ticket, "dave", 1, "one.jsonl")
    start = threading.Barrier(12)

    def post(_: int) -> int:
        start.wait()
        return asked("POST", f"{inbox}/orders", data=json.dumps(one))[0]

    with ThreadPoolExecutor(12) as pool:
        assert set(pool.map(post, range(12))) == {202}
    assert asked("GET", inbox)[1]["waiting"] == 2  # the file that was there, and the one of the inbox


@pytest.mark.parametrize(
    ("trouble", "code", "told"),
    [
        (NodeUnreachable("no node is running"), 503, "the chain cannot be asked: no node is running"),
        (BourseError("the disk is full"), 500, "the disk is full"),
    ],
)
def test_trouble_behind_the_inbox_is_told(
    trouble: BourseError, code: int, told: str, ticket: Path, inbox: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def troubled(*_: object) -> None:
        raise trouble

    one = bid(ticket, "dave", 1, "one.jsonl")
    monkeypatch.setattr(relay_inbox, "judge", troubled)
    assert asked("POST", f"{inbox}/orders", data=json.dumps(one)) == (code, {"error": told})
    monkeypatch.setattr(relay_inbox, "MOST_WAITING", 1)
    assert asked("POST", f"{inbox}/orders", data="x") == (503, {"error": "too many orders wait: try again later"})


def test_too_many_at_once_are_told_to_come_again(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_inbox, "_MOST_AT_ONCE", 0)
    found = exchange()
    with listening(Inbox(found, RelayFolder(ticket.parent / "inbox"), address("carol"), 0), 0) as port:
        assert asked("GET", f"http://127.0.0.1:{port}") == (503, {"error": "too many at once: try again"})


def test_what_cannot_be_listened_to_or_relayed(ticket: Path, inbox: str) -> None:
    taken = inbox.rpartition(":")[2]
    told = refused(1, *RELAY, "--watch", "--listen", taken)
    assert f"port {taken} of 127.0.0.1 cannot be had" in told
    assert "add --watch" in refused(2, *RELAY, "--listen", 8600)
    (ticket.parent / "file").touch()
    assert "is a file" in refused(2, "order", "relay", "file", "--from", "carol", "--yes")
    with Journal(ticket.parent / "inbox" / told_journal()):
        assert "another process is at work" in refused(4, *RELAY)
    words = ("order", "relay", "inbox", "--from", "carol")
    assert "add --yes" in refused(2, *words)
    assert "the fee is 0: nobody pays for the gas" in ok(*words, "--yes").err
