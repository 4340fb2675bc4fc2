"""The table of `make coverage`: what it takes from the two reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import coverage

LCOV = """TN:
SF:contracts/libraries/Calldata.sol
FN:7,Calldata.wordAt
DA:7,12
DA:9,0
BRDA:7,0,0,3
BRDA:7,0,1,-
end_of_record
TN:
SF:tests/contracts/utils/Test.sol
DA:1,1
end_of_record
"""


def test_lines_of_assembly_stand_apart() -> None:
    figures = coverage.contract_figures(LCOV)
    assert figures == {"contracts/libraries/Calldata.sol": coverage.Figures(1, [], 2, 1, assembly=1)}


def test_where_assembly_is() -> None:
    source = 'a\nassembly ("memory-safe") {\n  if x {\n  }\n}\nb\nassembly { c }\n'
    assert coverage.assembly_lines(source) == {3, 4}


def test_figures_of_python(tmp_path: Path) -> None:
    summary = {"num_statements": 9, "num_branches": 4, "covered_branches": 3}
    report = {"files": {"offchain/databourse/money.py": {"summary": summary, "missing_lines": [4, 5]}}}
    (tmp_path / "python.json").write_text(json.dumps(report))
    assert coverage.python_figures(tmp_path / "python.json") == {
        "offchain/databourse/money.py": coverage.Figures(9, [4, 5], 4, 3)
    }


def test_the_table_adds_up_and_names_what_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    coverage.report(
        {
            "contracts/Market.sol": coverage.Figures(10, [], 2, 2),
            "contracts/libraries/Words.sol": coverage.Figures(10, [7], 0, 0, 20),
            "offchain/databourse/chain/logs.py": coverage.Figures(40, [3, 5, 6, 7], 8, 6),
        }
    )
    shown = capsys.readouterr().out
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown.splitlines() if "│" in line]
    assert ["Solidity", "20", "95.0%", "2", "100.0%", "20"] in rows
    assert ["Python", "40", "90.0%", "8", "75.0%", "0"] in rows
    assert "not reached: offchain/databourse/chain/logs.py: 3, 5-7" in shown
