"""Why agents share with whom they share."""

from __future__ import annotations

from databourse.market.sharing.match.inputs import Agent
from tests.market.sharing.match.rounds import CONCAVE, Sharing
from tests.market.sharing.match.test_rule import four


def test_partners_and_refusals_are_told() -> None:
    told = four().explain(1)
    assert (told.kind, told.verdict, told.decided_by) == ("agent", "traded", "match")
    assert told.sentences == (
        "It shares its 1 unit with entries 0 (2 units), 2 (1 unit) and has 4 units in the end. They are worth 28 to "
        "it, its own alone 10; 2 partners at 3 each leave it a gain of 12.",
        "It would not have gained by sharing with entry 3 (1 unit), when it was asked.",
    )
    assert told.numbers == {
        "dataset": 1001, "size": 1, "scale": 1, "cost": 3, "rank": 2,
        "partners": 2, "units": 4, "alone": 10, "worth": 28, "gain": 12,
    }  # fmt: skip
    assert told.money == {"cost", "alone", "worth", "gain"}
    assert told.as_dict()["numbers"]["gain"] == "12"
    assert told.proof[0] == (
        "Reading all entries, 4, from the last to the first, the checker finds 4 agents with different datasets."
    )
    assert "6 proposals in all" in told.proof[2] and "These are 4 pairs" in told.proof[2]
    assert told.proof[-1] == "For entry 1 it therefore accepts no debit and no credit: nobody pays here."


def test_whom_the_others_did_not_want() -> None:
    script = Sharing(CONCAVE)
    script.agent(2)
    script.agent(1, cost=14)
    told = [script.explain(index) for index in range(2)]
    assert [one.verdict for one in told] == ["lost", "lost"]
    assert [one.decided_by for one in told] == ["refused", "own refusal"]
    assert told[0].sentences == (
        "It shares with nobody, and has its own 2 units.",
        "It would have gained by sharing with entry 1 (1 unit) as well, who would not have gained.",
    )
    assert told[1].sentences[1] == "It would not have gained by sharing with entry 0 (2 units), when it was asked."


def test_an_agent_alone() -> None:
    script = Sharing(CONCAVE)
    script.agent(2)
    assert script.explain(0).decided_by == "alone"
    assert script.explain(0).numbers["gain"] == 0


def test_entries_that_do_not_count() -> None:
    script = Sharing(CONCAVE)
    script.agent(3, dataset=7)
    script.agent(1, dataset=7)
    script.data(b"\2" + bytes(31))
    script.data(b"\7" + bytes(31))
    script.data(Agent(7, 1, 1, 0).encode()[:31] + b"\1")
    told = [script.explain(index) for index in range(5)]
    assert [one.kind for one in told] == ["agent", "agent", "none", "none", "none"]
    assert [one.verdict for one in told] == ["no entry", "lost", "no entry", "no entry", "no entry"]
    assert [one.decided_by for one in told] == ["superseded", "alone", "malformed", "malformed", "malformed"]
    assert told[0].sentences[0] == "Entry 1 came later with the same dataset, 7: it counts instead."
    assert told[0].numbers == {"by": 1}
    assert [one.sentences[0] for one in told[2:]] == [
        "It takes no part: the tag is 2, but must be 7, an agent.",
        "It takes no part: dataset is 0, but must be at least 1.",
        "It takes no part: the padding is 1, but must be 0.",
    ]
