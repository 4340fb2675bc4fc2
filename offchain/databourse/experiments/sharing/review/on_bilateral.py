"""Verdicts on section 3: data for data."""

from __future__ import annotations

from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import number, percent


def no_stable_outcome_in_general(results: Results) -> Finding:
    """Section 3.2: the game does not have a stable outcome in general."""
    classes = results["profiles"]["strict"].values()
    none, every = (sum(one[name] for one in classes) for name in ("none stable", "profiles"))
    why = f"of all {every:,} strict preferences of three agents {none:,} have none"
    return Finding(Verdict.HOLDS if none else Verdict.FAILS, why)


def size_is_a_ranking(results: Results) -> Finding:
    """Corollary 3.1.1."""
    found = results["sizes"]
    games, rising, any_ = found["games"], found["rising, ranked"], found["any, ranked"]
    if rising < games:
        return Finding(Verdict.FAILS, f"sizes are no ranking in {games - rising} of {games} games with rising utility")
    if any_ == games:
        return Finding(Verdict.HOLDS, f"in all of {2 * games} games")
    why = (
        f"if utility rises with the size: then in {rising} of {games} random games, with any function of the size in "
        f"{any_}. With one that is best at 5, and sizes 5, 3 and 2, it fails. Where it rises and sharing costs "
        f"nothing, all share with all ({found['rising, all share with all']} of {games}): it says something once each "
        "partner has a cost"
    )
    return Finding(Verdict.PARTLY, why)


def match_is_stable(results: Results) -> Finding:
    """Proposition 3.1: existence, by the ordered match."""
    both, ties, sizes = results["profiles"]["strict"]["H1 and H2"], results["profiles"]["ties"], results["sizes"]
    if both["match unstable"] or sizes["match stable"] < sizes["games"]:
        return Finding(Verdict.FAILS, f"the match is unstable in {both['match unstable']:,} strict profiles")
    strict = (
        f"the match is stable in all {both['profiles']:,} strict profiles of three agents that meet both hypotheses, "
        f"and in {sizes['match stable']} of {sizes['games']} games of four by size"
    )
    tied, weakly = ties["strict"], ties["weak"]
    if not tied["match unstable"]:
        return Finding(Verdict.HOLDS, f"{strict}, and with ties in all {tied['profiles']:,}")
    why = (
        f"if nobody is indifferent (H3), which the proof uses and the proposition does not say: {strict}; with ties it "
        f"is blocked in {tied['match unstable']:,} of {tied['profiles']:,}. If agents also accept what makes no "
        f"difference to them, in {weakly['match unstable']:,}. Nothing at all is stable in {tied['none stable']}"
    )
    return Finding(Verdict.PARTLY, why)


def match_is_quadratic(results: Results) -> Finding:
    """Proposition 3.1: O(N²)."""
    work = results["sizes"]["work"]
    exact = all(one["proposals"] == one["agents"] * (one["agents"] - 1) // 2 for one in work)
    last = work[-1]
    why = (
        f"N(N − 1)/2 proposals, {last['proposals']:,} for {last['agents']}, and no more answers; each is a question "
        "to an agent's preferences, whose time is left out"
    )
    return Finding(Verdict.HOLDS if exact else Verdict.FAILS, why)


def nobody_wants_fewer(results: Results) -> Finding:
    """Lemma 3.2."""
    classes = results["profiles"]["strict"]
    ranked = [classes["H1 and H2"], classes["H1 only"], results["profiles"]["ties"]["strict"]]
    wrong, every = (sum(one[name] for one in ranked) for name in ("dropping helps", "profiles"))
    others = classes["H2 only"]["dropping helps"] + classes["neither"]["dropping helps"]
    why = (
        f"in all {every:,} profiles with a common ranking, ties or not, whether or not complementarity is limited; "
        f"without a ranking it fails in {others:,}"
    )
    return Finding(Verdict.FAILS, f"it fails in {wrong:,} profiles") if wrong else Finding(Verdict.HOLDS, why)


def refusals_last(results: Results) -> Finding:
    """Corollary 3.2.1."""
    found = results["profiles"]
    wrong, patterns = found["ties"]["refusal does not last"], found["ties"]["patterns"]
    if found["lasting"]:
        return Finding(Verdict.FAILS, f"{found['lasting']} strict preferences with H2 do not have it")
    if not wrong:
        return Finding(Verdict.HOLDS, f"for all {patterns} preferences over two partners")
    why = (
        f"if nobody is indifferent: (1) also fails where a partner makes no difference, of which definition 3.5 says "
        f"nothing; of {patterns} preferences over two partners that meet H1 and H2, {wrong} do not have it, all with "
        "ties"
    )
    return Finding(Verdict.PARTLY, why)


def outcome_is_unique(results: Results) -> Finding:
    """Remark 3.3."""
    strict, ties = results["profiles"]["strict"]["H1 and H2"], results["profiles"]["ties"]["strict"]
    sizes = results["sizes"]
    if strict["several stable"]:
        return Finding(Verdict.FAILS, f"{strict['several stable']:,} strict profiles have several stable outcomes")
    if not ties["several stable"]:
        return Finding(Verdict.HOLDS, "one outcome is stable in every profile")
    why = (
        f"if nobody is indifferent: then the match is the only stable outcome in all {strict['profiles']:,} profiles, "
        f"and in {sizes['match alone is stable']} of {sizes['games']} games by size; with ties "
        f"{ties['several stable']:,} of {ties['profiles']:,} have several"
    )
    return Finding(Verdict.PARTLY, why)


def stable_is_pareto(results: Results) -> Finding:
    """Remark 3.4: stable and therefore Pareto optimal."""
    found = results["profiles"]
    told = [*found["strict"].values(), found["ties"]["strict"]]
    wrong = sum(one["stable but dominated"] for one in told)
    why = (
        f"no stable outcome of {sum(one['profiles'] for one in told):,} profiles is dominated: all together would "
        "block it"
    )
    return Finding(Verdict.FAILS, f"{wrong:,} are dominated") if wrong else Finding(Verdict.HOLDS, why)


def stable_is_not_best(results: Results) -> Finding:
    """Remark 3.4: not necessarily welfare maximising."""
    found = results["sizes"]
    example, share = found["examples"]["3.4"], found["share"]
    why = (
        f"its example has welfare {number(example['match'])} instead of {number(example['optimum'])}; in random games "
        f"by size the match makes {percent(share['mean'])} of what sharing could add, on average, at worst "
        f"{percent(share['worst'])}, and all of it in {found['optimal']} of {found['games']}"
    )
    return Finding(Verdict.HOLDS if example["match"] < example["optimum"] else Verdict.FAILS, why)


def example_has_nothing_stable(results: Results) -> Finding:
    """Example 3.5."""
    found = results["sizes"]["examples"]
    stable = [name for name, graphs in found["3.5"].items() if graphs]
    if found["3.5, ranking"] or len(stable) == len(found["3.5"]):
        return Finding(Verdict.FAILS, "it has a common ranking, or something is stable in any case")
    if not stable:
        return Finding(Verdict.HOLDS, "nothing is stable, however agent 2 likes agent 1 alone")
    why = (
        "if agent 2 does not like best to share with agent 1 alone, which the example leaves out. If it does, the two "
        "share, and nobody can do better"
    )
    return Finding(Verdict.PARTLY, why)


def ranking_is_needed(results: Results) -> Finding:
    """Proposition 3.1 does not hold when the top agent assumption is relaxed."""
    return _needed(results, "H2 only", "limited complementarity in the order 1, 2, 3 alone")


def complementarity_is_needed(results: Results) -> Finding:
    """Proposition 3.1 does not hold when limited complementarity is relaxed."""
    finding = _needed(results, "H1 only", "a common ranking alone")
    return Finding(finding.verdict, f"{finding.why}. The paper announces an example and prints none")


def _needed(results: Results, name: str, words: str) -> Finding:
    found = results["profiles"]["strict"][name]
    why = (
        f"of {found['profiles']:,} strict profiles with {words} the match is unstable in "
        f"{found['match unstable']:,}, and nothing is stable in {found['none stable']:,}"
    )
    return Finding(Verdict.HOLDS if found["none stable"] else Verdict.FAILS, why)


def substitutes_are_limited(results: Results) -> Finding:
    """Section 2: limited complementarity is satisfied under substitutability, and holds more broadly."""
    three, four = results["profiles"]["substitutes"].values()
    if not (three["H2 fails"] or four["H2 fails"] or three["without H1, H2 fails"]):
        return Finding(Verdict.HOLDS, "no substitutable preference fails it")
    why = (
        f"for three agents with a common ranking ({three['patterns']} of {three['patterns']} preferences). Without a "
        f"ranking {three['without H1, H2 fails']} of {three['without H1']} fail it, and with four agents "
        f"{four['H2 fails']} of {four['patterns']}: substitutability is about sets that are chosen, definition 3.5 "
        "about all"
    )
    return Finding(Verdict.FAILS if three["H2 fails"] else Verdict.PARTLY, why)
