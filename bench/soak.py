"""Fifty slots in a row, run by real processes, with the node ended twice on the way: is anything lost?

    python -m bench.soak [--slots 50] [--seconds 5]

`bourse slot open --every` keeps a series going under the three rules, `bourse solver run` settles it, people with
accounts of their own trade in every slot. Under the first rule the node is stopped and started again from its saved
state; under the second it is killed, and comes back without its last blocks. At the end everything is replayed and
added up; a single base unit that is missing makes the exit code 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.soak_audit import Findings, examine
from bench.soak_people import People
from bench.soak_processes import Bourse, Node
from databourse.chain.config import resolve_network
from databourse.chain.connection import connect
from databourse.chain.exchange import Exchange
from databourse.cli.rules import SETTLED
from databourse.errors import BourseError

SERIES = "soak"
_PATIENCE = 120.0


@dataclass(frozen=True)
class Plan:
    """How long the run is.

    Attributes:
        slots: in a row, shared by the three rules.
        seconds: that each of them takes entries.
        stopped_in: number of the slot in which the node is stopped and started again.
        killed_in: number of the slot in which it is killed.
    """

    slots: int
    seconds: int
    stopped_in: int | None
    killed_in: int | None

    def shares(self) -> list[tuple[str, int]]:
        """Each rule and how many slots in a row have it."""
        each, more = divmod(self.slots, len(SETTLED))
        shares = [(rule, each + (turn < more)) for turn, rule in enumerate(SETTLED)]
        return [(rule, count) for rule, count in shares if count]


class Soak:
    """One run of a plan."""

    def __init__(self, plan: Plan, node: Node, bourse: Bourse, say: Callable[[str], None]) -> None:
        self._plan = plan
        self._bourse = bourse
        self._say = say
        self._interruptions = {plan.stopped_in: node.stop, plan.killed_in: node.kill}
        self._deadline = time.monotonic() + plan.slots * (plan.seconds + 2) + _PATIENCE
        bourse.run("deploy", "--yes")
        bourse.run("series", "create", SERIES, "--kind", "temperature", "--fee", "0.1", "--from", "operator", "--yes")
        self._exchange = Exchange.open(connect(resolve_network()))
        self._people = People(self._exchange, bourse, series=1)

    def run(self, folder: Path) -> Findings:
        """Runs the processes, and tells what was found in the end."""
        self._people.prepare(folder)
        solving = ("solver", "run", "--withdraw-above", "1", "--poll", "1s", "--heartbeat", "10s", "--from", "solver")
        with self._bourse.process("solver", *solving) as solver:
            for rule, count in self._plan.shares():
                self._say(f"{count} slots under {rule} …")
                self._keep_going(rule, count)
            solver.stop()
        solver.require_ended_well()
        findings = examine(self._exchange, self._people, solver.events())
        rounds = self._exchange.round_view(self._people.series).round
        findings.require(rounds == self._plan.slots, f"there were {rounds} slots instead of {self._plan.slots}")
        return findings

    def _keep_going(self, rule: str, count: int) -> None:
        """Lets a keeper open slots under one rule, and people enter each of them, until the keeper is done."""
        times = ("--every", f"{self._plan.seconds}s", "--settle-within", "90s", "--rounds", count)
        opening = ("slot", "open", SERIES, "--rule", rule, *times, "--from", "operator")
        with self._bourse.process(f"keeper-{rule}", *opening) as keeper:
            while keeper.running():
                if time.monotonic() > self._deadline:
                    raise BourseError("the slots take too long", "look at the logs of the processes")
                with suppress(BourseError):  # the node may just be away; the next turn tries again
                    view = self._exchange.round_view(self._people.series)
                    self._people.enter(view)
                    if interruption := self._interruptions.pop(view.round, None):
                        self._say(f"slot {view.round}: {interruption.__doc__}")
                        interruption()
                time.sleep(0.3)
        keeper.require_ended_well()


def soak(plan: Plan, say: Callable[[str], None]) -> Findings:
    """Runs the plan on a chain of its own."""
    with _folder() as folder, Node(folder).running() as node:
        return Soak(plan, node, Bourse(folder), say).run(folder)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that this process and those that it starts work in, whatever the environment says."""
    names = ("BOURSE_HOME", "BOURSE_DEPLOYMENTS")
    outside = {name: os.environ.get(name) for name in names}
    with TemporaryDirectory(prefix="databourse-soak-") as folder:
        os.environ.update(dict.fromkeys(names, folder))
        try:
            yield Path(folder)
        finally:
            for name, value in outside.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


def main() -> int:
    """Runs the soak; 1 if anything is lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--slots", type=int, default=50, help="how many in a row (default: 50)")
    parser.add_argument("--seconds", type=int, default=5, help="that each takes entries (default: 5)")
    chosen = parser.parse_args()
    if chosen.slots < 3 or chosen.seconds < 2:
        parser.error("at least 3 slots of at least 2 seconds")
    share = chosen.slots // len(SETTLED)
    plan = Plan(chosen.slots, chosen.seconds, stopped_in=1 + share // 2, killed_in=1 + share + share // 2)
    started = time.monotonic()
    findings = soak(plan, say=lambda line: print(line, flush=True))
    print("\n".join(findings.lines()))
    print(f"{time.monotonic() - started:.0f} s in all.")
    return 1 if findings.losses else 0


if __name__ == "__main__":
    sys.exit(main())
