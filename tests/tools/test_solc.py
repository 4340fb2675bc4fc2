"""tools/solc answers like solc where its command line is used, and its cache never answers for other sources."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOLC = ROOT / "tools" / "solc"
MAIN = (
    'pragma solidity ^0.8.28; import {NUMBER} from "lib/Number.sol"; contract Main { uint256 public number = NUMBER; }'
)


def run(*arguments: str | Path, text: str = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SOLC, *arguments], input=text, cwd=cwd, capture_output=True, text=True, check=False)


def compile_main(*arguments: str | Path) -> dict[str, Any]:
    selection = {"*": {"*": ["evm.bytecode.object"]}}
    standard_input = {
        "language": "Solidity",
        "sources": {"Main.sol": {"content": MAIN}},
        "settings": {"outputSelection": selection},
    }
    result = run("--standard-json", *arguments, text=json.dumps(standard_input))
    assert result.returncode == 0, result.stderr
    output: dict[str, Any] = json.loads(result.stdout)
    return output


def errors(output: dict[str, Any]) -> str:
    return "\n".join(error["message"] for error in output["errors"] if error["severity"] == "error")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the file that Main imports."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "Number.sol").write_text("pragma solidity ^0.8.28; uint256 constant NUMBER = 0xaaaa;")
    return tmp_path


def test_version_is_in_the_form_of_solc() -> None:
    pinned = json.loads((ROOT / "package.json").read_text())["dependencies"]["solc"]
    assert run("--version").stdout.splitlines()[1].startswith(f"Version: {pinned}+commit.")


def test_link_for_ape_is_named_after_the_version() -> None:
    pinned = json.loads((ROOT / "package.json").read_text())["dependencies"]["solc"]
    assert (ROOT / "tools" / "solc-versions" / f"solc-v{pinned}").resolve() == SOLC


def test_imports_are_read_from_the_base_path(project: Path) -> None:
    output = compile_main("--base-path", project)
    assert "aaaa" in output["contracts"]["Main.sol"]["Main"]["evm"]["bytecode"]["object"]


def test_imports_are_read_from_an_include_path(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.mktemp("base")
    output = compile_main("--base-path", base, f"--include-path={project}")
    assert "errors" not in output or not errors(output)


def test_a_changed_import_is_compiled_anew(project: Path) -> None:
    compile_main("--base-path", project)
    (project / "lib" / "Number.sol").write_text("pragma solidity ^0.8.28; uint256 constant NUMBER = 0xbbbb;")
    output = compile_main("--base-path", project)
    assert "bbbb" in output["contracts"]["Main.sol"]["Main"]["evm"]["bytecode"]["object"]


def test_a_missing_import_that_appears_is_compiled_anew(project: Path) -> None:
    number = project / "lib" / "Number.sol"
    text = number.read_text()
    number.unlink()
    assert "File not found" in errors(compile_main("--base-path", project))
    number.write_text(text)
    assert not errors({"errors": [], **compile_main("--base-path", project)})


def test_tests_are_compiled_without_the_ir_pipeline_and_what_ships_with_it() -> None:
    names = ["contracts/Adder.sol", "tests/contracts/Adder.sol", "tests/contracts/libraries/Adder.sol"]
    names.append("tests/contracts/AdderLimits.t.sol")
    add = "function add(uint256 a, uint256 b) external pure returns (uint256) { return a + b; }"
    adder = f"pragma solidity ^0.8.28; contract Adder {{ {add} }}"
    sources = {name: {"content": adder} for name in names}

    def bytecodes(selected: list[str], ir: bool) -> dict[str, str]:
        selection = {name: {"*": ["evm.bytecode.object"], "": ["ast"]} for name in selected}
        optimizer = {"enabled": True, "runs": 200}
        settings = {
            "outputSelection": selection,
            "viaIR": ir,
            "optimizer": optimizer,
            "metadata": {"appendCBOR": False},
        }
        text = json.dumps({"language": "Solidity", "sources": sources, "settings": settings})
        output = json.loads(run("--standard-json", text=text).stdout)
        assert set(output["sources"]) == set(names)
        return {name: output["contracts"][name]["Adder"]["evm"]["bytecode"]["object"] for name in selected}

    together = bytecodes(names, ir=True)
    shipped, quick = bytecodes(names[:1], ir=True)[names[0]], bytecodes(names[:1], ir=False)[names[0]]
    assert shipped != quick
    assert [together[name] for name in names] == [shipped, quick, shipped, shipped]


def test_an_import_in_two_places_is_ambiguous(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    twin = tmp_path_factory.mktemp("twin")
    (twin / "lib").mkdir()
    (twin / "lib" / "Number.sol").write_text("uint256 constant NUMBER = 1;")
    assert "Ambiguous import" in errors(compile_main("--base-path", project, "--include-path", twin))


def test_a_link_out_of_the_allowed_folders_is_refused(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    number = project / "lib" / "Number.sol"
    (outside / "Number.sol").write_text(number.read_text())
    number.unlink()
    number.symlink_to(outside / "Number.sol")
    assert "outside of allowed directories" in errors(compile_main("--base-path", project))
    assert not errors({"errors": [], **compile_main("--base-path", project, "--allow-paths", outside)})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--gas"], "unknown option --gas"), (["--base-path"], "needs a value"), ([], "nothing to do")],
)
def test_what_is_not_understood_is_refused(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.returncode == 1
    assert message in result.stderr
