"""What Algorithm 1 finds: whether it ends, and how good that is."""

from __future__ import annotations

from databourse.experiments.coalition.convergence import DEVICES as GAME_DEVICES
from databourse.experiments.coalition.optimum import DEVICES
from databourse.experiments.coalition.review.claims import CLAIMS
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, table
from databourse.experiments.review.section import Section, figure, join


def _stability(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["convergence"]
    example, games = found["counterexample"], found["games"]
    names = ("no Nash partition", "Algorithm 1 goes on", "Algorithm 1 stops unstable", "individually stable")
    rows = [
        (number(float(cost)), *(percent(one[name] / games) for name in names)) for cost, one in found["costs"].items()
    ]
    alone, together = ([number(value) for value in example[key]] for key in ("alone", "together"))
    return join(
        f"""
        **By hand.** Two devices with prices 10 and 1, influence 1 and κ = 1. Alone they get {alone[0]} and {alone[1]},
        together {together[0]} and {together[1]}: the first always joins the second, the second always leaves. Neither
        of the two partitions is stable, so no procedure can end in a stable one, and Algorithm 1 never ends.
        """,
        f"""
        **In random games** of {GAME_DEVICES} devices ({games} for each cost; prices from 0 to 10), all 203 partitions
        tried: how many have no partition in which nobody gains by moving; in how many Algorithm 1 still moves after 300
        sweeps, or stops where somebody would gain (it looks at two random coalitions, so it can miss one); and how many
        end individually stable if those who would receive a device are asked.
        """,
        figure("stability", "Stability by the cost of a coalition"),
        table(["κ", "no Nash partition", "Algorithm 1 goes on", "stops unstable", "stable with consent"], rows),
        f"""
        The proofs that the paper cites are for other games: if what two devices are to each other is the same to both
        and adds up, {found["separable, no Nash partition"]} of {games} random games of five devices are without a Nash
        partition.
        """,
        CLAIMS.listed(results, "Algorithm 1 (stable)"),
    )


def _optimum(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["optimum"]
    rows = [
        (
            f"κ = {number(float(cost))}, {name}",
            percent(one["mean"]),
            percent(one["worst"]),
            percent(one["optimal"] / found["games"]),
        )
        for cost, ways in found["costs"].items()
        for name, one in ways.items()
    ]
    return join(
        f"""
        Fig 11 compares times; what the cheaper solution is worth it does not show. In {found["games"]} random leakage
        games of {DEVICES} devices (prices from 0 to 10, influence from 0 to 1) for each cost κ, the sum of payoffs as a
        share of the exact optimum:
        """,
        table(["", "mean", "worst", "optimal in"], rows),
        """
        Without a cost the best is to stay all together, and every procedure finds that. With one, Algorithm 1 and the
        form that asks for consent seldom reach the best: they end where nobody moves, not where the sum is largest.
        """,
        CLAIMS.listed(results, "Algorithm 1 (best)", "Fig 12 (average)"),
    )


SECTIONS = (
    Section("Does Algorithm 1 end?", ("convergence",), _stability),
    Section("What the cheaper solution is worth", ("optimum", "contracts"), _optimum),
)
