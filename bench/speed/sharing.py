"""How long sharing takes: the ordered match, what one buyer buys, and a market's payments.

    python -m bench.speed.sharing [--write] [--json FILE]

Every figure is the best of several runs, in milliseconds. What is compiled has been compiled before the clock starts.
"""

from __future__ import annotations

from bench.speed.coalition import measure_all, table
from bench.speed.figures import command_line, publish
from bench.speed.sharing_contestants import TASKS
from databourse.mechanisms import compiled

SECONDS_EACH = 1.0
NAME = "sharing-speed"


def main() -> None:
    """The command line."""
    chosen = command_line(__doc__).parse_args()
    compiled.COMPILED_FROM = 0
    figures = list(measure_all(TASKS, SECONDS_EACH))
    publish(figures, table(figures, "agents"), NAME, chosen)


if __name__ == "__main__":
    main()
