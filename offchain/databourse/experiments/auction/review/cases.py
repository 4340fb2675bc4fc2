"""Privacy of the whole mechanism, the smallest counterexamples, and coalitions."""

from __future__ import annotations

from typing import Any

from databourse.experiments.auction.coalitions import TRUTHFUL
from databourse.experiments.auction.review.claims import CLAIMS
from databourse.experiments.auction.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, table
from databourse.experiments.review.section import Section, join


def _privacy(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["privacy"]
    rows = []
    for kind in ("winners", "winners and prices"):
        worst = found[kind]["worst"]
        rows.append(
            (
                kind,
                percent(found[kind]["violations"]),
                percent(found[kind]["certain"]),
                f"bids {_prices(worst['bids'])} → {_prices(worst['changed'])}, asks {_prices(worst['asks'])}",
            )
        )
    return join(
        f"""
        Theorems 14 and 15 promise (ε′, δ)-differential privacy of the sequence of winners with
        ε′ = (e − 1) ε Δ ln(e/δ), which is {number(found["epsilon"])} at ε = δ = {found["delta"]} and Δ = 1. Their
        proof compares products of draws from the *same* candidates. Here all {found["pairs"]:,} changes of one bid in
        the price profiles above are enumerated, with the exact distribution of outputs before and after, and the
        definition (Def. 9) is applied at that ε′. In {percent(found["same"])} of the changes the same sequences of
        winners remain possible; there |ln(P₁/P₂)| is at most {number(found["ratio"])}. Of all changes:
        """,
        table(["output", "break the promise", "told apart with certainty", "an example"], rows),
        """
        Where this breaks, it is not the exponential mechanism that fails but what surrounds it: the valid prices are
        somebody's bid and somebody's ask, and they decide who is a candidate at all. A rule that publishes prices has
        to draw them as well, from orders of others: that is what dadpm-split does. Changed asks are not enumerated
        here; [Fig 10](#fig-10-privacy-leakage) has both sides.
        """,
        CLAIMS.listed(results, "Theorems 14, 15"),
    )


def _counterexamples(results: Results, settings: Settings) -> str:
    found = results["examples"]
    quality, supports, later = found["quality"], found["supports"], found["later turn"]
    rows = [(*_lie(found[kind]), "truthfulness of dantm") for kind in ("buyer", "seller")]
    return join(
        "Orders are written as (price, quality, quantity) and counted from 0; payoffs are those by true values.",
        table(["market", "as the liar makes it", "its payoff", "against"], rows),
        f"""
        **Quality.** {_market(quality["market"])}: the second buyer needs quality 2, is delivered quality 0 under dantm
        as published, and ends at {number(quality["payoff"])}; with the filter at {number(quality["with filter"])}.
        """,
        f"""
        **A later turn is cheaper.** Data can be copied, so who waits loses nothing and pays the price of a weaker book.
        Of {settings.searched:,} random markets of ten bids and ten asks this one has the largest such gain:
        {_market(later["market"])}. The buyer worth {number(later["truth"])} gets {number(later["payoff"])} truthfully
        and {number(later["payoff of the lie"])} by bidding {number(later["report"])}.
        """,
        f"""
        **Privacy.** Bids {_prices(supports["bids"])} and asks {_prices(supports["asks"])} under dadpm: when the last
        bid becomes {supports["changed"][-1]}, of the {supports["outputs"]} outputs (winners and their prices)
        {supports["common"]} remain possible, so δ = {number(supports["delta"])} is needed whatever ε is.
        """,
    )


def _coalitions(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["examples"]["coalitions"]
    kinds = {
        "pair": "two together",
        "false bid": "a buyer with a second bid",
        "false ask": "a seller with a second ask",
    }
    rows = [(rule, *(_coalition(found[rule][kind]) for kind in kinds)) for rule in TRUTHFUL]
    return join(
        """
        Truthfulness of the corrected rules is a statement about one party with one identity. The smallest markets of up
        to three bids and three asks (one unit each, equal quality, prices up to 6) in which two participants gain
        together, counted as a sum, or one gains by a second order under another name:
        """,
        table(["rule", *kinds.values()], rows),
        """
        Hence the assumptions to print beside the claim: one identity a party, no collusion, quality and supply
        verified, and, for kth-price, a price setter that has no stake and is not bribed.
        """,
    )


def _lie(case: dict[str, Any]) -> tuple[str, str, str]:
    payoff = f"{number(case['payoff'])} → {number(case['payoff of the lie'])}"
    return _market(case["market"]), _market(case["reported"]), payoff


def _coalition(case: dict[str, Any] | None) -> str:
    if case is None:
        return "none found"
    who = " and ".join(case["who"])
    reports = " and ".join(map(str, case["reports"]))
    said = f"{who} report {reports}" if len(case["who"]) > 1 else f"{who} adds {reports}"
    return (
        f"bids {_prices(case['bids'])}, asks {_prices(case['asks'])}: {said}, "
        f"{number(case['before'])} → {number(case['after'])}"
    )


def _market(market: dict[str, Any]) -> str:
    def side(orders: list[list[int]]) -> str:
        return ", ".join(f"({', '.join(map(str, order))})" for order in orders)

    return f"B = {side(market['bids'])}; S = {side(market['asks'])}"


def _prices(prices: list[int]) -> str:
    return "(" + ", ".join(map(str, prices)) + ")"


SECTIONS = (
    Section("Differential privacy of the whole mechanism", ("privacy",), _privacy),
    Section("Smallest counterexamples", ("examples",), _counterexamples),
    Section("Coalitions and false names", ("examples",), _coalitions),
)
