from __future__ import annotations

from tests.guides import DOCS, check_guide


def test_the_guide() -> None:
    check_guide(DOCS / "sharing-python.md", fewest=8)
