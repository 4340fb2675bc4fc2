from __future__ import annotations

import json

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
