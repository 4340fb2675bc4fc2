"""From data to the tables that `mechanisms.learning` solves, and the models that parties get.

    from databourse.learning import Problem, Rows, classifier, measure
    from databourse.mechanisms.learning import Outcome, single_task

    problem = Problem.of([Rows.of(features, labels), …], [Rows.of(asked, right)])
    measured = measure(problem, classifier("logistic"), jobs=2)
    Outcome.of(single_task(measured.tables[0]), budget_per_unit=10**18)

`measure` trains 2^M − 1 models, in several processes, and remembers them in a `Memo`; `Ridge` has all of them from sums
of each party's statistics. `knn` values single rows, `customised` makes a model of no use for other tasks, `private`
one that tells little of any row. Needs the extra `learning`, private models the extra `privacy`.
"""

from databourse.learning.customised import customise
from databourse.learning.files import read_rows
from databourse.learning.knn import row_values
from databourse.learning.linear_model import LinearModel
from databourse.learning.measure import Measured, cell, measure
from databourse.learning.memo import Memo
from databourse.learning.private import private_model
from databourse.learning.problem import Problem
from databourse.learning.ridge import Ridge
from databourse.learning.rows import Rows
from databourse.learning.trainer import Classifier, Trainer, classifier

__all__ = [
    "Classifier",
    "LinearModel",
    "Measured",
    "Memo",
    "Problem",
    "Ridge",
    "Rows",
    "Trainer",
    "cell",
    "classifier",
    "customise",
    "measure",
    "private_model",
    "read_rows",
    "row_values",
]
