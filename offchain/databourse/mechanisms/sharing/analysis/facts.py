"""What is known of the rules of sharing: what holds, under which condition, and what fails, by which counterexample.

All figures are those of the review that `bourse experiment sharing` writes, but for lies in the ordered match, which
are searched by the test that compares all of them.
"""

from __future__ import annotations

from databourse.mechanisms.rule_facts import RuleFacts

_UNITS = "the series has the registry as its gate, which bounds what is shared by the units of a registered dataset"
_DELIVERY = "data are delivered: no contract sees whether they are, or at which weight"
_REPORTS = "reports are what agents say: no contract can verify what data are worth or cost"

_MODES = (
    "the margin of a purchase is by how much the buyer would be worse off without that seller. In the mode competitive "
    "a buyer pays the cost and a share of the margin; in vcg the cost, while the seller gets the margin as well and "
    "sponsors pay the difference; in mixed-vcg the difference is paid in data."
)
_HOLDS = (
    "every buyer has the set of sellers that is best for it at their costs, by what was reported, so all together have "
    "the most there is; in vcg, if the sponsors' caps reach, and otherwise nothing is traded",
    "nobody owes more than it locked",
    "competitive: money adds up to nothing, and nobody loses by what it reported",
    "vcg: nobody loses by what it reported",
    "mixed-vcg: money adds up to nothing, because the split is clamped; as published it need not",
)
_CONDITIONS = (
    "vcg: no lie pays, if the sponsors' caps reach whatever is reported",
    "competitive: every buyer keeps its sellers at the prices, if the share is 0 or one seller alone has a margin",
    "mixed-vcg: nobody loses, if the data that are owed can be delivered and reports are true",
)
_FAILS = (
    "competitive: truthfulness: who says to value data less pays less",
    "competitive: all sellers at their highest price at once: buyers may change their mind",
    "vcg: balance: the deficit is the sum of all margins, and there is never a surplus",
    "mixed-vcg: truthfulness: who says to like data less is owed more of them",
)
_LIES = {"vcg": 0.0, "mixed-vcg": 0.99}
_SEARCHED = "200 random markets of three agents"
_MEASURED = (
    "of 400 random markets of each kind, in which all sellers ask their most, some buyer changes its mind in 339 if "
    "values are any that rise with the set, in 35 if they are concave in its size, in 0 if they add up",
    "of 1,600 random markets vcg has a deficit in 1,597",
    "of 510 payments in data in 300 random markets 181 cannot be made with any amount of data",
)
_EXAMPLES = (
    "competitive, share 1/2: a buyer for whom data are worth 20 that cost 2 has 9; if it reports 4 it has 17",
    "vcg: data are worth 20 and cost 2, and a sponsor pays 10 at most: nothing is traded; if the buyer reports 12 it "
    "has 18",
    "mixed-vcg: two agents with a unit each, worth θ log₂(1 + w) to the other at weight w, cost 1, types 8 and 9: the "
    "first has 15, and 39 if it reports 2",
)

FACTS = (
    RuleFacts(
        rule="ordered-match",
        summary=(
            "Data for data, and nobody pays. In the order of their sizes each agent proposes to all that rank below "
            "it; two share if and only if both gain strictly, as things stand then."
        ),
        holds=(
            "there is exactly one match, ties included: of equal sizes the earlier entry ranks first",
            "nobody would be better off alone, or without some of its partners",
        ),
        conditions=(
            "no group could agree on something that all like as well and one likes better, and no other outcome has "
            "that property, if values rise less and less and nobody is indifferent",
        ),
        fails=(
            "stability where somebody is indifferent, or where later lots are worth more than earlier ones",
            "welfare: what sharing adds to all together need not be the most there could be",
            "truthfulness where later lots are worth more than earlier ones: a lie about the cost can pay",
        ),
        lies={"values that rise less and less": 0.0, "any values": 0.0475},
        searched="400 random games of three or four agents, lies about the cost",
        measured=(
            "of 23,058 profiles of three agents with ties the match is blocked in 8,702",
            "in 200 random games of four agents it makes 66.2% of what sharing could add, on average, all of it in 29, "
            "and nothing at worst",
        ),
        counterexamples=(
            "two agents of whom one would gain by sharing and one would be as well off: they do not share, and both "
            "together block that",
            "one, two and three units are worth 1, 2 and 9; three agents have a unit each, the first bears 2 for a "
            "partner and the others nothing: it shares with nobody and has 1; if it says that it bears 0 it has 5",
        ),
        assumptions=(
            "what data of a size are worth is the operator's table, scaled by what agents say: no contract can verify "
            "either",
            _UNITS,
            _DELIVERY,
        ),
        settlement=(
            "on the chain, at once; the contract makes every proposal again. A group that blocks the match can be put "
            "on record, which voids nothing"
        ),
    ),
    RuleFacts(
        rule="sharing",
        summary=(
            "Data for money, where every seller has the same cost and each further lot is worth at most as much as the "
            f"one before. Each buyer takes the largest sellers as long as one adds more than it costs; {_MODES}"
        ),
        holds=_HOLDS,
        conditions=_CONDITIONS,
        fails=_FAILS,
        lies=_LIES,
        searched=_SEARCHED,
        measured=_MEASURED,
        counterexamples=_EXAMPLES,
        assumptions=(_REPORTS, _UNITS, _DELIVERY),
        settlement="on the chain, at once; the contract finds every purchase, margin and payment again",
    ),
    RuleFacts(
        rule="sharing-costs",
        summary=(
            "Data for money, where sellers have costs of their own, by buyer if they want, and data are worth what "
            "lots or sellers are. Each buyer takes the set of sellers with the greatest value less costs, of equal "
            f"ones the smallest; {_MODES}"
        ),
        holds=(*_HOLDS, "with a bond: one better set of sellers voids a false outcome and earns its proposer's bond"),
        conditions=_CONDITIONS,
        fails=_FAILS,
        lies=_LIES,
        searched=_SEARCHED,
        measured=_MEASURED,
        counterexamples=(
            *_EXAMPLES,
            "two sellers that are worth 10 only together, at a cost of 1 each, can ask 9, but not both",
        ),
        assumptions=(
            _REPORTS,
            _UNITS,
            _DELIVERY,
            "with a bond: somebody looks at each proposal while it can be challenged",
        ),
        settlement=(
            "on the chain; without a bond at once, of up to 12 entries, for which the contract looks at every set of "
            "sellers; with a bond proposed, of up to 40: the contract checks payments, better sets are for challengers"
        ),
        at_once=False,
    ),
)
