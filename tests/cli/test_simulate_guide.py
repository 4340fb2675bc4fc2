"""docs/simulate.md does what it says: every command runs, and prints what stands below it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import ok

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "simulate.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ bourse (.*)\n((?s:.*?))```", GUIDE)


@pytest.mark.parametrize(("command", "printed"), BLOCKS, ids=[command[:60] for command, _ in BLOCKS])
def test_a_command_of_the_guide(command: str, printed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    answer = ok(*shlex.split(command))
    assert [line.rstrip() for line in answer.out.splitlines()] == printed.splitlines()


def test_the_guide_has_its_commands_and_pictures() -> None:
    assert len(BLOCKS) == 4
    pictures = re.findall(r"!\[.*\]\((.*)\)", GUIDE)
    assert pictures == ["simulate/rules.png", "simulate/book.png"]
    assert all((ROOT / "docs" / picture).read_bytes().startswith(b"\x89PNG") for picture in pictures)
