"""A chain of six parties in a terminal, exactly as the README shows it: a folder, a devnet, a new user."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from databourse.chain import devnet
from tests.cli.conftest import ok
from tests.integration.play import ROOT, write_station
from tests.integration.test_by_hand import bourse

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(start: str, text: str = README) -> list[str]:
    """The blocks of code from a place of the README, or of another text, on."""
    return re.findall(r"^```\n(.*?)^```", text[text.index(start) :], re.MULTILINE | re.DOTALL)


def typed(line: str) -> str:
    """Runs a line of a block, without its comment; who is asked says yes."""
    words = line.partition("#")[0].replace('"', "").removeprefix("bourse ").strip()
    return bourse(f"{words} --yes" if "--from" in words else words)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a new user stands; whatever runs there is stopped at the end."""
    yield tmp_path
    devnet.stop()


def test_a_chain_of_six_parties(folder: Path) -> None:
    bourse("devnet start --port 0")
    assert "resale chains" in bourse("deploy --yes")
    write_station(folder / "seattle.csv")
    assert "bourse chain create 1" in bourse("dataset register seattle.csv --kind temperature --from alice --yes")
    assert "There is no chain yet" in bourse("chain list")

    commands, drawing = blocks("## A resale chain by hand")[:2]
    told = {line: typed(line) for line in commands.splitlines() if line}
    created = next(iter(told.values()))
    assert re.search(r"0 \(owner\) +100 % +50 % +25 % +12.5 % +6.25 %", created)
    assert re.search(r" 4 +50 %", created)
    assert "It is chain 1. Your licence is 1" in created
    assert "A seller can evade those before it" in created
    assert "A copy of the data can be registered as another dataset" in created
    drawn = [line.rstrip() for line in told["bourse chain show 1"].splitlines()]
    assert [line for line in drawn if "─────" not in line][1:-1] == [line.rstrip() for line in drawing.splitlines()]
    assert drawn[-1] == "5 sales, 15 DBT paid."
    assert "In the wallet: 10003.5625 DBT." in told["bourse wallet withdraw chains all --from alice"]
    assert "The audit passes" in told["bourse audit replay"]

    earned = bourse("chain earnings alice")
    assert re.search(r"1 +5 +6 +erin +frank +5 DBT +upstream +6.25 % +0.3125 DBT", earned)
    assert "it cannot be sold on" in bourse("chain offer 6 --price 1 --from frank --yes", 4)
    assert "offer 6 is sold: frank accepted it" in bourse("chain accept 6 --from grace --yes", 4)

    create, price, simulate = blocks("**Which matrix?**")[0].splitlines()
    advice = typed(create)
    assert re.search(r"average +≈6.9683 +1.35744", advice)
    assert re.search(r"raw +≈4.40431 +0.65984", advice)
    priced = typed(price)
    assert "the next player accepts with probability 60.0%" in priced
    ask = re.search(r"bourse chain offer 7 --price ([0-9.]+)", priced)
    assert ask
    assert f"for {ask[1]} DBT" in bourse("chain offer 7 --valuation 1 --model published:1' --from alice --yes")
    assert "Accept it" in bourse("chain price --offer 8 --valuation 2.7225 --model published:1'")
    assert "Do not accept it" in bourse("chain price --offer 8 --valuation 0.5 --model published:1'")

    ok("chain", "simulate", "--runs", 0)  # compiles the search, which may take longer than a command has here
    simulated = typed(simulate)
    assert re.search(r"optimal +≈10.7881 .* 4.4 ", simulated)
    assert "Every account has what the draws say, to the base unit." in simulated
    assert "Stopped the devnet" in bourse("devnet stop")
