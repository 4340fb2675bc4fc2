"""How long markets of models take: Shapley values, whole outcomes, ridge tables, and pyDVL on the same task.

    python -m bench.speed.learning [--write] [--json FILE]

Every figure of the first table is the best of several runs, in milliseconds; the second table is one run of each.
"""

from __future__ import annotations

from bench.speed.coalition import measure_all, table
from bench.speed.figures import command_line, publish
from bench.speed.learning_contestants import TASKS, problem
from bench.speed.pydvl_task import compare
from bench.speed.pydvl_task import table as table_of_values

SECONDS_EACH = 1.0
PARTIES = 8
JOBS = 2
NAME = "learning-speed"


def main() -> None:
    """The command line."""
    chosen = command_line(__doc__).parse_args()
    figures = list(measure_all(TASKS, SECONDS_EACH))
    values = compare(problem(PARTIES), JOBS)
    publish([*figures, *values], f"{table(figures, 'parties')}\n\n{table_of_values(values)}", NAME, chosen)


if __name__ == "__main__":
    main()
