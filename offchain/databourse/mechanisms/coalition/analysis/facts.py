"""What is known of the two games: what holds, what fails, by which counterexample, and under which assumptions.

All figures are those of the review that `bourse experiment coalition` writes; a test compares them with its results.
"""

from __future__ import annotations

from databourse.mechanisms.rule_facts import RuleFacts

_SEARCHED = "3,000 random games"
_TYPES = "types are what devices say: no contract can verify them"
_SAMPLES = "the series has the registry as its gate, which bounds samples by the units of a registered dataset"
_SEALED = "devices keep what opens their entry, and open it in time: the entry bond is lost otherwise"

FACTS = (
    RuleFacts(
        rule="contract-game",
        summary=(
            "Every contract has a budget for one type of data, shared in proportion to samples. The largest device is "
            "placed first, each where it then earns most; whoever is in a contract shares its whole budget."
        ),
        holds=(
            "budget balance: a contract with devices pays its budget to the last base unit, any other pays nothing",
            "nobody earns more in another contract of its type (Nash equilibrium)",
            "there is exactly one outcome, ties included",
            "nobody is paid less than nothing",
        ),
        fails=(
            "truthfulness: claiming more samples pays; the gate stops it only above the units of a dataset",
            "two identities often earn more than one, and claiming fewer samples can pay",
            "devices that are alike can be in contracts that pay unlike",
        ),
        lies={"more samples": 1.0, "fewer samples": 0.155, "two identities": 0.9683},
        searched=_SEARCHED,
        measured=("of 200 random games, in 78.5% somebody earns more under another type",),
        counterexamples=(
            "samples 7, 3, 4 and budgets 60, 31 of one type: the device of 7 earns 42, as two devices of 3 and 4 it "
            "earns 49",
        ),
        assumptions=(_TYPES, _SAMPLES, _SEALED),
        settlement="on the chain, at once; the contract replays the placement and every payment before any money moves",
    ),
    RuleFacts(
        rule="leakage-game",
        summary=(
            "A type's budget is divided among all its devices by samples. A device with the part p in coalition S gets "
            "p/(1 + g) − κ(|S| − 1), where g is the mean influence on its data of the devices outside S. Any partition "
            "will do in which nobody gains by moving to where nobody loses by its coming."
        ),
        holds=(
            "a stable outcome can be found in every round: where moves need the consent of those who receive a device, "
            "they come to an end",
            "nobody is paid less than it would be alone, nor less than nothing",
            "one counter-example voids a false outcome and earns its proposer's bond",
        ),
        fails=(
            "uniqueness: several partitions can be stable, and whoever proposes first chooses",
            "the sum of payoffs need not be the largest there is",
            "truthfulness: a device's part grows with the samples that it claims",
        ),
        lies={},
        searched=_SEARCHED,
        measured=(
            "of 200 random games of eight devices with a cost of 0.1, the partition that is formed has 89.9% of the "
            "largest sum of payoffs on average, and the largest itself in 6.0%",
            "without consent up to 77.5% of the random games have no stable partition",
        ),
        counterexamples=(
            "prices 10 and 1, influence 1, cost 1: alone they get 5 and 0.5, together 9 and 0; without consent the "
            "first always joins and the second always leaves",
        ),
        assumptions=(
            _TYPES,
            "the operator chose the influence among types, which no contract can verify",
            _SAMPLES,
            _SEALED,
            "somebody looks at each proposal while it can be challenged",
        ),
        settlement=(
            "on the chain, proposed with a bond: the contract checks partition, prices and every payment; that the "
            "partition is stable is for challengers"
        ),
        at_once=False,
    ),
)
