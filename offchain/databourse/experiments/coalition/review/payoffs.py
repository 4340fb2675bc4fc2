"""Fig 10, 11 and 12: utilities off type, time, and the headline."""

from __future__ import annotations

from databourse.experiments.coalition.gain import readings
from databourse.experiments.coalition.off_type import MEMBERS, TYPES
from databourse.experiments.coalition.published import GAIN
from databourse.experiments.coalition.review.claims import CLAIMS
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.coalition.speed import CONTRACTS
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, spread, table
from databourse.experiments.review.section import Section, figure, join


def _fig_10(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["off type"]
    tables = {**{f"correlation {decay}": one for decay, one in found["leakage"].items()}, "eq (12)": found["eq 12"]}
    rows = [
        (f"{words}, type {kind + 1}", *(f"{value:.4f}" for value in one[kind]))
        for words, one in tables.items()
        for kind in (0, TYPES // 2)
    ]
    return join(
        f"""
        **Published.** Normalised utility of devices of {TYPES} types in the coalition of each type: it is lower off
        type, but not zero, and a nearby coalition is better than a distant one. No numbers.
        """,
        f"""
        **Here.** {MEMBERS} devices of each type; the correlation of two devices is c^d if their types are d apart. A
        device leaves its coalition for that of another type; its utility is compared with what it had. By eq (12), from
        which the paper computes, all of that is 0.
        """,
        figure("fig10-off-type", "Utility in the coalition of each type"),
        table(["a device of", *(f"in coalition {kind + 1}" for kind in range(TYPES))], rows),
        CLAIMS.listed(results, "Fig 10 (type)", "Fig 10 (zero)", "Fig 10 (nearby)"),
    )


def _fig_11(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["speed"]
    rows = [
        (str(one["groups"]), str(one["devices"]), *(number(one[name]) for name in ("Algorithm 1", "here", "by type")))
        for one in found["figure"]
    ]
    exact = found["exact"]
    crowd = [
        (
            f"{int(devices):,}",
            number(one["switching"]),
            number(one["placement"]),
            str(one["sweeps"]),
            f"{one['looks']:,}",
        )
        for devices, one in found["crowd"].items()
    ]
    return join(
        """
        **Published.** Time of MAJP and of the optimal solution for 1 to 5 groups of 1, 10, 20, 30 and 40 devices; MAJP
        is said to be sub-linear. No numbers.
        """,
        f"""
        **Here**, in milliseconds of processor time on {found["machine"]}, the only numbers of this report that depend
        on the machine: Algorithm 1 as printed, in Python; the form used here that asks for consent, merges and splits;
        and the one for many devices, which counts types.
        """,
        figure("fig11-time", "Time over devices"),
        table(["groups", "devices", "Algorithm 1", "with consent", "by type"], rows),
        "The exact optimum by dynamic programming over sets of devices, O(3^M):",
        table(["devices", *exact], [("milliseconds", *(number(value) for value in exact.values()))]),
        f"""
        The contract game of eq (12) in large markets of {CONTRACTS} contracts. *Looks* counts how often a device looks
        at a contract, which does not depend on the machine.
        """,
        table(["devices", "switching", "placement", "sweeps", "looks"], crowd),
        CLAIMS.listed(results, "Fig 11", "Section IV-A"),
    )


def _fig_12(results: Results, settings: Settings) -> str:
    found, learnt = results["gain"], results["stopping"]["gain"]
    closed, fitted = found["closed"], found["fitted"]
    names = {
        "alone": "alone",
        "alone, other types only": "alone, leakage of other types only",
        "by type": "coalitions of one type",
        "switches": "switch only",
        "merges": "switch, merge, split",
    }
    payoffs = [(words, *(spread(one[name]) for one in found["sizes"].values())) for name, words in names.items()]
    gains = [
        (words, *(percent(one[f"gain, {name}"]["mean"]) for one in found["sizes"].values()))
        for name, words in {**names, "other types only": "alone, leakage of other types only"}.items()
        if name not in ("alone", "alone, other types only")
    ]
    bonus = ("bonus without leakage, fitted", *(percent(value) for value in fitted["gains"].values()))
    sizes = [f"{size} devices" for size in found["sizes"]]
    by_hand = [
        (words, percent(value), f"{100 * (value - GAIN):+.2f}".replace("-", "−")) for words, value in closed.items()
    ]
    return join(
        """
        **Published.** The average payoff of a device in one or two groups of 10 to 40: almost flat without coalitions,
        higher with them, by up to 32.72 %.
        """,
        figure("fig12-gain", "Average payoffs, and gains by reading"),
        f"""
        **What the number can mean.** A payoff is p/(1 + g) apart, and p in a coalition that hides everything, so the
        gain is g: 32.72 % says that g is {number(GAIN)} for all, and no gain from hiding leakage can be above
        {percent(closed["largest, g = 1"])}, since g is at most 1. The paper does not say which g. If all is hidden it
        makes no difference how many groups there are. For the three sellers of Fig 8, without any draw:
        """,
        table(["g", "gain", "from 32.72, points"], by_hand),
        f"""
        The natural one, the mean r² over the three pairs, gives a third. With r as it is learnt where the stop rule of
        Fig 8 stops, it is {100 * learnt["mean"]:.2f} ± {100 * learnt["deviation"]:.2f} % (standard deviation) over
        {results["stopping"]["runs"]} runs; 32.72 % lies {number(abs(learnt["published, in deviations"]))} deviations
        {"below" if learnt["published, in deviations"] < 0 else "above"} it, and {learnt["as low"]} of the runs are as
        low. A single run of this reading may well have printed 32.72.
        """,
        f"""
        **Monte Carlo.** Groups of devices of random types X, Y and Z, so that some have the very same data; average
        payoffs at price 1, over {settings.markets} groups, with half of the 95 % interval:
        """,
        table(["", *sizes], payoffs),
        "The gain over staying alone. In the second row only leakage between types counts, and all of it is hidden:",
        table(["", *sizes], [gains[0], gains[-1], *gains[1:-1], bonus]),
        f"""
        **What else gives it.** A log-concave bonus {fitted["slope"]:.4f}·ln(1 + n), with no leakage at all, gives
        32.72 % at 40 devices by construction, and has the printed shape: flat apart, rising in coalition. So does g of
        1/3 with a cost of {percent(fitted["cost"])} of the price. The number is compatible with a natural reading, and
        the paper does not identify it: {len(readings(found))} readings give
        {percent(min(readings(found).values()))} to {percent(max(readings(found).values()))}.
        """,
        CLAIMS.listed(results, "Fig 12 (flat)", "Fig 12 (size)", "Abstract"),
    )


SECTIONS = (
    Section("Fig 10: coalitions of another type", ("off type",), _fig_10),
    Section("Fig 11: time", ("speed",), _fig_11),
    Section("Fig 12 and the 32.72 %", ("stopping", "gain"), _fig_12),
)
