"""Table 1 against the exact values: which cells agree, and what becomes of the percentages that follow from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from databourse.experiments.resale.published import (
    IMPROVEMENTS,
    MATRICES,
    MEASURES,
    MODELS,
    Cell,
    cell,
)
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, percent

WITHIN, ROUNDING, APART = "within error", "rounding", "not reproduced"

#: What a technicality may move at the most.
SMALL = 0.01

#: The grid on which rounding gives model 4 as the paper has it; that of model 2 is the only one.
LIKELY_GRIDS = {"2": "k / 10", "4": "−1 + 0.1 i"}


@dataclass(frozen=True)
class Compared:
    """A published cell beside ours.

    Attributes:
        exact: in exact arithmetic; for model 1 in both readings of it.
        rounded_off: as floats give it, by the grid.
    """

    measure: str
    matrix: str
    model: str
    published: Cell
    exact: dict[str, float]
    rounded_off: dict[str, float]

    @property
    def verdict(self) -> str:
        """Whether the exact value explains the cell, or rounding does, or neither."""
        if all(map(self.published.agrees, self.exact.values())):
            return WITHIN
        return ROUNDING if any(map(self.published.agrees, self.rounded_off.values())) else APART


def compared(results: Results) -> Iterator[Compared]:
    """All cells, in the order of the paper."""
    for measure in MEASURES:
        for matrix in MATRICES:
            for model in MODELS:
                names = ("1", "1'") if model == "1" else (model,)
                exact = {name: results["chains"][name][matrix][measure] for name in names}
                grids = results["rounding"].get(model, {}).get(matrix, {}).get("grids", {})
                rounded_off = {words: one[measure] for words, one in grids.items()}
                yield Compared(measure, matrix, model, cell(measure, matrix, model), exact, rounded_off)


def cells_agree(results: Results) -> Finding:
    """Table 1."""
    cells = list(compared(results))
    counts = {verdict: sum(one.verdict == verdict for one in cells) for verdict in (WITHIN, ROUNDING, APART)}
    told = f"{counts[WITHIN]} of {len(cells)} cells are within the printed error of the exact values"
    if counts[APART]:
        return Finding(Verdict.FAILS, f"{told}, and {counts[APART]} are explained by nothing that was tried")
    if counts[ROUNDING]:
        names = listing(
            [f"{one.matrix} {one.measure} of model {one.model}" for one in cells if one.verdict == ROUNDING]
        )
        why = f"on floats whose last bit decides ties: {told}; the others ({names}) are what rounding makes of them"
        return Finding(Verdict.PARTLY, why)
    return Finding(Verdict.HOLDS, told)


def ties_matter(results: Results) -> Finding:
    """Section 4: the rule for ties is a convention."""
    moved = {
        measure: {
            name: max(abs(one["highest"][measure] / one["lowest"][measure] - 1) for one in matrices.values())
            for name, matrices in results["rounding"].items()
        }
        for measure in MEASURES
    }
    most = {measure: max(by_model, key=by_model.__getitem__) for measure, by_model in moved.items()}
    told = [f"{measure} by up to {percent(moved[measure][name])} (model {name})" for measure, name in most.items()]
    why = f"asking the highest instead of the lowest of equally good prices moves {listing(told)}"
    small = all(max(by_model.values()) <= SMALL for by_model in moved.values())
    return Finding(Verdict.HOLDS if small else Verdict.FAILS, why)


def improvement(results: Results, matrix: str, measure: str, *, rounded_off: bool = False) -> float:
    """By how many percent a matrix is better than RAW on the average of the models."""
    ratios = []
    for model in MODELS:
        values = {name: results["chains"][model][name][measure] for name in (matrix, "RAW")}
        if rounded_off and model in LIKELY_GRIDS:
            for name, found in results["rounding"][model].items():
                if name in values:
                    values[name] = found["grids"][LIKELY_GRIDS[model]][measure]
        ratios.append(float(values[matrix] / values["RAW"]))
    return 100 * (sum(ratios) / len(ratios) - 1)


def margin(matrix: str, measure: str) -> float:
    """The error of that percentage which follows from the errors of the published cells."""
    squares = []
    for model in MODELS:
        above, below = cell(measure, matrix, model), cell(measure, "RAW", model)
        relative = math.hypot(above.margin / above.mean, below.margin / below.mean)
        squares.append((above.mean / below.mean * relative) ** 2)
    return 100 * math.sqrt(sum(squares)) / len(MODELS)


def improves_by(matrix: str) -> Callable[[Results], Finding]:
    """The percentages of the abstract and of section 5.2."""

    def judge(results: Results) -> Finding:
        exact, rounded_off = [], []
        told = []
        for measure in reversed(MEASURES):
            stated, error = IMPROVEMENTS[matrix, measure], margin(matrix, measure)
            ours, theirs = (improvement(results, matrix, measure, rounded_off=one) for one in (False, True))
            exact.append(abs(ours - stated) <= error)
            rounded_off.append(abs(theirs - stated) <= error)
            told.append(f"{measure} +{ours:.1f} % exactly, +{theirs:.1f} % with rounded ties")
        why = "; ".join(told)
        if all(exact):
            return Finding(Verdict.HOLDS, why)
        if all(rounded_off):
            return Finding(Verdict.PARTLY, f"on floats whose last bit decides ties: {why}")
        return Finding(Verdict.FAILS, why)

    return judge
