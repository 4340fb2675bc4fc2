"""Coalitions that block a match: shown, recorded, listed; and what cannot be recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet_accounts
from tests.cli.conftest import act, ok, refused, tokens
from tests.cli.sharing import rounds

pytestmark = pytest.mark.usefixtures("market")


def blocked_round(series: str, datasets: dict[str, int]) -> str:
    """Sixty units are worth 9, fewer nothing: 0 and 1 have them together, and 0 wants no more of 2 and 3."""
    slot = rounds.open_round(series, table="0,0,0,9")
    for name, size, cost in (("dev24", 40, 1), ("dev25", 20, 0), ("dev26", 20, 1), ("dev27", 20, 1)):
        act("operator", "account", "fund", name)
        rounds.report(slot, name, datasets[name], cost, "--size", size)
    return slot


def look(slot: str, *options: object) -> Any:
    return ok("sharing", "evidence", slot, *options, "--json").json


def test_a_blocking_coalition_is_shown_recorded_and_listed(datasets: dict[str, int]) -> None:
    series = rounds.new_series("se-blocked")
    slot = blocked_round(series, datasets)
    record = ("sharing", "evidence", slot, "--record", "--from", "frank", "--yes")
    early = refused(4, *record)
    assert f"too early: {slot} is open" in early and "without --record" in early
    rounds.settle(slot)

    shown = look(slot)
    assert shown["searched"] == {"agents": [0, 1, 2, 3], "largest": 4, "complete": True}
    evidence = shown["evidence"]
    assert (evidence["coalition"], evidence["edges"], shown["transaction"]) == ([0, 2], [[0, 2]], None)
    members = [(one["entry"], one["partners"], one["partners_then"]) for one in evidence["members"]]
    assert members == [(0, [1], [2]), (2, [], [0])]
    gains = [(one["gain"], one["gain_then"]) for one in evidence["members"]]
    assert gains == [(tokens(8), tokens(8)), ("0", tokens(8))]
    told = ok("sharing", "evidence", slot).out
    assert f"The match of {slot} is blocked by entry 0 (dev24) and entry 2 (dev26), who would rather share 0–2:" in told
    assert "every coalition of all 4 agents was looked at" in told
    assert "this fails here: that everybody likes larger partners better" in told
    assert "nobody to ask" in refused(2, "sharing", "evidence", slot, "--record", "--from", "frank")
    assert rounds.show(slot)["evidence"] == []

    sent = act("frank", "sharing", "evidence", slot, "--record")
    assert sent["evidence"] == evidence and sent["transaction"]["gas"] > 21_000
    assert "frank put this coalition on record already" in refused(4, *record)
    other = act("erin", "sharing", "evidence", slot, "--agents", "3,2,1", "--record")
    assert other["evidence"]["coalition"] == [1, 2, 3] and not other["searched"]["complete"]
    listed = rounds.show(slot)["evidence"]
    frank, erin = (devnet_accounts.account(name).address for name in ("frank", "erin"))
    assert [one.pop("reporter") for one in listed] == [frank, erin]
    assert listed == [evidence, other["evidence"]]
    told = ok("sharing", "show", slot).out
    assert "frank put on record that entry 0 (dev24) and entry 2 (dev26) block this match" in told

    rounds.open_round(series)
    assert "too late: a later round of se-blocked" in refused(4, *record)
    assert look(slot)["evidence"] == evidence


def test_none_is_said_plainly_and_nothing_is_sent(datasets: dict[str, int]) -> None:
    slot = rounds.open_round(rounds.new_series("se-stable"))
    for name, cost in (("dev24", 1.3), ("dev25", 1.1), ("dev26", 2.7)):
        rounds.report(slot, name, datasets[name], cost)
    rounds.settle(slot)
    sent = act("frank", "sharing", "evidence", slot, "--record")
    assert sent["evidence"] is None and sent["transaction"] is None
    assert "The match is stable: every coalition of all 3 agents was looked at." in ok("sharing", "evidence", slot).out
    told = ok("sharing", "evidence", slot, "--agents", "0,2").out
    assert "No coalition was found that blocks the match: every coalition of 2 of 3 agents was looked at." in told
    assert "agent is 7, but it must be the entry of one that takes part: 0, 1, 2" in refused(
        2, "sharing", "evidence", slot, "--agents", "0,7"
    )
    assert "agents is 'x'" in refused(2, "sharing", "evidence", slot, "--agents", "0,x")


def test_where_everything_holds_it_is_said(datasets: dict[str, int]) -> None:
    # a lot of one unit: no two sets of partners are alike, and each unit adds less than the one before
    table = ",".join(str((row * (300 - row)) / 100) for row in range(150))
    slot = rounds.open_round(rounds.new_series("se-holds"), "--lot", 1, table=table)
    for name in ("dev24", "dev25", "dev26"):
        rounds.report(slot, name, datasets[name], "0.0001")
    assert "Everything that makes a match stable for certain holds here." in ok("sharing", "evidence", slot).out


def test_many_agents_are_searched_in_part(datasets: dict[str, int], tmp_path: Path) -> None:
    # a table that is worth nothing: nobody shares, and nobody would
    slot = rounds.open_round(rounds.new_series("se-many"), table="0")
    assert look(slot)["searched"] == {"agents": [], "largest": 0, "complete": True}
    for name in rounds.UNITS:
        rounds.report(slot, name, datasets[name], 1)
    assert look(slot)["searched"] == {"agents": [0, 1, 2, 3, 4], "largest": 5, "complete": True}
    for number in range(3):
        file = tmp_path / f"{number}.csv"
        file.write_text(f"day,count\n1,{number}\n", encoding="utf-8")
        name = f"dev2{4 + number}"
        dataset = act(name, "dataset", "register", file, "--kind", rounds.KIND)["dataset"]
        rounds.report(slot, name, dataset, 1)
    assert look(slot)["searched"] == {"agents": list(range(8)), "largest": 5, "complete": False}
    told = ok("sharing", "evidence", slot).out
    assert "blocks the match: coalitions of up to 5 of all 8 agents were looked at. Others may." in told


def test_rounds_for_money_have_no_match(datasets: dict[str, int]) -> None:
    slot = rounds.open_costs(rounds.new_series("se-money"), "competitive")
    rounds.report(slot, "dev24", datasets["dev24"], 1)
    assert "is a round for money" in refused(4, "sharing", "evidence", slot)
    assert rounds.show(slot)["evidence"] == []
