"""`bourse wallet history`, `receipt` and the totals of `balance`."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet, devnet_accounts
from databourse.cli.wallet import receipts
from databourse.cli.wallet.histories import parse_since
from databourse.cli.wallet.lines import COLUMNS
from databourse.errors import InvalidInput
from tests.cli.conftest import TOKEN, act, acting_in, ask_all, new_series, ok, open_slot, refused, run, settle, tokens

pytestmark = pytest.mark.usefixtures("market")

PEOPLE = ("alice", "bob", "carol", "dave", "erin", "solver", "operator")


@pytest.fixture(scope="module")
def slot(home: Path, offered: dict[str, int]) -> str:
    """A settled round: three asks, a winning and a losing bid, a withdrawn one."""
    with acting_in(home):
        opened = open_slot(new_series("ledger", "--fee", "0.1"))
        ask_all(opened, offered)
        act("dave", "bid", opened, "--price", "1", "--quantity", 30)
        act("erin", "bid", opened, "--price", "0.2", "--quantity", 3)
        act("erin", "order", "cancel", opened, 4)
        settle(opened)
    return opened


def history(name: str, *options: object) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = ok("wallet", "history", name, "--json", *options).json["lines"]
    return lines


def receipt(slot: str, entry: int) -> Any:
    return ok("wallet", "receipt", slot, entry, "--json").json


def test_a_history_line_by_line(slot: str) -> None:
    lines = history("dave", "--series", "ledger")
    assert [(one["what"], one["entry"], one["free"], one["locked"]) for one in lines] == [
        ("deposit", None, tokens(30.1), "0"),
        ("entry", 3, tokens(-30.1), tokens(30.1)),
        ("debit", 3, "0", tokens(-27)),
        ("fees paid", None, "0", tokens(-0.1)),
        ("release", None, tokens(3), tokens(-3)),
    ]
    assert (lines[-1]["free_after"], lines[-1]["locked_after"]) == (tokens(3), "0")
    assert {one["transaction"] for one in lines[2:]} == {ok("slot", "show", slot, "--json").json["settled"]["hash"]}
    told = ok("wallet", "history", "dave", "--series", "ledger").out
    assert "ledger/1" in told and "-30.1" in told and "+3" in told


def test_histories_and_receipts_add_up_to_the_accounts(slot: str) -> None:
    entries = ok("slot", "show", slot, "--json").json["entries"]
    balances = {one["name"]: 0 for one in entries}
    for one in entries:
        balances[one["name"]] += int(receipt(slot, one["entry"])["balance"])
    for name in PEOPLE:
        lines = history(name, "--series", "ledger")
        accounts = ok("wallet", "balance", name, "--json").json["accounts"]
        has = next((one for one in accounts if one["name"] == "ledger"), {"free": "0", "locked": "0"})
        if lines:
            assert (lines[-1]["free_after"], lines[-1]["locked_after"]) == (has["free"], has["locked"])
        traded = sum(
            int(one["free"]) + int(one["locked"])
            for one in lines
            if one["what"] in ("entry", "debit", "credit", "fees paid", "release")
        )
        assert traded == balances.get(name, 0), name


def test_filters(slot: str) -> None:
    every, of_series, of_slot = history("dave"), history("dave", "--series", "ledger"), history("dave", "--slot", slot)
    assert [one["what"] for one in of_slot] == ["entry", "debit", "fees paid", "release"]
    assert of_slot == [one for one in every if (one["name"], one["round"]) == ("ledger", 1)]
    assert of_series == [one for one in every if one["name"] == "ledger"]
    assert of_slot[0]["free_after"] == of_series[1]["free_after"]  # what is left out still counts
    assert history("dave", "--since", "2000-01-01") == every
    assert history("dave", "--since", "2100-01-01") == []
    assert history("dave", "--since", "1000d") == every
    assert "Nothing happened" in ok("wallet", "history", "0x" + "10" * 20).out


def test_csv(slot: str, tmp_path: Path) -> None:
    told = ok("wallet", "history", "dave", "--slot", slot, "--csv", "-").out
    rows = list(csv.DictReader(io.StringIO(told)))
    assert tuple(rows[0]) == COLUMNS
    lines = history("dave", "--slot", slot)
    assert [(row["what"], row["free"], row["locked_after"]) for row in rows] == [
        ("entry", "-30.1", "30.1"),
        ("debit", "0", "3.1"),
        ("fees paid", "0", "3"),
        ("release", "3", "0"),
    ]
    assert [row["transaction"] for row in rows] == [one["transaction"] for one in lines]
    file = tmp_path / "history.csv"
    assert "Wrote 4 lines to" in ok("wallet", "history", "dave", "--slot", slot, "--csv", file).out
    assert file.read_text(encoding="utf-8") == told


def test_a_name_never_becomes_a_formula() -> None:
    new_series("=cmd()")
    act("erin", "wallet", "deposit", "=cmd()", "1")
    rows = list(csv.DictReader(io.StringIO(ok("wallet", "history", "erin", "--series", "=cmd()", "--csv", "-").out)))
    assert [row["name"] for row in rows] == ["'=cmd()"]


def test_a_receipt(slot: str) -> None:
    shown = ok("slot", "show", slot, "--json").json
    bought = receipt(slot, 3)
    assert (bought["side"], bought["units"], bought["unit_price"], bought["paid"]) == (
        "bid",
        30,
        tokens(0.9),
        tokens(27),
    )
    assert [(one["entry"], one["dataset"], one["start"], one["quantity"]) for one in bought["deliveries"]] == [
        (one["ask"], one["dataset"], one["start"], one["quantity"]) for one in shown["deliveries"]
    ]
    assert bought["settled"]["transaction"] == shown["settled"]["hash"]
    assert (bought["rule"], bought["options"], bought["chain_id"]) == ("kth-price", shown["options"], 31337)
    assert bought["terms_hash"].startswith("0x") and len(bought["data"]) == 66
    sold = receipt(slot, 0)
    assert int(sold["received"]) == sum(int(one["amount"]) for one in sold["deliveries"]) > 0
    told = ok("wallet", "receipt", slot, 3).out
    for words in (
        "bought      30 units at 0.9 DBT each",
        "of dataset",
        "checked by",
        "entry fee   0.1 DBT",
        "-27.1 DBT",
    ):
        assert words in told, told


def test_receipts_that_there_are_not(slot: str) -> None:
    assert "has no entry 99" in refused(3, "wallet", "receipt", slot, 99)
    assert "no series is called 'nosuch'" in refused(3, "wallet", "receipt", "nosuch", 0)
    waiting = open_slot(new_series("unfinished"))
    act("dave", "bid", waiting, "--price", 1, "--quantity", 1)
    assert "is not over yet" in refused(4, "wallet", "receipt", waiting, 0)
    devnet.advance(ok("devnet", "status", "--json").json["rpc_url"], 2 * 3600)
    assert "by nobody: everything came back" in ok("wallet", "receipt", waiting, 0).out
    assert receipt(waiting, 0)["released"] == tokens(1)
    assert [one["what"] for one in history("dave", "--slot", waiting)] == ["entry", "release"]


def test_what_a_history_cannot_be_asked(tmp_path: Path) -> None:
    ask = ("wallet", "history", "dave")
    assert "since is 'yesterday'" in refused(2, *ask, "--since", "yesterday")
    assert "--series and --slot cannot be joined" in refused(2, *ask, "--series", "ledger", "--slot", "ledger/1")
    assert "no series is called 'nosuch'" in refused(3, *ask, "--series", "nosuch")
    assert "cannot be joined" in ok_or_error(*ask, "--csv", "-", "--json")
    assert "cannot be written: No such file" in ok_or_error(*ask, "--csv", str(tmp_path / "no" / "file.csv"))


def ok_or_error(*words: object) -> str:
    """What is said, whichever way, for options that `refused` would try twice."""
    answer = run(*words)
    assert answer.code == 2
    return answer.out + answer.err


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC).timestamp()),
        ("2026-11-01T12:30", datetime(2026, 11, 1, 12, 30, tzinfo=UTC).timestamp()),
        ("2026-11-01T12:30+02:00", datetime(2026, 11, 1, 10, 30, tzinfo=UTC).timestamp()),
        ("7d", 10**9 - 7 * 86_400),
        ("90s", 10**9 - 90),
    ],
)
def test_since_takes_dates_and_durations(text: str, seconds: float) -> None:
    assert parse_since(text, 10**9) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-1d", "2026-13-01", "9" * 400])
def test_since_takes_nothing_else(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_since(text, 10**9)


def test_the_balance_adds_up(slot: str) -> None:
    assert slot
    told = ok("wallet", "balance", "dave", "--json").json
    free, locked = (sum(int(one[side]) for one in told["accounts"]) for side in ("free", "locked"))
    assert {one["kind"] for one in told["accounts"]} == {"series"}
    assert told["total"] == {
        "free": str(free),
        "locked": str(locked),
        "due": "0",
        "with_wallet": str(int(told["wallet"]) + free + locked),
        "with_due": str(int(told["wallet"]) + free + locked),
    }
    shown = ok("wallet", "balance", "dave").out
    assert "where" in shown and "total" in shown
    assert int(told["wallet"]) < 10_000 * TOKEN


def test_who_carried_an_order_is_on_its_receipt(slot: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "carried by" not in ok("wallet", "receipt", slot, 3).out
    carol, original = devnet_accounts.account("carol").address, receipts.receipt_of
    monkeypatch.setattr(
        receipts, "receipt_of", lambda *about: replace(original(*about), relayer=carol, relay_fee=TOKEN // 50)
    )
    assert "  carried by  carol, for 0.02 DBT\n" in ok("wallet", "receipt", slot, 3).out
