"""How pictures are dealt out, and what parts make of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from databourse.experiments.learning import customised, relevance, validation
from databourse.experiments.learning.pictures import DATA, KINDS, LABELS, Source, dealt, joined, pictures, uneven
from databourse.learning import Ridge, Rows
from databourse.learning.images import digits
from tests.experiments.runs import Run

SOURCE = Source("digits", 300, 7)


def _told(rows: Rows) -> list[tuple[float, ...]]:
    return sorted(map(tuple, rows.features.tolist()))


def test_splits_have_all_pictures_once() -> None:
    train, task = SOURCE.split("here", 1)
    assert (len(train), len(task)) == (225, 75)
    assert _told(joined([train, task])) == _told(pictures("digits", 300))
    assert SOURCE.split("here", 1)[1].digest == task.digest
    assert task.digest not in {SOURCE.split("here", 2)[1].digest, Source("digits", 300, 8).split("here", 1)[1].digest}


def test_other_pictures_are_cut_to_size(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Rows.of(digits().features[:500], digits().labels[:500])
    monkeypatch.setitem(DATA, "mnist", lambda: small)
    assert len(pictures("mnist", 200)) == 200 and len(pictures("mnist", 70_000)) == 500
    pictures.cache_clear()


def test_a_label_is_dealt_out_to_all_that_want_it() -> None:
    train, _ = SOURCE.split("deal")
    first, second, third = dealt(train, [["0", "8"], ["2", "8"], ["8"]])
    assert set(first.labels) == {"0", "8"} and set(second.labels) == {"2", "8"} and set(third.labels) == {"8"}
    assert len(first.only({"0"})) == (train.labels == "0").sum()
    eights = [len(party.only({"8"})) for party in (first, second, third)]
    assert sum(eights) == (train.labels == "8").sum() and max(eights) - min(eights) <= 1
    assert _told(joined([first, second, third])) == _told(train.only({"0", "2", "8"}))


def test_markets_of_both_kinds() -> None:
    for at in range(4):
        kind, parties, task = uneven(SOURCE, 3, "kinds", at)
        assert kind == KINDS[at % 2] and len(task) == 75
        labels = [len(set(rows.labels)) for rows in parties]
        assert max(labels) <= 6 if kind == "different labels" else sum(map(len, parties)) <= 225
        assert min(map(len, parties)) >= 8
    sizes = [len(rows) for rows in uneven(SOURCE, 4, "kinds", 1)[1]]
    assert sizes == [len(rows) for rows in uneven(SOURCE, 4, "kinds", 1)[1]]


def test_somebody_has_each_label() -> None:
    for at in range(5):
        wanted = relevance.draw_labels(SOURCE, at)
        assert len(wanted) == relevance.PARTIES and all(len(set(labels)) == 2 for labels in wanted)
        assert {label for labels in wanted for label in labels} == set(LABELS)


def test_tasks_stand_in_a_circle() -> None:
    assert customised.pair(0) == {"0", "1"} and customised.pair(9) == {"9", "0"}
    sharing = [place for place in range(10) if customised.pair(0) & customised.pair(place)]
    assert sorted(sharing) == sorted((0, *customised.KINDS["sharing a label"]))


def test_rows_of_figure_4_are_means_over_the_matrix(tiny_review: Run) -> None:
    found = tiny_review.results["customised"]
    matrix = np.array(found["matrix"])
    shown = next(point for point in found["strengths"] if point["strength"] == customised.SHOWN)
    assert shown["own"] == pytest.approx(matrix.diagonal().mean())
    others = [matrix[row, (row + step) % 10] for row in range(10) for step in customised.KINDS["other"]]
    assert shown["other"] == pytest.approx(np.mean(others), abs=1e-6)


def test_what_is_nearly_solved_has_the_same_labels() -> None:
    parties, tasks = validation.market(SOURCE, 0)
    drawn = joined(parties)
    assert len(set(map(tuple, drawn.features.tolist()))) == len(drawn) or len(drawn) <= 120
    for data, task in zip(parties, tasks, strict=True):
        told = validation.easy(data, task)
        assert set(told.labels) == set(task.labels) and len(told) <= len(task)
        codes, labels = np.unique(data.labels, return_inverse=True)
        wrong = codes[Ridge().predict(data.features, labels, told.features)] != told.labels
        # wrong rows are one each of labels that are never answered rightly
        assert all((told.labels == label).sum() == 1 for label in told.labels[wrong])
    assert any(len(validation.easy(data, task)) < len(task) for data, task in zip(parties, tasks, strict=True))


def test_a_selection_keeps_what_is_worth_enough(tiny_review: Run) -> None:
    draw = tiny_review.results["relevance"]["example"]
    kept = [sum(draw["selected"][f"{threshold:g}"]["parties"]) for threshold in relevance.THRESHOLDS]
    assert kept[0] == len(draw["labels"]) and kept == sorted(kept, reverse=True)
    assert sum(draw["every"]) == pytest.approx(float(Fraction(draw["every"][0]) + Fraction(sum(draw["every"][1:]))))
