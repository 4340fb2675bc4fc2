"""Verdicts on copies: Theorem 1, its lemmas, real data, and markets with a task for each."""

from __future__ import annotations

from fractions import Fraction

from databourse.experiments.learning.review.on_model import total
from databourse.experiments.learning.theorem import ALIKE, COPIES
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, percent

_PAY = [f"{copies} copies pay" for copies in COPIES]


def later_copies_add_little(results: Results) -> Finding:
    """Lemma 1."""
    shapes = results["theorem"]["shapes"]
    cases, more = (total(shapes, name) for name in ("cases", "later copies add more than a_i"))
    why = (
        f"it does for {cases - more:,} of {cases:,} parties. Lemma 2 then writes an equality, where ≤ is meant, and is "
        "all that is needed"
    )
    return Finding(Verdict.FAILS if more else Verdict.HOLDS, why)


def theorem_1(results: Results) -> Finding:
    """Theorem 1 under its assumptions."""
    shapes = results["theorem"]["shapes"]
    under = [shapes["supermodular"], shapes["modular"]]
    cases = sum(one["cases"] for one in under)
    paying = [sum(one[name] for one in under) for name in _PAY]
    if any(paying):
        return Finding(
            Verdict.FAILS, f"1, 2 and 3 copies pay for {listing(list(map(str, paying)))} of {cases:,} parties"
        )
    every, silent = (total(shapes, name) for name in ("cases", "pays though the index is at most 0"))
    why = (
        f"0 of {cases:,} parties gain by a copy where accuracy is supermodular, nor by two or three, of which the "
        f"theorem does not speak. A weaker condition is enough, and can be read off the table: with an index L of at "
        f"most 0 copies paid in {silent} of {every:,} cases"
    )
    return Finding(Verdict.FAILS if silent else Verdict.HOLDS, why)


def supermodularity_is_needed(results: Results) -> Finding:
    """Theorem 1 as it is stated in section 4.1: without its assumptions."""
    shapes, nets = results["theorem"]["shapes"], results["examples"]["single"]["nets"]
    told = [f"{one[_PAY[0]]} of {one['cases']:,} ({shape})" for shape, one in shapes.items() if one[_PAY[0]]]
    if not told:
        return Finding(Verdict.HOLDS, "no copy pays in any random table")
    why = (
        f"only if accuracy is supermodular, or the index is at most 0: a copy pays for {listing(told)} parties of "
        f"random tables. Smallest: accuracy is 1 with party 1, or with 2 and 3 together; party 1 nets {nets[0]}, with "
        f"one copy {nets[1]}, with two {nets[2]}"
    )
    return Finding(Verdict.PARTLY, why)


def alike_parties_do_not_copy(results: Results) -> Finding:
    """Section 4.1: where every party is equivalent."""
    found = results["theorem"]["shapes"][ALIKE]
    paying = [found[name] for name in _PAY]
    why = (
        f"where only the number of parties counts copies pay for {max(paying)} of {found['cases']:,} parties. "
        f"t^R is not 0, though, but below 0 for {found['1 copies cost']:,} of them: a copy is no party like the others"
    )
    return Finding(Verdict.FAILS if any(paying) else Verdict.HOLDS, why)


def real_copies_do_not_pay(results: Results) -> Finding:
    """Abstract, section 6: robust to replication with the usual models."""
    found = results["copies"]
    paying, cases = (total(found, name) for name in ("pays", "cases"))
    if not paying:
        return Finding(Verdict.HOLDS, f"no copy pays in {cases} cases")
    told = listing([f"{one['pays']} of {one['cases']} ({name})" for name, one in found.items()])
    largest = max(one["largest"] for one in found.values())
    same, other = (
        (total(found, f"pays, {kind} labels"), total(found, f"cases, {kind} labels")) for kind in ("same", "different")
    )
    why = (
        f"where parties bring different labels: there copies pay in {other[0]} of {other[1]} cases, where all have the "
        f"same labels in {same[0]} of {same[1]}. By learner: {told}; at most {number(largest)} of accuracy is gained"
    )
    return Finding(Verdict.PARTLY if other[0] < other[1] / 20 else Verdict.FAILS, why)


def several_tasks(results: Results) -> Finding:
    """Section 4.2: the condition and the lemma carry over."""
    under = [results["tasks"]["shapes"][shape]["counts"] for shape in ("supermodular", "modular")]
    cases, pays, before = (
        sum(one[what] for one in under) for what in ("cases", "copy, all tasks", "copy, original tasks")
    )
    nets = results["examples"]["several"]
    rising = Fraction(nets["all tasks"][1]) > Fraction(nets["all tasks"][0])
    told = ", ".join(nets["all tasks"][:4])
    falls = ", ".join(nets["original tasks"][:4])
    if not rising and not pays:
        return Finding(Verdict.HOLDS, f"no copy pays in {cases:,} cases")
    why = (
        f"the first sum of w has the copies' tasks too, so copies change both parts of it. A market in which all "
        f"assumptions hold: party 1 nets {told}, … with 0, 1, 2, 3 copies, at a fee of {nets['deposits']}. Lemma 3 "
        f"keeps the tasks of the market before there were copies ({falls}, …), which nobody can know. In random "
        f"markets with supermodular or modular accuracy a copy pays in {pays} of {cases:,} cases, with the tasks of "
        f"before in {before}"
    )
    return Finding(Verdict.FAILS, why)


def fees_balance(results: Results) -> Finding:
    """Introduction: every identity pays a fee, which balances what it earns."""
    found = results["tasks"]
    told = {shape: one["counts"]["phantom, all tasks"] for shape, one in found["shapes"].items()}
    if not any(told.values()):
        return Finding(Verdict.HOLDS, "no phantom task pays")
    largest = max(one["largest"]["phantom, all tasks"] for one in found["shapes"].values())
    ours = max(one["largest"]["phantom, gap-weighted"] for one in found["shapes"].values())
    counts = listing([f"{count} ({shape})" for shape, count in told.items()])
    why = (
        f"the fee is chosen by who pays it: an identity whose task the own data solve already pays none, and by the "
        f"published w makes these data worth more. It pays in {counts} of {found['markets']} markets each, up to "
        f"{number(largest)} of accuracy; gap-weighted up to {number(ours)}"
    )
    return Finding(Verdict.FAILS, why)


def gaps_help(results: Results) -> str:
    """How often attacks pay by the gap-weighted w, for a text."""
    found = results["tasks"]
    told = []
    for shape, one in found["shapes"].items():
        copies = percent(one["counts"]["copy, gap-weighted"] / one["counts"]["cases"])
        phantoms = percent(one["counts"]["phantom, gap-weighted"] / found["markets"])
        told.append(f"{shape} {copies} and {phantoms}")
    return listing(told)
