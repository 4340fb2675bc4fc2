from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet, keystore
from databourse.chain.bulk_entering import BulkEntering
from databourse.chain.config import config_folder
from databourse.chain.exchange import Exchange
from databourse.errors import ContractRefused
from databourse.money import TOKEN
from tests.cli.conftest import act, acting_in, new_series, ok, open_slot, refused, run

pytestmark = pytest.mark.usefixtures("market")

HEADER = "side,price,quantity,min_quality,dataset,entry,from"


@pytest.fixture(scope="module")
def series(home: Path, offered: dict[str, int]) -> str:
    assert home.is_dir() and offered
    with acting_in(home):
        return new_series("files", "--fee", "0.1")


@pytest.fixture
def slot(series: str, offered: dict[str, int]) -> Any:
    """A round that is settled at the end, so that the next test can have another."""
    opened = open_slot(series)
    yield opened
    act("solver", "slot", "settle", opened, "--advance")
    assert offered


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def book(slot: str) -> list[tuple[Any, ...]]:
    entries = ok("slot", "show", slot, "--json").json["entries"]
    return [(one["name"], one["side"], one.get("price"), one.get("quantity")) for one in entries]


def test_several_senders_several_batches_and_money_from_the_wallet(
    slot: str, offered: dict[str, int], tmp_path: Path
) -> None:
    rows = [
        f"ask,0.5,20,,{offered['alice']},,alice",
        f"ask,0.7,20,,{offered['bob']},,bob",
        *(f"bid,1.{number},2,3,,," for number in range(5)),
        "bid,3,1,,,,erin",
    ]
    file = write(tmp_path / "orders.csv", *rows)
    before = int(ok("wallet", "balance", "dave", "--json").json["wallet"])
    told = ok("order", "send", slot, file, "--from", "dave", "--yes", "--batch", 2)
    assert f"8 orders of alice and 3 others for {slot}:" in told.out
    assert "locked           15 DBT" in told.out
    assert "entry fees       0.8 DBT" in told.out
    assert f"8 orders entered into {slot}, which closes at" in told.out
    shown = book(slot)
    assert len(shown) == 8
    assert [one[2:] for one in shown if one[0] == "dave"] == [
        (str(TOKEN + number * TOKEN // 10), 2) for number in range(5)
    ]
    spent = before - int(ok("wallet", "balance", "dave", "--json").json["wallet"])
    assert spent <= 12 * TOKEN + 5 * TOKEN // 10  # less when an earlier round left something
    # a second time there is nothing to do, and nobody is asked
    again = ok("order", "send", slot, file, "--from", "dave", "--json").json
    assert (again["entered"], again["before"], again["transactions"], again["failed"]) == (0, 8, [], [])
    assert [one["line"] for one in again["orders"]] == list(range(2, 10))
    assert "all 8 orders are in the book" in ok("order", "send", slot, file, "--from", "dave").out
    assert book(slot) == shown


def test_only_new_rows_of_a_longer_file_are_entered_and_equal_ones_are_counted(slot: str, tmp_path: Path) -> None:
    file = write(tmp_path / "orders.csv", "bid,1,2,,,,")
    assert act("dave", "order", "send", slot, file)["entered"] == 1
    more = act("dave", "order", "send", slot, write(file, "bid,1,2,,,,", "bid,2,2,,,,", "bid,1,2,,,,"))
    assert [(one["line"], one["entry"], one["before"]) for one in more["orders"]] == [
        (2, 0, True),
        (3, 1, False),
        (4, 2, False),
    ]


def test_json_and_cancellations(slot: str, tmp_path: Path) -> None:
    entry = act("dave", "bid", slot, "--price", 5, "--quantity", 1)["entry"]
    file = tmp_path / "orders.jsonl"
    lines = [{"side": "cancel", "entry": entry}, {"side": "bid", "price": str(TOKEN), "quantity": 2}]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert act("dave", "order", "send", slot, file)["entered"] == 2
    assert [one[1] for one in book(slot)] == ["bid", "cancel", "bid"]
    assert ok("why", slot, entry, "--json").json["decided_by"] == "voided"
    # the cancelled entry does not count any more, which is no reason to refuse the file that cancelled it
    assert act("dave", "order", "send", slot, file)["before"] == 2


def test_everything_wrong_is_told_before_anything_is_sent(slot: str, offered: dict[str, int], tmp_path: Path) -> None:
    mine, hers = act("dave", "bid", slot, "--price", 5, "--quantity", 1)["entry"], offered["alice"]
    rows = {
        "bid,1,2,,,,": None,
        f"ask,1,2,,{hers},,": f"line 3: dataset {hers} does not belong to dave",
        f"ask,1,31,,{hers},,alice": "line 4: the dataset has 30 units",
        "ask,1,2,,999,,": "line 5, dataset: there is no dataset 999",
        "bid,1,2,,,,zelda": "line 6, from: ",
        "cancel,,,,,77,": f"line 7: round {slot.replace('files', '')}",
        f"cancel,,,,,{mine},erin": f"line 8: entry {mine} is dave's, not erin's",
        "bid,100000000,2,,,,": "line 9: needs 200000000.1 DBT; dave has ",
        "bid,2,2,,,,": None,
    }
    file = write(tmp_path / "orders.csv", *rows)
    before = book(slot)
    told = refused(4, "order", "send", slot, file, "--from", "dave", "--yes")
    assert "orders.csv has 7 errors:" in told
    for wrong in rows.values():
        assert wrong is None or wrong.split(": round ")[0] in told
    assert "nothing was sent; correct the file; --skip-invalid sends the others" in told
    assert book(slot) == before
    sent = act("dave", "order", "send", slot, file, "--skip-invalid")
    assert [one["line"] for one in sent["left_out"]] == [3, 4, 5, 6, 7, 8, 9]
    assert [one["line"] for one in sent["orders"]] == [2, 10]
    assert "orders.csv has 7 errors" in ok("order", "send", slot, file, "--skip-invalid", "--from", "dave").err


def test_an_ask_that_another_row_replaces_is_warned_of(slot: str, offered: dict[str, int], tmp_path: Path) -> None:
    file = write(tmp_path / "orders.csv", *[f"ask,{price},2,,{offered['alice']},,alice" for price in (1, 2)])
    told = ok("order", "send", slot, file, "--from", "dave", "--yes")
    assert f"line 3 replaces line 2: both ask for dataset {offered['alice']}, and only one can stand" in told.err


def test_rows_that_are_no_orders_need_no_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOURSE_HOME", str(tmp_path))
    file = write(tmp_path / "orders.csv", "bid,-1,2,,,,", "bid,1,2,,,,", "bid,1,x,,,,")
    told = refused(2, "order", "send", "files", file, "--from", "dave", "--yes")
    assert "orders.csv has 2 errors:\n  line 2, price: is '-1', but must not be negative" in told
    assert "line 4, quantity: is 'x', but must be a number" in told
    # nothing is good, so there is nothing to go ahead with
    (tmp_path / "empty.csv").touch()
    assert "the file is empty" in refused(2, "order", "send", "files", tmp_path / "empty.csv", "--skip-invalid")
    assert "there is no file" in refused(3, "order", "send", "files", tmp_path / "none.csv", "--from", "dave")


def test_what_the_round_has_no_room_for_is_left_out(slot: str, tmp_path: Path) -> None:
    file = write(tmp_path / "orders.csv", *["bid,0.001,1,,,,"] * 252)
    told = refused(4, "order", "send", slot, file, "--from", "dave", "--yes")
    assert "has 2 errors" in told
    assert "line 252: one account can make 250 entries in this round, and all are taken before it" in told
    sent = act("dave", "order", "send", slot, file, "--skip-invalid")
    assert (sent["entered"], len(sent["transactions"]), len(book(slot))) == (250, 3, 250)
    assert "all are taken before it" in refused(4, "order", "send", slot, file, "--from", "dave", "--yes")


def test_what_a_full_round_has_no_room_for_is_told(slot: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, original = write(tmp_path / "orders.csv", "bid,1,2,,,,", "bid,2,2,,,,"), Exchange.round_view
    with monkeypatch.context() as patch:
        patch.setattr(Exchange, "round_view", lambda *about: replace(original(*about), max_entries=1))
        told = refused(4, "order", "send", slot, file, "--from", "dave", "--yes")
    assert "line 3: the round is full before it: it takes 1 entries" in told
    assert book(slot) == []


def test_without_topping_up_the_account_must_have_the_money(slot: str, tmp_path: Path) -> None:
    file = write(tmp_path / "orders.csv", "bid,1,2,,,,frank", "bid,2,1,,,,frank")
    told = refused(4, "order", "send", slot, file, "--from", "dave", "--yes", "--no-top-up")
    assert "line 2: needs 2.1 DBT; frank has 0 DBT free" in told
    act("frank", "wallet", "deposit", "files", "2.5")
    told = refused(4, "order", "send", slot, file, "--from", "dave", "--yes", "--no-top-up")
    assert "has 1 error" in told
    assert "line 3: needs 2.1 DBT; frank has 2.5 DBT free, of which the orders before it take 2.1 DBT" in told
    assert act("dave", "order", "send", slot, file)["entered"] == 2


def test_nothing_is_sent_without_consent(slot: str, tmp_path: Path) -> None:
    file = write(tmp_path / "orders.csv", "bid,1,2,,,,")
    assert "add --yes" in refused(2, "order", "send", slot, file, "--from", "dave")
    assert book(slot) == []


@pytest.mark.usefixtures("terminal")
def test_saying_no_sends_nothing(slot: str, tmp_path: Path) -> None:
    file = write(tmp_path / "orders.csv", "bid,1,2,,,,")
    told = run("order", "send", slot, file, "--from", "dave", input="n\n")
    assert (told.code, book(slot)) == (1, [])
    assert "Send 1 order in 1 transaction?" in told.err


def test_a_keystore_in_the_from_column(slot: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keystore.create("trader", "secret", scrypt_n=2)
    address = ok("account", "list", "--json").json
    ok("account", "fund", "trader", "--yes") if address else None
    file = write(tmp_path / "orders.csv", "bid,1,2,,,,trader", "bid,1,3,,,,")
    told = refused(4, "order", "send", slot, file, "--from", "dave", "--yes")
    assert "line 2, from: the key 'trader' needs its passphrase" in told
    monkeypatch.setenv("BOURSE_PASSPHRASE_TRADER", "secret")
    assert act("dave", "order", "send", slot, file)["entered"] == 2


def test_after_the_close_nothing_is_sent(series: str, tmp_path: Path) -> None:
    slot = open_slot(series)
    file = write(tmp_path / "orders.csv", "bid,1,2,,,,")
    running = devnet.recorded()
    assert running is not None
    devnet.advance(running.rpc_url, 601)
    assert "takes no more entries: it closed at" in refused(4, "order", "send", slot, file, "--from", "dave", "--yes")
    act("solver", "slot", "settle", slot)


def test_journals_of_rounds_long_over_are_removed(slot: str, tmp_path: Path) -> None:
    file = write(tmp_path / "orders.csv", "bid,1,2,,,,")
    act("dave", "order", "send", slot, file)
    (kept,) = (config_folder() / "journals").glob("*/*.jsonl")
    old, other = kept.with_name("1000000000-ab.jsonl"), kept.with_name("notes-ab.jsonl")
    old.touch()
    other.touch()
    act("dave", "order", "send", slot, file)
    assert [path.exists() for path in (kept, old, other)] == [True, False, True]


LATE = ContractRefused("the round closed", name="RoundClosed")


def test_what_did_not_happen_is_told_to_people_and_programs(
    slot: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "orders.csv", "bid,1,2,,,,", "bid,2,2,,,,")
    monkeypatch.setattr(BulkEntering, "send", lambda _, wave, __: [(batch, LATE) for batch in wave])
    words = ("order", "send", slot, file, "--from", "dave", "--yes")
    told = run(*words)
    assert told.code == 4
    assert "0 orders entered into" in told.out
    assert "2 orders were not entered; the first, of line 2: the round closed" in told.err
    answer = run(*words, "--json")
    assert (answer.code, [one["line"] for one in answer.json["failed"]]) == (4, [2, 3])


@pytest.mark.parametrize("step", ["quotes", "send"])
def test_a_refusal_before_anything_is_sent_ends_it(
    step: str, slot: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "orders.csv", "bid,1,2,,,,", "bid,2,2,,,,")

    def refuse(*_: object) -> list[ContractRefused]:
        if step == "send":
            raise LATE
        return [LATE]

    monkeypatch.setattr(BulkEntering, step, refuse)
    told = refused(4, "order", "send", slot, file, "--from", "dave", "--yes")
    assert told.startswith(
        "the round closed" if step == "send" else "the 2 orders of dave are refused: the round closed"
    )
    assert book(slot) == []
