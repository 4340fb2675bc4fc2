"""A learning round from its opening to the models that parties get."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from databourse.learning import Problem, Ridge, Rows, measure
from databourse.mechanisms.learning import Outcome, Table, single_task
from databourse.runner.model_file import unpack_model
from tests.cli.conftest import TOKEN, act, ok, refused, tokens
from tests.cli.learning import rounds

pytestmark = pytest.mark.usefixtures("market")
NAMES = rounds.PARTIES[:3]


def table_of(names: tuple[str, ...]) -> Table:
    """The closed table of what these bring, trained here."""
    brought = [rounds.data_of(name) for name in names]
    features = np.concatenate([validation.features for _, validation in brought])
    labels = np.concatenate([validation.labels for _, validation in brought])
    return measure(Problem.of([own for own, _ in brought], [Rows.of(features, labels)]), Ridge()).tables[0].closure()


def test_a_round_pays_what_the_table_says_and_everybody_gets_a_model(runner: str, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("le-round", "--fee", "0.5"), runner)
    for place, name in enumerate(NAMES):
        before = rounds.show(slot)
        assert len(before["parties"]) == place and before["status"] == "open"
        told = rounds.join(slot, tmp_path, name)
        assert (told["entry"], told["lock"], told["upload"]["party"]) == (place, tokens(rounds.BUDGET), place)
        assert told["rows"] == len(rounds.data_of(name)[0]) and told["features"] == 3
    assert [party["uploaded"] for party in rounds.show(slot)["parties"]] == [True] * 3
    assert "has not begun to train" in ok("learning", "show", slot).out

    table = table_of(NAMES)
    outcome = Outcome.of(single_task(table), rounds.BUDGET * TOKEN)
    assert outcome.pot > 0
    trained = rounds.train(slot)
    assert trained["present"] == [0, 1, 2] and trained["absent"] == [] and trained["validation_size"] == 36
    preview = rounds.show(slot)
    assert preview["status"] == "posting" and preview["settled"] is None
    (stated,) = preview["statements"]
    assert stated["counts"] and stated["statement"] == trained["statement"]
    again = rounds.train(slot)
    assert again["transaction"] is None and again["statement"] == trained["statement"]

    settled = rounds.settle(slot)
    shown = rounds.show(slot)
    assert (settled["way"], settled["fees"]) == ("settle", tokens(1.5))
    assert preview["parties"] == settled["parties"] == shown["parties"]
    for place, party in enumerate(shown["parties"]):
        assert (party["right_alone"], party["right_together"]) == (table.alone[place], table.everybody)
        assert Fraction(party["gain"]) == outcome.gains[place]
        assert Fraction(party["shapley"]) == outcome.shapley[place]
        assert Fraction(party["index"]) == outcome.replication_index[place]
        for field, paid in (
            ("fee", outcome.payments.fees),
            ("charge", outcome.payments.charges),
            ("payout", outcome.payments.payouts),
            ("net", outcome.payments.net),
        ):
            assert int(party[field]) == paid[place], field
    told = ok("learning", "show", slot, "--plot", tmp_path / "round.png").out
    assert "signed by dev19, its runner, and was posted by operator" in told and "solver settled it" in told
    assert "3 of 3 parties present, 36 validation rows, 8 cells" in told
    assert (tmp_path / "round.png").stat().st_size > 10_000
    assert "is settled already" in refused(4, "learning", "settle", slot, "--from", "solver", "--yes")

    validation = tmp_path / f"{NAMES[1]}-v.csv"
    words = ("learning", "download-model", slot, "--out", "model.npz", "--validation", validation)
    model = act(NAMES[1], *words)
    linear = unpack_model(Path("model.npz").read_bytes()).linear
    assert linear is not None and model["pickled"] is False
    rows = rounds.data_of(NAMES[1])[1]
    assert model["right"] == int((linear.predict(rows.features) == rows.labels).sum())
    right = sum(
        int((linear.predict(task.features) == task.labels).sum())
        for task in (rounds.data_of(name)[1] for name in NAMES)
    )
    assert right == table.everybody
    assert "is there already" in refused(2, *words, "--from", NAMES[1], "--yes")
