"""The demo as a person runs it: from an empty folder to the audit, and what it leaves behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from matplotlib.image import imread

from databourse.datasets.csv_file import read_csv
from databourse.datasets.quality import measure
from databourse.demo.scenario import STATIONS
from tests.integration.play import heed_interrupts

DEMO = Path(__file__).parents[2] / "scripts" / "demo.py"
PICTURES = ("seattle-1-kth-price.png", "san-francisco-1-dantm.png", "seattle-2-trade-reduction.png")


@dataclass(frozen=True)
class Run:
    folder: Path
    said: str
    """What was printed, in one line."""


def environment(folder: Path) -> dict[str, str]:
    """With settings of the user that the demo has to pass by."""
    own = {"BOURSE_HOME": str(folder / "own"), "BOURSE_NETWORK": "office", "BOURSE_RPC_URL": "http://127.0.0.1:9"}
    return os.environ | own


def processes(said: str) -> list[int]:
    return [int(pid) for pid in re.findall(r"process (\d+)", said)]


def ends(pid: int) -> bool:
    """Whether the process is gone, or soon is: one that has ended is known until the system has taken note of it."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, str(DEMO)],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Run(folder, " ".join(done.stdout.split()))


def test_it_takes_less_than_a_minute(run: Run) -> None:
    seconds = re.search(r"Done in (\d+) s", run.said)
    assert seconds and int(seconds[1]) < 60


def test_it_says_where_the_data_come_from_and_what_was_made(run: Run) -> None:
    assert "The temperatures are NOAA's" in run.said
    assert "outages and blanks drawn by a fixed seed" in run.said


def test_the_gate_refuses_a_grade_that_was_not_measured(run: Run) -> None:
    assert "quality 12 is above the dataset's, which is 6" in run.said


@pytest.mark.parametrize(
    "what",
    [
        "erin bids 0.120 an hour by mistake, and cancels entry",
        "2 of them in one batch of dev14",
        "4 signed bids carried by dev29 in one transaction",
        "grace, who teaches at a school, lost; decided by price",
        "it would have bought at 0.01 DBT or more",
        "delivered units",
        "the registry confirms unit",
        "and refuses a forged one",
        "dev16 takes",
        "passed: 3 rounds solved again by two solvers",
    ],
)
def test_every_part_of_the_story_is_told(run: Run, what: str) -> None:
    assert what in run.said


def test_deliveries_of_the_second_slot_begin_where_the_first_one_ended(run: Run) -> None:
    row = re.search(r"alice dev16 (\d+) (\d+) to (\d+) 336 ", run.said)
    assert row and int(row[1]) == int(row[2]) > 0
    following = re.search(r"dev11 dev16 \d+ (\d+) to (\d+), 0 to (\d+) 480 ", run.said)
    assert following and int(following[1]) == int(row[3]) + 1
    assert int(following[2]) + 1 == 1344, "the delivery goes around the end of the data"


def test_the_table_has_all_three_rules(run: Run) -> None:
    assert "rule kth-price dantm trade-reduction" in run.said
    assert "winners 10 of 13 bids 6 of 9 bids 4 of 9 bids" in run.said
    assert "clearing price, buyers 0.01 DBT 0.0065–0.0185 DBT 0.015 DBT" in run.said


def test_the_audit_passes(run: Run) -> None:
    report: Mapping[str, object] = json.loads((run.folder / "demo-output" / "audit.json").read_text())
    assert report["passed"] is True and report["independent"] is True
    rounds = report["rounds"]
    assert isinstance(rounds, list)
    assert [one["rule"] for one in rounds] == ["kth-price", "trade-reduction", "dantm"]
    assert all(one["agrees"] and one["debits"] and one["credits"] for one in rounds)


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_are_named_and_real(run: Run, name: str) -> None:
    assert f"demo-output/{name}" in run.said
    pixels = imread(run.folder / "demo-output" / name)
    assert pixels.shape[0] > 500 and pixels.shape[1] > 1000
    colours = {tuple(colour) for colour in (pixels[::3, ::3, :3].reshape(-1, 3) * 255).round().astype(int).tolist()}
    assert {(255, 255, 255), (0, 114, 178), (213, 94, 0)} <= colours, "both sides are drawn on white"


def test_the_stations_files_are_what_was_measured(run: Run) -> None:
    grades = []
    for station in STATIONS:
        measured = measure(read_csv(run.folder / "demo-output" / "stations" / station.file_name))
        assert f"{station.seller} {station.series} {station.span} {measured.rows:,} " in run.said
        grades.append(measured.grade)
    assert len(set(grades)) > 5 and max(grades) == 15


def test_nothing_else_is_left(run: Run) -> None:
    assert sorted(path.name for path in run.folder.iterdir()) == ["demo-output"]
    (pid,) = processes(run.said)
    assert ends(pid)


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_stops_its_chain(tmp_path: Path, kind: signal.Signals) -> None:
    with (tmp_path / "said").open("w+") as output:
        demo = subprocess.Popen(
            [sys.executable, "-u", str(DEMO), "--output", str(tmp_path / "out")],
            cwd=tmp_path,
            env=environment(tmp_path),
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=heed_interrupts,
        )
        try:
            deadline = time.monotonic() + 60
            while not (started := processes((tmp_path / "said").read_text())):
                assert demo.poll() is None and time.monotonic() < deadline
                time.sleep(0.05)
            demo.send_signal(kind)
            assert demo.wait(timeout=30) == 130
        finally:
            demo.kill()
            demo.wait()
    assert "interrupted" in (tmp_path / "said").read_text()
    assert ends(started[0])


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = subprocess.run(
        [sys.executable, str(DEMO), "--output", str(tmp_path / "file")],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "cannot be a folder" in done.stderr and "Traceback" not in done.stderr
