"""Data for money: competitive prices, and the budget of VCG."""

from __future__ import annotations

from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, table
from databourse.experiments.review.section import Section, figure, join
from databourse.experiments.sharing.payments import MARKS
from databourse.experiments.sharing.review.claims import CLAIMS
from databourse.experiments.sharing.settings import Settings


def _prices(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["prices"]
    rows = [
        (
            kind,
            f"{one['intervals']:,}",
            f"{one['still bought at the maximum']:,}",
            str(one["all at the maximum breaks demand"]),
            str(one["more than all is worth"]),
        )
        for kind, one in found["kinds"].items()
    ]
    return join(
        f"""
        **Published.** Sellers ask their cost; any one of them can ask up to p^max, at which the buyer is indifferent
        (13). That is p^max = c + W(N) − W(N∖m), W what a buyer can have at cost. Both ends were tried, and all upper
        ends at once, in {found["markets"]} markets of each kind.
        """,
        table(
            [
                "utility",
                "purchases",
                "bought at its own maximum",
                "markets where all at the maximum breaks demand",
                "… and is more than all is worth",
            ],
            rows,
        ),
        figure("prices", "Markets in which all upper ends at once break demand"),
        """
        Values that add up have no such trouble. Where sellers complement each other each can ask for what is lost
        without it, and that is counted several times. Where they replace each other nobody is asked for more
        than all is worth, but one more seller, at its cost, can stand in for two that ask their most.
        """,
        CLAIMS.listed(
            results,
            "Proposition 4.1 (i)",
            "Proposition 4.1 (ii)",
            "Proposition 4.2 (one seller)",
            "Proposition 4.2 (space)",
        ),
    )


def _vcg(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["payments"]
    markets = found["markets"]
    median = MARKS.index(50)
    rows = [
        (
            f"{kind}, {reading}",
            *(str(one[f"{reading}, {what}"]) for what in ("deficit", "surplus", "nobody is paid", "somebody loses")),
            number(one["share of welfare"][reading][median]),
        )
        for reading in ("participation", "as printed")
        for kind, one in found["kinds"].items()
    ]
    splits = [
        (
            kind,
            str(one["mixed signs"]),
            str(one["published does not balance"]),
            str(one["clamped does not balance"]),
        )
        for kind, one in found["kinds"].items()
    ]
    agree = [
        sum(one[name] for one in found["kinds"].values())
        for name in ("by definition", "the sum of intervals", "costs and what is unsold")
    ]
    return join(
        f"""
        **Published.** (19) and (20): agent i pays what its presence costs the others, against G*₋ᵢ, the graph that
        is best for them. Two readings. *Participation*: a graph without i's edges. *As printed*: any graph, with V_i
        left out, so that the others may take i's data at no cost. In how many of {markets} markets of each kind there
        is a deficit or a surplus, no agent is paid anything, somebody ends below 0, and the sum of payments over
        welfare, in the median:
        """,
        table(["utility, reading", "deficit", "surplus", "nobody is paid", "somebody loses", "sum / welfare"], rows),
        figure("balance", "Sums of payments in both readings, and the published split"),
        f"""
        With costs that add up there are two identities, each in {min(agree):,} of {markets * len(found["kinds"]):,}
        markets:
        """,
        """
        * *participation*: t_i is the cost of all that i buys, minus p^max for all that it sells. A buyer pays the lower
        ends, a seller gets the upper ends, and Δ = −Σ(p^max − c): **the deficit is the length of all intervals
        together**, and there is never a surplus.
        * *as printed*: Δ = Σ c over all purchases, plus what the data of each seller that a buyer does not buy from
        would add for it if they were free. There is never a deficit, because no seller is ever paid.
        """,
        """
        **The split** that is to balance it lets a data payment of the wrong sign slip in where payments have both
        signs: with payments 1 and −10 the deficit of 9 is taken from the second, and min or max of 1 and 0 then gives
        the first a data payment of 1. In how many markets, of the participation reading:
        """,
        table(["utility", "both signs", "published does not balance", "clamped does not balance"], splits),
        CLAIMS.listed(
            results,
            "Section 2 (Green and Laffont)",
            "VCG (IR)",
            "Eq (21)",
            "Proposition 5.1 (balance)",
        ),
    )


SECTIONS = (
    Section("Competitive prices", ("prices",), _prices),
    Section("VCG: who pays the difference", ("payments", "lies"), _vcg),
)
