from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from databourse.chain.ticket import Ticket, read_ticket
from databourse.errors import InvalidInput, NotFound
from databourse.market.series_config import SeriesConfig
from databourse.market.terms import Terms
from databourse.money import TOKEN

SOMEBODY, CHECKER, MARKET = ("0x" + f"{number:040x}" for number in (1, 2, 3))


def ticket(name: str = "temperature", rule: str | None = "kth-price") -> Ticket:
    config = SeriesConfig(SOMEBODY, SOMEBODY, SOMEBODY, SOMEBODY, MARKET, 4, 86400, 0, TOKEN // 10, name, (CHECKER,))
    terms = Terms.one_shot(7, CHECKER, 2_000_000_000, 2_000_003_600, bytes(8))
    return Ticket(31337, MARKET, 3, config, terms, rule, "DBT", 250, {SOMEBODY: 4})


def write(folder: Path, value: Any) -> Path:
    path = folder / "terms.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["temperature", "Größe", "bell\a", "broken\udcff"])
@pytest.mark.parametrize("rule", ["kth-price", None])
def test_a_ticket_comes_back(name: str, rule: str | None, tmp_path: Path) -> None:
    one = ticket(name, rule)
    again = read_ticket(write(tmp_path, one.as_json()))
    assert again == one
    assert again.terms_hash == one.terms.hash(one.config.hash())
    assert again.slot.isprintable()
    described = "kth-price (K = " if rule else f"a rule that is not known here (checker {CHECKER})"
    assert again.describe_rule().startswith(described)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("fee", "1"),
        ("close_at", 2_000_000_001),
        ("terms_hash", "0x" + "11" * 32),
        ("series", 8),
        ("options", {"k": 5}),
        ("config.fee", "1"),
        ("config.operator", CHECKER),
        ("terms.close_at", 2_000_000_001),
        ("terms.params", "0x0001000000000000"),
    ],
)
def test_what_is_shown_is_what_the_hash_covers(path: str, value: Any, tmp_path: Path) -> None:
    told = ticket().as_json()
    part, _, last = path.rpartition(".")
    (told[part] if part else told)[last] = value
    with pytest.raises(InvalidInput, match="contradicts itself") as caught:
        read_ticket(write(tmp_path, told))
    assert "do not sign for it" in str(caught.value.hint)


@pytest.mark.parametrize(
    "change",
    [
        {"config": {}},
        {"terms": None},
        {"rule": "no-rule"},
        {"rule": ["kth-price"]},
        {"market": "0x12"},
        {"nonces": {"0x12": 1}},
        {"nonces": None},
        {"chain_id": "31337"},
        {"round": -1},
        {"max_per_account": -1},
        {"config": {**ticket().as_json()["config"], "operator": 7}},
        {"config": {**ticket().as_json()["config"], "checkers": [7]}},
        {"terms": {**ticket().as_json()["terms"], "close_at": "2000000000"}},
        {"nonces": {CHECKER: -1}},
        {"config.fee": str(2**88)},
        {"config.fee": "-1"},
        {"config.operator": 2**40},
        {"config.gated_tags": "7"},
        {"config.longest_round": 1.5},
        {"config.name": "x" * 33},
        {"config.checkers": [3]},
        {"terms.close_at": 2**40},
        {"terms.params": 2**40},
    ],
)
def test_a_damaged_ticket_is_refused(change: dict[str, Any], tmp_path: Path) -> None:
    told = ticket().as_json()
    for path, value in change.items():
        part, _, last = path.rpartition(".")
        (told[part] if part else told)[last] = value
    with pytest.raises(InvalidInput, match="damaged ticket"):
        read_ticket(write(tmp_path, told))


def test_what_is_no_ticket_is_refused(tmp_path: Path) -> None:
    for text in ("", "[]", "{}", '{"format": "other"}', "7", "[" * 100_000):
        with pytest.raises(InvalidInput, match="is no ticket"):
            read_ticket(write(tmp_path, text))
    with pytest.raises(NotFound, match="there is no file"):
        read_ticket(tmp_path / "none.json")
