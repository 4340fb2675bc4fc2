"""Verdicts on Theorem 2, on the algorithms, and on what they are said to lead to."""

from __future__ import annotations

from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import number, percent


def individually_rational(results: Results) -> Finding:
    """Theorem 2: IR."""
    contracts, costs = results["contracts"], results["convergence"]["costs"]
    below = sum(one["somebody below alone"] for one in costs.values())
    games = results["convergence"]["games"] * len(costs)
    why = (
        f"no payment is negative in {contracts['none negative']} of {contracts['games']} contract games, and somebody "
        f"ends below what it has alone in {below} of {games:,} leakage games. "
        "Eq (12) leaves the cost of a coalition out"
    )
    holds = contracts["none negative"] == contracts["games"] and not below
    return Finding(Verdict.HOLDS if holds else Verdict.FAILS, why)


def linear(results: Results) -> Finding:
    """Theorem 2 (ii)."""
    found = results["contracts"]
    games, lies = found["games"], results["lies"]
    if found["disjoint, linear"] < games:
        return Finding(Verdict.FAILS, f"it fails for disjoint data in {games - found['disjoint, linear']} cases")
    if found["overlapping, linear"] == games and not lies["two identities"]["paying"]:
        return Finding(Verdict.HOLDS, f"in all of {games} cases, whether or not there are samples in common")
    why = (
        f"for disjoint data within one contract ({found['disjoint, linear']} of {games} cases, up to rounding); with "
        f"samples in common one device with the union earns something else in {games - found['overlapping, linear']}, "
        f"and between contracts two devices can earn more than one in "
        f"{percent(lies['two identities']['paying'] / lies['games'])} of the games"
    )
    return Finding(Verdict.PARTLY, why)


def truthful(results: Results) -> Finding:
    """Theorem 2 (iii)."""
    lies, found = results["lies"], results["contracts"]
    shares = {
        name: lies[name]["paying"] / lies["games"] for name in ("more samples", "two identities", "fewer samples")
    }
    if not any(shares.values()) and not found["another type pays"]:
        return Finding(Verdict.HOLDS, f"no lie pays in {lies['games']:,} random games")
    why = (
        f"claiming more samples pays somebody in {percent(shares['more samples'])} of {lies['games']:,} random games, "
        f"two identities in {percent(shares['two identities'])}, claiming fewer samples in "
        f"{percent(shares['fewer samples'])}, and another type, if types are not verified, in "
        f"{percent(found['another type pays'] / found['games'])}"
    )
    return Finding(Verdict.FAILS, why)


def compatible(results: Results) -> Finding:
    """Section IV: IC, devices have most if they act as per their type."""
    found = results["contracts"]
    if not found["another type pays"]:
        return Finding(Verdict.HOLDS, "no device earns more under another type")
    why = (
        "if types are verified, since eq (12) then gives 0 off type: the payment itself does not depend on the true "
        f"type, and in {percent(found['another type pays'] / found['games'])} of {found['games']} random games "
        "somebody earns more under the other one"
    )
    return Finding(Verdict.PARTLY, why)


def symmetric(results: Results) -> Finding:
    """Theorem 2 (iv)."""
    found = results["contracts"]
    if found["same after a permutation"] < found["games"]:
        broken = found["games"] - found["same after a permutation"]
        return Finding(Verdict.FAILS, f"a permutation changes what is paid for which samples in {broken} games")
    why = (
        f"a permutation of devices leaves the list of samples, types and shares as it is in {found['games']} of "
        f"{found['games']} games; but devices that are alike can be in contracts that pay unlike, in "
        f"{percent(found['alike, paid unlike'] / found['games'])} of them"
    )
    return Finding(Verdict.HOLDS, why)


def algorithm_converges(results: Results) -> Finding:
    """Section IV: the procedure leads to a stable structure."""
    contracts, found = results["contracts"], results["convergence"]
    example, costs = found["counterexample"], found["costs"]
    games = found["games"] * len(costs)
    contract_game = (
        f"in the contract game of eq (12), where switching ends in an equilibrium in "
        f"{contracts['switching ends stable']} of {contracts['games']} games"
    )
    consent = sum(one["individually stable"] for one in costs.values())
    without = max(one["no Nash partition"] for one in costs.values())
    if example["Nash"] and not without:
        return Finding(Verdict.HOLDS, f"{contract_game}, and in the leakage game")
    if contracts["switching ends stable"] < contracts["games"]:
        return Finding(Verdict.FAILS, "switching does not end in an equilibrium in every contract game")
    why = (
        f"{contract_game}. With leakage, prices (10, 1), g = 1 and κ = 1 it never ends: Algorithm 1 stopped in "
        f"{example['Algorithm 1 stopped']} of {example['runs']} runs, and of random games up to "
        f"{percent(without / found['games'])} have no Nash partition. If a move needs the consent of those who receive "
        f"it, {consent:,} of {games:,} games end individually stable"
    )
    return Finding(Verdict.PARTLY, why)


def partition_is_best(results: Results) -> Finding:
    """Section IV: partitions that uniquely maximise the overall value."""
    several, optimum = results["contracts"], results["optimum"]
    reached = sum(one["Algorithm 1"]["optimal"] for one in optimum["costs"].values())
    worst = min(one["Algorithm 1"]["worst"] for one in optimum["costs"].values())
    games = optimum["games"] * len(optimum["costs"])
    why = (
        f"Algorithm 1 is at the optimum in {percent(reached / games)} of {games} small leakage games and down to "
        f"{percent(worst)} of it; {percent(several['several equilibria'] / several['games'])} of the contract games "
        "have several equilibria"
    )
    if reached == games and not several["several equilibria"]:
        return Finding(Verdict.HOLDS, why)
    return Finding(Verdict.FAILS, why)


def types_stay_private(results: Results) -> Finding:
    """Algorithm 2: types are compared over a secured MPC channel."""
    found = results["discovery"]
    equality = found["equality"]
    if equality["found"] < found["devices"] or equality["repeated"]:
        return Finding(Verdict.FAILS, f"{equality['found']} of {found['devices']} devices find their type")
    why = (
        f"as tests of equality between two parties that follow the protocol: {equality['found']} of {found['devices']} "
        f"devices find their type, and of {equality['messages']} messages {equality['repeated']} repeat; but a peer "
        f"with {found['levels']} names learns a type by trying all, and keyed buckets show a relay who is alike"
    )
    return Finding(Verdict.PARTLY, why)


def types_are_true(results: Results) -> Finding:
    """Phase I: the evaluated device types are those that the devices have."""
    liar = results["discovery"]["liar"]
    if liar["found"] == liar["true"]:
        return Finding(Verdict.HOLDS, "a device that lies is found out")
    why = f"a device of type {liar['true']} that says {liar['claimed']} is put into {liar['found']}: nothing checks it"
    return Finding(Verdict.FAILS, why)


def alone_is_worse(results: Results) -> Finding:
    """Section III-C: the coalition structure gives each member at least what it would have alone, over all costs."""
    costs = results["optimum"]["costs"]
    told = [
        f"{number(100 * (one['with consent']['mean'] / one['alone']['mean'] - 1))} % at κ = {number(float(cost))}"
        for cost, one in costs.items()
    ]
    gains = [one["with consent"]["mean"] / one["alone"]["mean"] for one in costs.values()]
    why = f"on average over random games with consent, the sum of payoffs grows by {', '.join(told)}"
    return Finding(Verdict.HOLDS if min(gains) > 1 else Verdict.FAILS, why)
