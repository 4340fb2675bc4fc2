"""A chain of six parties in a terminal, with the commands that the README shows: a folder, a devnet, a new user."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from databourse.chain import devnet
from tests.cli.conftest import ok
from tests.integration.play import write_station
from tests.integration.test_by_hand import bourse

SALES = """
    chain offer 1 --price 1 --to bob --from alice
    chain accept 2 --from bob
    chain offer 2 --price 2 --from bob
    chain accept 3 --from carol
    chain offer 3 --price 3 --from carol
    chain accept 4 --from dave
    chain offer 4 --price 4 --from dave
    chain accept 5 --from erin
    chain offer 5 --price 5 --from erin
    chain accept 6 --max-price 5 --from frank
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a new user stands; whatever runs there is stopped at the end."""
    yield tmp_path
    devnet.stop()


def test_a_chain_of_six_parties(folder: Path) -> None:
    bourse("devnet start --port 0")
    assert "resale chains" in bourse("deploy --yes")
    write_station(folder / "seattle.csv")
    assert "It is dataset 1" in bourse("dataset register seattle.csv --kind temperature --from alice --yes")
    assert "There is no chain yet" in bourse("chain list")

    created = bourse("chain create 1 --matrix tbds:0.5 --depth 5 --from alice --yes")
    assert re.search(r"0 \(owner\) +100 % +50 % +25 % +12.5 % +6.25 %", created)
    assert re.search(r"4 +50 %\n", created)
    assert "It is chain 1. Your licence is 1" in created
    assert "A seller can evade those before it" in created
    assert "A copy of the data can be registered as another dataset" in created

    for line in SALES.strip().splitlines():
        bourse(f"{line} --yes")
    drawn = bourse("chain show 1")
    for number, (name, paid, direct, upstream, net) in enumerate(
        (
            ("alice", None, "1", "2.5625", "3.5625"),
            ("bob", "1", "1", "1.5625", "1.5625"),
            ("carol", "2", "1.5", "1.625", "1.125"),
            ("dave", "3", "2", "1.25", "0.25"),
            ("erin", "4", "2.5", None, "-1.5"),
            ("frank", "5", None, None, "-5"),
        )
    ):
        cells = [
            f"{'   ' * (number - 1)}└─ {name}" if number else name,
            str(number + 1),
            str(number) if number else None,
        ]
        cells += [f"{amount} DBT" if amount else None for amount in (paid, direct, upstream, net)]
        pattern = " +".join(re.escape(cell) for cell in cells if cell)
        assert re.search(rf"^{pattern}  ", drawn, re.MULTILINE), (pattern, drawn)
    assert "5 sales, 15 DBT paid." in drawn

    earned = bourse("chain earnings alice")
    assert re.search(r"1 +5 +6 +erin +frank +5 DBT +upstream +6.25 % +0.3125 DBT", earned)
    assert "In the wallet: 10003.5625 DBT." in bourse("wallet withdraw chains all --from alice --yes")
    assert "it cannot be sold on" in bourse("chain offer 6 --price 1 --from frank --yes", 4)
    assert "offer 6 is sold: frank accepted it" in bourse("chain accept 6 --from grace --yes", 4)
    assert "The audit passes" in bourse("audit replay")

    advice = bourse("chain create 1 --matrix average --depth 5 --model published:1' --from alice --yes")
    assert re.search(r"average +≈6.9683 +1.35744", advice)
    assert re.search(r"raw +≈4.40431 +0.65984", advice)
    priced = bourse("chain price 7 --valuation 1 --model published:1'")
    assert "the next player accepts with probability 60.0%" in priced
    price = re.search(r"bourse chain offer 7 --price ([0-9.]+)", priced)
    assert price
    assert f"for {price[1]} DBT" in bourse("chain offer 7 --valuation 1 --model published:1' --from alice --yes")
    assert "Accept it" in bourse("chain price --offer 8 --valuation 2.7225 --model published:1'")
    assert "Do not accept it" in bourse("chain price --offer 8 --valuation 0.5 --model published:1'")

    ok("chain", "simulate", "--runs", 0)  # compiles the search, which may take longer than a command has here
    simulated = bourse("chain simulate --runs 20")
    assert re.search(r"optimal +≈10.7881 .* 4.4 ", simulated)
    assert "Every account has what the draws say, to the base unit." in simulated
    assert "Stopped the devnet" in bourse("devnet stop")
