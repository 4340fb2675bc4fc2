"""What the demo says where its story comes out otherwise."""

from __future__ import annotations

import pytest

from databourse.demo.settling import _range
from databourse.demo.stage import expect
from databourse.errors import BourseError
from databourse.money import TOKEN


def test_a_story_that_does_not_come_out_ends_the_demo() -> None:
    expect(True, "all is well")
    with pytest.raises(BourseError, match="the demo expected that the gate refuses, but it is not so"):
        expect(False, "the gate refuses")


def test_prices_of_a_round() -> None:
    assert _range([]) == "none"
    assert _range([TOKEN, TOKEN]) == "1 DBT"
    assert _range([2 * TOKEN, TOKEN, TOKEN]) == "1–2 DBT"
