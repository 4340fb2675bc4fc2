"""The paper's theorems: equilibria, comparisons, the grid, and the time it takes."""

from __future__ import annotations

from fractions import Fraction

from databourse.experiments.resale.accuracy import CUTS
from databourse.experiments.resale.accuracy import TRADES as CONTINUOUS_TRADES
from databourse.experiments.resale.chains import TRADES
from databourse.experiments.resale.games import MOST_STATES
from databourse.experiments.resale.games import MOST_TRADES as GAME_TRADES
from databourse.experiments.resale.review.claims import CLAIMS
from databourse.experiments.resale.settings import Settings
from databourse.experiments.resale.theorems import MOST_TRADES, STATES
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, table
from databourse.experiments.review.section import Section, join


def _games(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["games"]
    return join(
        f"""
        In {found["games"]:,} random games of up to {GAME_TRADES} trades and {MOST_STATES} states for each player (many
        with negative valuations, ties, states that cannot be reached, or matrices that leave something to the platform)
        the equilibrium is solved in rationals and then doubted, by a program that shares nothing with the solver: it
        walks over everything that can happen and adds up what the definition of utility says.

        * *Prices.* Every seller tries, in every state, 0, every price that somebody would just accept, what lies
        between these, and one beyond: {found["deviations"]:,} prices, of which {found["deviations that pay"]} bring
        more than the equilibrium.
        """,
        f"""
        * *Thresholds.* What a buyer pays at most must be what having the data is worth to it: true of every state in
        {found["consistent"]:,} of {found["games"]:,} games.

        * *Beliefs.* What the next valuation will be, given everything that a player has seen, by Bayes' rule:
        {found["beliefs that differ"]} of {found["beliefs"]:,} depend on more than the player's own valuation.

        * *The algorithm as written*, n² K⁴ steps, gives the same thresholds, prices and utilities in
        {found["same as written"]:,} games as the form used here, n² K² steps: what a later trade is expected to pay
        does not depend on who shares in it, so it need be worked out only once.
        """,
        CLAIMS.listed(results, "Fact 3.1", "Lemma 3.2, Corollary 3.3", "Theorem 3.5 (exact)"),
    )


def _assumptions(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [
        (name[0], "yes" if one["homogeneous"] else "no", number(float(Fraction(one["lowest"]))))
        for name, one in results["assumptions"]["models"].items()
    ]
    return join(
        """
        Homogeneous is a model in which the next valuation, relative to the present one, has the same law at all present
        ones of the same sign; positive one without valuations of 0 or less. Over all states that five trades can reach:
        """,
        table(["model", "homogeneous", "lowest valuation"], rows),
        CLAIMS.listed(results, "Section 2.2", "Section 5.1 (models)"),
    )


def _theorems(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["theorems"]

    def share(name: str, key: str) -> str:
        return percent(found[name].get(key, 0) / found[name]["trials"])

    rows = [
        (
            f"all assumptions ({found['nesting']['trials']:,} models)",
            share("nesting", "violations"),
            percent(found["nesting"].get("balanced, welfare falls", 0) / max(1, found["nesting"].get("balanced", 0))),
        ),
        *(
            (
                f"without {name} ({found[name]['trials']:,} models)",
                share(name, "violations"),
                share(name, "balanced, welfare falls"),
            )
            for name in ("homogeneity", "positivity")
        ),
    ]
    return join(
        f"""
        Random homogeneous models: powers of a ratio, whose index moves by −1 to 2 with probabilities of their own in
        each of up to {MOST_TRADES} trades, and never meets an end; random matrices with a positive share for each
        direct seller. Everything in rationals. A *violation* of Theorem 4.4 is a pair of valuations at which the buyer
        buys under RAW and not under the other matrix. Without homogeneity, valuations are any (1/3 to 12, {STATES}
        states for each of {MOST_TRADES + 1} players) and so are the laws; without positivity, the ratio is negative.
        """,
        table(["", "violations", "welfare falls, balanced matrix"], rows),
        f"""
        * *Balance matters.* If the platform keeps a part of the price, trades still nest, but welfare fell in
        {percent(found["nesting"].get("unbalanced, welfare falls", 0) / max(1, found["nesting"].get("unbalanced", 0)))}
        of the random models.
        """,
        f"""
        * *AVE is no exception.* Without homogeneity it lowers welfare in {share("homogeneity", "AVE, welfare falls")}
        of the models; [the smallest one](#smallest-counterexamples) can be followed by hand.

        * *A stake of one's own.* If a seller's share in its own trade is 0, any price that the same buyers accept is as
        good to it. With the lowest price asked, {found["own share"]["violations"]} violations of nesting in
        {found["own share"]["trials"]:,} models.

        * *Another rule for ties.* If sellers ask the highest of equally good prices,
        {found["highest prices"]["violations"]} violations in {found["highest prices"]["trials"]:,} models of up to
        three trades.

        * *Rounding.* On floats whose last bit decides ties, Theorem 4.4 seems to fail in
        {share("tolerance", "violations")} of {found["tolerance"]["trials"]:,} models on powers of 1.5; with the rules
        for ties used here in {share("tolerance", "violations with tolerance")}.
        """,
        CLAIMS.listed(results, "Lemma C.2", "Theorem 4.3", "Theorem 4.4", "Section 4.2"),
    )


def _accuracy(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [
        (
            one["model"],
            number(one["lipschitz"]),
            str(one["epsilon"]),
            str(one["cells"]),
            number(one["threshold"]),
            number(one["price"]),
            percent(max(one["threshold"], one["price"]) / one["epsilon"]),
        )
        for one in results["accuracy"]
    ]
    return join(
        f"""
        Algorithm 4 replaces an interval by a grid. Its constants are lost; derived again, cells of min(ε / (1 + 2 n L
        max(1, A)), 1 / (n L)) are narrow enough, where L says how fast the logarithm of the density changes with the
        seller's valuation and −A is the lowest valuation, if negative. {CONTINUOUS_TRADES} trades under AVE; the error
        is that of Definition 3.6, measured by cutting each cell into {CUTS}: of thresholds, and of what a price gains
        less than the best one, both in proportion to 1 + |gain|.
        """,
        table(["next valuation x after y", "L", "ε", "cells", "error, thresholds", "error, prices", "of ε"], rows),
        """
        Errors fall in step with ε, and the promise is cautious: what is lost is mostly that a valuation counts as the
        left end of its cell.
        """,
        CLAIMS.listed(results, "Theorem 3.8"),
    )


def _speed(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["speed"]
    rows = [(f"{states} states, any after any", *_times(one), "–", "–") for states, one in found["sizes"].items()] + [
        (f"model {name[0]}", *_times(one), number(one["search"] / 1e3), f"{one['matrices']:,}")
        for name, one in found["models"].items()
    ]
    return join(
        f"""
        At {TRADES} trades under AVE, in processor time on {found["machine"]}; the only numbers of this report that
        depend on the machine and on what else it does. *As written* is the paper's Algorithms 1 to 3 in plain Python,
        thresholds and prices only; *here* is the compiled form, welfare and utilities included; both in milliseconds.
        *OPT* is a whole search, in seconds, and the number of matrices that it solves.
        """,
        table(["model", "as written", "here", "OPT", "matrices"], rows),
        CLAIMS.listed(results, "Theorem 3.5 (time)", "Appendix D"),
    )


def _times(one: dict[str, float]) -> tuple[str, str]:
    return number(one["as written"]), number(one["fast"])


SECTIONS = (
    Section("Equilibria, doubted", ("games",), _games),
    Section("Which model meets which assumption", ("assumptions",), _assumptions),
    Section("The theorems, with and without their assumptions", ("theorems",), _theorems),
    Section("Continuous valuations", ("accuracy",), _accuracy),
    Section("Time", ("speed",), _speed),
)
