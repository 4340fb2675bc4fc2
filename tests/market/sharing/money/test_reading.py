"""Which entries take part in a round that sells data for money."""

from __future__ import annotations

from typing import Any

import pytest

from databourse.market.sharing.money.inputs import Report
from databourse.market.sharing.money.reading import Fate, Reading, read_round
from tests.market.scripted import account
from tests.market.sharing.money.rounds import LOT, Reports


def _read(script: Reports) -> Reading:
    return read_round(script.entries, LOT, script.cost)


def _fates(script: Reports) -> list[Fate]:
    return [status.fate for status in _read(script).statuses]


def test_agents_are_numbered_by_entry_and_ranked_by_lots() -> None:
    script = Reports()
    script.sponsor(5)
    for size in (0, 2, 3, 2):
        script.agent(size, 7)
    reading = _read(script)
    assert reading.entries == (1, 2, 3, 4)
    assert reading.ranking == (2, 1, 3)
    assert reading.sponsors == ((0, 5),)


@pytest.mark.parametrize(
    ("changes", "fate", "field"),
    [
        ({"lot": LOT + 1}, Fate.UNFIT, "lot"),
        ({"cost": 3}, Fate.UNFIT, "cost"),
        ({"exceptions": ((account("x"), 2),)}, Fate.UNFIT, "number of exceptions"),
        ({"table": (), "additive": ()}, Fate.UNFIT, "the family"),
        ({"table": (1, 9)}, Fate.UNFIT, "last value of the table"),
        ({"lock": 6}, Fate.UNDERFUNDED, "lock"),
    ],
)
def test_a_report_that_is_none_in_the_round(changes: dict[str, Any], fate: Fate, field: str) -> None:
    script = Reports()
    script.agent(2, 7, **changes)
    status = _read(script).statuses[0]
    assert status.fate is fate
    assert isinstance(status.said, Report)
    assert status.fault is not None
    assert status.fault.field == field


def test_a_sponsor_needs_its_cap_and_other_entries_are_nothing() -> None:
    script = Reports()
    script.sponsor(5, lock=4)
    script.data(b"\7" + bytes(31))
    script.payload(b"\7")
    assert _fates(script) == [Fate.UNDERFUNDED, Fate.MALFORMED, Fate.MALFORMED]
    assert _read(script).sponsors == ()


def test_the_last_report_of_an_account_and_of_a_dataset_counts() -> None:
    script = Reports()
    script.agent(1, 5, who="alice", dataset=1)
    script.agent(1, 5, who="bob", dataset=1)
    script.agent(1, 5, who="bob", dataset=2)
    # bob's first report is replaced itself, and still replaces alice's
    assert _fates(script) == [Fate.SUPERSEDED, Fate.SUPERSEDED, Fate.AGENT]
    assert [status.by for status in _read(script).statuses] == [1, 2, None]


def test_what_does_not_count_replaces_nothing_and_selling_nothing_is_no_dataset() -> None:
    script = Reports()
    script.agent(1, 5, who="alice")
    script.agent(1, 5, who="alice", lock=4)
    script.agent(1, 5, who="alice", cost=9)
    script.agent(0, 5, who="bob")
    script.agent(0, 5, who="carol")
    assert _fates(script) == [Fate.AGENT, Fate.UNDERFUNDED, Fate.UNFIT, Fate.AGENT, Fate.AGENT]
