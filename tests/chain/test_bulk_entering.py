from __future__ import annotations

from typing import Any, cast

import pytest

from databourse.chain import bulk_entering
from databourse.chain.bulk_entering import wait_until_quiet
from databourse.chain.connection import Connection
from databourse.errors import Refused, RpcError

BUSY, QUIET = "0x" + "11" * 20, "0x" + "22" * 20


class Node:
    """Tells how many transactions accounts have sent; one of the busy account waits for a block for a while."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def batch(self, calls: list[tuple[str, list[Any]]]) -> list[Any]:
        self.looks -= 1
        return [hex(7 + (who == BUSY and tag == "pending" and self.looks > 0)) for _, (who, tag) in calls]


class Broken:
    """Does not tell."""

    def batch(self, calls: list[tuple[str, list[Any]]]) -> list[Any]:
        return [RpcError("the node answers: busy") for _ in calls]


def quiet(node: object) -> dict[str, int]:
    return wait_until_quiet(cast(Connection, node), [QUIET, BUSY, BUSY])


def test_it_waits_until_nothing_waits_for_a_block() -> None:
    node = Node(looks=4)
    assert quiet(node) == {QUIET: 7, BUSY: 7}
    assert node.looks == 0


def test_what_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_entering, "_QUIET_SECONDS", -1.0)
    with pytest.raises(Refused, match=f"transactions of {BUSY} still wait for a block"):
        quiet(Node(looks=1_000))


def test_a_node_that_does_not_tell_is_told() -> None:
    with pytest.raises(RpcError, match="busy"):
        quiet(Broken())
