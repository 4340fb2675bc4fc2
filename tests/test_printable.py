from __future__ import annotations

import pytest

from databourse.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Température, 24 °C", "Température, 24 °C"),
        ("a\nb\tc", "a?b?c"),
        ("\x1b[31mred\x07", "?[31mred?"),
        (b"\xff\xfe".decode("utf-8", "surrogateescape"), "??"),
        ("left\u202eright", "left?right"),
    ],
)
def test_what_cannot_be_printed_is_a_question_mark(text: str, shown: str) -> None:
    assert printable(text) == shown
