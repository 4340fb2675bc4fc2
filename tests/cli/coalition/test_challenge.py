"""Proposals of the leakage game: right ones stand, false ones fall."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet, devnet_accounts, history
from databourse.chain.calls import call_of
from databourse.chain.config import resolve_network
from databourse.chain.connection import connect
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.cli.coalition.found import GAMES
from databourse.market.settlement import Settlement
from tests.cli.coalition import rounds
from tests.cli.conftest import act, ok, refused, tokens

pytestmark = pytest.mark.usefixtures("market")

Devices = dict[str, tuple[int, int]]
ENTRIES = range(2, 8)


@pytest.fixture
def closed(request: pytest.FixtureRequest, devices: Devices, tmp_path: Path) -> str:
    """A round of six devices of two types, all open, in which company costs nothing: everybody wants to be together."""
    series = rounds.new_series(request.param)
    slot = rounds.open_leakage(series, tmp_path, "--challenge-in", "5m", contracts=("0:60",))
    act("frank", "coalition", "offer", slot, "--contract", "1:40")
    for name, (first, second) in devices.items():
        rounds.join(slot, name, first, 0)
        rounds.join(slot, name, second, 1)
    rounds.reveal_all(slot)
    running = devnet.recorded()
    assert running
    devnet.advance(running.rpc_url, 601)
    return slot


def propose(name: str, slot: str, homes: list[int]) -> None:
    """Proposes a partition, stable or not, past the command line, which would propose the stable one."""
    exchange = Exchange.open(connect(resolve_network()))
    info, number = history.find_slot(exchange, slot)
    one = history.read_series(exchange, info.number, [number]).round(number)
    game = GAMES["leakage-game"]
    alloc = b"".join(home.to_bytes(2) for home in homes)
    solution = game.resolve(one.entries, one.terms.params, one.posts, alloc)  # type: ignore[union-attr]
    settlement = Settlement.of(one.entries, solution, one.posts).struct()
    act(name, "wallet", "deposit", info.name, 10)
    signer = signer_of(name, exchange.connection.chain_id, None)
    call = call_of(exchange.market.functions.propose(one.terms.struct(), settlement))
    Transactions(exchange.connection).send(signer, call)


@pytest.mark.parametrize("closed", ["co-right"], indirect=True)
def test_a_right_outcome_stands_and_becomes_final(closed: str) -> None:
    proposed = rounds.settle(closed)
    assert (proposed["way"], proposed["bond"], proposed["deposited"]) == ("propose", tokens(10), tokens(10))
    shown = rounds.show(closed)
    assert shown["status"] == "proposed"
    (standing,) = shown["proposals"]
    assert standing["until"] == proposed["challenge_until"] and 0 < standing["seconds_left"] <= 300
    assert standing["voided"] is None
    groups = [[member["entry"] for member in group["members"]] for group in shown["groups"]]
    assert sorted(entry for group in groups for entry in group) == list(ENTRIES)
    home = next(number for number, group in enumerate(groups) if 3 in group)
    told = ok("coalition", "show", closed).out
    assert "solver proposed this outcome, with a bond of 10 DBT: challenges until" in told
    assert "nowhere pays more" in told

    answer = act("alice", "coalition", "challenge", closed)
    assert answer["objection"] is None
    nothing = ok("coalition", "challenge", closed, "--from", "alice", "--yes").out
    assert (
        f"The outcome is right: of 6 devices in {len(groups)} coalitions nobody gains where it is welcome." in nothing
    )
    move = ("coalition", "challenge", closed, "--from", "alice", "--yes", "--device")
    assert "it would have" in refused(4, *move, 3, "--target", "alone")
    assert "devices that take part are those of the entries 2, 3, 4, 5, 6, 7" in refused(
        2, *move, 0, "--target", "alone"
    )
    assert f"target is {home}, but it can go to" in refused(2, *move, 3, "--target", home)
    assert "belong together" in refused(2, *move, 3)
    early = refused(4, "coalition", "settle", closed, "--from", "solver", "--yes")
    assert "too early: what solver proposed" in early and f"`bourse coalition challenge {closed}`" in early

    final = act("erin", "coalition", "settle", closed, "--advance")
    assert final["way"] == "finalise" and final["surplus"] == "0"
    shown = rounds.show(closed)
    assert shown["status"] == "settled"
    assert sum(int(group["paid"]) for group in shown["groups"]) == sum(int(one["pays"]) for one in shown["contracts"])
    late = refused(4, "coalition", "challenge", closed, "--from", "alice", "--yes")
    assert f"no outcome of {closed} stands proposed: it is settled" in late


@pytest.mark.parametrize("closed", ["co-false"], indirect=True)
def test_a_false_outcome_falls_and_its_bond_is_the_challengers(closed: str) -> None:
    nothing = refused(4, "coalition", "challenge", closed, "--from", "carol", "--yes")
    assert f"no outcome of {closed} stands proposed: it is settleable" in nothing
    propose("dave", closed, [0, 1, 2, 3, 4, 5])
    (alone,) = [
        member for group in rounds.show(closed)["groups"] for member in group["members"] if member["entry"] == 2
    ]
    assert "would pay more" in alone["why"]
    before = int(balance("carol", "co-false"))
    told = act("carol", "coalition", "challenge", closed, "--device", 2, "--target", 2)
    assert (told["objection"]["device"], told["objection"]["home"], told["objection"]["target"]) == (2, 0, 2)
    assert int(balance("carol", "co-false")) - before == 10 * 10**18 == int(told["bond"])
    shown = rounds.show(closed)
    (fallen,) = shown["proposals"]
    assert fallen["voided"]["challenger"] == devnet_accounts.account("carol").address
    assert shown["status"] == "settleable"
    assert (
        "dave proposed an outcome; carol refuted it and has the bond of 10 DBT." in ok("coalition", "show", closed).out
    )

    propose("dave", closed, [0, 0, 0, 0, 0, 1])
    told_ = ok("coalition", "challenge", closed, "--from", "carol", "--yes").out
    assert "counter-example  entry 7, dev22's device in coalition 1" in told_
    assert f"The outcome is void. Propose another with `bourse coalition settle {closed}`." in told_
    assert rounds.settle(closed)["way"] == "propose"
    assert act("erin", "coalition", "settle", closed, "--advance")["way"] == "finalise"
    assert [bool(one["voided"]) for one in rounds.show(closed)["proposals"]] == [True, True, False]


def test_what_is_checked_completely_cannot_be_challenged(devices: Devices) -> None:
    slot = rounds.open_round(rounds.new_series("co-checked"))
    rounds.join(slot, "dev20", devices["dev20"][0])
    told = refused(4, "coalition", "challenge", slot, "--from", "alice", "--yes")
    assert "outcomes of co-checked/1 are checked completely when it is settled" in told


def test_who_is_not_welcome_is_told_who_would_lose(devices: Devices, tmp_path: Path) -> None:
    series = rounds.new_series("co-unwelcome")
    slot = rounds.open_leakage(series, tmp_path, "--cost", "2", "--challenge-in", "5m", contracts=("0:60", "1:40"))
    for name, (first, second) in devices.items():
        rounds.join(slot, name, first, 0)
        rounds.join(slot, name, second, 1)
    rounds.reveal_all(slot)
    rounds.settle(slot)
    shown = rounds.show(slot)
    entry, group = _unwelcome(shown)
    words = ("coalition", "challenge", slot, "--device", entry, "--target", group, "--from", "alice", "--yes")
    assert "is not welcome there: the devices of the entries" in refused(4, *words)


def _unwelcome(shown: Any) -> tuple[int, int]:
    for group in shown["groups"]:
        for member in group["members"]:
            here = next(place for place in member["places"] if place["here"])
            for place in member["places"]:
                if Fraction(place["earns"]) > Fraction(here["earns"]) and place["group"] is not None:
                    return member["entry"], place["group"]
    raise AssertionError("in this game nobody wants to go where it is not welcome")


def balance(name: str, series: str) -> str:
    """What somebody has free in a series, base units."""
    places = ok("wallet", "balance", name, "--json").json["accounts"]
    return next((one["free"] for one in places if one["name"] == series), "0")
