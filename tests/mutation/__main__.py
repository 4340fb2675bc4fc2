"""Mutation testing of the contracts: `make mutation`.

Every operator, constant, condition, argument order and statement is changed, one at a time, and the tests must notice.
Exits with 1 while a mutant survives that is not explained in explained.toml.
"""

from __future__ import annotations

import argparse
import os
import queue
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from random import Random

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.mutation import campaign
from tests.mutation.compiler import Compiler
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.results import Results
from tests.mutation.trial import CONTRACTS, INVALID, KILLED, SAME, SURVIVED, Judge, Verdict, rules_with
from tools.build_artifacts import ROOT, find_target

_FOLDER = ROOT / ".build" / "mutation"
_EXPLAINED = Path(__file__).with_name("explained.toml")


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Mutation testing of the contracts.")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="contracts and libraries, such as KthPrice")
    parser.add_argument("--sample", type=int, metavar="N", help="at most this many mutants of each")
    parser.add_argument("--seed", type=int, default=1, help="which ones a sample draws")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="mutants at a time")
    parser.add_argument("--known", action="store_true", help="try nothing, only tell what earlier runs found")
    chosen = parser.parse_args()
    everything = all_mutants()
    unknown = set(chosen.only or []) - {PurePosixPath(path).stem for path in everything}
    if unknown:
        print(f"no such contract or library: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    picked = {
        path: _sample(mutants, chosen.sample, chosen.seed)
        for path, mutants in everything.items()
        if not chosen.only or PurePosixPath(path).stem in chosen.only
    }
    # in turn, so that a run that is stopped early knows as much about one contract as about another
    order = [mutant for turn in zip_longest(*picked.values()) for mutant in turn if mutant is not None]
    verdicts = judge(order, 0 if chosen.known else chosen.workers)
    explained = {(one["path"], one["before"], one["after"]) for one in explanations()}
    return report({path: len(mutants) for path, mutants in everything.items()}, verdicts, explained)


def all_mutants() -> dict[str, list[Mutant]]:
    """By the path of their source: what is deployed and the libraries that it stands on."""
    compiler = Compiler()
    found: dict[str, list[Mutant]] = {}
    for contract in CONTRACTS:
        sources = find_target(ROOT, contract).sources
        ours = [path for path in sources if path.startswith("contracts/") and "/interfaces/" not in path]
        new = sorted(set(ours) - found.keys(), key=lambda path: (path != contract, path))
        trees = compiler.syntax_trees(sources, new)
        found |= {path: mutants_of(path, sources[path], trees[path]) for path in new}
    compiler.close()
    return found


def explanations() -> list[dict[str, str]]:
    """Why some mutants cannot be killed."""
    found: list[dict[str, str]] = tomllib.loads(_EXPLAINED.read_text(encoding="utf-8")).get("mutant", [])
    return found


def judge(mutants: Sequence[Mutant], workers: int) -> dict[Mutant, Verdict]:
    """Tries those about which nothing is known yet, so many at a time; none if `workers` is 0."""
    results = Results(_FOLDER / "results.jsonl")
    waiting = [mutant for mutant in mutants if results.get(mutant) is None]
    if waiting and workers:
        for rule in set().union(*(rules_with(path) for path in {mutant.path for mutant in waiting})):
            campaign.questions(rule)
        _try_all(waiting, results, min(workers, len(waiting)))
    return {mutant: verdict for mutant in mutants if (verdict := results.get(mutant))}


def _try_all(mutants: Sequence[Mutant], results: Results, workers: int) -> None:
    idle: queue.SimpleQueue[Judge] = queue.SimpleQueue()
    judges = [Judge(_FOLDER / f"worker-{number}") for number in range(workers)]
    for one in judges:
        idle.put(one)

    def try_one(mutant: Mutant) -> None:
        one = idle.get()
        try:
            results.put(mutant, one.try_one(mutant))
        finally:
            idle.put(one)

    with ThreadPoolExecutor(workers) as pool:
        done = pool.map(try_one, mutants)
        for _ in track(done, f"{len(mutants):,} mutants", len(mutants), console=Console(stderr=True)):
            pass
    for one in judges:
        one.close()


def _sample(mutants: Sequence[Mutant], size: int | None, seed: int) -> list[Mutant]:
    """The first of them in an order that only the seed decides, so a larger sample holds every smaller one."""
    order = list(mutants)
    Random(seed).shuffle(order)
    return order[:size]


def report(made: dict[str, int], verdicts: dict[Mutant, Verdict], explained: Iterable[tuple[str, str, str]]) -> int:
    """A table, then the survivors; returns the exit code."""
    console = Console(width=120)
    survivors = [mutant for mutant, verdict in verdicts.items() if verdict.outcome == SURVIVED]
    known = set(explained)
    unexplained = [one for one in survivors if (one.path, one.before, one.after) not in known]
    table = Table("contract")
    for name in ("mutants", "tried", "no code", "same code", "killed", "survived", "explained", "score"):
        table.add_column(name, justify="right")
    for path in [*made, ""]:
        here = {mutant: verdict for mutant, verdict in verdicts.items() if path in ("", mutant.path)}
        if not here:
            continue
        outcomes = Counter(verdict.outcome for verdict in here.values())
        open_ones = sum(path in ("", one.path) for one in unexplained)
        total = sum(made.values()) if not path else made[path]
        alive = outcomes[SURVIVED]
        counts = [total, len(here), outcomes[INVALID], outcomes[SAME], outcomes[KILLED], alive, alive - open_ones]
        score = outcomes[KILLED] / max(1, outcomes[KILLED] + open_ones)
        table.add_row(PurePosixPath(path).stem or "all", *(f"{count:,}" for count in counts), f"{score:.1%}")
    console.print(table)
    by = Counter(verdict.by for verdict in verdicts.values() if verdict.by)
    print("killed by:", ", ".join(f"{name} {count:,}" for name, count in by.most_common()))
    for one in unexplained:
        print(f"survived: {one}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
