"""Small markets that decide what holds: two in which copies pay, and one whose figure 3c has a closed form."""

from __future__ import annotations

from databourse.mechanisms.learning.table import Table


def single_task_counterexample() -> Table:
    """Accuracy is 1 with party 0, or with parties 1 and 2: monotone, not supermodular, and copies of party 0 pay.

    Party 0 nets 2/3, with one copy 7/9, with two 4/5. Its replication index is 2.
    """
    return Table.of(3, [int(bool(mask & 1) or mask & 6 == 6) for mask in range(8)], 1)


def multi_task_counterexample() -> list[Table]:
    """All assumptions hold, and still copies pay by the literal w: of party 0, whose fee is 0.

    Party 0 solves its task alone. At the task of party 1 either of them gets half. Lemma 3 of the paper leaves the
    copies' tasks out, and that keeps party 0 from gaining; a market cannot tell which those are.
    """
    return [Table.of(2, [0, 2, 0, 2], 2), Table.of(2, [0, 1, 1, 2], 2)]


def shared_label() -> Table:
    """Figure 3c, idealised: two parties with a label of their own and one in common, so 2/3 alone and 1 together.

    Shares of the two sides are equal for any number k of identities of one of them, which nets (1 − k)/6.
    """
    return Table.of(2, [0, 2, 2, 3], 3)
