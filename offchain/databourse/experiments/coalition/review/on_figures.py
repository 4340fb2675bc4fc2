"""Verdicts on what the paper reads off its figures."""

from __future__ import annotations

from itertools import pairwise

from databourse.experiments.coalition.published import GAIN, PRECISION
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, percent

#: Differences below this are rounding.
SLACK = 1e-7


def volume_helps(results: Results) -> Finding:
    """Fig 4: more samples in common, more precision."""
    found = results["overlap"]
    points = found["points"]

    def rises(name: str) -> bool:
        return all(after[name] > before[name] for before, after in pairwise(points))

    if rises("mean"):
        return Finding(Verdict.HOLDS, "the mean over the noise rises with the samples in common")
    why = (
        f"for draws n0 < 1, {percent(found['rises'])} of them; above 1 the exponent turns positive, and the mean over "
        f"n0 ~ N(0.5, 1), which is 1 − A0·exp(2k² − k), falls from k = {number(found['peak'])} on, without a bound"
    )
    return Finding(Verdict.PARTLY if rises("median") else Verdict.FAILS, why)


def noise_hurts(results: Results) -> Finding:
    """Fig 4: noise lowers the valuation."""
    share = results["overlap"]["lowered by noise"]
    why = f"a draw n0 < 0 raises ζ above its value without noise, which happens in {percent(1 - share)} of the draws"
    if share == 1:
        return Finding(Verdict.HOLDS, "every draw lowers ζ")
    return Finding(Verdict.PARTLY if share > 0.5 else Verdict.FAILS, f"for draws n0 > 0: {why}")


def precision_reached(results: Results) -> Finding:
    """Fig 8: correlations have converged with a precision of 5·10⁻⁴."""
    found = results["stopping"]
    low, _, high = found["error"]
    needed = found["needed"]
    why = (
        f"in {found['runs']} runs that stop after {found['rounds'][0]:,.0f} to {found['rounds'][2]:,.0f} rounds the "
        f"largest error is {number(low)} to {number(high)}, within 5·10⁻⁴ in {found['within']} of them; half of a 95 % "
        f"interval is there {number(found['half width'][1])}, and takes {max(needed.values()):,} samples to be 5·10⁻⁴"
    )
    if found["within"] == found["runs"]:
        return Finding(Verdict.HOLDS, why)
    if found["stopped"] == found["runs"]:
        return Finding(Verdict.PARTLY, f"if it says that r no longer moves by more than {PRECISION} a round: {why}")
    return Finding(Verdict.FAILS, why)


def proportional_to_samples(results: Results) -> Finding:
    """Fig 9: the valuation is proportional to the number of samples."""
    found = results["valuation"]
    doubled = found["doubled"]
    if all(abs(factor - 2) < SLACK for factor in doubled):
        return Finding(Verdict.HOLDS, "twice the share is worth twice as much at every price")
    told = (
        f"the printed sum over sellers does not rise with a seller's share in {found['total does not rise']} of "
        f"{found['steps']} steps, its term for one device in {found['device does not rise']}; but twice the share is "
        f"worth {number(max(doubled))} times as much at price 1, and no more at price 10"
    )
    return Finding(Verdict.FAILS, told)


def rises_with_price(results: Results) -> Finding:
    """Fig 9: the valuation is proportional to the price; the text calls the pricing linear."""
    found = results["valuation"]
    equal = found["equal"]["exponent"]
    ratios = [after / before for before, after in pairwise(equal)]
    if found["price does not rise"]:
        why = f"it does not rise in {found['price does not rise']} of {found['price steps']} steps"
        return Finding(Verdict.FAILS, why)
    linear = max(abs(value / equal[0] - price) for price, value in zip(found["prices"], equal, strict=True)) < SLACK
    if linear:
        return Finding(Verdict.HOLDS, "it is the price times a constant")
    why = (
        "if it says that it rises: it rises in every step, but not linearly; for M equal sellers it is M^p, "
        f"{number(ratios[0])} times as much for each unit of price for two, {number(equal[-1])} at price 10"
    )
    return Finding(Verdict.PARTLY, why)


def later_seller_loses(results: Results) -> Finding:
    """Fig 9: who sells after a correlated seller is paid less."""
    kept = results["valuation"]["kept"]
    lost = {name: 1 - share for name, share in kept.items()}
    told = listing([f"{percent(lost[name])} after {name}" for name in kept if name != "nobody"])
    verdict = Verdict.HOLDS if all(lost[name] > 0 for name in ("X", "Y")) else Verdict.FAILS
    return Finding(verdict, f"Z loses {told}, at every price and share; by this formula nobody can lose more than half")


def _gaps(results: Results) -> tuple[float, float, int, int]:
    """Lowest and highest utility off type; and in how many steps away from the own type it rises, of how many."""
    off, rising, steps = [], 0, 0
    for table in results["off type"]["leakage"].values():
        for kind, row in enumerate(table):
            off += [value for target, value in enumerate(row) if target != kind]
            for side in (row[kind::-1], row[kind:]):
                rising += sum(after > before + SLACK for before, after in pairwise(side[1:]))
                steps += max(0, len(side) - 2)
    return min(off), max(off), rising, steps


def off_type_loses(results: Results) -> Finding:
    """Fig 10: joining a group of another type lowers the utility."""
    low, high, _, _ = _gaps(results)
    if high < 1:
        return Finding(Verdict.HOLDS, f"off type it is {number(low)} to {high:.4f} of what it is on type")
    limits = [
        decay
        for decay, table in results["off type"]["leakage"].items()
        if all(value < 1 for kind, row in enumerate(table) for target, value in enumerate(row) if target != kind)
    ]
    if not limits:
        return Finding(Verdict.FAILS, f"off type it reaches {high:.4f} of what it is on type")
    why = (
        f"if types are distinct enough: with a correlation of {listing(limits)} between neighbours, and by eq (12) "
        f"always; with more it reaches {high:.4f} of what it is on type, because the own coalition hides one device "
        "less, oneself"
    )
    return Finding(Verdict.PARTLY, why)


def never_zero(results: Results) -> Finding:
    """Fig 10: leakage lowers the utility, but not to zero."""
    low, _, _, _ = _gaps(results)
    by_contract = min(value for row in results["off type"]["eq 12"] for value in row)
    if low <= 0:
        return Finding(Verdict.FAILS, "it falls to zero in the leakage game")
    if by_contract > 0:
        return Finding(Verdict.HOLDS, f"it is at least {number(low)}")
    why = f"in the leakage game, where it is at least {number(low)}; by the paper's own eq (12) it is 0 off type"
    return Finding(Verdict.PARTLY, why)


def nearby_is_better(results: Results) -> Finding:
    """Fig 10: of other groups, a nearby one is better."""
    _, _, rising, steps = _gaps(results)
    if rising:
        return Finding(Verdict.FAILS, f"utility rises with the distance in {rising} of {steps} steps")
    why = "in the leakage game with correlation that falls with the distance between types, which is assumed here"
    return Finding(Verdict.PARTLY, f"{why}: it rises in 0 of {steps} steps; by eq (12) all others pay 0 alike")


def cheaper_than_optimum(results: Results) -> Finding:
    """Fig 11: MAJP takes less time than the optimal solution."""
    exact = {int(devices): time for devices, time in results["speed"]["exact"].items()}
    largest = max(exact)
    growth = (exact[largest] / exact[largest - 2]) ** 0.5
    slowest = results["speed"]["figure"][-1]
    whole = exact[largest] * 3.0 ** (slowest["devices"] - largest)
    why = (
        f"Algorithm 1 takes {number(slowest['Algorithm 1'])} ms for {slowest['devices']} devices; the exact optimum "
        f"{number(exact[largest])} ms for {largest}, {growth:.2f} times as much for each device more"
    )
    if whole <= slowest["Algorithm 1"] or growth < 1.5:
        return Finding(Verdict.FAILS, why)
    return Finding(
        Verdict.HOLDS, f"{why}. No exact search over partitions reaches the figure's {slowest['devices']} devices"
    )


def sub_linear(results: Results) -> Finding:
    """Section IV-A, Fig 11: sub-linear complexity."""
    crowd = {int(devices): one["looks"] for devices, one in results["speed"]["crowd"].items()}
    per_device = [looks / devices for devices, looks in crowd.items()]
    told = listing([f"{one:.3g}" for one in per_device])
    if per_device[-1] < 0.75 * per_device[0]:
        return Finding(Verdict.HOLDS, f"switching looks at {told} contracts a device")
    sizes = listing([f"{devices:,}" for devices in crowd])
    why = (
        "O(MΠ log(MΠ)) grows faster than M; every device has to be asked once at least, and switching in fact looks at "
        f"{told} contracts a device for {sizes} devices, so the whole grows in step with them"
    )
    return Finding(Verdict.FAILS, why)


def flat_without_coalitions(results: Results) -> Finding:
    """Fig 12: without coalitions the average payoff is almost flat over the size of the group."""
    alone = [one["alone"]["mean"] for one in results["gain"]["sizes"].values()]
    spread = max(alone) / min(alone) - 1
    why = f"leakage depends on the mix of types, not on how many there are: it varies by {percent(spread)}"
    return Finding(Verdict.HOLDS if spread < 0.05 else Verdict.FAILS, why)


def gain_of_a_third(results: Results) -> Finding:
    """Abstract, Fig 12: up to 32.72 % more."""
    learnt, closed = results["stopping"]["gain"], results["gain"]["closed"]
    away = abs(GAIN - learnt["mean"]) / learnt["deviation"]
    others = [value for name, value in closed.items() if name not in ("mean r² over the pairs", "largest, g = 1")]
    told = (
        f"it gives {percent(closed['mean r² over the pairs'])} exactly and {100 * learnt['mean']:.1f} ± "
        f"{100 * learnt['deviation']:.2f} % with r as learnt, {away:.2f} deviations from the published number; other "
        f"readings give {percent(min(others))} to {percent(max(others))} or, with random devices, "
        f"{_largest(results)}; a fitted bonus gives any number without any leakage"
    )
    if away > 3:
        return Finding(Verdict.FAILS, f"no reading gives it: {told}")
    return Finding(Verdict.PARTLY, f"if g is the mean r² of the model of Fig 8 and coalitions hide all of it: {told}")


def _largest(results: Results) -> str:
    largest = list(results["gain"]["sizes"].values())[-1]
    gains = [largest[f"gain, {name}"]["mean"] for name in ("by type", "switches", "merges")]
    return f"{percent(min(gains))} to {percent(max(gains))}"


def grows_with_size(results: Results) -> Finding:
    """Fig 12: the payoff under MAJP grows with the size of the group ("up to")."""
    gains = [one["gain, merges"]["mean"] for one in results["gain"]["sizes"].values()]
    fitted = list(results["gain"]["fitted"]["gains"].values())
    why = (
        f"with leakage alone the gain is {percent(min(gains))} to {percent(max(gains))}, whatever the size; with the "
        f"bonus {results['gain']['fitted']['slope']:.4f}·ln(1 + n), fitted to 32.72 % at 40 devices and without any "
        f"leakage, it grows from {percent(fitted[0])} to {percent(fitted[-1])}"
    )
    if max(gains) > 1.2 * min(gains):
        return Finding(Verdict.HOLDS, f"it grows from {percent(gains[0])} to {percent(gains[-1])}")
    return Finding(
        Verdict.PARTLY, f"if coalitions have a concave bonus f_S, whose numbers the paper does not give: {why}"
    )
