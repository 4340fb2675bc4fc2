"""Fig 2: what copies of one digit's pictures do to a model of all digits."""

from __future__ import annotations

from typing import Any

from databourse.experiments.learning.pictures import Source, joined
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import estimate
from databourse.learning import Classifier, classifier

#: The digits whose pictures are copied, as in the paper.
COPIED = ("0", "4")
COPIES = {"logistic": (0, 1, 2, 5, 10, 20, 35, 50), "network": (0, 5, 20, 50)}


def _learner(name: str, neurons: int, at: int) -> Classifier:
    """The paper's: 100 epochs of Adam at 0.01, a penalty of 0.0001."""
    if name == "logistic":
        return classifier(name)
    told = {"hidden_layer_sizes": (neurons,), "learning_rate_init": 0.01, "alpha": 1e-4, "max_iter": 100}
    return classifier(name, {**told, "random_state": at})


def _train(source: Source, name: str, neurons: int, at: int) -> dict[str, Any]:
    """By the digit that is copied and by the number of copies: accuracy on everything, and on each of the digits."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # models are small: more threads would wait for each other
        return {"learner": name, "digits": _accuracies(source, name, neurons, at)}


def _accuracies(source: Source, name: str, neurons: int, at: int) -> dict[str, list[dict[str, float]]]:
    train, task = source.split("replicas", at)
    learner, asked = _learner(name, neurons, at), task.labels.astype(int)
    found: dict[str, list[dict[str, float]]] = {}
    for digit in COPIED:
        found[digit] = []
        for copies in COPIES[name]:
            if not copies and digit != COPIED[0]:
                found[digit].append(found[COPIED[0]][0])
                continue
            data = joined([train, *[train.only({digit})] * copies])
            right = learner.predict(data.features, data.labels.astype(int), task.features) == asked
            by_digit = {label: float(right[task.labels == label].mean()) for label in COPIED}
            found[digit].append({"all": float(right.mean()), **by_digit})
    return found


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, copies in COPIES.items():
        runs = [run for run in found if run["learner"] == name]
        told[name] = {
            "runs": len(runs),
            **{digit: _lines([run["digits"][digit] for run in runs], copies) for digit in COPIED},
        }
    return {"neurons": settings.neurons, **told}


def _lines(runs: list[list[dict[str, float]]], copies: tuple[int, ...]) -> dict[str, Any]:
    """Means over runs at each number of copies, and what the most copies change in the same run."""
    names = list(runs[0][0])
    points = [
        {"copies": number, **{name: vars(estimate([run[place][name] for run in runs])) for name in names}}
        for place, number in enumerate(copies)
    ]
    change = {name: vars(estimate([run[-1][name] - run[0][name] for run in runs])) for name in names}
    return {"points": points, "change": change}


PART = Part[Settings](
    name="replicas",
    title="Fig 2: accuracy with copies of one digit",
    needs=("seed", "data", "rows", "splits", "networks", "neurons"),
    tasks=lambda settings: [
        *((settings.source, "network", settings.neurons, at) for at in range(settings.networks)),
        *((settings.source, "logistic", 0, at) for at in range(settings.splits)),
    ],
    work=_train,
    combine=_combine,
)
