"""Fig 4, Tables I and II, Fig 8 and Fig 9: what data are worth, and what they leak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from databourse.experiments.coalition.published import PRECISION, TABLE_1, TABLE_2
from databourse.experiments.coalition.review.claims import CLAIMS
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, table
from databourse.experiments.review.section import Section, figure, join

_SHOWN_OVERLAPS = (0.0, 0.125, 0.25, 0.5, 1.0, 2.0)


def _fig_4(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    names = ("no noise", "median", "mean, noise from 0 to 1", "mean")
    rows = [
        (number(point["overlap"]), *(number(point[name]) for name in names))
        for point in results["overlap"]["points"]
        if point["overlap"] in _SHOWN_OVERLAPS
    ]
    return join(
        """
        **Published.** The precision of the model, ζ = 1 − A0·exp(−2k(1 − n0)) for k samples that both sellers have,
        rises with k; a noise factor n0 ~ N(0.5, 1), for connections that fail, lowers it. No numbers.
        """,
        figure("fig4-overlap", "Precision over samples in common"),
        table(["samples in common", "n0 = 0", "median of n0", "mean, n0 cut to 0 … 1", "mean of n0 ~ N(0.5, 1)"], rows),
        """
        A normal n0 is above 1 in 31 % of the draws, and then more samples make the model worse than none, exponentially
        so. A noise factor has to be kept from 0 to 1 for the figure to be what its text says.
        """,
        CLAIMS.listed(results, "Fig 4 (volume)", "Fig 4 (noise)"),
    )


def _tables(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["early"]

    def cost(costs: Mapping[str, int], seller: str) -> str:
        return str(costs[seller]) if seller in costs else "–"

    sold = [
        (f"Case {case}, {seller}", _samples(printed), _samples(found[case]["sold"][seller]))
        for case, sellers in TABLE_1.items()
        for seller, printed in sellers.items()
    ]
    costs = [
        (
            f"Case {case}, {way}",
            *(cell for seller in ("D1", "D2") for cell in (cost(printed, seller), cost(found[case][way], seller))),
        )
        for case, ways in TABLE_2.items()
        for way, printed in ways.items()
    ]
    return join(
        """
        **Published.** Seller 1 has the samples 1 to 5, seller 2 has 1 and 2. In case I seller 1 sells first, in case II
        seller 2. What each can still sell (Table I), and its opportunity cost (Table II).
        """,
        table(["", "published", "computed"], sold),
        table(["", "seller 1, published", "computed", "seller 2, published", "computed"], costs),
        f"""
        The costs are indicators. In samples, {found["I"]["lost"]} are lost in case I and {found["II"]["lost"]} in case
        II, with a coalition or without. What a coalition changes is who bears it: the member that sells.
        """,
        CLAIMS.listed(results, "Tables I and II", "Table II"),
    )


def _samples(samples: Sequence[int]) -> str:
    return ", ".join(map(str, samples)) or "–"


def _fig_8(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["stopping"]
    rows = [
        ("rounds until it stops", *(f"{value:,.0f}" for value in found["rounds"])),
        ("largest error of an r there", *(number(value) for value in found["error"])),
        ("half of the widest 95 % interval there", *(number(value) for value in found["half width"])),
    ]
    needed = [(name, number(found["truth"][name]), f"{samples:,}") for name, samples in found["needed"].items()]
    return join(
        f"""
        **Published.** A learner sees one sample of X, Y and Z = 0.5 X + Y a round, and has their correlations “with a
        precision of {PRECISION}”; the text does not say after how many rounds.
        """,
        figure("fig8-correlation", "Correlation over rounds, and errors where the rule stops"),
        f"""
        **Here.** Precision can mean two things. *It no longer moves*: r changes by at most {PRECISION} for 20 rounds in
        a row. That is what a figure of r over rounds can show; but a mean of n samples moves by about 1/n a round,
        whether it is right or not. *It is right*: half of a 95 % interval, 1.96·(1 − r²)/√n, is {PRECISION}. Over
        {found["runs"]} runs of the stop rule:
        """,
        table(["", "least", "median", "most"], rows),
        f"Samples until the interval is that narrow, half of it {PRECISION}:",
        table(["pair", "true r", "samples"], needed),
        CLAIMS.listed(results, "Fig 8"),
    )


def _fig_9(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["valuation"]
    prices = [1, 2, 5, 10]

    def at(values: list[float]) -> list[str]:
        return [number(values[found["prices"].index(price)]) for price in prices]

    rows = [
        (f"{float(share) * 100:.0f} % of the samples, after {name}", *at(lines[name]))
        for share, lines in found["per device"].items()
        for name in ("nobody", "Y")
    ]
    words = {
        "exponent": "(Σ s^(1 − bp))^(1/b)",
        "factor": "(p·Σ s^(1 − b))^(1/b)",
        "scaled-exponent": "(Σ s^((1 − b)p))^(1/b)",
    }
    brackets = [
        (f"{words[name]}, {shares} shares", *at(found[kind][name]))
        for name in words
        for kind, shares in (("equal", "equal"), ("unequal", "80 and 20 %"))
    ]
    head = ["", *(f"price {price}" for price in prices)]
    return join(
        """
        **Published.** The value of a seller's data over prices from 1 to 10 at b = 0.1: proportional to samples, rising
        with the price, and far lower for seller 2 once seller 1, whose data are correlated, has sold. The formula lost
        its brackets. Three ways to set them, for two sellers without leakage:
        """,
        table(head, brackets),
        """
        With the first, 1 − bp runs over just the range where it is allowed; with the second values reach billions, with
        the third they fall with the price. So the first is used. Its sum over all sellers is the same whoever of them
        has more, and falls as shares become unequal; what rises with a seller's own share is its term,
        s^((1 − bp)/b)/(1 + g) = s^(10 − p)/(1 + g). For a seller of Z that comes first, or after Y:
        """,
        table(head, rows),
        figure("fig9-valuation", "Value over prices"),
        CLAIMS.listed(results, "Fig 9 (samples)", "Fig 9 (price)", "Fig 9 (leakage)"),
        f"""
        What a leak of g takes is the same share at every price: {percent(1 - found["kept"]["a twin"])} at most, for a
        twin with the same data.
        """,
    )


SECTIONS = (
    Section("Fig 4: samples in common", ("overlap",), _fig_4),
    Section("Tables I and II: who sells first", ("early",), _tables),
    Section("Fig 8: learning the correlation", ("stopping",), _fig_8),
    Section("Fig 9: value depression", ("valuation",), _fig_9),
)
