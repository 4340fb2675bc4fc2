"""The smallest counterexamples, to be followed by hand."""

from __future__ import annotations

from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, table
from databourse.experiments.review.section import Section, join
from databourse.experiments.sharing.review.on_mixed import at
from databourse.experiments.sharing.rings import RING
from databourse.experiments.sharing.settings import Settings


def _cases(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    sizes, prices, payments, mixed = (results[part] for part in ("sizes", "prices", "payments", "mixed"))
    tie, examples = sizes["examples"]["tie"], mixed["examples"]
    two, thin = prices["complements"], examples["thinner"]
    truth, quarter = at(results, 8), at(results, 2)
    ring = [(RING.values[a][b], RING.costs[a][c]) for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 1))]
    rows = [
        (
            "ties (H3)",
            "agent 1 does not mind, agent 2 would like to share",
            f"(1) fails, {len(tie['strict']['edges'])} edges; both together would rather share. Accepting ties makes "
            f"{len(tie['weak']['edges'])} edge, and nobody blocks",
        ),
        (
            "a ranking by size",
            "the nearer D is to 5 the better; sizes 5, 3 and 2",
            "the first likes itself with the third, 7, better than with the second, 8; the second likes itself with "
            "the third, 5, better than with the first, 8",
        ),
        (
            "welfare",
            "one would lose 1, the other gain 10",
            f"{number(sizes['examples']['3.4']['match'])} instead of {number(sizes['examples']['3.4']['optimum'])}",
        ),
        (
            "all at the maximum",
            "two sellers worth 10 together, nothing apart, cost 1 each",
            f"each could ask {two['highest'][0]}, {sum(two['highest'])} in all, for what is worth {two['value']}",
        ),
        (
            "(20) as printed",
            "buyer 10, seller's cost 1",
            f"the seller is paid {payments['examples']['as printed'][0]} and bears 1; without its edges it is paid "
            f"{-payments['examples']['participation'][0]}, the buyer pays 1, and 9 are missing",
        ),
        (
            "the split",
            "payments 1 and −10",
            f"money {', '.join(map(number, payments['examples']['published']['money']))}, not "
            f"{', '.join(map(number, payments['examples']['clamped']['money']))}",
        ),
        (
            "no weight",
            "the same seller, by the clamped split",
            f"is owed {examples['pure seller']['value needed']} in data, and values none",
        ),
        (
            "below nothing",
            "the two complements again, who buy nothing",
            f"data payments {', '.join(map(number, examples['loser']['data'][:2]))}: left with its money the second "
            f"has {number(examples['loser']['payoffs'][1])}, its cost",
        ),
        (
            "a lie",
            "types 8 and 9, θ log₂(1 + w), cost 1",
            f"payoff {number(truth['mixed'])}, and {number(quarter['mixed'])} if the first reports 2: w is "
            f"{number(quarter['weight'])} instead of {number(truth['weight'])}",
        ),
        (
            "thinned data",
            "two sellers of size 2, cost 1; to the buyer each of 2 units is worth 5",
            f"whole, one is bought, and either could go: payments promise {thin['whole']['promised']} in all. Thinned "
            f"to a half both are bought, and they promise {thin['half']['promised']}",
        ),
        (
            "a ring of queries",
            "1 asks 2, 2 asks 3, 3 asks 1",
            f"value and cost {', '.join(f'{value} and {cost}' for value, cost in ring)}: all gain, but no two by "
            "sharing both ways",
        ),
    ]
    return join("Each fits a line.", table(["about", "case", "what happens"], rows))


SECTIONS = (Section("Smallest counterexamples", ("sizes", "prices", "payments", "mixed", "lies"), _cases),)
