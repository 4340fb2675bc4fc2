from __future__ import annotations

import os
from pathlib import Path

import pytest

from databourse.chain import devnet
from databourse.chain.temporary import temporary_exchange
from databourse.errors import NetworkError


@pytest.mark.parametrize("outside", [None, "/somewhere"])
def test_the_environment_is_as_before_also_when_no_chain_starts(
    outside: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def no_start(port: int) -> None:
        seen.append(os.environ["BOURSE_HOME"])
        raise NetworkError(f"no devnet on port {port}")

    monkeypatch.delenv("BOURSE_HOME") if outside is None else monkeypatch.setenv("BOURSE_HOME", outside)
    monkeypatch.setattr(devnet, "start", no_start)
    with pytest.raises(NetworkError), temporary_exchange():
        pytest.fail("there is no exchange")
    assert os.environ.get("BOURSE_HOME") == outside
    assert seen[0] != outside and not Path(seen[0]).exists()
