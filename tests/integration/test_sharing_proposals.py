"""A round for money at any costs: proposed falsely, refuted, proposed rightly, made final, and audited."""

from __future__ import annotations

from pathlib import Path

import pytest

from databourse.chain import devnet
from tests.cli.conftest import TOKEN, act, ok, tokens
from tests.cli.sharing import rounds
from tests.cli.sharing.proposing import propose

pytestmark = pytest.mark.usefixtures("market")

BOND = 10
WORSE = {2: [(3, 3 * TOKEN)]}


def balances(series: str) -> dict[str, int]:
    """What everybody has in the series or in its wallet, base units."""
    found = {}
    for name in (*rounds.UNITS, "dave", "carol", "solver", "grace"):
        shown = ok("wallet", "balance", name, "--json").json
        inside = sum(int(one["free"]) + int(one["locked"]) for one in shown["accounts"] if one["name"] == series)
        found[name] = inside + int(shown["wallet"])
    return found


def test_a_false_outcome_falls_and_the_right_one_is_paid(tmp_path: Path) -> None:
    datasets = rounds.register_all(tmp_path)
    slot = rounds.open_costs(rounds.new_series("sp"), "vcg", "--bond", BOND, "--challenge-in", "5m")
    rounds.report_costs(slot, datasets)
    act("grace", "sharing", "sponsor", slot, "--cap", 30)
    for name in ("dave", "solver"):
        act(name, "wallet", "deposit", "sp", BOND)
    before = balances("sp")
    running = devnet.recorded()
    assert running
    devnet.advance(running.rpc_url, 601)

    propose("dave", slot, WORSE)
    assert "Proposed, and false: 1/1: entry 2 would rather buy from entries 0, 1" in ok("audit", "replay").out
    assert act("carol", "sharing", "challenge", slot)["objection"]["sellers"] == [0, 1]
    assert act("solver", "sharing", "settle", slot)["way"] == "propose"
    assert act("carol", "sharing", "challenge", slot)["objection"] is None
    assert act("erin", "sharing", "settle", slot, "--advance")["way"] == "finalise"

    # margins of 2 each: dev24 has two, dev25 and dev27 one; grace pays all four
    gains = {"dev24": 5 + 4, "dev25": 1 + 2, "dev26": -5, "dev27": 7 + 2, "dev28": -8, "grace": -8}
    gains |= {"dave": -BOND, "carol": BOND, "solver": 0}
    after = balances("sp")
    assert {name: after[name] - before[name] for name in before} == {name: gains[name] * TOKEN for name in before}
    for independent in ((), ("--independent",)):
        report = ok("audit", "replay", *independent, "--json").json
        (checked,) = report["rounds"]
        assert report["passed"] and (checked["rule"], checked["proposals"]) == ("sharing-costs", 2)
        assert checked["debited"] == checked["credited"] == tokens(5 + 8 + 8)
