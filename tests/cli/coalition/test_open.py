from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.coalition import rounds
from tests.cli.conftest import act, ok, refused, tokens

pytestmark = pytest.mark.usefixtures("market")

OPEN = ("--close-in", "10m", "--from", "operator", "--yes")


def test_a_round_opens_with_its_contracts_in_one_transaction() -> None:
    rounds.new_series("co-open")
    opened = act(
        "operator", "coalition", "open", "co-open", "--contract", "0:60", "--contract", "3:1.5", "--close-in", "5m"
    )
    assert opened["rule"] == "contract-game" and opened["options"] == {"entry_bond": tokens(1), "most_contracts": 10}
    assert opened["contracts"] == [{"type": 0, "budget": tokens(60)}, {"type": 3, "budget": tokens(1.5)}]
    assert opened["lock"] == opened["deposited"] == tokens(61.5)
    assert opened["reveal_by"] - opened["close_at"] == 600 and opened["challenge_window"] == 0
    shown = rounds.show("co-open/1")
    assert [contract["name"] for contract in shown["contracts"]] == ["operator", "operator"]
    assert shown["status"] == "open" and shown["groups"] is None
    told = ok("coalition", "show", "co-open").out
    assert "No device has joined." in told and "60 DBT" in told
    assert "co-open/1 is not over yet" in refused(4, "coalition", "open", "co-open", "--contract", "0:1", *OPEN)


def test_more_contracts_than_an_entry_can_hold_take_several(tmp_path: Path) -> None:
    rounds.new_series("co-many")
    file = tmp_path / "contracts.csv"
    file.write_text("type,budget\n" + "\n".join(f"{kind},{kind + 1}" for kind in range(12)), encoding="utf-8")
    opened = act("operator", "coalition", "open", "co-many", "--contracts", file, "--close-in", "5m")
    assert opened["options"]["most_contracts"] == 12
    shown = rounds.show("co-many")
    assert [contract["budget"] for contract in shown["contracts"]] == [tokens(kind + 1) for kind in range(12)]
    assert len({contract["entry"] for contract in shown["contracts"]}) > 1


def test_the_leakage_game_has_a_matrix_and_a_bond(tmp_path: Path) -> None:
    rounds.new_series("co-leakage")
    file = tmp_path / "types.csv"
    file.write_text("calm,storm\n1,0.25\n0.25,0.5\n", encoding="utf-8")
    contracts = tmp_path / "contracts.json"
    contracts.write_text('[{"type": 0, "budget": "12.5"}, {"type": 1, "budget": 3.1}]', encoding="utf-8")
    options = ("--game", "leakage", "--influence", file, "--cost", "0.5", "--challenge-in", "5m")
    opened = act("operator", "coalition", "open", "co-leakage", "--contracts", contracts, "--close-in", "5m", *options)
    assert opened["contracts"][1]["budget"] == tokens(3.1)
    assert opened["options"] == {
        "entry_bond": tokens(1),
        "bond": tokens(10),
        "cost": tokens(0.5),
        "most_contracts": 10,
        "influence": [[65536], [16384, 32768]],
    }
    assert opened["challenge_window"] == 300


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--contract", "0"), "contract is '0', but must be TYPE:BUDGET"),
        (("--contract", "0:0"), "contract budget is '0', but must be above 0"),
        (("--contract", "0:x"), "contract budget is 'x', but must be a number"),
        (("--contract", "x:1"), "contract type is 'x'"),
        (("--contract", "65536:1"), "contract type is '65536', but must be a whole number from 0 to 65535"),
        (("--contract", "0:1e9"), "must be written without an exponent"),
        ((), "there is no contract"),
        (("--contract", "0:1", "--entry-bond", "0"), "entry bond is 0, but must be above 0"),
        (
            ("--contract", "0:1", "--contract", "0:1", "--most-contracts", "1"),
            "most contracts is 1, but must be at least 2",
        ),
        (("--contract", "0:200000000", "--contract", "1:200000000"), "sum of the budgets is '400000000'"),
        (("--contract", "0:1", "--cost", "1"), "--cost belongs to the leakage game"),
        (("--contract", "0:1", "--challenge-in", "5m"), "--challenge-in belongs to the leakage game"),
        (("--contract", "0:1", "--game", "leakage"), "the leakage game needs --influence"),
        (("--contract", "0:1", "--reveal-in", "59s"), "reveal in is '59 s', but must be at least 1 min"),
        (
            ("--contract", "0:1", "--settle-within", "30s"),
            "settle within is '30 s', but this series needs at least 1 min",
        ),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(options: tuple[str, ...], message: str) -> None:
    assert message in refused(2, "coalition", "open", series_of("co-bad"), *OPEN, *options)


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("[[0, 0.5], [0.4, 0]]", "m.json", "influence[1][0] is 0.4"),
        ("[[0, 1.5], [1.5, 0]]", "m.json", "influence[0][1] is 1.5"),
        ("[[0, -0.1], [-0.1, 0]]", "m.json", "influence[0][1] is -0.1"),
        ("[[0, NaN], [NaN, 0]]", "m.json", "influence[0][1] is nan"),
        ("[[0, 1]]", "m.json", "influence"),
        ("[]", "m.json", "influence"),
        ('{"matrix": []}', "m.json", "holds no matrix"),
        ("0,0.5\n0.4,0\n", "m.csv", "influence[1][0] is 0.4"),
        ("a,b\n0,x\n1,0\n", "m.csv", "influence[0][1] is 'x', but it must be a number"),
        ("0,nan\nnan,0\n", "m.csv", "influence[0][1] is nan"),
        ("[[0]]", "m.json", "type of contract 1 is 1, but --influence is among types 0 to 0"),
    ],
)
def test_a_matrix_that_cannot_be(text: str, name: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    options = ("--contract", "0:1", "--contract", "1:1", "--game", "leakage", "--influence", file)
    assert message in refused(2, "coalition", "open", series_of("co-bad"), *OPEN, *options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--bond", "0"), "bond is 0, but must be above 0"),
        (("--challenge-in", "30s"), "challenge in is '30 s', but must be at least 1 min"),
        (("--contract", "0:2"), "type of contract 1 is 0, but in this game a type has one contract"),
    ],
)
def test_the_leakage_game_with_values_that_do_not_fit(options: tuple[str, ...], message: str, tmp_path: Path) -> None:
    file = tmp_path / "types.json"
    file.write_text(json.dumps(rounds.INFLUENCE), encoding="utf-8")
    game = ("--contract", "0:1", "--game", "leakage", "--influence", file)
    assert message in refused(2, "coalition", "open", series_of("co-bad"), *OPEN, *game, *options)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"type": 0, "budget": 0}]', "contract 0: budget is '0', but must be above 0"),
        ('[{"type": 0}]', "contract 0: it must have a type and a budget, and nothing else"),
        ('{"type": 0}', "holds no contracts"),
        ("[", "this is not JSON"),
    ],
)
def test_contracts_in_a_file_that_cannot_be(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "contracts.json"
    file.write_text(text, encoding="utf-8")
    assert message in refused(2, "coalition", "open", series_of("co-bad"), *OPEN, "--contracts", file)


def test_who_cannot_open_is_told_why() -> None:
    series = series_of("co-bad")
    opening = ("coalition", "open", series, "--contract", "0:1", "--close-in", "10m", "--yes")
    assert "is not the operator of this series" in refused(4, *opening, "--from", "dave")
    poor = refused(4, "coalition", "open", series, "--contract", "0:99999", *OPEN)
    assert "not enough money: co-bad/1 needs 99999 DBT" in poor
    assert "99999 DBT, and" in refused(4, "coalition", "open", series, "--contract", "0:99999", "--no-top-up", *OPEN)
    long = refused(4, "coalition", "open", series, "--contract", "0:1", *OPEN, "--settle-within", "2d")
    assert "series" in long and "allows at most 1 d" in long
    rounds.new_series("co-auction", "--rule", "kth-price")
    other = refused(4, "coalition", "open", "co-auction", "--contract", "0:1", *OPEN)
    assert "does not use the rule contract-game; it uses kth-price" in other
    assert "`bourse series create NAME --rule contract-game`" in other


def test_another_buyer_enters_contracts_too() -> None:
    rounds.new_series("co-offer")
    slot = rounds.open_round("co-offer", "--most-contracts", "3", contracts=("0:60",))
    offered = act("frank", "coalition", "offer", slot, "--contract", "1:5", "--contract", "0:7")
    assert [contract["contract"] for contract in offered["contracts"]] == [1, 2]
    assert offered["lock"] == offered["deposited"] == tokens(12)
    shown = rounds.show(slot)["contracts"]
    assert [(one["name"], one["type"]) for one in shown] == [("operator", 0), ("frank", 1), ("frank", 0)]
    offer = ("coalition", "offer", slot, "--from", "frank", "--yes")
    assert "takes at most 3 contracts and has 3; you enter 1" in refused(4, *offer, "--contract", "0:1")
    assert "contract budget is '0'" in refused(2, *offer, "--contract", "1:0")


def test_a_buyer_of_the_leakage_game_names_a_type_that_nobody_has_yet(tmp_path: Path) -> None:
    rounds.new_series("co-offer-leakage")
    slot = rounds.open_leakage("co-offer-leakage", tmp_path, contracts=("0:60",))
    offer = ("coalition", "offer", slot, "--from", "frank", "--yes")
    assert "type of contract 0 is 2, but co-offer-leakage/1 has types 0 to 1" in refused(2, *offer, "--contract", "2:1")
    assert "type of contract 0 is 0, but in this game a type has one" in refused(2, *offer, "--contract", "0:1")
    act("frank", "coalition", "offer", slot, "--contract", "1:5")
    auction = rounds.new_series("co-offer-auction")
    act("operator", "slot", "open", auction, "--close-in", "10m")
    assert "is no coalition round: its rule is kth-price" in refused(
        4, "coalition", "offer", auction, "--contract", "0:1", "--from", "frank", "--yes"
    )


def series_of(name: str) -> str:
    """A series in which nothing ever opens."""
    names = [one["name"] for one in ok("series", "list", "--json").json["series"]]
    return name if name in names else rounds.new_series(name)
