"""A coalition round of twelve devices in a terminal, exactly as the README shows it, by a new user."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from databourse.chain import devnet
from databourse.demo.scenario import STATIONS
from databourse.demo.stations import cut, read_series, write
from tests.integration.play import program
from tests.integration.test_by_hand import bourse
from tests.integration.test_chain_by_hand import blocks

SECONDS = 300
_SENDS = re.compile(r"^bourse (?:series create|coalition (?:open|join|reveal|settle))[^#\n]*", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a new user stands after `make demo`; whatever runs there is stopped at the end."""
    stations = tmp_path / "demo-output" / "stations"
    stations.mkdir(parents=True)
    for station in STATIONS:
        write(station, cut(station, read_series(station.series)), stations)
    yield tmp_path
    devnet.stop()


def test_a_round_of_twelve_devices(folder: Path) -> None:
    bourse("devnet start --port 0")
    assert "contract-game" in bourse("deploy --yes")
    commands, shown = blocks("## A coalition round by hand")[:2]
    script = _SENDS.sub(lambda line: f"{line[0].rstrip()} --yes ", commands)  # who is asked says yes
    assert script.count("--yes") == 6
    path = f"{Path(program('bourse')).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-e", "-c", script],
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    told = ran.stdout
    assert ran.returncode == 0, told + ran.stderr
    assert "Traceback" not in ran.stderr and "Warning" not in ran.stderr
    lines = [line.rstrip() for line in told.splitlines()]
    assert set(shown.splitlines()) <= set(lines)
    assert "12 devices, sealed:" in told.replace("6 accounts join fleet/1 with ", "")
    assert "Buyers pay 200 DBT, devices get 200 DBT, 0 DBT is left for the beneficiary." in told
    assert "fleet/1 is settled: the contract has checked the whole outcome." in told
    assert "Entry 5 of fleet/1, bob's device: traded." in told
    assert "The audit passes" in told
    assert (folder / "fleet.png").stat().st_size > 10_000
    openings = [file for file in folder.glob("**/openings/**/*.jsonl") if file.stat().st_mode & 0o077 == 0]
    assert [len(file.read_text(encoding="utf-8").splitlines()) for file in openings] == [12]
    assert "In the wallet: 10" in bourse("wallet withdraw fleet all --from alice --yes")
