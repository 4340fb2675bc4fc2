"""A learning round of five parties in a terminal, with a runner in another one, exactly as README shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from databourse.chain import devnet
from databourse.learning import Problem, Rows, classifier, measure, read_rows
from databourse.mechanisms.learning import Outcome, single_task
from databourse.runner.model_file import unpack_model
from tests.integration.play import in_background
from tests.integration.test_by_hand import bourse
from tests.integration.test_chain_by_hand import blocks, typed

NAMES = ("alice", "bob", "carol", "dave", "erin")
USUAL = "http://127.0.0.1:8650"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a new user stands; whatever runs there is stopped at the end."""
    yield tmp_path
    devnet.stop()


def outcome_of(folder: Path) -> tuple[Outcome, int, int]:
    """What the files there lead to, trained here; with what everybody's model gets right, and of how many rows."""
    parties = [read_rows(folder / f"party{party}.csv") for party in range(len(NAMES))]
    tasks = [read_rows(folder / f"party{party}-validation.csv") for party in range(len(NAMES))]
    task = Rows.of(np.concatenate([rows.features for rows in tasks]), np.concatenate([rows.labels for rows in tasks]))
    table = measure(Problem.of(parties, [task]), classifier("logistic")).tables[0].closure()
    return Outcome.of(single_task(table), 100 * 10**18), table.everybody, len(task)


def test_a_round_of_five_parties(folder: Path) -> None:
    bourse("devnet start --port 0")
    bourse("deploy --yes")
    start, commands, shown = blocks("## A learning round by hand")[:3]
    words = start.strip().removeprefix("bourse ").split()
    with in_background(*words, "--port", 0, "--json") as runner:
        assert runner.stdout is not None
        url = json.loads(runner.stdout.readline())["url"]
        lines = [line.replace(USUAL, url) for line in commands.splitlines()]
        told = {line.split()[2]: typed(line) for line in lines}
    assert (folder / "clinics.png").stat().st_size > 10_000
    assert "31 models trained" in told["train"] and "the same" in told["retrain"]
    assert "The audit passes" in told["replay"]
    assert unpack_model((folder / "model.npz").read_bytes()).linear is not None

    outcome, right, size = outcome_of(folder / "digits")
    assert f"everybody's model gets {right} of {size} validation rows right" in told["show"]
    rows = [line.split() for line in told["show"].splitlines() if line.split()[1:2] and line.split()[1] in NAMES]
    accuracy, money = rows[:5], rows[5:]
    assert [row[1] for row in accuracy] == [row[1] for row in money] == list(NAMES)
    assert [row[8] for row in accuracy] == [f"{float(100 * share):.1f}" for share in outcome.shapley]
    paid = outcome.payments
    parties = json.loads(bourse("learning show clinics --json"))["parties"]
    for party, *amounts in zip(parties, paid.fees, paid.charges, paid.payouts, paid.net, strict=True):
        assert [int(party[name]) for name in ("fee", "charge", "payout", "net")] == amounts
    # the figures of the guide are those of one machine; what they are called is the same everywhere
    header = next(line for line in told["show"].splitlines() if line.startswith("party  who"))
    assert shown.splitlines()[0] == header.rstrip()
