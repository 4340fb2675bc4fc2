from __future__ import annotations

from databourse.mechanisms.double_auction.steps.lazy import LazySequence


def test_it_is_like_the_list_of_its_items() -> None:
    squares = LazySequence(4, lambda i: i * i)
    assert squares == [0, 1, 4, 9]
    assert squares != [0, 1, 4]
    assert squares != [0, 1, 4, 8]
    assert squares != 4
    assert (squares[-1], squares[1:3]) == (9, (1, 4))
    assert hash(squares) == hash((0, 1, 4, 9))


def test_nothing_is_made_to_show_it() -> None:
    def refuse(_: int) -> int:
        raise AssertionError

    assert repr(LazySequence(10**12, refuse)) == "<1000000000000 items, made on demand>"
