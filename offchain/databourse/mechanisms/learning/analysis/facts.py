"""What is known of the rule of learning: what holds, under which condition, and what fails, by which counterexample.

All figures are those of the review that `bourse experiment learning` writes.
"""

from __future__ import annotations

from databourse.mechanisms.rule_facts import RuleFacts

FACTS = (
    RuleFacts(
        rule="learning",
        summary=(
            "Parties pool data and get a model of all of them. Each pays for the accuracy that it gains, and earns by "
            "the Shapley value of v(S), which is G(S) and what every member of S has gained."
        ),
        holds=(
            "what all pay is what all earn, to the unit",
            "nobody pays more than the budget times what its own model gets wrong, and no data earn less than nothing",
            "nobody is worse off than alone, by its model and its money together",
            "same data, same earnings, but for a unit",
            "a party whose data could not be used pays nothing",
        ),
        conditions=(
            "a copy of one's data, under another name, does not pay, if accuracy is supermodular, or if the party's "
            "index L is at most 0",
            "real data: no copy paid where parties bring different labels, many did where all have the same",
        ),
        fails=(
            "robustness to copies as such: accuracy is mostly the other way round, what data add falls with what is "
            "there",
            "robustness to mergers: two that enter as one party pay one charge instead of two",
            "truth of validation sets: a party that keeps the rows which its own model gets right pays less",
        ),
        lies={"supermodular": 0.0, "submodular": 50 / 1203, "any that only rises": 227 / 1214},
        searched="parties of random tables, each with a copy of its data",
        measured=(
            "with models of digits trained again 85 of 480 copies pay, 0 of 240 where parties bring different labels",
            "of 90 mergers of two parties with digits 88 pay; 0 of 180 times it pays to withhold half of one's data",
        ),
        counterexamples=(
            "a model is right if it has the data of party 0, or those of both others: party 0 nets 2/3 of an accuracy "
            "of 1, with a copy 7/9, with two 4/5",
        ),
        assumptions=(
            "the runner counts right and keeps data to itself: the contract takes its signature for it, and the "
            "series' arbiter can decide otherwise",
            "data are what their owners say, and parties are different people",
            "training is repeatable, so that a count can be disputed",
        ),
        settlement=(
            "on the chain; for up to 12 parties the contract computes everything again from the table, at once. For 13 "
            "to 20 the outcome is proposed, and one wrong block of the table's sums voids it"
        ),
        at_once=False,
    ),
)
