"""Data for data: stability of every preference of three agents, sizes, and the match itself."""

from __future__ import annotations

from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import percent, table
from databourse.experiments.review.section import Section, figure, join
from databourse.experiments.sharing.review.claims import CLAIMS
from databourse.experiments.sharing.settings import Settings

_COLUMNS = {
    "profiles": "profiles",
    "match unstable": "match blocked",
    "none stable": "nothing stable",
    "several stable": "several stable",
    "dropping helps": "lemma 3.2 fails",
}


def _stability(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["profiles"]
    classes = {f"{name}, no ties": one for name, one in found["strict"].items()}
    classes["H1 and H2, with ties"] = found["ties"]["strict"]
    classes["the same, ties accepted"] = found["ties"]["weak"]
    rows = [(name, *(f"{one[column]:,}" for column in _COLUMNS)) for name, one in classes.items()]
    every = sum(one["profiles"] for one in found["strict"].values())
    return join(
        f"""
        **Published.** With a common ranking of agents (H1) and limited complementarity (H2) the ordered match is
        stable. Three agents have four sets each, so 24 strict orders each and {every:,} profiles: all of them, with the
        ranking 1, 2, 3.
        """,
        table(["profiles", *_COLUMNS.values()], rows),
        figure("stability", "Stability of all profiles of three agents"),
        """
        Neither hypothesis can be left out, and together they are enough where nobody is indifferent. Where somebody is,
        (1) and (2) refuse an edge that makes no difference to one and helps the other, and the two block the match. The
        second last row has the profiles with a tie somewhere that meet H1 and H2 as they are printed; the last row has
        the same profiles matched with ties accepted.
        """,
        CLAIMS.listed(
            results,
            "Section 3.2",
            "Proposition 3.1 (stable)",
            "Lemma 3.2",
            "Corollary 3.2.1",
            "Remark 3.3",
            "Remark 3.4 (Pareto)",
            "Section 3.2 (ranking)",
            "Section 3.2 (complements)",
            "Section 2 (substitutes)",
        ),
    )


def _sizes(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["sizes"]
    games = found["games"]
    facts = [
        ("H1, H2 and H3 hold", found["hypotheses hold"]),
        ("the match is stable", found["match stable"]),
        ("nothing else is", found["match alone is stable"]),
        ("some edges, not all", found["some but not all edges"]),
        ("the match is optimal", found["optimal"]),
    ]
    work = [(str(one["agents"]), f"{one['proposals']:,}", f"{one['answers']:,}") for one in found["work"]]
    placed = [
        (name, "; ".join(", ".join(f"{a + 1} with {b + 1}" for a, b in graph) for graph in graphs) or "nothing")
        for name, graphs in found["examples"]["3.5"].items()
    ]
    return join(
        f"""
        The form that is of use: u_k = a_k f(D) − c_k for each partner, D the size of all data that k sees and f concave
        and increasing (√D, ln(1 + D) or 1 − 1/√D). Of {games} random games of four agents:
        """,
        table(["in how many", "games"], [(name, str(count)) for name, count in facts]),
        f"""
        Stable is not best: the match makes {percent(found["share"]["mean"])} of what sharing could add to the sum of
        utilities, on average. What is asked of agents, by how many there are:
        """,
        table(["agents", "proposals", "answers"], work),
        """
        **Example 3.5** leaves out how agent 2 likes to share with agent 1 alone. What is stable, by where that is put:
        """,
        table(["sharing with 1 alone is", "stable"], placed),
        CLAIMS.listed(results, "Corollary 3.1.1", "Proposition 3.1 (time)", "Remark 3.4 (welfare)", "Example 3.5"),
    )


SECTIONS = (
    Section("Three agents, every preference", ("profiles",), _stability),
    Section("Sizes of data, and the examples", ("sizes",), _sizes),
)
