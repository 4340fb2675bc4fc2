"""Verdicts on what the paper reads off its table and figures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from databourse.experiments.resale.chains import RATIONAL, TRADES
from databourse.experiments.resale.published import EXCEPTIONS, MEASURES, OPT_MINUTES
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, percent

REALLOCATING = ("AVE", "OPT")
POSITIVE, SIGNED = ("1'", "2"), ("3", "4")

#: Differences below this are rounding.
SLACK = 1e-7

#: A search of 10 generations with 15 members for each of its 15 coordinates solves so many matrices.
SHORT_SEARCH = 10 * 15 * TRADES * (TRADES + 1) // 2


def better_than_raw(results: Results) -> Finding:
    """Table 1: AVE is above RAW and OPT no lower than AVE, in every model and by both measures."""
    wrong = []
    for name in RATIONAL:
        found = results["chains"][name]
        for measure in MEASURES:
            raw, average, best = (found[matrix][measure] for matrix in ("RAW", "AVE", "OPT"))
            if not raw < average <= best + SLACK:
                wrong.append(f"{measure} of model {name[0]}")
    if wrong:
        return Finding(Verdict.FAILS, f"not for {listing(wrong)}")
    same = [name[0] for name in RATIONAL if results["chains"][name]["AVE"] == results["chains"][name]["OPT"]]
    equal = f"; in model {listing(same)} OPT is AVE" if same else ""
    return Finding(Verdict.HOLDS, f"RAW < AVE ≤ OPT in every model, for welfare and for volume{equal}")


def almost_all_trade(results: Results) -> Finding:
    """Under OPT, where valuations are positive."""
    told, shares = [], []
    for name in POSITIVE:
        best = results["chains"][name]["OPT"]
        shares.append(best["volume"] / TRADES)
        told.append(f"model {name[0]}: {percent(shares[-1])} of them, the last trade {percent(best['rates'][-1])}")
    return Finding(Verdict.HOLDS if min(shares) > 0.8 else Verdict.FAILS, "; ".join(told))


def best_possible(results: Results) -> Finding:
    """Whether OPT maximises welfare among balanced matrices."""
    better = [
        f"model {name[0]} {number(found['positive']['welfare'])} → {number(found['zeros']['welfare'])}"
        for name, found in results["optimum"].items()
        if found["zeros"]["welfare"] > found["positive"]["welfare"] * (1 + 1e-6)
    ]
    if not better:
        return Finding(Verdict.HOLDS, "no matrix with zero shares was found to be better")
    fallen = [
        name[0]
        for name, found in results["optimum"].items()
        if found["zeros"]["highest prices"] < found["positive"]["highest prices"]
    ]
    why = (
        "among positive shares, which is all that a softmax can say; with zero shares more is possible: "
        f"{listing(better)}. Such matrices rely on sellers without a stake who ask the lowest price: if they ask the "
        f"highest, it is less than OPT without zeros in {len(fallen)} of {len(results['optimum'])} models"
    )
    return Finding(Verdict.PARTLY, why)


def minute_is_enough(results: Results) -> Finding:
    """How long the search for OPT takes."""
    models = results["speed"]["models"].values()
    slowest = max(one["as written"] for one in models)
    matrices = OPT_MINUTES * 60_000 / slowest
    why = (
        f"a minute is enough for {matrices:,.0f} matrices or more by the algorithms as written; the numbers of "
        "iterations and members are lost, so the search cannot be repeated. Ours solves "
        f"{max(one['matrices'] for one in models):,} matrices in {max(one['search'] for one in models) / 1e3:.2g} s"
    )
    return Finding(Verdict.HOLDS if matrices >= SHORT_SEARCH else Verdict.FAILS, why)


def _advantages(results: Results, name: str, matrix: str) -> Iterator[float]:
    """Welfare as a multiple of RAW's, by length."""
    return (one[matrix]["welfare"] / one["RAW"]["welfare"] for one in results["lengths"][name].values())


def advantage_grows(results: Results) -> Finding:
    """Fig 3: the longer the chain, the more reallocation brings, relative to RAW."""
    steps, falls = 0, []
    for name in RATIONAL:
        lengths = list(results["lengths"][name])
        for matrix in REALLOCATING:
            for place, (before, after) in enumerate(pairwise(_advantages(results, name, matrix))):
                steps += 1
                if after < before - SLACK:
                    falls.append(f"{matrix} in model {name[0]} from {lengths[place]} to {lengths[place + 1]} trades")
    why = f"welfare relative to RAW does not fall in {steps - len(falls)} of {steps} steps"
    if falls:
        why += f"; it does for {listing(falls)}"
    return Finding(Verdict.HOLDS if 4 * len(falls) <= steps else Verdict.FAILS, why)


def less_without_positivity(results: Results) -> Finding:
    """Fig 3: gains are smaller in models 3 and 4 than in models 1 and 2."""
    points, exceptions = 0, []
    for matrix in REALLOCATING:
        by_model = {name: list(_advantages(results, name, matrix)) for name in RATIONAL}
        for place, trades in enumerate(results["lengths"][RATIONAL[0]]):
            points += 1
            if max(by_model[name][place] for name in SIGNED) > min(by_model[name][place] for name in POSITIVE) + SLACK:
                exceptions.append(f"{matrix} at {trades}")
    why = f"models 3 and 4 gain less than models 1 and 2 at {points - len(exceptions)} of {points} points"
    if not exceptions:
        return Finding(Verdict.HOLDS, why)
    told = f"from some length on: {why}; one of them gains more than one of those under {listing(exceptions)} trades"
    return Finding(Verdict.PARTLY if 2 * len(exceptions) < points else Verdict.FAILS, told)


def persists_without_assumptions(results: Results) -> Finding:
    """Question (b): gains where homogeneity or positivity is missing."""
    lower = [
        f"{matrix} in model {name[0]} at {trades} trades"
        for name in RATIONAL
        for trades, one in results["lengths"][name].items()
        for matrix in REALLOCATING
        if one[matrix]["welfare"] < one["RAW"]["welfare"] - SLACK
    ]
    control = results["theorems"]["homogeneity"]
    average, drawn = (control[f"{which}, welfare falls"] / control["trials"] for which in ("AVE", "balanced"))
    told = (
        f"in random models without homogeneity AVE lowers welfare in {percent(average)}, a random balanced matrix in "
    )
    told += percent(drawn)
    if lower:
        return Finding(Verdict.FAILS, f"welfare is below RAW's for {listing(lower)}; {told}")
    if average or drawn:
        return Finding(Verdict.PARTLY, f"in the four models, at every length; {told}")
    return Finding(Verdict.HOLDS, f"in the four models, at every length; {told}")


def losers(results: Results) -> list[tuple[str, str, int, float]]:
    """Model, matrix, player and change of utility, of all players that RAW serves better."""
    found = []
    for name in RATIONAL:
        raw = results["chains"][name]["RAW"]["utilities"]
        for matrix in REALLOCATING:
            for player, utility in enumerate(results["chains"][name][matrix]["utilities"]):
                if utility < raw[player] - SLACK:
                    found.append((name[0], matrix, player, utility / raw[player] - 1))
    return found


def few_lose(results: Results) -> Finding:
    """Fig 2: almost nobody is better off under RAW; the exceptions are players of model 4."""
    found = losers(results)
    cases = len(RATIONAL) * len(REALLOCATING) * (TRADES + 1)
    if not found:
        return Finding(Verdict.HOLDS, "no player has less than under RAW")
    models = {name for name, *_ in found}
    players = {(name, player) for name, _, player, _ in found}
    told = listing(
        [
            f"{_players([player for _, which, player, _ in found if which == matrix])} under {matrix}"
            for matrix in REALLOCATING
            if any(which == matrix for _, which, *_ in found)
        ]
    )
    why = f"{len(found)} of {cases} utilities are below RAW's, in model {listing(sorted(models))}: {told}"
    if models != {"4"}:
        return Finding(Verdict.FAILS, why)
    if len(players) > EXCEPTIONS:
        return Finding(Verdict.PARTLY, f"with {len(players)} exceptions instead of {EXCEPTIONS}: {why}")
    return Finding(Verdict.HOLDS, why)


def _players(numbers: list[int]) -> str:
    return f"player{'s' * (len(numbers) > 1)} {listing(list(map(str, numbers)))}"
