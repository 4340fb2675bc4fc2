"""Rules that only these tests know."""

from __future__ import annotations

import pytest

from databourse.market import mechanism
from tests.market.crown import RULES


@pytest.fixture
def crown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of `crown` are known, for the time of the test."""
    monkeypatch.setattr(mechanism, "_registered", mechanism._registered | RULES)
