"""A slot from its opening to its settlement, as people type it, on a real devnet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from databourse.chain import devnet, history
from databourse.chain.calls import Receipt, call_of
from databourse.chain.config import resolve_network
from databourse.chain.connection import Connection, connect
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.cli import sending
from databourse.cli.session import Session
from databourse.cli.slot import book_view, showing
from databourse.errors import Unconfirmed
from tests.cli.conftest import act, ask_all, new_series, ok, open_slot, refused, run, settle, tokens

pytestmark = pytest.mark.usefixtures("market")


def test_a_whole_slot(offered: dict[str, int]) -> None:
    slot = open_slot(new_series("whole", "--fee", "0.1"))
    entered = ask_all(slot, offered)
    assert [one["entry"] for one in entered] == [0, 1, 2]
    warnings = [one.get("warnings", [""])[0].partition(" nothing")[0] for one in entered]
    assert warnings == ["with 1 ask", "with 2 asks", ""]
    first = act("dave", "bid", slot, "--price", 2, "--quantity", 30)
    assert (first["entry"], first["lock"], first["fee"]) == (3, tokens(60), tokens(0.1))
    assert first["deposited"] == tokens(60.1)
    act("erin", "bid", slot, "--price", "0.8", "--quantity", 5)
    act("frank", "bid", slot, "--price", "1.5", "--quantity", 5, "--min-quality", 15)
    cancelled = act("frank", "bid", slot, "--price", "9", "--quantity", 5)["entry"]
    assert act("frank", "order", "cancel", slot, cancelled)["cancels"] == cancelled == 6

    shown = ok("slot", "show", slot, "--json").json
    assert (shown["status"], shown["rule"], shown["deliveries"]) == ("open", "kth-price", None)
    assert [one["status"] for one in shown["entries"]] == ["standing"] * 6 + ["voided", "standing"]
    assert {one["name"] for one in shown["entries"]} == {"alice", "bob", "carol", "dave", "erin", "frank"}
    assert "how the entry fares with the entries so far" in ok("why", slot, 3).out
    assert "too early" in refused(4, "slot", "settle", slot, "--from", "solver", "--yes")

    outcome = settle(slot)
    assert outcome["fees"] == tokens(0.8)
    # the price is carol's 0.9, and erin's 0.8 is below it
    paid = {one["entry"]: one["paid"] for one in outcome["entries"] if one["paid"] != "0"}
    assert paid == {3: tokens(27), 5: tokens(4.5)}
    assert "settled already" in refused(4, "slot", "settle", slot, "--from", "solver", "--yes")
    assert "takes no more entries" in refused(4, "bid", slot, "--price", 1, "--quantity", 1, "--from", "dave", "--yes")

    shown = ok("slot", "show", slot, "--json").json
    assert (shown["status"], shown["settled"]["hash"]) == ("settled", outcome["transaction"]["hash"])
    assert (shown["entries"], shown["deliveries"]) == (outcome["entries"], outcome["deliveries"])
    lost = ok("why", slot, 4, "--json").json
    assert (lost["verdict"], lost["decided_by"], lost["numbers"]["price"]) == ("lost", "price", tokens(0.8))
    assert lost["prices"]["intervals"][0][0] == tokens(0.9)
    assert "erin's bid: lost" in ok("why", slot, 4).out
    balance = next(one for one in ok("wallet", "balance", "erin", "--json").json["accounts"] if one["name"] == "whole")
    assert (balance["free"], balance["locked"]) == (tokens(4), "0")


def test_what_is_no_order_is_shown_as_none(offered: dict[str, int]) -> None:
    slot = open_slot(new_series("oddities"))
    ask_all(slot, offered)
    act("dave", "wallet", "deposit", "oddities", 1)
    exchange = Exchange.open(connect(resolve_network()))
    view = exchange.round_view(exchange.series("oddities").number)
    enter = exchange.market.functions.enter(view.series, 5, view.terms_hash, bytes(32))
    Transactions(exchange.connection).send(signer_of("dave", devnet.CHAIN_ID), call_of(enter))
    entry = ok("slot", "show", slot, "--json").json["entries"][3]
    assert (entry["side"], entry["lock"], entry["status"]) == (None, "5", "malformed")
    assert "side is 0" in entry["fault"]
    assert "none" in next(line for line in ok("slot", "show", slot).out.splitlines() if "malformed" in line)


def test_what_the_chain_paid_is_shown_also_when_the_rule_is_unknown_or_says_otherwise(
    offered: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = open_slot(new_series("doubted"))
    ask_all(slot, offered)
    act("dave", "bid", slot, "--price", 2, "--quantity", 30)
    settle(slot)
    monkeypatch.setattr(book_view, "_MOST_ROWS", 1)
    right = ok("slot", "show", slot)
    assert "… and 1 more; --json lists all." in right.out
    assert "pays" not in right.err
    with monkeypatch.context() as patch:
        patch.setattr(history, "rules_by_checker", lambda _: {})
        unknown = ok("slot", "show", slot)
    assert "a rule that is not known here" in unknown.out
    assert "bought 0 for 27 DBT" in unknown.out
    assert "Nothing was delivered." in unknown.out
    monkeypatch.setattr(showing, "unpack_amounts", lambda _: [(3, 1)])
    wrong = ok("slot", "show", slot)
    assert "the chain paid something else than the rule prescribes: run `bourse audit replay`" in wrong.err


def test_partial_deliveries_take_turns_through_the_data(offered: dict[str, int]) -> None:
    series, deliveries = new_series("turns"), []
    for _ in range(3):
        slot = open_slot(series)
        ask_all(slot, offered)
        act("dave", "bid", slot, "--price", 1, "--quantity", 12)
        deliveries += settle(slot)["deliveries"]
    starts = [(one["dataset"], one["start"], one["quantity"]) for one in deliveries]
    assert starts == [(offered["alice"], 0, 12), (offered["alice"], 12, 12), (offered["alice"], 4, 12)]
    assert "12 to 19, 0 to 3" in ok("slot", "show", f"{series}/2").out
    listed = ok("slot", "list", series, "--last", "2", "--json").json["slots"]
    assert [(one["round"], one["status"], one["entries"]) for one in listed] == [(2, "settled", 4), (3, "settled", 4)]


def test_asking_again_replaces_and_is_pointed_out(offered: dict[str, int]) -> None:
    slot = open_slot(new_series("again"), "--rule", "dantm", "--no-quality-filter")
    ask = ("ask", slot, "--dataset", offered["alice"], "--quantity", 4)
    act("alice", *ask, "--price", 1)
    again = act("alice", *ask, "--price", 2, "--quality", 3)
    assert (again["replaces"], again["quality"]) == (0, 3)
    assert "replaces entry 0" in again["warnings"][0]
    assert "is superseded" in refused(4, "order", "cancel", slot, 0, "--from", "alice", "--yes")
    act("dave", "bid", slot, "--price", 3, "--quantity", 4)
    shown = ok("slot", "show", slot).out
    assert "superseded by 1" in shown
    assert "no quality filter, as published" in shown
    assert "bought 4 for 12 DBT" in ok("slot", "settle", slot, "--advance", "--from", "solver", "--yes").out


def test_what_a_round_refuses(offered: dict[str, int]) -> None:
    slot = open_slot(
        new_series("strict", "--fee", "0.1"), "--rule", "trade-reduction", "--lot", 4, "--max-providers", 3
    )
    ask = ("ask", slot, "--price", 1, "--yes", "--dataset")
    assert "must be at least 4 in this" in refused(2, *ask, offered["alice"], "--quantity", 3, "--from", "alice")
    assert "does not belong to bob" in refused(4, *ask, offered["alice"], "--quantity", 4, "--from", "bob")
    assert "400 cannot be offered" in refused(4, *ask, offered["alice"], "--quantity", 400, "--from", "alice")
    assert "there is no dataset 99" in refused(3, *ask, 99, "--quantity", 4, "--from", "bob")

    bid = ("bid", slot, "--price", 1, "--quantity", 4, "--from")
    assert "must be at most 12 in this" in refused(2, *bid, "dave", "--quantity", 13, "--yes")
    assert "0 DBT are free" in refused(4, *bid, "grace", "--no-top-up", "--yes")
    assert "from the wallet, which holds 10000 DBT" in refused(4, *bid, "grace", "--price", 100_000, "--yes")
    assert "this needs your consent" in refused(2, *bid, "grace")
    assert "no account is called 'nobody'" in refused(3, *bid, "nobody", "--yes")
    assert "add --from NAME" in refused(2, *bid[:-1], "--yes")

    act("grace", *bid[:-1])
    assert "entry 0 is grace's, not bob's" in refused(4, "order", "cancel", slot, 0, "--from", "bob", "--yes")
    assert "has no entry 7" in refused(3, "order", "cancel", slot, 7, "--from", "bob", "--yes")
    assert "has no entry 7" in refused(3, "why", slot, 7)
    open_ = ("slot", "open", "strict", "--close-in", "1m", "--from", "operator", "--yes")
    assert "strict/1 is not over yet" in refused(4, *open_)
    settle(slot)
    assert "round 1/" not in ok(*open_).out
    assert "is over; the latest is 2" in refused(
        4, "bid", slot, "--price", 1, "--quantity", 4, "--from", "bob", "--yes"
    )


def test_a_round_that_nobody_settles_gives_everything_back() -> None:
    slot = open_slot(new_series("late", "--fee", "0.1"), "--settle-within", "2m")
    act("grace", "bid", slot, "--price", 1, "--quantity", 4)

    def account() -> tuple[str, str]:
        accounts = ok("wallet", "balance", "grace", "--json").json["accounts"]
        return next((one["free"], one["locked"]) for one in accounts if one["name"] == "late")

    assert account() == ("0", tokens(4.1))
    devnet.advance(ok("devnet", "status", "--json").json["rpc_url"], 3600)
    assert account() == (tokens(4.1), "0")
    assert "too late: nobody settled" in refused(4, "slot", "settle", slot, "--from", "solver", "--yes")
    assert "nobody settled it by" in ok("slot", "list", "late").out
    assert "aborted" in ok("slot", "show", slot).out
    assert "Nobody settled the round in time" in ok("why", slot, 0).out
    assert act("grace", "wallet", "withdraw", "late", "all")["amount"] == tokens(4.1)


def test_an_entry_that_a_replaced_block_has_lost_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    slot, real = open_slot(new_series("lost")), sending.carry_out

    def elsewhere(session: Session, plan: sending.Plan) -> Receipt:
        return replace(real(session, plan), tx="0x" + "77" * 32)

    monkeypatch.setattr(sending, "carry_out", elsewhere)
    told = run("bid", slot, "--price", 1, "--quantity", 1, "--from", "dave", "--yes")
    assert (told.code, "its entry is not in the log any more" in told.err) == (Unconfirmed.exit_code, True)
    assert "look at the round with `bourse slot show` before you repeat" in told.err


def test_only_a_devnets_clock_is_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    slot = open_slot(new_series("clock"))
    monkeypatch.setattr(Connection, "is_devnet", False)
    told = refused(4, "slot", "settle", slot, "--advance", "--from", "solver", "--yes")
    assert "--advance moves a devnet's clock, and this is chain 31337" in told


def test_a_solver_goes_first() -> None:
    open_slot(new_series("first", "--solver", "solver", "--solver-first", "5m"))
    settle_ = ("slot", "settle", "first", "--yes", "--from")
    assert "only the named solver may settle" in refused(4, *settle_, "alice", "--advance")
    assert "Nothing was delivered." in ok(*settle_, "solver").out


def test_what_a_round_cannot_be() -> None:
    open_ = ("slot", "open", new_series("wishes"), "--yes", "--from", "operator", "--close-in", "1m")
    assert "alice is not the operator" in refused(4, *open_, "--from", "alice")
    assert "at most until" in refused(4, *open_, "--close-in", "30d")
    assert "leaves too little time" in refused(4, *open_, "--settle-within", "1s")
    assert "dantm has no option 'k'" in refused(2, *open_, "--rule", "dantm", "--k", 3)
    assert "give both, or neither" in refused(2, *open_, "--lot", 3)
    assert "is not one of" in refused(2, *open_, "--rule", "vickrey")
    assert "kth-price needs 51 asks to trade here" in ok(*open_, "--k", 50).err


def test_names_that_do_not_exist() -> None:
    new_series("empty")
    assert "no series is called 'nosuch'" in refused(3, "slot", "show", "nosuch")
    assert "there is no series 9999" in refused(3, "slot", "show", "9999")
    assert "has no round yet" in refused(3, "slot", "show", "empty")
    assert "has no round 99" in refused(3, "slot", "show", "empty/99")
    for slot in ("empty/x", "empty/", "9" * 5000, ""):
        assert "slot is" in refused(2, "slot", "show", slot)


def test_the_log_is_read_in_parts_and_whole_alike(offered: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    slot = open_slot(new_series("parts"))
    ask_all(slot, offered)
    in_parts = ok("slot", "show", slot, "--json").json
    monkeypatch.setattr(history, "_MOST_TOPICS", 0)
    assert ok("slot", "show", slot, "--json").json == in_parts


def test_a_node_whose_log_does_not_fit_its_state(monkeypatch: pytest.MonkeyPatch) -> None:
    slot = open_slot(new_series("torn"))
    act("dave", "bid", slot, "--price", 1, "--quantity", 1)
    real = Exchange.events

    def shortened(self: Exchange, *args: Any, **kwargs: Any) -> Any:
        return [event for event in real(self, *args, **kwargs) if event.name != "Entered"]

    monkeypatch.setattr(Exchange, "events", shortened)
    bid = ("bid", slot, "--price", 1, "--quantity", 1, "--from", "dave", "--yes")
    assert "does not agree with its state" in refused(5, *bid)
    settle_ = ("slot", "settle", slot, "--advance", "--from", "solver", "--yes")
    assert "are not the 1 that the market recorded" in refused(5, *settle_)

    def without_creation(self: Exchange, *args: Any, **kwargs: Any) -> Any:
        return [event for event in real(self, *args, **kwargs) if event.name != "SeriesCreated"]

    monkeypatch.setattr(Exchange, "events", without_creation)
    assert "the node does not give the log of series" in refused(5, "slot", "show", slot)
