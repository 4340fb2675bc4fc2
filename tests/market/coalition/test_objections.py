"""Commitments, byte for byte, and the objections against partitions that do not stand."""

from __future__ import annotations

from random import Random

import pytest
from eth_utils.crypto import keccak

from databourse.datasets.merkle import MerkleTree, verify
from databourse.market.coalition import LEAKAGE_GAME
from databourse.market.coalition.leakage.commitment import Commitment
from databourse.market.coalition.leakage.forming import by_appearance
from databourse.market.coalition.leakage.objecting import counterexamples
from databourse.market.coalition.leakage.playing import Played, leaks_by_type
from databourse.mechanisms.coalition.leakage_game.stability import temptations
from databourse.mechanisms.coalition.leakage_game.whole import ONE
from tests.market.coalition.games import random_round
from tests.market.coalition.rounds import BOND, Coalitions

PARAMS = LEAKAGE_GAME.encode_params(
    {"entry_bond": BOND, "bond": 500, "cost": 1, "influence": [[ONE], [0, 0], [ONE, 0, 0]]}
)


def four_devices() -> Coalitions:
    """Prices 4 6 10 of type 0, 7 of type 2; none of type 1."""
    script = Coalitions()
    script.buyer((0, 20), (2, 7))
    for dataset, samples in enumerate((4, 6, 10), start=1):
        script.device(dataset, samples)
    script.device(4, 1, kind=2)
    return script


def played(script: Coalitions, alloc: str) -> Played:
    return LEAKAGE_GAME.resolve(script.entries, PARAMS, script.posts, bytes.fromhex(alloc)).detail


def test_rows_hold_counts_and_extreme_prices() -> None:
    commitment = Commitment(played(four_devices(), "0000" + "0001" + "0001" + "0000"))
    none = "00" * 24
    first = f"{1:04x}{4:022x}{4:022x}" + none + f"{1:04x}{7:022x}{7:022x}"
    second = f"{2:04x}{6:022x}{10:022x}" + none + none
    assert [row.hex() for row in commitment.rows] == ["00000002" + first, "00010002" + second]
    assert commitment.totals.hex() == "000300000001"
    assert commitment.root == MerkleTree(commitment.rows).root
    assert commitment.word == keccak(commitment.root + commitment.totals)


def test_without_devices_the_root_is_zero() -> None:
    commitment = Commitment(played(Coalitions(), ""))
    assert (commitment.rows, commitment.root, commitment.totals) == ([], bytes(32), bytes(6))


def test_an_objection_proves_its_rows() -> None:
    commitment = Commitment(played(four_devices(), "0000" + "0001" + "0002" + "0000"))
    objection = commitment.objection(kind=0, which=1, home=0, target=2)
    row = 4 + 3 * 24
    assert objection[:40] == commitment.totals + commitment.root + bytes([0, 1])
    home, target = objection[40 : 40 + row + 65], objection[40 + row + 65 :]
    assert home[: row + 1] == commitment.rows[0] + b"\2"
    assert verify(commitment.root, home[:row], [home[-64:-32], home[-32:]])
    # the third of three rows has one sibling only
    assert target[: row + 1] == commitment.rows[2] + b"\1"
    assert verify(commitment.root, target[:row], [target[-32:]])
    assert commitment.objection(kind=2, which=0, home=0, target=None) == (
        commitment.totals + commitment.root + bytes([2, 0]) + home
    )


def test_the_best_objection_comes_first_and_says_what_is_wrong() -> None:
    script = four_devices()
    # D = 3. All alone: type 0 suffers 3, so half of 10, 6, 4 remains; the other suffers 3 too
    found = list(LEAKAGE_GAME.objections(script.entries, PARAMS, script.posts, bytes.fromhex("0000000100020003")))
    # the 10 would get 10·3/(3 + 2) − 1 = 5, no more than now, from anybody
    assert found == []
    # 7 and 4 together: 7·3/5 − 1 = 3.2 < 3.5 alone
    found = list(LEAKAGE_GAME.objections(script.entries, PARAMS, script.posts, bytes.fromhex("0000000100020000")))
    assert [one.sentence for one in found] == [
        "The device of entry 1 is in coalition 0 and would get less than a base unit more alone.",
        "The device of entry 4 is in coalition 0 and would get less than a base unit more alone.",
    ]
    gains = [one.gain for one in counterexamples(played(script, "0000000100020000"))]
    assert gains == sorted(gains, reverse=True)


@pytest.mark.parametrize("seed", range(60))
def test_objections_are_all_welcome_moves_of_extreme_devices(seed: int) -> None:
    rng = Random(seed)
    script, params = random_round(rng, rng.choice([2, 5, 12]))
    setting = LEAKAGE_GAME.solve(script.entries, params, {}, posts=script.posts).detail.setting
    if not setting.players:
        return
    game = setting.game
    homes = by_appearance([rng.randrange(rng.choice([1, 3, 9])) for _ in setting.players])
    # whether everybody is paid or not, the moves are the same
    one = Played(setting, tuple(homes), leaks_by_type(game, homes), leaks_by_type(game, homes))  # type: ignore[arg-type]
    moves = {
        (move.device, homes[move.target[0]] if move.target else None)
        for move in temptations(game.untyped(), one.coalitions)
        if move.welcome
    }
    found = list(counterexamples(one))
    assert {(each.player, each.target) for each in found} <= moves
    assert all(each.gain > 0 for each in found)
    assert [each.gain for each in found] == sorted((each.gain for each in found), reverse=True)
    # the prices of a type in a coalition: whoever else gains there, so does one of the extremes
    named = {(homes[each.player], game.types[each.player], each.target) for each in found}
    assert named == {(homes[device], game.types[device], target) for device, target in moves}
