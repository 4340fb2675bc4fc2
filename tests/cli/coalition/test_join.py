from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet
from tests.cli.coalition import rounds
from tests.cli.conftest import act, ok, refused, run, tokens

pytestmark = pytest.mark.usefixtures("market")

Devices = dict[str, tuple[int, int]]


def join_words(slot: str, dataset: int, *options: object) -> tuple[object, ...]:
    return ("coalition", "join", slot, "--dataset", dataset, "--from", "dev20", "--yes", *options)


def test_a_device_joins_with_all_units_and_nobody_sees_them(devices: Devices) -> None:
    slot = rounds.open_round(rounds.new_series("co-join"))
    dataset = devices["dev20"][0]
    joined = rounds.join(slot, "dev20", dataset)
    assert joined["devices"] == [
        {"entry": 1, "who": joined["devices"][0]["who"], "dataset": dataset, "samples": 30, "type": 0}
    ]
    assert joined["entry_bond"] == tokens(1)
    opening = Path(joined["opening"])
    assert stat.S_IMODE(opening.stat().st_mode) == 0o600 and stat.S_IMODE(opening.parent.stat().st_mode) == 0o700
    (entry,) = [one for one in rounds.show(slot)["entries"] if one["entry"] == 1]
    assert (entry["status"], entry["lock"], entry["opening_kept_here"]) == ("sealed", tokens(1), True)
    assert entry["dataset"] is entry["samples"] is entry["type"] is None
    statement = json.loads(opening.read_text(encoding="utf-8"))["statement"]
    assert statement == "0x06" + dataset.to_bytes(8).hex() + (30).to_bytes(4).hex() + "0000"
    assert "kept here" in ok("coalition", "show", slot).out


def test_people_are_told_what_losing_the_file_costs(devices: Devices, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("co-join-told"))
    out = tmp_path / "openings" / "mine.jsonl"
    told = ok(*join_words(slot, devices["dev20"][1], "--type", 0, "--samples", 7, "--out", out))
    assert f"What opens it is in {out}." in told.out
    assert "or without that file, 1 DBT are lost" in told.out
    assert json.loads(out.read_text(encoding="utf-8"))["round"] == 1
    again = refused(2, *join_words(slot, devices["dev20"][0], "--type", 0, "--out", out))
    assert "mine.jsonl is there already" in again


def test_many_devices_join_from_a_file(devices: Devices, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("co-join-many", "--fee", "0.25"))
    registered = {row["dataset"]: row["label"] for row in ok("dataset", "list", "--json").json["datasets"]}
    named = devices["dev21"][0]
    file = tmp_path / f"{registered[named]}.csv"
    rows = [f"{row},{row * 20 % 17}1" for row in range(20)]
    file.write_text("\n".join(["time,amplitude", *rows]) + "\n", encoding="utf-8")
    table = tmp_path / "devices.csv"
    lines = [f"{devices['dev20'][0]},,9,0,", f"{devices['dev20'][1]},,,1,dev20", f",{file},,0,"]
    table.write_text("\n".join(["dataset,file,samples,type,from", *lines]), encoding="utf-8")
    joined = ok("coalition", "join", slot, "--devices", table, "--yes", "--json").json
    assert [(one["dataset"], one["samples"], one["type"]) for one in joined["devices"]] == [
        (devices["dev20"][0], 9, 0),
        (devices["dev20"][1], 12, 1),
        (named, 20, 0),
    ]
    assert len(joined["transactions"]) == 2
    assert joined["warnings"] == [f"no contract of {slot} is for type 1 so far: 1 device would be paid nothing"]
    assert len(Path(joined["opening"]).read_text(encoding="utf-8").splitlines()) == 3
    twice = refused(4, *join_words(slot, devices["dev20"][0], "--type", 0))
    assert f"dataset {devices['dev20'][0]} is in {slot} already, as entry 1" in twice


def test_bad_devices_are_refused_before_anything_is_sent(devices: Devices) -> None:
    slot = rounds.open_round(rounds.new_series("co-join-bad"))
    own, other = devices["dev20"][0], devices["dev21"][0]
    bad = {
        ("--samples", 0, "--type", 0): "samples is '0', but must be a whole number from 1",
        ("--samples", 31, "--type", 0): f"samples is 31, but dataset {own} has 30 units",
        ("--type", 65536): "type is '65536', but must be a whole number from 0 to 65535",
        ("--type", "x"): "type is 'x', but must be a number",
        (): "--type is missing",
    }
    for options, message in bad.items():
        assert message in refused(2, *join_words(slot, own, *options))
    assert f"dataset {other} is dev21's" in refused(4, *join_words(slot, other, "--type", 0))
    assert "there is no dataset 999999" in refused(3, *join_words(slot, 999999, "--type", 0))
    nothing = ("coalition", "join", slot, "--type", 0, "--from", "dev20", "--yes")
    assert "--dataset is missing" in refused(2, *nothing)
    assert len(rounds.show(slot)["entries"]) == 1
    assert not list(Path("config/databourse/openings").glob("**/*.jsonl"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dataset,kind\n1,0\n", "column is 'kind', but must be one of dataset, file, samples, type, from"),
        ("dataset\n1\n", "has no column type"),
        ("type\n1\n", "has no column dataset"),
        ("dataset,type\n{0},0\n{0},1\n", "row 3: dataset is {0}, but"),
        ("dataset,type\n{0},x\n", "row 2: type is 'x'"),
        ("dataset,type,samples\n{0},0,0\n", "row 2: samples is '0'"),
        ("dataset,type,samples\n{0},0,31\n", "row 2: samples is 31, but dataset {0} has 30 units"),
        ("dataset,type,file\n,0,\n", "row 2: there is neither a dataset nor a file"),
    ],
)
def test_bad_tables(text: str, message: str, devices: Devices, tmp_path: Path) -> None:
    own = devices["dev20"][0]
    table = tmp_path / "devices.csv"
    table.write_text(text.format(own), encoding="utf-8")
    slot = f"{slot_of('co-join-table')}"
    assert message.format(own) in refused(2, "coalition", "join", slot, "--devices", table, "--yes")


def test_a_table_and_a_device_are_two_things(tmp_path: Path) -> None:
    table = tmp_path / "devices.csv"
    table.write_text("dataset,type\n1,0\n", encoding="utf-8")
    slot = slot_of("co-join-table")
    assert "--devices cannot be joined" in refused(2, "coalition", "join", slot, "--devices", table, "--type", 1)
    table.write_text("file,type\nnone.csv,0\n", encoding="utf-8")
    assert "there is no file none.csv" in refused(3, "coalition", "join", slot, "--devices", table)
    (tmp_path / "other.csv").write_text("a\n1\n", encoding="utf-8")
    table.write_text("file,type\nother.csv,0\n", encoding="utf-8")
    assert "other.csv is not registered" in refused(3, "coalition", "join", slot, "--devices", table)


def test_a_gate_is_asked_before_it_is_too_late(devices: Devices) -> None:
    act("operator", "series", "create", "co-other-kind", "--kind", "humidity-of-nobody")
    slot = rounds.open_round("co-other-kind")
    own = devices["dev20"][0]
    kind = refused(2, *join_words(slot, own, "--type", 0))
    assert f"dataset is {own}, but it is of kind vibration, and co-other-kind trades humidity-of-nobody" in kind
    act("operator", "series", "create", "co-attested", "--kind", rounds.KIND, "--attested-only")
    slot = rounds.open_round("co-attested")
    attested = refused(2, *join_words(slot, own, "--type", 0))
    assert f"dataset is {own}, but co-attested admits attested datasets only" in attested
    act("operator", "series", "create", "co-members", "--kind", rounds.KIND, "--members-only")
    members = (
        "coalition",
        "open",
        "co-members",
        "--contract",
        "0:1",
        "--close-in",
        "10m",
        "--from",
        "operator",
        "--yes",
    )
    assert "is not a member" in refused(4, *members)
    act("operator", "series", "create", "co-free", "--no-gate")
    slot = rounds.open_round("co-free")
    joined = rounds.join(slot, "dev20", devices["dev20"][0])
    assert joined["warnings"] == ["co-free has no gate: nothing binds the samples that devices claim to their data"]


def test_types_of_the_leakage_game_are_those_of_its_matrix(devices: Devices, tmp_path: Path) -> None:
    slot = rounds.open_leakage(rounds.new_series("co-join-leakage"), tmp_path)
    unknown = refused(2, *join_words(slot, devices["dev20"][0], "--type", 2))
    assert f"type is 2, but {slot} has types 0 to 1" in unknown
    rounds.join(slot, "dev20", devices["dev20"][0], 1)


def test_it_is_too_late_after_the_close(devices: Devices) -> None:
    slot = rounds.open_round(rounds.new_series("co-late"))
    running = devnet.recorded()
    assert running
    devnet.advance(running.rpc_url, 601)
    assert "takes no more entries" in refused(4, *join_words(slot, devices["dev20"][0], "--type", 0))
    assert "takes no more entries" in refused(
        4, "coalition", "offer", slot, "--contract", "0:1", "--from", "frank", "--yes"
    )


def test_money_and_consent(devices: Devices) -> None:
    slot = rounds.open_round(rounds.new_series("co-join-money"), "--entry-bond", "5000")
    poor = refused(4, *join_words(slot, devices["dev20"][0], "--type", 0))
    assert "dev20's part in co-join-money/1 needs 5000 DBT" in poor
    assert not list(Path("config/databourse/openings").glob("**/*.jsonl"))
    slot = rounds.open_round(rounds.new_series("co-join-consent"))
    asked = run("coalition", "join", slot, "--dataset", devices["dev20"][0], "--type", 0, "--from", "dev20")
    assert asked.code == 2 and "consent" in asked.err
    assert not list(Path("config/databourse/openings").glob("**/*.jsonl"))
    unfunded = refused(4, *join_words(slot, devices["dev20"][0], "--type", 0, "--no-top-up"))
    assert "not enough money" in unfunded


def test_a_round_of_an_auction_takes_no_devices(devices: Devices) -> None:
    act("operator", "slot", "open", rounds.new_series("co-auction-join"), "--close-in", "10m")
    refusal = refused(4, *join_words("co-auction-join", devices["dev20"][0], "--type", 0))
    assert "co-auction-join/1 is no coalition round" in refusal


def slot_of(series: str) -> Any:
    """A round in which nobody ever joins."""
    names = [one["name"] for one in ok("series", "list", "--json").json["series"]]
    return f"{series}/1" if series in names else rounds.open_round(rounds.new_series(series))


def test_the_key_of_an_owner_must_be_here(devices: Devices, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = rounds.open_round(rounds.new_series("co-no-key"))
    table = Path("devices.csv")
    table.write_text(f"dataset,type\n{devices['dev20'][0]},0\n", encoding="utf-8")
    monkeypatch.setattr("databourse.chain.signer.person", lambda *_: None)
    refusal = refused(6, "coalition", "join", slot, "--devices", table, "--yes")
    assert "the key of 0x" in refusal and "is not here" in refusal
