"""From opening entries to what was settled."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import coalition, devnet
from databourse.market.posts import seal
from databourse.mechanisms.coalition import ContractGame, pay, place
from tests.cli.coalition import rounds
from tests.cli.conftest import TOKEN, act, ok, refused, run, tokens

pytestmark = pytest.mark.usefixtures("market")

Devices = dict[str, tuple[int, int]]


def test_a_round_pays_as_the_game_says_and_tells_why(devices: Devices, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("co-round", "--fee", "0.5"), contracts=("0:60", "0:31", "1:10", "2:5"))
    samples = {"dev20": (30, 12), "dev21": (20, 8), "dev22": (25, 5)}
    kinds = {"dev20": (0, 0), "dev21": (0, 1), "dev22": (0, 3)}
    for name, (first, second) in devices.items():
        rounds.join(slot, name, first, kinds[name][0])
        rounds.join(slot, name, second, kinds[name][1])
    opened = rounds.reveal_all(slot)
    assert opened["opened"] == [2, 3, 4, 5, 6, 7] and opened["already"] == []
    flat = [(count, kind) for name in devices for count, kind in zip(samples[name], kinds[name], strict=True)]
    game = ContractGame.of(
        [count for count, _ in flat],
        [kind for _, kind in flat],
        [(0, 60 * TOKEN), (0, 31 * TOKEN), (1, 10 * TOKEN), (2, 5 * TOKEN)],
    )
    assignment = place(game)
    payments = [str(paid) for paid in pay(game, assignment).tolist()]

    preview = {member["entry"]: member for member in members(rounds.show(slot))}
    settled = rounds.settle(slot)
    assert settled["way"] == "settle" and settled["fees"] == tokens(4) and settled["surplus"] == "0"
    shown = rounds.show(slot)
    found = {member["entry"]: member for member in members(shown)}
    assert found == preview
    assert [found[entry]["paid"] for entry in range(2, 8)] == payments
    for group in shown["groups"]:
        for member in group["members"]:
            slot_of = int(assignment[member["entry"] - 2])
            assert group["number"] == (None if slot_of < 0 else slot_of)
    here = [one for one in found[2]["places"] if one["here"]]
    assert len(here) == 1 and all(Fraction(one["earns"]) <= Fraction(here[0]["earns"]) for one in found[2]["places"])
    assert found[5]["why"] == "the only contract for its type"
    assert found[7]["why"] == "no contract for its type" and found[7]["paid"] == "0"
    assert [contract["pays"] for contract in shown["contracts"]] == [tokens(60), tokens(31), tokens(10), "0"]
    assert shown["settled"]["fees"] == tokens(4)

    told = ok("coalition", "show", slot, "--plot", tmp_path / "groups.png").out
    assert "placed as number 1, when this paid most" in told and "Drawn to" in told
    assert "solver settled it" in told
    assert (tmp_path / "groups.png").stat().st_size > 10_000
    assert "is settled already" in refused(4, "coalition", "settle", slot, "--from", "solver", "--yes")
    assert "traded" in ok("why", slot, 2).out
    listed = {one["name"]: one["status"] for one in ok("slot", "list", "co-round", "--json").json["slots"]}
    assert listed == {"co-round": "settled"}
    receipt = ok("wallet", "receipt", slot, 2, "--json").json
    assert receipt["received"] == payments[0]
    assert "picture is" in refused(2, "coalition", "show", slot, "--plot", tmp_path / "groups.txt")


def test_only_ones_own_are_opened_and_repeating_it_does_no_harm(devices: Devices) -> None:
    slot = rounds.open_round(rounds.new_series("co-own"))
    rounds.join(slot, "dev20", devices["dev20"][0])
    rounds.join(slot, "dev21", devices["dev21"][0])
    reveal = ("coalition", "reveal", slot, "--yes")
    early = refused(4, *reveal, "--from", "dev20")
    assert "too early: co-own/1 takes entries until" in early and "--advance does not wait" in early
    assert act("dev20", "coalition", "reveal", slot, "--advance")["opened"] == [1]
    entries = {one["entry"]: one["status"] for one in rounds.show(slot)["entries"]}
    assert entries == {0: "contracts", 1: "device", 2: "sealed"}
    assert "Entry 2 (dev21) is sealed; it loses its bond of 1 DBT" in ok("coalition", "show", slot).out
    again = ok("coalition", "reveal", slot, "--from", "dev20")
    assert "Open already: entry 1." in again.out
    assert ok("coalition", "reveal", slot, "--from", "dev20", "--json").json["already"] == [1]
    nobody = refused(3, *reveal, "--from", "dev22")
    assert "dev22 has sealed nothing in co-own/1 from here; dev20, dev21 have" in nobody
    early = refused(4, "coalition", "settle", slot, "--from", "solver", "--yes")
    assert "too early: the sealed entries of co-own/1 are opened until" in early
    warned = refused(2, "coalition", "settle", slot, "--advance", "--from", "solver")
    assert "needs your consent" in warned
    settled = rounds.settle(slot)
    assert settled["warnings"] == [
        "1 entry is still sealed: moving the clock past the end of opening loses 1 DBT of bonds"
    ]
    assert settled["surplus"] == tokens(1)
    late = refused(4, *reveal, "--from", "dev21")
    assert "too late: entries of co-own/1 had to be open by" in late
    told = ok("coalition", "show", slot).out
    assert "Entry 2 (dev21) stayed sealed and lost its bond of 1 DBT to operator." in told
    (lost,) = [one for one in rounds.show(slot)["entries"] if one["entry"] == 2]
    assert (lost["status"], lost["forfeits"]) == ("unopened", tokens(1))
    assert "forfeited" in ok("why", slot, 2).out
    assert ok("coalition", "reveal", slot, "--from", "dev20").code == 0


def test_anybody_carries_an_opening_but_nobody_changes_one(devices: Devices, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("co-carry"))
    out = tmp_path / "mine.jsonl"
    rounds.join(slot, "dev20", devices["dev20"][0], 0, "--out", out)
    assert "nothing that opens entries of co-carry/1 is kept here" in refused(
        3, "coalition", "reveal", slot, "--from", "dev20", "--yes"
    )
    carry = ("coalition", "reveal", slot, "--advance", "--from", "erin", "--yes")
    opening = json.loads(out.read_text(encoding="utf-8"))
    changes: list[tuple[dict[str, Any], str]] = [
        ({"statement": opening["statement"][:-4] + "0001"}, "account, salt and statement seal 0x"),
        ({"salt": "0x" + "00" * 32}, "account, salt and statement seal 0x"),
        ({"salt": "0x00"}, "salt is '1 bytes', but must have 32 bytes"),
        ({"statement": "0x00"}, "the statement's length is 1, but must be 15"),
        ({"opening": 2}, "opening is 2, but must be 1"),
        ({"who": "nobody"}, "holds no opening of a sealed entry"),
    ]
    for change, message in changes:
        (tmp_path / "bad.jsonl").write_text(json.dumps(opening | change), encoding="utf-8")
        assert message in refused(2, *carry, "--opening", tmp_path / "bad.jsonl")
    (tmp_path / "bad.jsonl").write_text("", encoding="utf-8")
    assert "bad.jsonl is empty" in refused(2, *carry, "--opening", tmp_path / "bad.jsonl")
    assert "there is no file" in refused(3, *carry, "--opening", tmp_path / "none.jsonl")
    assert "--opening and --all" in refused(2, *carry, "--opening", out, "--all")
    other = rounds.open_round(rounds.new_series("co-carry-other"))
    elsewhere = refused(4, "coalition", "reveal", other, "--opening", out, "--from", "erin", "--yes")
    assert "opens nothing of co-carry-other/1: it is for round" in elsewhere
    carried = act("erin", "coalition", "reveal", slot, "--opening", out, "--advance")
    assert carried["opened"] == [1]


def test_what_never_arrived_opens_nothing(devices: Devices, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("co-lost"))
    out = tmp_path / "mine.jsonl"
    rounds.join(slot, "dev20", devices["dev20"][0], 0, "--out", out)
    opening = json.loads(out.read_text(encoding="utf-8"))
    salt, statement = bytes(32), bytes.fromhex(opening["statement"][2:])
    word = seal(bytes.fromhex(opening["terms_hash"][2:]), opening["who"], salt, statement)
    out.write_text(json.dumps(opening | {"salt": "0x" + salt.hex(), "word": "0x" + word.hex()}), encoding="utf-8")
    assert "no entry of co-lost/1 is opened by what is here" in refused(
        3, "coalition", "reveal", slot, "--opening", out, "--from", "erin", "--yes"
    )


def test_one_device_alone_gets_the_whole_budget(devices: Devices) -> None:
    slot = rounds.open_round(rounds.new_series("co-alone"), contracts=("0:60",))
    rounds.join(slot, "dev20", devices["dev20"][0])
    rounds.reveal_all(slot)
    rounds.settle(slot)
    (member,) = members(rounds.show(slot))
    assert member["paid"] == tokens(60) and member["why"] == "the only contract for its type"


def test_no_device_and_no_contract_for_any_device(devices: Devices) -> None:
    slot = rounds.open_round(rounds.new_series("co-nobody"), contracts=("0:60",))
    early = refused(4, "coalition", "settle", slot, "--from", "solver", "--yes")
    assert "too early: co-nobody/1 takes entries until" in early
    advanced = run("coalition", "settle", slot, "--advance", "--from", "solver", "--yes")
    assert advanced.code == 4 and "entries of co-nobody/1 are opened until" in advanced.err
    settled = rounds.settle(slot)
    assert settled["groups"] == [
        {"number": 0, "type": 0, "budget": tokens(60), "samples": 0, "paid": "0", "members": []}
    ]
    slot = rounds.open_round("co-nobody", contracts=("0:60",))
    rounds.join(slot, "dev20", devices["dev20"][0], 4)
    rounds.reveal_all(slot)
    told = ok("coalition", "settle", slot, "--advance", "--from", "solver", "--yes").out
    assert "no contract for its type" in told and "Buyers pay 0 DBT, devices get 0 DBT" in told
    assert rounds.show(slot)["contracts"][0]["pays"] == "0"


def test_a_round_that_nobody_settles_gives_everything_back(devices: Devices) -> None:
    slot = rounds.open_round(rounds.new_series("co-abort"), "--settle-within", "1m")
    rounds.join(slot, "dev21", devices["dev21"][0])
    act("dev21", "coalition", "reveal", slot, "--advance")
    running = devnet.recorded()
    assert running
    devnet.advance(running.rpc_url, 700)
    refusal = refused(4, "coalition", "settle", slot, "--from", "solver", "--yes")
    assert "too late: nobody settled co-abort/1 in time" in refusal
    told = ok("coalition", "show", slot).out
    assert "nobody settled it by" in told
    assert rounds.show(slot)["status"] == "aborted"
    withdrawn = act("dev21", "wallet", "withdraw", "co-abort", "all")
    assert withdrawn["amount"] == tokens(1)
    rounds.open_round("co-abort")


def test_a_dataset_counts_once_whoever_joins_with_it_twice(devices: Devices, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("co-twice"))
    dataset = devices["dev22"][0]
    first = rounds.join(slot, "dev22", dataset, 0, "--out", tmp_path / "one.jsonl")
    second = rounds.join(slot, "dev22", dataset, 0, "--samples", 3, "--out", tmp_path / "two.jsonl")
    files = ("--opening", first["opening"], "--opening", second["opening"])
    act("dev22", "coalition", "reveal", slot, *files, "--advance")
    rounds.settle(slot)
    told = ok("coalition", "show", slot).out
    assert "Entry 2 (dev22) has the dataset of entry 1, which came first; it takes no part and loses nothing." in told
    assert [one["status"] for one in rounds.show(slot)["entries"]] == ["contracts", "device", "repeated"]


def test_what_is_no_coalition_round_is_shown_elsewhere() -> None:
    act("operator", "slot", "open", rounds.new_series("co-auction-show"), "--close-in", "10m")
    for words in (("show", "co-auction-show"), ("settle", "co-auction-show", "--from", "solver", "--yes")):
        assert "is no coalition round: its rule is kth-price" in refused(4, "coalition", *words)
    assert "no series is called" in refused(3, "coalition", "show", "nothing-like-it")
    slot = rounds.open_round(rounds.new_series("co-plot-early"))
    assert "there is nothing to draw of co-plot-early/1 yet" in refused(4, "coalition", "show", slot, "--plot", "x.png")


def members(shown: Any) -> list[Any]:
    """The devices of all groups."""
    return [member for group in shown["groups"] for member in group["members"]]


def test_many_entries_and_openings_are_cut_into_calls(devices: Devices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coalition, "_OPENINGS_A_CALL", 1)
    monkeypatch.setattr(coalition, "_ENTRIES_A_BATCH", 1)
    slot = rounds.open_round(rounds.new_series("co-cut"))
    table = Path("devices.csv")
    table.write_text("dataset,type\n" + "".join(f"{dataset},0\n" for dataset in devices["dev21"]), encoding="utf-8")
    joined = ok("coalition", "join", slot, "--devices", table, "--yes", "--json").json
    assert len(joined["transactions"]) == 1 and [one["entry"] for one in joined["devices"]] == [1, 2]
    opened = rounds.reveal_all(slot)
    assert opened["opened"] == [1, 2] and len(opened["transactions"]) == 2
