"""Collaborative learning: parties pool data, get better models, and are paid by Shapley values that copies do not help.

    from databourse.mechanisms.learning import Outcome, Table, single_task

    table = Table.of(parties=2, correct=[0, 60, 50, 90], validation_size=100)
    Outcome.of(single_task(table), budget_per_unit=1_000_000).payments

Pure functions from a table of counts to payments; `databourse.learning` trains what a table counts. `market` has the
outcome of one task for all (characteristic function v) and of a task each (w); `conditions` what the closure mended;
`replication` whether a copy could pay; `selection` which data serve a task; `sampling` and `sampled_market` what to do
with more than 24 parties; `attacks` copies, phantom tasks and counterexamples; `literal` the definitions.
"""

from databourse.mechanisms.learning.conditions import Conditions, conditions
from databourse.mechanisms.learning.json_format import parse_instance, solve_instance
from databourse.mechanisms.learning.market import Market, Outcome, Weighting, multi_task, single_task
from databourse.mechanisms.learning.payments import Payments, largest_remainder
from databourse.mechanisms.learning.replication import index_of_copies
from databourse.mechanisms.learning.sampled_market import SampledOutcome, solve_sampled
from databourse.mechanisms.learning.sampling import Sampled, sample
from databourse.mechanisms.learning.selection import data_values, select
from databourse.mechanisms.learning.shapley import shapley
from databourse.mechanisms.learning.subsets import MOST_PARTIES
from databourse.mechanisms.learning.table import Table

__all__ = [
    "MOST_PARTIES",
    "Conditions",
    "Market",
    "Outcome",
    "Payments",
    "Sampled",
    "SampledOutcome",
    "Table",
    "Weighting",
    "conditions",
    "data_values",
    "index_of_copies",
    "largest_remainder",
    "multi_task",
    "parse_instance",
    "sample",
    "select",
    "shapley",
    "single_task",
    "solve_instance",
    "solve_sampled",
]
