"""`bourse slot explain` on files; what it says of a slot is among the integration tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ok, refused

BOOK: dict[str, Any] = {
    "rule": "kth-price",
    "bids": [{"price": 1, "quantity": 0}, {"price": 9, "quantity": 4}, {"price": 3, "quantity": 1}],
    "asks": [{"price": 2, "quantity": 9}, {"price": 3, "quantity": 2}, {"price": 5, "quantity": 7}],
}


def write(folder: Path, **changes: Any) -> Path:
    path = folder / "book.json"
    path.write_text(json.dumps({**BOOK, **changes}), encoding="utf-8")
    return path


def test_a_file_in_words(tmp_path: Path) -> None:
    told = ok("slot", "explain", "--file", write(tmp_path)).out
    assert "2 bids and 3 asks count." in told  # one bid is for nothing
    assert "The price is 5 a unit, set by entry 4 (ask 2), the ask of rank 3." in told
    assert "The best bid that does not trade is entry 1 (bid 2), at 3 a unit. It offered 3 a unit" in told
    assert "Buyers pay 20, sellers get 16; the surplus is 4." in told


def test_for_programs(tmp_path: Path) -> None:
    told = ok("slot", "explain", "--file", write(tmp_path), "--json").json
    assert (told["rule"], told["buyers"], told["sellers"], told["units"]) == ("kth-price", [0], [2], 4)
    assert (told["paid"], told["received"], told["surplus"]) == ("20", "16", "4")


def test_options_of_the_rule(tmp_path: Path) -> None:
    told = ok("slot", "explain", "--file", write(tmp_path, options={"k": 1}), "--json").json
    assert told["prices"][0]["price"] == "3"
    orders = {"bids": [{"price": 5, "quantity": 1}, {"price": 6, "quantity": 2, "min_quality": 2}]}
    orders["asks"] = [{"price": 3, "quantity": 2}]
    for quality_filter, buyers in ((True, [0]), (False, [1, 0])):
        file = write(tmp_path, rule="dantm", **orders, options={"quality_filter": quality_filter})
        assert ok("slot", "explain", "--file", file, "--json").json["buyers"] == buyers


@pytest.mark.parametrize("rule", ["kth-price", "trade-reduction", "dantm"])
def test_a_picture(rule: str, tmp_path: Path) -> None:
    picture = tmp_path / "book.png"
    told = ok("slot", "explain", "--file", write(tmp_path, rule=rule), "--plot", picture)
    assert f"Drawn to {picture}." in told.out
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_explained(tmp_path: Path) -> None:
    explain = ("slot", "explain", "--file")
    assert "names no rule that can be explained" in refused(3, *explain, write(tmp_path, rule="dadpm"))
    nameless = {key: value for key, value in BOOK.items() if key != "rule"}
    (tmp_path / "nameless.json").write_text(json.dumps(nameless))
    assert "these can: kth-price, trade-reduction, dantm" in refused(3, *explain, tmp_path / "nameless.json")
    assert "the option 'pairing'" in refused(2, *explain, write(tmp_path, rule="dantm", options={"pairing": "strict"}))
    assert "its name must end with" in refused(2, *explain, write(tmp_path), "--plot", "book.bmp")
    assert "name a SLOT, or an instance" in refused(2, "slot", "explain")
    assert "k is 0" in refused(2, *explain, write(tmp_path, options={"k": 0}))
    assert "k is 'x'" in refused(2, *explain, write(tmp_path, options={"k": "x"}))
    assert "quality_filter is 7" in refused(2, *explain, write(tmp_path, rule="dantm", options={"quality_filter": 7}))
