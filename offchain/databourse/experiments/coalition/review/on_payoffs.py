"""Verdicts on what the paper reads off Figs 10, 11 and 12: payoffs and time."""

from __future__ import annotations

from itertools import pairwise

from databourse.experiments.coalition.published import GAIN
from databourse.experiments.coalition.review.on_figures import SLACK
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, percent


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
