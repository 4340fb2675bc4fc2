"""Payments in data, lies, and data by the query."""

from __future__ import annotations

from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, table
from databourse.experiments.review.section import Section, figure, join
from databourse.experiments.sharing.lies import FACTORS
from databourse.experiments.sharing.mixed import AGENTS
from databourse.experiments.sharing.review.claims import CLAIMS
from databourse.experiments.sharing.review.on_mixed import at
from databourse.experiments.sharing.settings import Settings

_REPORTS = (2.0, 4.0, 6.0, 8.0, 12.0, 16.0)


def _weights(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["mixed"]
    names = {"unlimited": "mixed-VCG, any weight"}
    rows = [
        (
            names.get(mode, f"distorted from {mode}, up to 1"),
            *(
                f"{one[name]:,}"
                for name in (
                    "asked",
                    "infeasible",
                    "infeasible, buys nothing",
                    "markets, all feasible",
                    "markets, somebody below 0",
                )
            ),
        )
        for mode, one in found["modes"].items()
    ]
    return join(
        f"""
        **Published.** An agent with a data payment gets its data at a weight w that makes it as well off, (28). Above 1
        that is more data than was bought, from the intermediary, at no cost. Here {found["markets"]} markets of
        {AGENTS} agents whose error falls like 1/√D: agents with a data payment; for how many there is no weight; those
        of them that buy nothing; markets in which all weights are feasible; and in which somebody without one, left
        with its money, is below 0.
        """,
        table(["mechanism", "data payments", "no weight", "buys nothing", "all feasible", "somebody below 0"], rows),
        figure("weights", "Agents to be paid in data, by whether there is a weight"),
        f"""
        The value of data has a bound, K/√d for who has d itself, and some are owed more than that: no amount of data
        pays them. A seller that buys nothing values no data at all. Where there is a weight it is
        {number(found["median weight"])} in the median and up to {number(found["largest weight"])}: so many times the
        data that were bought would have to be invented. Selling everything thinned from the start takes invention out
        of it, and leaves the less to pay with.
        """,
        CLAIMS.listed(
            results,
            "Eq (28)",
            "Proposition 5.1 (IR)",
            "Proposition 5.1 (SW^A)",
            "Proposition 5.1 (SW^T)",
            "Section 5.2 (distorted)",
        ),
    )


def _lies(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["lies"]
    points = [at(results, report) for report in _REPORTS]
    rows = [
        (
            f"{point['report']:g}",
            number(point["data payment"]),
            number(point["weight"]),
            number(point["mixed"]),
            number(point["vcg"]),
        )
        for point in points
    ]
    return join(
        """
        **Published.** Mixed-VCG is dominant truthful, since by (28) each has what VCG gives it. But (28) can only be
        solved for the reported type. Two agents with one unit of data each, worth θ log₂(1 + w) to the other at weight
        w; cost 1; the types are 8 and 9. What the first has by what it reports:
        """,
        table(["report", "data payment", "weight", "payoff, mixed-VCG", "payoff, VCG"], rows),
        figure("lies", "Payoff and weight by report"),
        f"""
        Its data payment stays −8, because it depends on the other agent alone; the weight that makes up for it grows
        as the report falls. In {found["markets"]} random markets of three agents each agent reported {len(FACTORS)}
        other types, a quarter to twice its own, the others being truthful: of {found["lies"]:,} lies
        {found["mixed, lies that pay"]:,} pay in mixed-VCG ({percent(found["mixed, lies that pay"] / found["lies"])}),
        in VCG {found["vcg, lies that pay"]}. Of {found["lies about anything"]:,} random reports of utility and costs in
        markets of all kinds {found["participation, lies that pay"]} pay in VCG by participation,
        {found["as printed, lies that pay"]} as printed.
        """,
        CLAIMS.listed(results, "VCG (truthful)", "Proposition 5.1 (truthful)", "Abstract"),
    )


def _queries(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["queries"]
    ring = found["ring"]
    rows = [(curve, number(value)) for curve, value in found["marginal"].items()]
    return join(
        f"""
        Section 6 says without proof that the results carry over to queries, with the number of queries in each
        direction as weights. Prices do. The match does not, if its hypotheses are read as about sharing both ways: each
        direction of a contract counts by itself then, and data can go round in a ring. With at most one query each way,
        values and costs that add up, and a common ranking of net values, the smallest case is blocked by all three,
        who gain {", ".join(number(gain) for gain in ring["gains"])} by it. Of {found["games"]} random games
        {found["match blocked"]} have such a match ({found["blocked by all three"]} blocked by all three), and
        {found["nothing stable"]} have no stable outcome among all 64.
        """,
        """
        Remark 5.3: how many times less a unit of data is worth once there are four times as many. 1/√D would be 2.
        """,
        table(["value", "times less"], rows),
        CLAIMS.listed(results, "Section 6 (match)", "Section 6 (prices)", "Remark 5.3"),
    )


SECTIONS = (
    Section("Payments in data", ("mixed", "payments"), _weights),
    Section("Lies", ("lies", "mixed"), _lies),
    Section("Data by the query", ("queries",), _queries),
)
