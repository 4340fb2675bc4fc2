from __future__ import annotations

import io
import json
import sys

import click
import pytest

from databourse.cli.output import Output
from databourse.cli.serving import Log
from databourse.errors import NotFound

ODD = b"caf\xc3\xa9 \xff.csv".decode("utf-8", "surrogateescape")
"""A file's name as Python has it when some of its bytes are no UTF-8."""


def test_a_name_of_any_bytes_can_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    Output().say(ODD)
    assert capsys.readouterr().out == "café \\udcff.csv\n"
    Output(json=True).error(NotFound(f"there is no file {ODD}"))
    told = capsys.readouterr().out
    assert "café" in told
    assert json.loads(told)["error"]["message"] == f"there is no file {ODD}"
    Log(Output(json=True))("info", "carried", ODD)
    assert json.loads(capsys.readouterr().out)["message"] == ODD
    Log(Output())("info", "carried", ODD)
    assert capsys.readouterr().out.endswith("  café ?.csv\n")


def narrow(monkeypatch: pytest.MonkeyPatch, encoding: str = "utf-8") -> io.BytesIO:
    """Puts a terminal of 30 columns in the place of standard output, and returns what it gets."""
    got = io.BytesIO()
    terminal = io.TextIOWrapper(got, encoding=encoding, write_through=True)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setenv("TERM", "xterm")
    return got


def test_the_lines_of_a_tree_stay_whole_where_others_are_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    got = narrow(monkeypatch)
    rows = [("   └─ carolina", "a long remark about nothing at all")]
    Output().table(["who", "what"], rows, tree=True)
    lines = click.unstyle(got.getvalue().decode()).splitlines()
    assert any(line.startswith("   └─ carolina  a long") for line in lines)
    assert max(map(len, lines)) <= 30


def test_json_for_a_terminal_without_our_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    got = narrow(monkeypatch, "ascii")
    Output(json=True).result({"label": "café ≈"})
    assert json.loads(got.getvalue().decode("ascii")) == {"label": "café ≈"}
