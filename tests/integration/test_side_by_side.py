"""Two series at the same time, with the same people and the same data; and rounds that nobody settles."""

from __future__ import annotations

import pytest

from databourse.chain import devnet
from databourse.market.terms import Status
from databourse.money import TOKEN
from tests.cli.conftest import act, ok, refused
from tests.integration.play import (
    PEOPLE,
    audit,
    create_series,
    everything,
    fill,
    open_slot,
    settle,
    show,
    tokens,
    url,
)

pytestmark = pytest.mark.usefixtures("market")

WARM, COLD = 1, 2
FEE = TOKEN // 10


@pytest.fixture(scope="module", autouse=True)
def series(datasets: dict[str, int]) -> dict[str, int]:
    assert (create_series("warm"), create_series("cold")) == (WARM, COLD)
    return datasets


def balance(name: str, series: str) -> tuple[str, str]:
    """What `bourse wallet balance` shows of one series: free and locked."""
    listed = ok("wallet", "balance", name, "--json").json["accounts"]
    return next(((one["free"], one["locked"]) for one in listed if one["name"] == series), ("0", "0"))


def test_two_rounds_at_once(datasets: dict[str, int]) -> None:
    warm, cold = open_slot("warm"), open_slot("cold", "--rule", "trade-reduction")
    fill(warm, datasets)
    fill(cold, datasets)
    # an order of one series is no order of the other: entries are counted apart
    assert act("dave", "bid", warm, "--price", 1, "--quantity", 1)["entry"] == 6
    assert [len(show(slot)["entries"]) for slot in (warm, cold)] == [7, 6]
    assert (balance("dave", "warm"), balance("dave", "cold")) == (("0", tokens(61.2)), ("0", tokens(60.1)))
    assert "0 DBT are free in series 1" in refused(4, "wallet", "move", "warm", "cold", "1", "--from", "dave", "--yes")

    outcomes = {slot: settle(slot) for slot in (cold, warm)}  # the later one first; both are closed by now
    assert [outcomes[slot]["rule"] for slot in (warm, cold)] == ["kth-price", "trade-reduction"]
    assert balance("dave", "warm") == (tokens(61.2 - 27 - 0.9 - 0.2), "0")
    assert balance("dave", "cold") == (tokens(60.1 - 30 - 0.1), "0")
    act("dave", "wallet", "move", "warm", "cold", "all")
    assert balance("dave", "warm") == ("0", "0")

    # each series keeps its own start pointers
    starts = {slot: [(one["dataset"], one["start"]) for one in show(slot)["deliveries"]] for slot in (warm, cold)}
    assert starts[cold] == [(datasets["carol"], 0)]
    assert (datasets["carol"], 0) in starts[warm]
    report = audit()
    assert sorted((one["series"], one["round"]) for one in report["rounds"]) == [(WARM, 1), (COLD, 1)]


def test_a_round_that_nobody_settles_gives_everything_back(datasets: dict[str, int]) -> None:
    before = everything()
    left, done = open_slot("warm", "--settle-within", "2m"), open_slot("cold", "--settle-within", "1h")
    for slot in (left, done):
        fill(slot, datasets)
    mistaken = act("frank", "bid", left, "--price", 9, "--quantity", 5)
    act("frank", "order", "cancel", left, mistaken["entry"])
    again = act("alice", "ask", left, "--dataset", datasets["alice"], "--price", "0.6", "--quantity", 20)
    assert again["replaces"] == 1
    locked = everything().accounts
    assert [locked[WARM, name][1] for name in ("alice", "dave", "erin", "frank")] == [
        2 * FEE,
        60 * TOKEN + FEE,
        4 * TOKEN + FEE,
        (75 + 450) * TOKEN // 10 + 3 * FEE,
    ]

    devnet.advance(url(), 600 + 120)
    told = refused(4, "slot", "settle", left, "--from", "solver", "--yes")
    assert f"too late: nobody settled {left} in time, so it is void and everybody has everything back" in told
    assert show(left)["status"] == "aborted"
    assert all(not locked for (number, _), (_, locked) in everything().accounts.items() if number == WARM)
    assert balance("erin", "warm")[0] == str(locked[WARM, "erin"][0] + 4 * TOKEN + FEE)

    # the other series' round is not touched by it
    settle(done)
    assert everything().rounds[COLD][1] is Status.SETTLED
    entries = show(done)["entries"]
    spent = {name: sum(one["name"] == name for one in entries) * FEE for name in PEOPLE}
    moved = {one["name"]: int(one["received"]) - int(one["paid"]) for one in entries}
    after = everything()
    for name in ("alice", "bob", "carol", "dave", "erin", "frank"):
        assert after.worth(name) == before.worth(name) - spent[name] + moved[name], name

    # what came back is used by the next round without asking the wallet
    slot = open_slot("warm")
    assert act("erin", "bid", slot, "--price", 1, "--quantity", 4)["deposited"] == "0"
    assert show(left)["status"] == "aborted"
    settle(slot)
    for number, name in everything().accounts:
        act(name, "wallet", "withdraw", number, "all")
    assert not everything().accounts
    report = audit()
    assert (report["passed"], report["aborted"], report["held"]) == (True, [left.replace("warm", "1")], "0")
