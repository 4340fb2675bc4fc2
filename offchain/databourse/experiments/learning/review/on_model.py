"""Verdicts on what is assumed of accuracy, and on the properties that follow from Shapley values."""

from __future__ import annotations

from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, percent

#: More steps down than this are no approximation.
_FEW = 0.1


def total(kinds: dict[str, dict[str, int]], name: str) -> int:
    """Over all shapes or learners."""
    return sum(one[name] for one in kinds.values())


def copies_do_nothing(results: Results) -> Finding:
    """Assumption (i)."""
    found = results["assumptions"]
    shares = {name: max(one["all twice"], one["one twice"]) for name, one in found.items()}
    if not any(shares.values()):
        return Finding(Verdict.HOLDS, "no answer of any model changes")
    told = listing([f"{percent(share)} ({name})" for name, share in shares.items() if share])
    if all(shares.values()):
        return Finding(Verdict.FAILS, f"answers change in {told}")
    kept = listing([name for name, share in shares.items() if not share])
    why = (
        f"if a second look at a row teaches nothing: true of {kept}. Other models weigh rows against each other and "
        f"against a penalty, and change up to {told} of their answers on validation rows"
    )
    return Finding(Verdict.PARTLY, why)


def data_never_harm(results: Results) -> Finding:
    """Assumption (ii)."""
    found = results["assumptions"]
    down, steps, tables = (total(found, name) for name in ("steps down", "steps", "tables"))
    if not down:
        return Finding(Verdict.HOLDS, f"in all {steps:,} steps to one party more")
    broken, harmed = (total(found, name) for name in ("tables not monotone", "tables with somebody harmed"))
    why = (
        f"approximately, or once the closure makes it true: {percent(down / steps)} of {steps:,} steps to one party "
        f"more lose accuracy, which spoils {broken} of {tables} tables; in {harmed} somebody's own model is better "
        "than everybody's"
    )
    return Finding(Verdict.PARTLY if down / steps < _FEW else Verdict.FAILS, why)


def data_complement(results: Results) -> Finding:
    """Assumption (iii)."""
    found = results["assumptions"]
    shares = {
        name: (one["pairs supermodular"] / one["pairs"], one["pairs submodular"] / one["pairs"])
        for name, one in found.items()
    }
    if all(kept == 1 for kept, _ in shares.values()):
        return Finding(Verdict.HOLDS, "in all pairs of contributions")
    told = listing([f"{percent(kept)} ({name})" for name, (kept, _) in shares.items()])
    least = percent(min(other for _, other in shares.values()))
    why = (
        f"of pairs of contributions so few rise as the set grows: {told}. The opposite holds in {least} or more: data "
        "mostly replace each other"
    )
    return Finding(Verdict.PARTLY if min(kept for kept, _ in shares.values()) > 1 / 2 else Verdict.FAILS, why)


def assumptions_go_together(results: Results) -> Finding:
    """(i) to (iv) at once."""
    shapes = results["theorem"]["shapes"]
    tables, kept = (total(shapes, name) for name in ("supermodular", "supermodular, a copy being an element"))
    if kept:
        return Finding(Verdict.HOLDS, f"{kept} of {tables} supermodular tables stay so with a copy as an element")
    why = (
        "if (iii) is about distinct data: were a copy an element of its own, it would have to add as much to a set "
        f"with the original as to one without, that is nothing; {kept} of {tables} supermodular tables survive a copy "
        "of a party that adds something"
    )
    return Finding(Verdict.PARTLY, why)


def shares_add_up(results: Results) -> Finding:
    """Equation (1) and the normalisation by 1/v(M)."""
    chance = results["examples"]["chance"]
    if chance["published"] == "1":
        return Finding(Verdict.HOLDS, "they add up to 1 even if a model without data is right by chance")
    why = (
        "if v(∅) = 0: with accuracy 1/10 by chance, 1/2 alone and 1 together the shares of two parties add up to "
        f"{chance['published']}, and the rest of the pot is lost. By v(M) − v(∅), or with a model without data "
        f"counted as worth nothing, they add up to {chance['ours']}"
    )
    return Finding(Verdict.PARTLY if chance["ours"] == "1" else Verdict.FAILS, why)


def market_balances(results: Results) -> Finding:
    """Section 4.1, balance."""
    found = results["properties"]
    markets, exact, units = (total(found, name) for name in ("markets", "balanced", "balanced to the unit"))
    why = f"Σb = Σa in {exact:,} of {markets:,} random markets, and in {units:,} to the unit of money"
    return Finding(Verdict.HOLDS if exact == units == markets else Verdict.FAILS, why)


def market_is_symmetric(results: Results) -> Finding:
    """Section 4.1, symmetry."""
    found = results["properties"]
    markets, exact, units = (
        total(found, name) for name in ("markets", "same data, same return", "same data, a unit apart")
    )
    why = f"same data, same t in {exact:,} of {markets:,} markets; in money at most a unit apart in {units:,}"
    return Finding(Verdict.HOLDS if exact == units == markets else Verdict.FAILS, why)


def zero_element(results: Results) -> Finding:
    """Section 4.1: who gains nothing has its fee back."""
    found = results["properties"]
    names = ("without a gain", "without a gain, fee back", "without a gain, more than the fee")
    idle, back, more = (total(found, name) for name in names)
    if back < idle or not idle:
        return Finding(Verdict.FAILS, f"{back:,} of {idle:,} that gain nothing have their fee back")
    if not more:
        return Finding(Verdict.HOLDS, f"t = A for all {idle:,} that gain nothing")
    why = (
        f"if it is read as t ≥ A, as its own sentence begins: all {idle:,} that gain nothing have their fee back, and "
        f"{more:,} more than that, because others pay for their data"
    )
    return Finding(Verdict.PARTLY, why)


def payouts_are_not_negative(results: Results) -> Finding:
    """Section 4.1, b ≥ 0."""
    found, random = results["assumptions"], results["properties"]
    negative, tables = (total(found, name) for name in ("tables with a negative value", "tables"))
    kept, markets = (total(random, name) for name in ("nobody's data earn less than nothing", "markets"))
    if kept < markets:
        return Finding(
            Verdict.FAILS, f"somebody's payout is negative in {markets - kept:,} of {markets:,} monotone tables"
        )
    if not negative:
        return Finding(Verdict.HOLDS, f"in {markets:,} random tables and {tables} real ones")
    why = (
        f"if more data never harm: then in all of {markets:,} random tables. {negative} of {tables} real tables, as "
        "they are measured, have a negative value"
    )
    return Finding(Verdict.PARTLY, why)


def newcomers_gain(results: Results) -> Finding:
    """Section 3.1, joining the market."""
    found = results["properties"]
    joined, gained = (total(found, name) for name in ("newcomers", "newcomers not worse off"))
    why = (
        f"{gained:,} of {joined:,} are not worse off than alone: what a party gains by its model and its money "
        "together is b ≥ 0"
    )
    return Finding(Verdict.HOLDS if gained == joined else Verdict.FAILS, why)


def others_gain_by_newcomers(results: Results) -> Finding:
    """Section 3.1, joining the market, those who are there."""
    found = results["properties"]
    worse = {shape: one["others worse off"] / one["others"] for shape, one in found.items()}
    told = listing([f"{percent(share)} ({shape})" for shape, share in worse.items()])
    if not any(worse.values()):
        return Finding(Verdict.HOLDS, "nobody is worse off by a newcomer")
    why = (
        f"where data complement each other. Where they replace each other a newcomer also competes: of those who are "
        f"there already so many are worse off, {told}"
    )
    return Finding(Verdict.PARTLY if not worse["supermodular"] else Verdict.FAILS, why)
