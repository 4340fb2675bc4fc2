from __future__ import annotations

import io
import sys
from importlib import import_module
from pathlib import Path

import pytest

from databourse.cli.main import bourse
from databourse.cli.output import Output
from databourse.errors import BourseError, NotFound
from tests.cli.conftest import refused, run

#: The file of `bourse solve auction`; its package has the command under the same name.
AUCTION = import_module("databourse.cli.solve.auction")


def test_an_unexpected_error_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_file: str) -> str:
        raise RuntimeError("the sky fell")

    monkeypatch.setattr(AUCTION, "read_instances", broken)
    told = refused(1, "solve", "auction", "x.json")
    assert "this should not have happened: RuntimeError: the sky fell" in told
    assert "BOURSE_DEBUG=1" in told


def test_debugging_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    monkeypatch.setenv("BOURSE_DEBUG", "1")
    result = CliRunner(mix_stderr=False).invoke(bourse, ["solve", "auction", "missing.json"])
    assert result.exit_code == 3
    assert "Traceback" in result.stderr
    assert "NotFound" in result.stderr


def test_an_interrupted_command_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_file: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(AUCTION, "read_instances", interrupted)
    answer = run("solve", "auction", "x.json")
    assert answer.code == 1
    assert "Error: stopped\nHint: what was sent already may still happen" in answer.err


def test_usage_errors_are_json_too() -> None:
    for words in (["bid"], ["bid", "1", "--nonsense"], ["wallet", "deposit", "1"], ["slot", "show", "1", "2"]):
        error = run(*words, "--json").error
        assert (error["kind"], error["exit_code"]) == ("UsageError", 2)
        assert error["hint"].startswith("see `bourse ")


def test_a_negative_argument_is_not_taken_for_an_option() -> None:
    assert "value is '-5', but must not be negative" in refused(2, "wallet", "deposit", "1", "-5", "--from", "alice")
    assert "must not be negative" in refused(2, "why", "1", "-1")


def test_json_prints_one_value_with_its_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output(json=True)
    output.say("not for programs")
    output.table(["a"], [[1]])
    output.warn("careful")
    output.result({"value": "1"})
    captured = capsys.readouterr()
    assert captured.out == '{\n  "value": "1",\n  "warnings": [\n    "careful"\n  ]\n}\n'
    assert captured.err == ""


def test_people_get_tables_sentences_and_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output()
    output.table(["name", "count>"], [["alice", 3], ["bob\x1b[31m", None]])
    output.say("Done.")
    output.warn("careful")
    output.error(NotFound("there is none", "make one"))
    output.result({"value": "1"})
    captured = capsys.readouterr()
    assert "alice         3\n" in captured.out
    assert "bob?[31m" in captured.out
    assert captured.out.endswith("Done.\n")
    assert captured.err == "Warning: careful\nError: there is none\nHint: make one\n"


def test_a_long_table_is_not_cut_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    Output().table(["x"], [["y" * 500]])
    assert "y" * 500 in capsys.readouterr().out


def test_a_reader_that_has_seen_enough_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Closed(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

        def fileno(self) -> int:
            return descriptor.fileno()

    with (tmp_path / "out").open("w") as descriptor:
        monkeypatch.setattr("sys.stdout", Closed())
        from databourse.cli.main import bourse

        with pytest.raises(SystemExit) as ended:
            bourse.main(["solve", "auction", "-", "--help"])
    assert ended.value.code == 0


def test_a_terminal_without_our_letters_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    got = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(got, encoding="ascii", write_through=True))
    with pytest.raises(SystemExit) as ended:
        bourse.main(["chain", "simulate", "--offline", "--runs", "0", "--matrix", "raw"])
    assert ended.value.code == 0
    assert b"?4.40431" in got.getvalue()  # it is about as much


def test_every_error_class_has_a_documented_exit_code() -> None:
    def classes(root: type[BourseError]) -> list[type[BourseError]]:
        return [root, *(found for child in root.__subclasses__() for found in classes(child))]

    assert {found.exit_code for found in classes(BourseError)} == {1, 2, 3, 4, 5, 6, 7}
