"""What the paper prints: the cells of its Table 1, and the numbers of its text."""

from __future__ import annotations

from dataclasses import dataclass

#: The paper's models, of which the first is compared in two readings, and its matrices.
MODELS = ("1", "2", "3", "4")
MATRICES = ("RAW", "AVE", "OPT")
MEASURES = ("welfare", "volume")


@dataclass(frozen=True)
class Cell:
    """A mean over sampled profiles with its error, both printed to three decimals."""

    mean: float
    margin: float

    def agrees(self, value: float) -> bool:
        """Whether a value is within the error; both numbers are rounded, by up to half of their last digit."""
        return abs(value - self.mean) <= self.margin + 2 * _HALF_A_DIGIT + 1e-9

    def __str__(self) -> str:
        return f"{self.mean:.3f} ± {self.margin:.3f}"


_HALF_A_DIGIT = 0.0005

TABLE_1: dict[str, dict[str, tuple[Cell, ...]]] = {
    "welfare": {
        "RAW": (Cell(4.400, 0.053), Cell(0.232, 0.003), Cell(2.021, 0.008), Cell(0.241, 0.002)),
        "AVE": (Cell(6.973, 0.073), Cell(0.474, 0.001), Cell(2.575, 0.012), Cell(0.269, 0.002)),
        "OPT": (Cell(10.804, 0.099), Cell(0.621, 0.002), Cell(2.577, 0.012), Cell(0.337, 0.004)),
    },
    "volume": {
        "RAW": (Cell(0.664, 0.011), Cell(0.858, 0.011), Cell(0.660, 0.013), Cell(0.876, 0.012)),
        "AVE": (Cell(1.363, 0.013), Cell(3.055, 0.003), Cell(1.353, 0.014), Cell(1.001, 0.014)),
        "OPT": (Cell(4.401, 0.002), Cell(4.524, 0.002), Cell(1.353, 0.014), Cell(1.519, 0.028)),
    },
}

#: By how many percent a matrix is said to be better than RAW, on the average of the four models.
IMPROVEMENTS = {("AVE", "volume"): 120.0, ("AVE", "welfare"): 50.4, ("OPT", "volume"): 291.9, ("OPT", "welfare"): 95.0}

#: How many players are said to have less than under RAW.
EXCEPTIONS = 2

#: Minutes that the search for OPT is said to take at five trades.
OPT_MINUTES = 1


def cell(measure: str, matrix: str, model: str) -> Cell:
    """A cell of Table 1."""
    return TABLE_1[measure][matrix][MODELS.index(model[0])]
