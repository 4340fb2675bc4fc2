"""Rounds for money at any costs that are settled at once, and what cannot be opened or reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from databourse.chain import devnet_accounts
from tests.cli.conftest import act, ok, refused, run, tokens
from tests.cli.sharing import rounds

pytestmark = pytest.mark.usefixtures("market")


def address(name: str) -> str:
    return devnet_accounts.account(name).address


def test_costs_and_values_of_all_kinds_are_settled_at_once(datasets: dict[str, int], tmp_path: Path) -> None:
    series = rounds.new_series("sc-once", "--fee", "0.5")
    slot = rounds.open_costs(series, "competitive", "--share", "0.5")
    rounds.report_costs(slot, datasets)
    preview = rounds.show(slot)
    assert preview["options"] == {"mode": "competitive", "share": 5 * 10**8, "lot": 10, "bond": "0"}
    seller, _, complements, _, additive = preview["agents"]
    assert (seller["cost"], seller["exceptions"]) == (tokens(1), {address("dev26"): tokens(4)})
    assert complements["table"] == ["0", "0", tokens(10)] and complements["values"] is None
    worth = {"dev24": 3, "dev25": 1, "dev27": 9}
    assert additive["values"] == {address(name): tokens(value) for name, value in worth.items()}

    settled = rounds.settle(slot)
    assert (settled["way"], settled["bond"], settled["fees"]) == ("settle", "0", tokens(2.5))
    shown = rounds.show(slot)
    for field in ("agents", "trades", "sponsors", "deficit", "uncounted"):
        assert preview[field] == settled[field] == shown[field]
    amounts = ("cost", "margin", "pays", "gets")
    trades = {(one["buyer"], one["seller"]): tuple(one[name] for name in amounts) for one in shown["trades"]}
    assert trades == {
        (2, 0): (tokens(4), tokens(2), tokens(5), tokens(5)),
        (2, 1): (tokens(1), tokens(2), tokens(2), tokens(2)),
        (4, 3): (tokens(7), tokens(2), tokens(8), tokens(8)),
        (4, 0): (tokens(1), tokens(2), tokens(2), tokens(2)),
    }
    net = [int(agent["gets"]) - int(agent["pays"]) for agent in shown["agents"]]
    assert list(map(str, net)) == [tokens(amount) for amount in (7, 2, -7, 8, -10)]
    told = ok("sharing", "show", slot, "--plot", tmp_path / "costs.png").out
    assert "costs of their own, settled at once" in told and "Purchases" in told
    assert "dev26 (entry 2): It buys 2 lots, worth 10 DBT to it, from entries 0 for 5 DBT, 1 for 2 DBT: nothing" in told
    assert (tmp_path / "costs.png").stat().st_size > 10_000
    assert "It looks at every set of sellers" in ok("why", slot, 2).out
    nothing = refused(4, "sharing", "challenge", slot, "--from", "alice", "--yes")
    assert f"outcomes of {slot} are checked completely" in nothing and f"bourse sharing show {slot}" in nothing


def test_sponsors_and_a_report_that_replaces(datasets: dict[str, int]) -> None:
    slot = rounds.open_costs(rounds.new_series("sc-vcg"), "vcg")
    rounds.report_costs(slot, datasets)
    assert rounds.show(slot)["traded"] is False
    again = act("dev28", "sharing", "report", slot, "--value", "dev24:3")
    assert (again["replaces"], again["lock"]) == ([4], tokens(3))
    act("dev28", "sharing", "sponsor", slot, "--cap", 20)
    settled = rounds.settle(slot)
    # both margins of dev26, and that of dev24 for dev28
    assert settled["traded"] and settled["deficit"] == tokens(6)
    assert [one["pays"] for one in settled["sponsors"]] == [tokens(6)]
    assert settled["agents"][0]["gets"] == tokens(4 + 2 + 1 + 2)


def test_reports_that_cannot_be(datasets: dict[str, int]) -> None:
    slot = rounds.open_costs(rounds.new_series("sc-bad"), "competitive")
    own = datasets["dev25"]

    def told(code: int, *options: object) -> str:
        return refused(code, "sharing", "report", slot, *options, "--from", "dev25", "--yes")

    assert "neither --dataset nor --table" in told(2)
    assert "--cost is missing" in told(2, "--dataset", own)
    assert "--cost and --cost-for are of who sells" in told(2, "--table", "0,1", "--cost", 1)
    assert "--cost and --cost-for are of who sells" in told(2, "--table", "0,1", "--cost-for", "alice:1")
    sells = ("--dataset", own, "--cost", 1)
    assert "cost is '-1'" in told(2, "--dataset", own, "--cost", -1)
    assert "cost for of alice is '-2', but must not be negative" in told(2, *sells, "--cost-for", "alice:-2")
    assert "cost for is 'alice', but must be NAME:TOKENS" in told(2, *sells, "--cost-for", "alice")
    assert "cost for is ':1', but must be NAME:TOKENS" in told(2, *sells, "--cost-for", ":1")
    assert "cost for is 'dev25', but that is you" in told(2, *sells, "--cost-for", "dev25:1")
    assert "value is 'dev25', but that is you" in told(2, "--value", "dev25:1")
    twice = ("--cost-for", "alice:1", "--cost-for", f"{address('alice')}:2")
    assert "that account is named twice" in told(2, *sells, *twice)
    assert "nobody" in told(3, *sells, "--cost-for", "nobody:1")
    assert "--table and --value are both there" in told(2, "--table", "0,1", "--value", "alice:1")
    assert "table and values need no scale" in told(2, "--table", "0,1", "--scale", 2).replace(
        "a table or", "table and"
    )
    assert "table[2] is '1'" in told(2, "--table", "0,2,1")
    assert "size is 15, but lots of sc-bad/1 are of 10 units" in told(2, *sells, "--size", 15)
    assert "only its owner" in told(4, "--dataset", datasets["dev24"], "--cost", 1)
    assert "not enough money" in told(4, "--value", "alice:3000000", "--no-top-up")
    assert "needs no sponsor" in refused(4, "sharing", "sponsor", slot, "--from", "dev25", "--yes", "--cap", 1)
    assert rounds.show(slot)["agents"] == []
    warned = ok("sharing", "report", slot, "--value", "alice:1", "--value", "bob:0.5", "--from", "dev25", "--yes").err
    assert "no report of" in warned and "alice" in warned and "bob" in warned
    rounds.settle(slot)


def test_costs_of_ones_own_belong_to_rounds_that_take_them(datasets: dict[str, int]) -> None:
    series = rounds.new_series("sc-equal")
    words = ("--mode", "vcg", "--cost", 2, "--lot", 10, "--close-in", "10m")
    slot = f"{series}/{act('operator', 'sharing', 'open', series, *words)['round']}"

    def told(*options: object) -> str:
        return refused(2, "sharing", "report", slot, *options, "--from", "dev25", "--yes")

    assert "everybody's cost is 2 DBT" in told("--dataset", datasets["dev25"], "--cost-for", "alice:1")
    assert "data are worth what lots are" in told("--value", "alice:1")
    rounds.settle(slot)
    bilateral = rounds.open_round(series)
    said = ("--dataset", datasets["dev25"], "--cost", 1, "--value", "alice:1", "--from", "dev25", "--yes")
    assert "leave --value out" in refused(2, "sharing", "report", bilateral, *said)


def test_a_thirteenth_entry_is_refused_and_told_what_helps(datasets: dict[str, int]) -> None:
    slot = rounds.open_costs(rounds.new_series("sc-full"), "competitive")
    for name in 3 * ("dev24", "dev25", "dev26", "dev27"):
        rounds.report(slot, name, datasets[name], 1)
    words = ("sharing", "report", slot, "--table", "0,1", "--from", "dev28", "--yes")
    full = refused(4, *words)
    assert "takes 12 entries and has them" in full and "--any-costs --bond" in full
    assert len(rounds.settle(slot)["uncounted"]) == 8


def test_rounds_that_cannot_be() -> None:
    series = rounds.new_series("sc-open", "--longest-round", "2h")

    def told(*options: object, code: int = 2) -> str:
        words = ("--lot", 10, "--close-in", "10m", "--from", "operator", "--yes")
        return refused(code, "sharing", "open", series, *options, *words)

    money = ("--mode", "vcg")
    assert "--any-costs belongs to rounds for money" in told("--table", "0,1", "--any-costs")
    assert "--cost and --any-costs are both there" in told(*money, "--cost", 1, "--any-costs")
    assert "--bond belongs to rounds with --any-costs" in told(*money, "--cost", 1, "--bond", 1)
    assert "--challenge-in belongs to rounds with --any-costs" in told(*money, "--cost", 1, "--challenge-in", "5m")
    assert "bond is 0, but must be above 0" in told(*money, "--any-costs", "--bond", 0)
    assert "bond is '-1'" in told(*money, "--any-costs", "--bond", -1)
    assert "--challenge-in is for outcomes that are proposed" in told(*money, "--any-costs", "--challenge-in", "5m")
    proposed = (*money, "--any-costs", "--bond", 1)
    assert "challenge in is '30 s', but must be at least 1 min" in told(*proposed, "--challenge-in", "30s")
    assert "and twice its time for challenges would take 2 h 10 min" in told(*proposed, "--challenge-in", "30m", code=4)
    assert "settle within" in told(*proposed, "--settle-within", "1s")
    assert run("sharing", "open", series, *proposed, "--lot", 10).code == 2
