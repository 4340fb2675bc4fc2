"""`bourse slot simulate` on files; what it says of a slot is among the integration tests."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ok, refused, run

BOOK: dict[str, Any] = {
    "bids": [{"price": 9, "quantity": 4}, {"price": 6, "quantity": 1}, {"price": 4, "quantity": 9}],
    "asks": [{"price": 2, "quantity": 3}, {"price": 3, "quantity": 2}, {"price": 5, "quantity": 7}],
}
RULES = ["kth-price", "trade-reduction", "dantm", "dadpm", "dadpm-split"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write(tmp_path, BOOK)


def write(folder: Path, value: object) -> Path:
    path = folder / "book.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def simulated(file: Path, *words: object) -> dict[str, Any]:
    value: dict[str, Any] = ok("slot", "simulate", "--file", file, *words, "--json").json
    return value


def test_every_rule_side_by_side(book: Path) -> None:
    told = simulated(book, "--draws", 5, "--lies", 300)
    assert [one["rule"] for one in told["rules"]] == RULES
    assert [one["draws"] for one in told["rules"]] == [1, 1, 1, 5, 5]
    assert [one["settled_on_chain"] for one in told["rules"]] == [True, True, True, False, False]
    assert told["best_gains"] == str((3 * 7 + 1 * 6) + 4 + (3 * 2 + 2 * 1))
    kth_price, _, dantm, dadpm, split = told["rules"]
    assert (kth_price["buyers"], kth_price["sellers"], kth_price["units"]) == (2, 2, 5)
    assert kth_price["paid"] == {**dict.fromkeys(("lowest", "highest"), price(5)), "amount": "25", "units": 5}
    assert kth_price["received"] == {"lowest": price(3), "highest": price(5), "amount": "21", "units": 5}
    assert (kth_price["buyers_gain"], kth_price["sellers_gain"]) == (exactly(17), exactly(10))
    assert (kth_price["welfare"], kth_price["budget"], kth_price["gains"]) == (exactly(27), exactly(4), exactly(31))
    assert kth_price["lies"]["found"] == []
    assert dantm["lies"]["complete"] and dantm["lies"]["tried"] == dantm["lies"]["possible"] > 50
    assert dadpm["welfare"]["standard_error"] is not None
    assert split["budget"] == {"total": "0", "standard_error": "0"}
    assert split["options"]["price_grid"] == ["1", "2", "5", "10", "20", "50", "100", "200", "500", "1000"]
    assert "outcome" not in kth_price


def price(amount: int, units: int = 1) -> dict[str, object]:
    return {"amount": str(amount), "units": units}


def exactly(amount: int) -> dict[str, object]:
    return {"total": str(amount), "standard_error": None}


def test_orders_for_nothing_do_not_count(tmp_path: Path) -> None:
    nothing = {"price": 7, "quantity": 0}
    some = {side: [nothing, *orders] for side, orders in BOOK.items()}
    told = ok("slot", "simulate", "--file", write(tmp_path, some), "--rule", "dantm", "--lies", 0).out
    assert "3 bids, 3 asks that count" in told
    assert "bids that win, of 3" in told
    empty = write(tmp_path, {"bids": [nothing], "asks": []})
    assert "no order that counts" in refused(3, "slot", "simulate", "--file", empty)


def test_who_would_gain_by_lying_and_how(tmp_path: Path) -> None:
    book = write(tmp_path, {"bids": [{"price": 6, "quantity": 1}], "asks": [{"price": 2, "quantity": 1}]})
    found = simulated(book, "--rule", "dantm")["rules"][0]["lies"]["found"]
    assert found == [
        {"side": "bid", "index": 0, "field": "price", "truth": "6", "report": "2", "gain": "4"},
        {"side": "ask", "index": 0, "field": "price", "truth": "2", "report": "6", "gain": "4"},
    ]
    told = ok("slot", "simulate", "--file", book).out
    assert "bid 0  price 2           6" in told
    assert "none gained" in told or "nobody" in told
    assert "Each lie is one participant's alone" in told
    drawn = simulated(book, "--rule", "dadpm", "--draws", 10)["rules"][0]["lies"]["found"]
    assert drawn[0]["gain"] == {"total": "40", "standard_error": "0"}


def test_where_nobody_could_trade_there_is_no_share(tmp_path: Path) -> None:
    apart = write(tmp_path, {"bids": [{"price": 1, "quantity": 1}], "asks": [{"price": 2, "quantity": 1}]})
    told = ok("slot", "simulate", "--file", apart, "--rule", "dantm", "--lies", 0).out
    assert next(line for line in told.splitlines() if line.startswith("share of the best")).split()[-1] == "–"


def test_a_search_that_is_cut_short_says_so(book: Path) -> None:
    told = ok("slot", "simulate", "--file", book, "--rule", "kth-price", "--lies", 10).out
    assert "misreports were tried, spread evenly; --lies N tries more" in told
    assert "none found" in told
    search = simulated(book, "--rule", "kth-price", "--lies", 10)["rules"][0]["lies"]
    assert not search["complete"] and search["tried"] <= 10 < search["possible"]
    assert "Lies" not in ok("slot", "simulate", "--file", book, "--lies", 0).out


def test_a_rule_that_draws_once_is_not_searched(book: Path) -> None:
    told = ok("slot", "simulate", "--file", book, "--draws", 1, "--lies", 50).out
    assert "dadpm: not searched for lies, for which it takes 2 draws and 10 solves at least." in told
    assert "kth-price: not searched" not in told


def test_a_large_book_is_searched_only_when_asked(tmp_path: Path) -> None:
    large = {
        "bids": [{"price": index, "quantity": 1} for index in range(2_000)],
        "asks": [{"price": 3, "quantity": 1}],
    }
    file = write(tmp_path, large)
    told = simulated(file, "--rule", "trade-reduction")
    assert told["rules"][0]["lies"] is None
    assert told["warnings"] == ["nobody looked for lies among 2,001 orders; --lies N does, with N solves a rule"]
    assert simulated(file, "--rule", "trade-reduction", "--lies", 2)["rules"][0]["lies"]["tried"] == 2


def test_one_rule_shows_its_whole_outcome(book: Path) -> None:
    told = ok("slot", "simulate", "--file", book, "--rule", "kth-price").out
    assert "Outcome under kth-price" in told
    assert "bid 0  4 of 4      5    20  ask 0: 3, ask 1: 1" in told
    assert "bid 2        4  below the price" in told
    figures = {line[:22].strip(): line[22:].strip() for line in told.splitlines()}
    assert (figures["buyers pay, least"], figures["sellers get, least"]) == ("5", "3")
    assert (figures["welfare (both)"], figures["surplus (budget)"], figures["gains from trade"]) == ("27", "4", "31")
    assert (figures["share of the best"], figures["gain by lying"]) == ("79.5%", "nobody")
    solved = ok("solve", "auction", "-", input=json.dumps({**BOOK, "rule": "kth-price"})).json
    assert simulated(book, "--rule", "kth-price")["rules"][0]["outcome"] == solved


def test_a_seed_file_does_the_same_again(book: Path, tmp_path: Path) -> None:
    seed = tmp_path / "seed.txt"
    words = (
        "slot",
        "simulate",
        "--file",
        book,
        "--rule",
        "dadpm-split",
        "--draws",
        4,
        "--lies",
        400,
        "--seed-file",
        seed,
    )
    first = ok(*words, "--lies", 400)
    assert "A new seed is kept in" in first.out
    kept = seed.read_text()
    assert len(bytes.fromhex(kept)) == 32
    assert stat.S_IMODE(seed.stat().st_mode) == 0o600
    again = ok(*words, "--lies", 400)
    assert again.out == first.out.replace(f"A new seed is kept in {seed}; keep it secret.\n", "")
    assert kept.strip() not in first.out + again.out + ok(*words, "--lies", 0, "--json").out
    # the outcome shown is that of the seed itself
    options = {"seed": kept.strip(), "price_grid": [1, 2, 5, 10]}
    solved = ok("solve", "auction", "-", input=json.dumps({**BOOK, "rule": "dadpm-split", "options": options})).json
    rule = simulated(book, "--rule", "dadpm-split", "--seed-file", seed, "--grid", "1,2,5,10")["rules"][0]
    assert rule["outcome"] == solved


def test_the_standard_error_is_that_of_the_draws(book: Path, tmp_path: Path) -> None:
    words = ("--rule", "dadpm-split", "--grid", "2,4,6", "--lies", 0, "--seed-file", tmp_path / "seed", "--draws")
    one, two = (simulated(book, *words, draws)["rules"][0]["welfare"] for draws in (1, 2))
    first, second = int(one["total"]), int(two["total"]) - int(one["total"])
    assert (one["standard_error"], two["standard_error"]) == (None, str(abs(first - second) // 2))


def test_without_a_seed_file_every_run_draws_anew(book: Path) -> None:
    words = ("--rule", "dadpm-split", "--draws", 40, "--lies", 0)
    outcomes = {json.dumps(simulated(book, *words)["rules"][0]["welfare"]) for _ in range(6)}
    assert len(outcomes) > 1


def test_options_of_the_file_and_of_the_command_line(tmp_path: Path) -> None:
    book = write(tmp_path, {**BOOK, "rule": "kth-price", "options": {"k": 1, "quality_filter": False}})
    told = simulated(book, "--lies", 0, "--draws", 1)
    assert told["own_rule"] == "kth-price"
    by_rule = {one["rule"]: one["options"] for one in told["rules"]}
    assert by_rule["kth-price"] == {"k": 1}
    assert by_rule["dantm"] == by_rule["dadpm"] == {"quality_filter": False}
    words = ("--k", 2, "--quality-filter", "--epsilon", "1/4", "--epsilon-buyers", "0.5", "--grid-max", 8)
    said = {one["rule"]: one["options"] for one in simulated(book, "--lies", 0, "--draws", 1, *words)["rules"]}
    assert said["kth-price"] == {"k": 2}
    assert said["dadpm"] == {"quality_filter": True, "epsilon_buyers": [1, 2]}
    assert said["dadpm-split"] == {"epsilon": [1, 4], "price_grid": ["1", "4", "8"]}
    steps = simulated(book, "--rule", "dadpm-split", "--lies", 0, "--grid-max", 8, "--grid-steps", 4)
    assert steps["rules"][0]["options"]["price_grid"] == ["2", "4", "6", "8"]


def test_what_a_private_rule_hides(book: Path) -> None:
    words = ("slot", "simulate", "--file", book, "--draws", 2, "--lies", 0, "--rule")
    told = ok(*words, "dadpm", "--epsilon-sellers", 2).out
    assert "parameters      ε 1/10 for bids, 2 for asks" in told
    assert "guaranteed      the winners' sequence: (0.567, 0.1)-private" in told
    assert "not guaranteed  the providers of one round" in told
    assert "settlement" in told and "sealed bids" in told
    split = ok(*words, "dadpm-split", "--grid", "2,7", "--epsilon", "0.5")
    assert "parameters      ε 1/2; 2 prices from 2 to 7" in split.out
    assert "guaranteed      the two prices: (0.5, 0)-private" in split.out
    by_rule = {one["rule"]: one["privacy"] for one in simulated(book, "--draws", 1, "--lies", 0)["rules"]}
    assert by_rule["dadpm-split"]["guarantees"] == [{"what": "the two prices", "epsilon": 1.0, "delta": 0.0}]
    assert by_rule["kth-price"] is by_rule["dantm"] is None


def test_a_picture(book: Path, tmp_path: Path) -> None:
    told = ok("slot", "simulate", "--file", book, "--lies", 0, "--plot", tmp_path / "rules.svg").out
    assert f"Drawn to {tmp_path / 'rules.svg'}." in told
    drawn = (tmp_path / "rules.svg").read_text()
    assert drawn.count("<svg") == 1


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert simulated(write(tmp_path, "\ufeff" + json.dumps(BOOK)), "--lies", 0)["best_gains"] == "39"


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        ("", 2, "this is not JSON"),
        ("[]", 2, "the instance is []"),
        ('{"bids": []}', 2, "the instance has no 'asks'"),
        ('{"bids": [], "asks": []}', 3, "there is no order that counts in"),
        ('{"bids": [{"price": NaN, "quantity": 1}], "asks": []}', 2, "bids[0].price is nan, but it must be an integer"),
        ('{"bids": [{"price": -1, "quantity": 1}], "asks": []}', 2, "bids[0].price is -1"),
        ('{"bids": [{"price": 1, "quantity": 1}], "asks": [], "rule": "vickrey"}', 2, "rule is 'vickrey'"),
        ('{"bids": [{"price": 1, "quantity": 1}], "asks": [], "rule": ["dantm"]}', 2, "rule is ['dantm']"),
        ('{"bids": [{"price": 1, "quantity": 1}], "asks": [], "options": {"kk": 1}}', 2, "'kk' is no option of any"),
        ('{"bids": [{"price": 1, "quantity": 1}], "asks": [], "options": {"k": 0}}', 2, "k is 0, but"),
        ('{"bids": [{"price": 1, "quantity": 1}], "asks": [], "options": {"seed": "5eed"}}', 2, "seed has 4 hexadeci"),
        ('{"bids": [{"price": 1, "quantity": 1}], "asks": [], "options": {"price_grid": []}}', 2, "price_grid is []"),
    ],
)
def test_files_that_cannot_be_simulated(content: str, code: int, message: str, tmp_path: Path) -> None:
    assert message in refused(code, "slot", "simulate", "--file", write(tmp_path, content))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--epsilon", "0"), "epsilon is '0', but it must be positive"),
        (("--epsilon", "-1"), "epsilon is '-1', but it must be a positive number"),
        (("--epsilon", "nan"), "epsilon is 'nan', but it must be a positive number"),
        (("--epsilon", "1/0"), "epsilon is '1/0', but it must be positive"),
        (("--epsilon", "1e9"), "write it like 0.1, 1 or 1/10"),
        (("--epsilon", "65"), "epsilon must not be above 64"),
        (("--epsilon-buyers", "4.1"), "epsilon must not be above 4"),
        (("--grid", ""), "the price grid is empty"),
        (("--grid", " , "), "the price grid is empty"),
        (("--grid", "1,-2"), "grid is '-2', but must not be negative"),
        (("--grid", "0.5"), "grid is '0.5', but must be a whole number"),
        (("--grid", "1", "--grid-max", "2"), "--grid lists all prices"),
        (("--grid", ",".join(["1"] * 10_001)), "the price grid has 10001 prices, but at most 10000 are possible"),
        (("--grid-steps", "3"), "add --grid-max PRICE"),
        (("--grid-max", "0"), "highest price is 0, but it must be positive"),
        (("--grid-steps", "0", "--grid-max", "4"), "must be a whole number from 1 to 10000"),
        (("--draws", "0"), "must be a whole number from 1 to 100000"),
        (("--lies", "-1"), "must not be negative"),
        (("--rule", "vickrey"), "is not one of"),
        (("--rule", "dantm", "--k", "3"), "dantm has no option 'k'"),
        (("--rule", "kth-price", "--epsilon", "1"), "kth-price has no option 'epsilon'"),
        (("--plot", "book.txt"), "its name must end with .png, .svg, .pdf"),
        (("--plot", "nowhere/book.png"), "there is no such folder"),
    ],
)
def test_values_that_cannot_be(words: tuple[str, ...], message: str, book: Path) -> None:
    assert message in refused(2, "slot", "simulate", "--file", book, "--lies", 0, *words)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"5eed", "seed has 4 hexadecimal digits, but it must have 64"),
        (b"g" * 64, "characters that are no hexadecimal digits"),
        (b"\xff\xfe", "cannot be read"),
        (b"", "seed has 0 hexadecimal digits"),
    ],
)
def test_seed_files_that_hold_no_seed(content: bytes, message: str, book: Path, tmp_path: Path) -> None:
    seed = tmp_path / "seed"
    seed.write_bytes(content)
    told = refused(2, "slot", "simulate", "--file", book, "--rule", "dadpm", "--seed-file", seed)
    assert message in told
    assert seed.read_bytes() == content
    assert "gggg" not in told


def test_a_seed_that_cannot_be_kept(book: Path, tmp_path: Path) -> None:
    words = ("slot", "simulate", "--file", book, "--rule", "dadpm", "--seed-file", tmp_path / "no" / "seed")
    assert "cannot keep a seed: No such file or directory" in refused(2, *words)


def test_which_book(book: Path, tmp_path: Path) -> None:
    assert "name a SLOT, or an instance" in refused(2, "slot", "simulate")
    assert "name a SLOT, or an instance" in refused(2, "slot", "simulate", "temperature", "--file", book)
    assert "there is no file" in refused(3, "slot", "simulate", "--file", tmp_path / "missing.json")
    lines = tmp_path / "books.jsonl"
    lines.write_text(json.dumps(BOOK) + "\n")
    assert "holds one instance a line" in refused(2, "slot", "simulate", "--file", lines)
    assert run("slot", "simulate", "--file", tmp_path / "no" / "x", "--seed-file", "s").code == 3
    assert not (Path.cwd() / "s").exists()


def test_tables_fit_a_hundred_columns(tmp_path: Path) -> None:
    """Also with amounts as large as an order can have, and averages that are not whole."""
    large = {
        "bids": [{"price": str(2**80 + index), "quantity": 30} for index in range(40)],
        "asks": [{"price": str(2**79 + index), "quantity": 7} for index in range(40)],
    }
    file = write(tmp_path, large)
    lines = ok("slot", "simulate", "--file", file, "--lies", 0, "--draws", 3, "--grid-max", 2**80).out.splitlines()
    table = [line for line in lines[2:] if not line.startswith(("Prices", "dadpm", "No contract"))]
    assert len(table) > 15
    assert max(map(len, table)) <= 100
