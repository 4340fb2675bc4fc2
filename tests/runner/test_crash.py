"""A runner that is killed half way goes on from there when it is started again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from databourse.runner.round_folder import unfinished
from tests.runner.dying import ENTRIES, chain_of
from tests.runner.rounds import NUMBER, SERIES, Chain, bundle, data, facts, join, nothing, params, runner_of

NAMES = ("alice", "bob", "carol", "dave")
SETS = 15


def test_killed_half_way_it_goes_on_and_trains_nothing_twice(tmp_path: Path) -> None:
    chain = Chain(facts(params=params(model="logistic")))
    runner = runner_of(chain, tmp_path / "runner")
    for seed, name in enumerate(NAMES):
        join(chain, runner, name, bundle(name, data(seed), data(50 + seed, 9)))
    told = [(entry.who, entry.lock, entry.data.hex()) for entry in chain.now.entries]
    (tmp_path / ENTRIES).write_text(json.dumps(told))
    assert list(unfinished(tmp_path / "runner")) == []

    words = [sys.executable, "-m", "tests.runner.dying", str(tmp_path), "9"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        counted = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert 9 <= counted < SETS
    with closing(sqlite3.connect(tmp_path / "runner" / "cells.sqlite")) as cells:
        kept = cells.execute("SELECT count(*) FROM cells").fetchone()[0]
    assert kept == counted
    assert list(unfinished(tmp_path / "runner")) == [(SERIES, NUMBER)]

    again = chain_of(tmp_path)
    trained = runner_of(again, tmp_path / "runner").train(SERIES, NUMBER, nothing)
    assert (trained.fits, trained.known) == (SETS - counted, counted)
    assert list(unfinished(tmp_path / "runner")) == []

    # and what it signs is what it would have signed without dying
    other = runner_of(again, tmp_path / "other")
    for path in (tmp_path / "runner").rglob("bundles/*"):
        copy = tmp_path / "other" / path.relative_to(tmp_path / "runner")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    fresh = other.train(SERIES, NUMBER, nothing)
    assert (fresh.fits, fresh.known) == (SETS, 0)
    assert fresh.statement == trained.statement
