from __future__ import annotations

import numpy as np

from databourse.mechanisms.double_auction.steps.search import first_from, search_compiled


def test_both_forms_find_the_first_that_is_large_enough_within_the_part() -> None:
    column = np.array([1, 3, 3, 7, 0, 0])
    found = {value: first_from(column, 4, value) for value in range(9)}
    assert found == {0: 0, 1: 0, 2: 1, 3: 1, 4: 3, 5: 3, 6: 3, 7: 3, 8: 4}
    assert {value: search_compiled(column, 4, value) for value in range(9)} == found
    assert first_from(column, 0, 1) == search_compiled(column, 0, 1) == 0
