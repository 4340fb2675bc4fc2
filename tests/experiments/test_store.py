from __future__ import annotations

from pathlib import Path

import pytest

from databourse.errors import InvalidInput
from databourse.experiments.store import Store, fingerprint
from tests.experiments import auction as some_package

PARAMETERS = {"seed": 1, "bidders": (10, 20)}


def test_what_is_kept_is_found_by_the_same_parameters_and_code(tmp_path: Path) -> None:
    file = tmp_path / "new" / "results.json"
    kept = Store(file, "code").keep("sweep", PARAMETERS, {"means": (1, 2.5)})
    assert kept == {"means": [1, 2.5]}
    store = Store(file, "code")
    assert store.find("sweep", PARAMETERS) == kept
    assert store.find("times", PARAMETERS) is None
    assert store.find("sweep", {**PARAMETERS, "seed": 2}) is None
    assert Store(file, "other code").find("sweep", PARAMETERS) is None


def test_a_part_replaces_itself_and_leaves_the_others(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    store = Store(file, "code")
    store.keep("sweep", {}, 1)
    store.keep("times", {}, 2)
    store.keep("sweep", {}, 3)
    assert [Store(file, "code").find(name, {}) for name in ("sweep", "times")] == [3, 2]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["results.json"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"parts": 1}', '{"parts": {"sweep": {"result": 1}}}', "\ud800"])
def test_another_file_is_not_overwritten(tmp_path: Path, text: str) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(InvalidInput, match="no results file"):
        Store(file, "code")
    assert file.read_bytes() == text.encode("utf-8", "surrogatepass")


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(InvalidInput, match="cannot be used"):
        Store(tmp_path / "taken" / "results.json", "code")


def test_the_fingerprint_follows_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(some_package, "__file__", str(tmp_path / "__init__.py"))
    before = fingerprint(some_package)
    assert fingerprint(some_package) == before
    (tmp_path / "more.py").write_text("x = 1\n", encoding="utf-8")
    after = fingerprint(some_package)
    (tmp_path / "more.py").write_text("x = 2\n", encoding="utf-8")
    assert len({before, after, fingerprint(some_package)}) == 3
