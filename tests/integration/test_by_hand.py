"""A first slot in a terminal: a folder, a devnet, and every command in a process of its own."""

from __future__ import annotations

import os
import re
import select
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from databourse.chain import devnet
from databourse.cli import main
from tests.integration.play import ROOT, program, write_station

SECONDS = 60


def bourse(line: str, code: int = 0) -> str:
    """Runs one line as it is typed, and returns all that is shown."""
    ran = subprocess.run(
        [program("bourse"), *line.split()],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ran.returncode == code, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stdout + ran.stderr


def typed(line: str, answer: str) -> tuple[int, str]:
    """Runs one line at a terminal and answers the question that it asks; the exit code, and all that is shown."""
    ours, theirs = os.openpty()
    process = subprocess.Popen([program("bourse"), *line.split()], stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while select.select([ours], [], [], SECONDS)[0]:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # how Linux says that the other side is closed
                break
            if not piece:
                break
            shown += piece
            if shown.rstrip().endswith(b"[y/N]:") and answer:
                os.write(ours, f"{answer}\n".encode())
                answer = ""
        return process.wait(timeout=SECONDS), shown.decode()
    finally:
        process.kill()
        os.close(ours)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a new user stands; whatever runs there is stopped at the end."""
    yield tmp_path
    devnet.stop()


def test_a_first_slot(folder: Path, nowhere: str) -> None:
    assert "start a local one with `bourse devnet start`" in bourse(f"slot list --rpc-url {nowhere}", 5)
    assert "Next: `bourse deploy`" in bourse("devnet start --port 0")
    assert "deploy them with `bourse deploy`" in bourse("slot list", 5)
    assert "The addresses are in" in bourse("deploy --yes")
    assert (folder / "deployments" / "31337.json").is_file()

    assert "It is series 1" in bourse("series create temperature --fee 0.05 --from operator --yes")
    for number, (name, owner, missing) in enumerate((("seattle", "bob", ()), ("boston", "carol", (5, 6))), start=1):
        file = write_station(folder / f"{name}.csv", missing).name
        told = bourse(f"dataset register {file} --kind temperature --from {owner} --yes")
        assert f"It is dataset {number}. Offer it with `bourse ask SLOT --dataset {number}`." in told
    assert "quality 15 of dataset 1" in bourse("dataset attest 1 --file seattle.csv --from attester --yes")
    listed = bourse("dataset list")
    assert re.search(r"1 +seattle +bob +temperature +48 +15 +15", listed)
    assert re.search(r"2 +boston +carol +temperature +46 +14 *\n", listed)

    opened = bourse("slot open temperature --k 1 --close-in 10m --settle-within 1h --from operator --yes")
    assert "temperature/1 is open for up to" in opened
    assert "It is entry 0" in bourse("ask temperature --dataset 1 --price 0.5 --quantity 24 --from bob --yes")
    assert "nothing can trade" not in bourse("ask temperature --dataset 2 --price 0.7 --quantity 24 --from carol --yes")
    bid = bourse("bid temperature --price 2.5 --quantity 24 --min-quality 10 --from alice --yes")
    assert "60.05 DBT, deposited by permit" in bid
    assert re.search(r"Transaction 0x[0-9a-f]{64}, block \d+, [\d,]+ gas", bid)

    code, shown = typed("bid temperature --price 0.6 --quantity 4 --from erin", "n")
    assert (code, "nothing was sent" in shown) == (1, True)
    assert "nothing in any series" in bourse("wallet balance erin")
    code, shown = typed("bid temperature --price 0.6 --quantity 4 --from erin", "y")
    assert (code, "It is entry 3 of temperature/1" in shown) == (0, True)
    assert "It is entry 4" in bourse("bid temperature --price 3 --quantity 30 --from frank --yes")
    assert "It is entry 5" in bourse("order cancel temperature 4 --from frank --yes")
    book = bourse("slot show temperature")
    assert re.search(r"1 +carol +ask +0.7 DBT +24 +14 +2 +standing", book)
    assert re.search(r"4 +frank +bid +3 DBT +30 +≥ 0 +voided by 5", book)

    assert "--advance does not wait" in bourse("slot settle temperature --from solver --yes", 4)
    settled = bourse("slot settle temperature --advance --from solver --yes")
    assert re.search(r"0 +bob +ask .* sold 24 for 16.8 DBT", settled)  # carol's ask sets the price
    assert re.search(r"2 +alice +bid .* bought 24 for 16.8 DBT", settled)
    assert re.search(r"3 +erin +bid .* bought nothing", settled)
    assert "temperature/1 is settled: the contract has checked the whole outcome." in settled
    assert "alice's bid: traded" in bourse("why temperature 2")
    lost = bourse("why temperature 3")
    assert "erin's bid: lost" in lost
    assert "0.7 DBT" in lost

    assert re.search(r"1 +temperature +43.2 DBT +0 DBT", bourse("wallet balance alice"))
    assert "In the wallet: 9983.15 DBT." in bourse("wallet withdraw temperature all --from alice --yes")
    told = bourse("audit replay --independent --report audit.json")
    assert "The audit passes: every amount is what its rule prescribes." in told
    assert (folder / "audit.json").is_file()
    assert "Stopped the devnet" in bourse("devnet stop")


def test_the_readme_names_commands_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for noun, verb in sorted(set(re.findall(r"\bbourse ([a-z]+)(?: ([a-z]+(?:-[a-z]+)*))?", text))):
        command = main.bourse.get_command(click.Context(main.bourse), noun)
        assert command is not None, noun
        assert not isinstance(command, click.Group) or not verb or verb in command.commands, f"{noun} {verb}"
