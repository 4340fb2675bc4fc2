"""The audit of small markets, all price profiles, and the gains from trade, beside what an earlier search had found."""

from __future__ import annotations

from databourse.experiments.auction.evaluation import AUDITED
from databourse.experiments.auction.gains import SCENES
from databourse.experiments.auction.markets import SMALL_PRICES, SMALL_QUALITIES, SMALL_QUANTITIES
from databourse.experiments.auction.review.claims import CLAIMS
from databourse.experiments.auction.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import percent, table
from databourse.experiments.review.section import Section, join

#: An earlier search over other random markets of the same size (section 10 of the double auction's spec): the share of
#: markets in which a buyer's, then a seller's lie about price, quality and quantity pays; None where it did not look.
_EARLIER: dict[str, tuple[float | None, ...]] = {
    "dantm": (0.567, 0.054, 0.051, 0.443, 0.024, 0.003),
    "dantm with filter": (0.542, 0.036, 0.0, 0.455, 0.007, 0.001),
    "dadpm": (0.590, None, None, 0.557, None, None),
    "kth-price": (0.0,) * 6,
    "trade-reduction": (0.0,) * 6,
    "dadpm-split": (0.0, None, None, 0.0, None, None),
}

#: That search's share of the best gains from trade, and the budget's share of the gains, where it has them.
_EARLIER_GAINS: dict[str, dict[str, tuple[float, float | None]]] = {
    "equal quality": {"dantm": (0.999, 0.89), "kth-price": (0.971, 0.22), "trade-reduction": (0.727, 0.62)},
    "random quality": {
        "dantm": (0.557, None),
        "dantm with filter": (0.887, 0.90),
        "kth-price": (0.915, 0.15),
        "trade-reduction": (0.745, 0.54),
    },
    "90 buyers, 10 sellers": {"kth-price": (0.832, None), "trade-reduction": (0.231, None)},
}

_FIELDS = ("price", "quality", "quantity")
_LIES = tuple(f"{side} {field}" for side in ("bid", "ask") for field in _FIELDS)
_LIE_HEADINGS = tuple(f"{who}: {field}" for who in ("buyer", "seller") for field in _FIELDS)


def _audit(results: Results, settings: Settings) -> str:
    audit = results["audit"]
    rows = [
        (name, *(percent(audit[name][fault]) for fault in ("price IR", "quality IR", "budget", *_LIES, "any")))
        for name in AUDITED
    ]
    earlier = [(name, *("–" if share is None else percent(share) for share in _EARLIER[name])) for name in AUDITED]
    ours = {name: [audit[name][lie] for lie in _LIES] for name in AUDITED}
    largest = max(
        abs(share - known)
        for name in AUDITED
        for share, known in zip(ours[name], _EARLIER[name], strict=True)
        if known is not None
    )
    return join(
        f"""
        {settings.small_markets:,} random markets of one to three bids and one to three asks, prices
        {SMALL_PRICES[0]}–{SMALL_PRICES[1]}, qualities {SMALL_QUALITIES[0]}–{SMALL_QUALITIES[1]}, quantities
        {SMALL_QUANTITIES[0]}–{SMALL_QUANTITIES[1]}. Everybody is truthful but one, who tries every price from 0 to
        {SMALL_PRICES[1] + 1} and every quality and quantity that occurs, one field at a time; quality and supply are
        verified, so a seller can only understate them. The payoff is counted with the true value, need, demand and
        cost; for the rules that draw it is the exact expectation over all draws. In the table: the share of markets in
        which somebody loses by taking part truthfully (by prices; with units below its quality worth nothing), in which
        the auctioneer loses, and in which some lie pays.
        """,
        table(
            ["rule", "loses, prices", "loses, quality", "deficit", *_LIE_HEADINGS, "any lie"],
            rows,
        ),
        f"""
        An earlier search by another program, over 1,500 other random markets of up to three bids and three asks whose
        ranges are not known, found the following shares. They differ from ours by {percent(largest)} of all markets at
        most.
        """,
        table(
            ["earlier search", *_LIE_HEADINGS],
            earlier,
        ),
        CLAIMS.listed(results, "Lemma 7", "Lemma 12"),
    )


def _unverified(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [(name, percent(results["audit"][name]["overstated quality"])) for name in AUDITED]
    return join(
        """
        The same markets, but a seller may also overstate its quality, which it can wherever nobody checks the data. The
        buyer then pays for units that are worth nothing to it. Share of markets in which some seller gains by that:
        """,
        table(["rule", "overstated quality pays"], rows),
        """
        An earlier search found a gain in a quarter of its markets, without telling under which rule. No rule of prices
        can help here: quality must be verified before the auction.
        """,
    )


def _profiles(results: Results, settings: Settings) -> str:
    found = results["profiles"]
    rows = [
        (name, *(percent(shares[side]) for side in ("bid", "ask", "any"))) for name, shares in found["shares"].items()
    ]
    return join(
        f"""
        All {found["profiles"]:,} profiles of three bids and three asks with {settings.prices} prices, one unit each and
        equal quality: no sample, and no quality to blame. Share of the profiles in which somebody gains by a false
        price:
        """,
        table(["rule", "a buyer", "a seller", "anybody"], rows),
    )


def _gains(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["gains"]
    rows = []
    for name in AUDITED:
        row = [name]
        for scene in SCENES:
            one = found[scene][name]
            row.append(_share(one["share"]["mean"], one["budget"]))
            known = _EARLIER_GAINS[scene].get(name)
            row.append(_share(*known) if known else "–")
        rows.append(row)
    return join(
        """
        Gains from trade as a share of the best that replicable data allow, and in brackets the share of them that the
        auctioneer keeps, in markets of 100 bidders with truthful reports; an earlier search beside it. Units below a
        buyer's quality are worth nothing.
        """,
        table(["rule", *(cell for scene in SCENES for cell in (scene, "earlier"))], rows),
        """
        A budget above the gains (more than 1.00 in brackets) means that participants lose on the whole: they pay for
        units below their quality. dantm's figures assume a truth that is no equilibrium; what its budget seems to earn
        is what participants gain by lying.
        """,
        CLAIMS.listed(results, "Section 5.3"),
    )


def _share(gains: float, budget: float | None) -> str:
    return f"{gains:.3f}" if budget is None else f"{gains:.3f} ({budget:.2f})"


SECTIONS = (
    Section("The audit of small markets", ("audit",), _audit),
    Section("All price profiles", ("profiles",), _profiles),
    Section("When quality is not verified", ("audit",), _unverified),
    Section("Gains from trade against the optimum", ("gains",), _gains),
)
