"""How a model is made of pooled data: any classifier that has scikit-learn's interface."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from databourse.errors import InvalidInput
from databourse.learning.extras import needs
from databourse.learning.rows import Floats
from databourse.mechanisms.compiled import Ints

#: Names for what people want most; everything else is named by its place in scikit-learn.
KNOWN: dict[str, tuple[str, dict[str, Any]]] = {
    "logistic": ("sklearn.linear_model.LogisticRegression", {"max_iter": 500}),
    "knn": ("sklearn.neighbors.KNeighborsClassifier", {"n_neighbors": 1}),
    "forest": ("sklearn.ensemble.RandomForestClassifier", {}),
    "bayes": ("sklearn.naive_bayes.GaussianNB", {}),
    "network": ("sklearn.neural_network.MLPClassifier", {"hidden_layer_sizes": (500,)}),
}


class Trainer(Protocol):
    """Trains on features with codes of labels, and answers with codes."""

    @property
    def identity(self) -> str:
        """Everything that a trained model depends on besides its data: equal trainers have the same."""

    def predict(self, features: Floats, codes: Ints, asked: Floats) -> Ints:
        """What a model of these data answers.

        Args:
            features: of shape (rows, columns).
            codes: labels of the rows; there may be one only, or none of some.
            asked: of shape (questions, columns).

        Raises:
            InvalidInput: no model can be made of these data.
        """


@dataclass(frozen=True, eq=False)
class Classifier:
    """A classifier of scikit-learn, a pipeline of it, or anything with `fit`, `predict` and `get_params`.

    Every part that draws random numbers without a seed gets seed 0, so that a cell of a table can be trained again.

    Attributes:
        estimator: which is cloned for every model, and stays as it is.
    """

    estimator: Any

    @cached_property
    def identity(self) -> str:
        """Classes, parameters and version."""
        import sklearn

        told = {name: _told(value) for name, value in self._seeded().get_params(deep=True).items()}
        return f"{_told(self.estimator)} {sorted(told.items())} scikit-learn {sklearn.__version__}"

    def predict(self, features: Floats, codes: Ints, asked: Floats) -> Ints:
        """What a model of these data answers; where they have one label only, that.

        Raises:
            InvalidInput: no model can be made of these data.
        """
        if (codes == codes[0]).all():
            return np.full(len(asked), codes[0])
        try:
            answers: Ints = self._fitted(features, codes).predict(asked)
        except ValueError as error:
            raise self._untrainable(codes, error) from error
        return answers

    def fitted(self, features: Floats, codes: Ints) -> Any:
        """The model itself, of data with two labels or more.

        Raises:
            InvalidInput: no model can be made of these data.
        """
        try:
            return self._fitted(features, codes)
        except ValueError as error:
            raise self._untrainable(codes, error) from error

    def _fitted(self, features: Floats, codes: Ints) -> Any:
        from sklearn.exceptions import ConvergenceWarning

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # an unfinished model has its accuracy all the same
            return self._seeded().fit(features, codes)

    def _untrainable(self, codes: Ints, error: ValueError) -> InvalidInput:
        return InvalidInput(f"{_told(self.estimator)} cannot be trained on {len(codes)} rows: {error}")

    def _seeded(self) -> Any:
        from sklearn.base import clone

        model = clone(self.estimator)
        unseeded = [
            name
            for name, value in model.get_params(deep=True).items()
            if name.rpartition("__")[2] == "random_state" and value is None
        ]
        return model.set_params(**dict.fromkeys(unseeded, 0)) if unseeded else model


@needs("sklearn")
def classifier(name: str, parameters: Mapping[str, Any] | None = None) -> Classifier:
    """The classifier of a name such as "logistic" or "sklearn.svm.SVC".

    Raises:
        InvalidInput: scikit-learn has no such classifier, or that no such parameter.
        BourseError: scikit-learn is not installed.
    """
    from sklearn.base import ClassifierMixin, is_classifier

    path, usual = KNOWN.get(name, (name, {}))
    module, _, attribute = path.rpartition(".")
    hint = f"name {', '.join(KNOWN)}, or a class by its place: sklearn.svm.SVC"
    if module.partition(".")[0] != "sklearn":
        raise InvalidInput.of("model", name, "it must be a classifier of scikit-learn", hint)
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise InvalidInput.of("model", name, "scikit-learn has no such classifier", hint) from error
    # nothing else of scikit-learn is called: the name may come from a stranger, and some functions delete files
    if not (isinstance(found, type) and issubclass(found, ClassifierMixin)):
        raise InvalidInput.of("model", name, "it must be a classifier", hint)
    try:
        made = found(**{**usual, **(parameters or {})})
    except TypeError as error:
        raise InvalidInput(f"{name} cannot have these parameters: {error}") from error
    if not is_classifier(made):
        raise InvalidInput.of("model", name, "it must be a classifier", hint)
    return Classifier(made)


def trainer_of(name: str, settings: Mapping[str, Any]) -> Trainer:
    """The trainer of a name and its settings: "ridge" with a penalty, or as `classifier`.

    Raises:
        InvalidInput: there is no such model, or not with such settings.
        BourseError: scikit-learn is not installed.
    """
    if name != "ridge":
        return classifier(name, settings)
    from databourse.learning.ridge import Ridge

    penalty = settings.get("penalty", 1.0)
    if set(settings) - {"penalty"} or isinstance(penalty, bool) or not isinstance(penalty, int | float):
        raise InvalidInput("ridge has one parameter, a number", "--set penalty=0.5")
    return Ridge(penalty)


def _told(value: Any) -> str:
    """A parameter as text; what has parameters of its own by its class, for they are told as well."""
    if hasattr(value, "get_params"):
        return f"{type(value).__module__}.{type(value).__qualname__}"
    if isinstance(value, list):  # the steps of a pipeline
        return str([_told(entry) for entry in value])
    return str(tuple(map(_told, value))) if isinstance(value, tuple) else repr(value)
