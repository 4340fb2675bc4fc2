"""What a party can try against the market: copies of its data, and tasks that it has solved already.

    from databourse.mechanisms.learning.attacks import copy_single_task, phantom_tasks, random_table

    table = random_table("submodular", parties=4, seed=1)
    copy_single_task(table, party=0, copies=2).profit

Copies add nothing to a model here, as the paper assumes of them; those of a regularised model do a little in practice.
`counterexamples` has the markets in which they pay, `random_tables` markets with and without the paper's assumptions.
"""

from databourse.mechanisms.learning.attacks.copies import (
    Attack,
    copy_multi_task,
    copy_single_task,
    phantom_tasks,
    with_copies,
)
from databourse.mechanisms.learning.attacks.counterexamples import (
    multi_task_counterexample,
    shared_label,
    single_task_counterexample,
)
from databourse.mechanisms.learning.attacks.random_tables import SHAPES, Shape, is_supermodular, random_table

__all__ = [
    "SHAPES",
    "Attack",
    "Shape",
    "copy_multi_task",
    "copy_single_task",
    "is_supermodular",
    "multi_task_counterexample",
    "phantom_tasks",
    "random_table",
    "shared_label",
    "single_task_counterexample",
    "with_copies",
]
