"""The solver in floats, O(n²K²) or, where few states can follow a state, O(n²·moves + nK·log K), compiled by numba.

`solve_chain` and all that it calls are parts of kernels (see `mechanisms.compiled`), so a search over thousands of
matrices can call it from a kernel of its own, with one `Chain` and one `Work`:

    def best_of(chain: Chain, candidates: Floats, work: Work, tolerance: float) -> float:
        trades = len(chain.dense)
        best = 0.0
        for row in range(len(candidates)):
            best = max(best, solve_chain(chain, candidates[row], work, tolerance, trades))
        return best

    compiled(best_of)(model.flat.chain, candidates, room(model.flat.chain), TOLERANCE)
"""

from databourse.mechanisms.resale.kernel.layout import Chain, Floats, Work, room
from databourse.mechanisms.resale.kernel.solving import solve_chain

#: Relative: numbers that are nearer than this in proportion to what they are the sum of count as equal.
TOLERANCE = 1e-12

__all__ = ["TOLERANCE", "Chain", "Floats", "Work", "room", "solve_chain"]
