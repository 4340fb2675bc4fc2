"""A model that tells little of any single row it was trained on: differential privacy, by diffprivlib.

Whoever gets the model cannot tell much better than by a factor e^ε whether a row was among the training data. That
holds for rows, not for parties, and for one model: whoever gets several knows the sum of their ε. Rows are scaled down
to `norm` where they are longer; norm and labels have to be known without looking at the data.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from databourse.errors import InvalidInput
from databourse.learning.extras import needs
from databourse.learning.linear_model import LinearModel
from databourse.learning.rows import Rows
from databourse.mechanisms.coalition.checking import check_number


@needs("diffprivlib", "privacy")
def private_model(
    data: Rows, epsilon: float, norm: float, labels: Sequence[str], *, strength: float = 1.0, seed: int | None = None
) -> LinearModel:
    """An ε-differentially private logistic regression, one label against the others (Chaudhuri et al., 2011).

    Args:
        data: what it is trained on.
        epsilon: ε for the whole model; its labels share it.
        norm: the Euclidean length that rows are cut to.
        labels: that the data may have, agreed beforehand; all of them must be there.
        strength: inverse of the penalty on weights, as scikit-learn's C.
        seed: for tests: noise that can be drawn again protects nobody.

    Raises:
        InvalidInput: a number is not positive, or the labels are not those of the data.
        BourseError: diffprivlib is not installed.
    """
    from diffprivlib.models import LogisticRegression
    from sklearn.exceptions import ConvergenceWarning

    for name, value in (("epsilon", epsilon), ("norm", norm), ("strength", strength)):
        if check_number(name, value) <= 0:
            raise InvalidInput.of(name, value, "it must be above 0")
    present = sorted(set(data.labels.tolist()))
    if sorted(labels) != present or len(present) < 2:
        rule = f"the data have {', '.join(present)}, and a model needs two"
        raise InvalidInput.of("labels", sorted(labels), rule)
    model = LogisticRegression(epsilon=epsilon, data_norm=norm, C=strength, max_iter=1_000, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", FutureWarning)  # of scikit-learn, for an option that diffprivlib sets
        warnings.simplefilter("ignore", DeprecationWarning)  # likewise of scipy
        model.fit(data.features, data.labels)
    return LinearModel.of(present, model.coef_, model.intercept_)
