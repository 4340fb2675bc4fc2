from __future__ import annotations

import builtins
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from databourse.errors import InvalidInput, NotFound, UsageError
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder
from databourse.money import TOKEN
from databourse.orders.faults import MOST_SHOWN, Fault, listed
from databourse.orders.order_file import MOST_BYTES, OrderFile, read_order_file
from databourse.orders.rows import OF_DATASET

HEADER = "side,price,quantity,min_quality,quality,dataset,entry,from\n"


def read(path: Path, content: str | bytes) -> OrderFile:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_order_file(path)


def told(file: OrderFile) -> list[str]:
    return [fault.where(file.unit) for fault in file.faults]


def csv(folder: Path, rows: str | bytes, header: str | bytes = HEADER) -> OrderFile:
    def raw(text: str | bytes) -> bytes:
        return text if isinstance(text, bytes) else text.encode()

    return read(folder / "orders.csv", raw(header) + raw(rows))


def parquet(folder: Path, **columns: Any) -> OrderFile:
    import pyarrow as arrow
    from pyarrow import parquet as files

    path = folder / "orders.parquet"
    files.write_table(arrow.table(columns), path)
    return read_order_file(path)


def test_every_kind_of_order_in_csv(tmp_path: Path) -> None:
    rows = (
        "bid,2.5,3,7,,,,alice",
        "",
        "ask,0.25,20,,,4,,",
        f"ASK, 1 ,2,,15,{2**64 - 1},,",
        "cancel,,,,,,12,",
        "bid,.5,1,,,,,",
    )
    file = csv(tmp_path, "\n".join(rows))
    assert not file.faults
    assert [(one.line, one.sender) for one in file.orders] == [(2, "alice"), (4, None), (5, None), (6, None), (7, None)]
    assert [one.order for one in file.orders] == [
        BidOrder(5 * TOKEN // 2, 3, 7),
        AskOrder(TOKEN // 4, 20, OF_DATASET, 4),
        AskOrder(TOKEN, 2, 15, 2**64 - 1),
        CancelOrder(12),
        BidOrder(TOKEN // 2, 1, 0),
    ]
    assert [one.lock for one in file.orders] == [15 * TOKEN // 2, 0, 0, 0, TOKEN // 2]
    assert [one.graded for one in file.orders] == [True, False, True, True, True]
    assert file.orders[1].with_grade(9).order == AskOrder(TOKEN // 4, 20, 9, 4)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("last", [True, False], ids=["closed", "open"])
def test_how_lines_begin_and_end_does_not_matter(tmp_path: Path, start: bytes, end: bytes, last: bool) -> None:
    text = start + end.join([b"side,price,quantity", b"bid,1,2", b"bid,3,4"]) + (end if last else b"")
    file = read(tmp_path / "orders.csv", text)
    assert not file.faults
    assert [(one.line, one.order) for one in file.orders] == [(2, BidOrder(TOKEN, 2)), (3, BidOrder(3 * TOKEN, 4))]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("bid,-1,2,,,,,", "line 2, price: is '-1', but must not be negative"),
        ("bid,NaN,2,,,,,", "line 2, price: is 'NaN', but must be a number"),
        ("bid,inf,2,,,,,", "line 2, price: is 'inf', but must be a number"),
        ("bid,1e3,2,,,,,", "line 2, price: is '1e3', but must be written without an exponent"),
        ('bid,"1,5",2,,,,,', "line 2, price: is '1,5', but must be digits with a decimal point"),
        ("bid,1.0000000000000000001,2,,,,,", "line 2, price: is '1.0000000000000000001', but must have at most 18"),
        (f"bid,{'9' * 400},2,,,,,", "… (402 characters), but must be at most 309485009.821"),
        ("bid,300000000,2,,,,,", "line 2, price: times quantity is more than 309485009.821345068724781055 tokens"),
        ("bid,,2,,,,,", "line 2, price: is missing, and every bid needs it"),
        ("bid,1,0,,,,,", "line 2, quantity: is '0', but must be a whole number from 1"),
        ("bid,1,1.5,,,,,", "line 2, quantity: is '1.5', but must be a whole number"),
        ("bid,1,4294967296,,,,,", "line 2, quantity: is '4294967296', but must be a whole number from 1 to 4294967295"),
        ("bid,1,1,16,,,,", "line 2, min_quality: is '16', but must be a whole number from 0 to 15"),
        ("bid,1,1,,3,,,", "line 2, quality: is '3', but must be empty in a bid"),
        ("ask,1,1,3,,1,,", "line 2, min_quality: is '3', but must be empty in an ask"),
        ("ask,1,1,,,,,", "line 2, dataset: is missing, and every ask needs it"),
        ("ask,1,1,,,0,,", "line 2, dataset: is '0', but must be a whole number from 1"),
        ("cancel,1,,,,,3,", "line 2, price: is '1', but must be empty in a cancel"),
        ("cancel,,,,,,x,", "line 2, entry: is 'x', but must be a number"),
        ("sell,1,1,,,,,", "line 2, side: is 'sell', but must be bid, ask or cancel"),
        (",1,1,,,,,", "line 2, side: is missing, but must be bid, ask or cancel"),
        ("bid,1,1", "line 2: has 3 cells, but the header has 8"),
        ("bid,1,1,,,,,,", "line 2: has 9 cells, but the header has 8"),
        ('bid,"1,1,,,,,', "line 2: is not valid CSV: unexpected end of data"),
        ("bid,1\0,1,,,,,", "line 2: holds a NUL byte: this is not a text file"),
    ],
)
def test_a_bad_row_is_told_with_its_place_its_value_and_the_rule(tmp_path: Path, row: str, wrong: str) -> None:
    file = csv(tmp_path, f"{row}\nbid,1,1,,,,,\n")
    assert len(told(file)) == 1
    assert wrong in told(file)[0]
    assert [one.line for one in file.orders] == [3]  # the good row could go ahead


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", "the file is empty"),
        (b"\n \n\r\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (HEADER, "has no orders, only the names of the columns"),
        ("side\0,price,quantity\nbid,1,1\n", "line 1: holds a NUL byte: this is not a text file"),
        ("side,price,quantity,side\nbid,1,1,bid\n", "line 1: the header names 'side' more than once"),
        ("side,price,quantity,colour\nbid,1,1,red\n", "colour: is no column of orders; those are side, price"),
        ("side;price;quantity\nbid;1;1\n", "side;price;quantity: is no column of orders; those are side"),
        ("price,quantity\n1,1\n", "side: is missing: every order needs this column"),
        ("side,quantity\nbid,1\nbid,2\n", "price: is missing: every bid needs this column"),
        ("side,price,quantity\nask,1,1\n", "dataset: is missing: every ask needs this column"),
        ("side,price,quantity\nbid,1,1\nbid,\xe9".encode("latin-1"), "line 3: byte 0xe9 is no UTF-8"),
        ("side,price,quantity\nbid,1,1\n".encode("utf-16"), "line 1: it is UTF-16: save it as UTF-8"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_says_so_once(tmp_path: Path, content: str | bytes, wrong: str) -> None:
    file = read(tmp_path / "orders.csv", content)
    assert not file.orders
    assert len(told(file)) == 1 + (";" in wrong and "side: is missing" in str(told(file)))
    assert wrong in told(file)[0]
    assert ("commas" in told(file)[0]) == ("side;price" in wrong)


def test_all_faults_are_found_and_the_first_twenty_listed(tmp_path: Path) -> None:
    file = csv(tmp_path, "bid,x,1,,,,,\n" * 30)
    assert [fault.line for fault in file.faults] == list(range(2, 32))
    lines = listed("orders.csv", file.faults, "line").splitlines()
    assert lines[0] == "orders.csv has 30 errors:"
    assert len(lines) == MOST_SHOWN + 2
    assert lines[-1] == "  and 10 more"
    assert listed("a", [Fault(0, "", "is empty")], "line").splitlines() == ["a has 1 error:", "  is empty"]


def jsonl(folder: Path, *lines: object) -> OrderFile:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return read(folder / "orders.jsonl", "\n".join(texts) + "\n")


def test_json_lines_hold_base_units(tmp_path: Path) -> None:
    file = jsonl(
        tmp_path,
        {"side": "bid", "price": "2500000000000000000", "quantity": 3, "from": "alice", "quality": None},
        "",
        {"side": "ask", "price": 7, "quantity": "20", "dataset": 4, "quality": 2},
    )
    assert not file.faults
    assert [(one.line, one.sender, one.order) for one in file.orders] == [
        (1, "alice", BidOrder(5 * TOKEN // 2, 3)),
        (3, None, AskOrder(7, 20, 2, 4)),
    ]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('{"side": "bid", "price": 2.5, "quantity": 1}', "line 1, price: is 2.5, but must be an integer of base units"),
        ('{"side": "bid", "price": "2.5", "quantity": 1}', "line 1, price: is '2.5', but must be a whole number"),
        ('{"side": "bid", "price": true, "quantity": 1}', "line 1, price: is True, but must be an integer"),
        ('{"side": "bid", "price": -1, "quantity": 1}', "line 1, price: is -1, but must be a whole number"),
        ('{"side": "bid", "price": 1, "quantity": 1.0}', "line 1, quantity: is 1.0, but must be a whole number"),
        ('{"side": "bid", "price": 1, "quantity": [1]}', "line 1, quantity: is [1], but must be a whole number"),
        ('{"side": "bid", "price": 1, "quantity": NaN}', "line 1: is not JSON: NaN is no number of JSON"),
        ('{"side": "bid", "price": Infinity, "quantity": 1}', "line 1: is not JSON: Infinity is no number of JSON"),
        (f'{{"side": "bid", "price": 1{"0" * 5000}, "quantity": 1}}', "line 1: is not JSON: Exceeds the limit"),
        (f'{{"side": "bid", "price": 1, "quantity": 1{"0" * 300}}}', "line 1, quantity: is a number of 997 bits, but"),
        ('{"side": "bid", "price": 1, "quantity": 1', "line 1: is not JSON: Expecting"),
        ('{"side": "bid", "side": "ask", "price": 1}', "line 1: is not JSON: 'side' is there more than once"),
        ('["bid", 1, 1]', "line 1: must be an object such as"),
        ('{"side": ["bid"], "price": 1, "quantity": 1}', "line 1, side: is ['bid'], but must be bid, ask or cancel"),
        ('{"side": "bid", "price": 1, "quantity": 1, "from": 7}', "line 1, from: is 7, but must be the name"),
        ("[" * 100_000, "line 1: is not JSON: "),
    ],
)
def test_a_bad_line_of_json_is_told(tmp_path: Path, line: str, wrong: str) -> None:
    file = jsonl(tmp_path, line, {"side": "bid", "price": 1, "quantity": 1})
    assert [wrong in text for text in told(file)] == [True], told(file)
    assert [one.line for one in file.orders] == [2]


def test_an_empty_json_file_and_unknown_names_are_told(tmp_path: Path) -> None:
    assert told(jsonl(tmp_path, "")) == ["the file is empty: each line must be an order"]
    (wrong,) = told(jsonl(tmp_path, {"side": "bid", "price": 1, "quantity": 1, "qty": 1}))
    assert wrong.startswith("qty: is no column of orders")
    # JSON can name what no terminal can show
    (wrong,) = told(jsonl(tmp_path, {"side": "bid", "price": 1, "quantity": 1, "\ud800\x1b[31m": 1}))
    assert wrong.startswith("??[31m: is no column of orders")


def test_parquet_holds_base_units_as_integers_and_tokens_as_decimals_or_texts(tmp_path: Path) -> None:
    common = {"side": ["bid", "ask"], "quantity": [3.0, 20.0], "dataset": [None, 4.0], "from": ["alice", None]}
    expected = [BidOrder(5 * TOKEN // 2, 3), AskOrder(TOKEN // 4, 20, OF_DATASET, 4)]
    for price in ([5 * TOKEN // 2, TOKEN // 4], ["2.5", "0.25"], [Decimal("2.50"), Decimal("0.25")]):
        file = parquet(tmp_path, price=price, **common)
        assert not file.faults
        assert [one.order for one in file.orders] == expected
        assert [(one.line, one.sender) for one in file.orders] == [(1, "alice"), (2, None)]
    assert file.unit == "row"


def test_what_is_not_exact_in_parquet_is_refused(tmp_path: Path) -> None:
    nan, inf = float("nan"), float("inf")
    file = parquet(
        tmp_path,
        side=["bid"] * 5,
        price=[1, 1, 1, None, 1],
        quantity=[1.5, nan, inf, 1.0, 1.0],
    )
    assert told(file) == [
        "row 1, quantity: is 1.5, but must be a whole number from 1 to 4294967295",
        "row 2, quantity: is missing, and every bid needs it",
        "row 3, quantity: is inf, but must be a whole number from 1 to 4294967295",
        "row 4, price: is missing, and every bid needs it",
    ]
    assert [one.line for one in file.orders] == [5]
    (wrong,) = told(parquet(tmp_path, side=["bid"], price=[2.5], quantity=[1]))
    assert wrong.startswith("row 1, price: is 2.5, but a float is not exact: write integers (base units)")
    assert told(parquet(tmp_path, side=[], price=[], quantity=[]))[0] == "the file has no rows"
    assert told(parquet(tmp_path, side=["bid"], price=[1], Price=[1])) == ["two columns have the same name"]
    assert "is not a Parquet file" in told(read(tmp_path / "orders.parquet", b"PAR1 truncated"))[0]


def test_parquet_without_pyarrow_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return original(name, *rest, **more)

    (tmp_path / "orders.parquet").write_bytes(b"")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError) as caught:
        read_order_file(tmp_path / "orders.parquet")
    assert "databourse[tables]" in str(caught.value.hint)


def test_what_is_no_file_of_orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Path) -> bytes:
        raise OSError(5, "Input/output error")

    with pytest.raises(NotFound, match="there is no file"):
        read_order_file(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InvalidInput, match="is a folder"):
        read_order_file(tmp_path / "folder.csv")
    with pytest.raises(InvalidInput, match=r"must end with \.csv, \.jsonl, \.ndjson, \.parquet"):
        read_order_file(tmp_path / "orders.xlsx")
    (tmp_path / "mine.csv").write_text(HEADER)
    with (
        monkeypatch.context() as patch,
        pytest.raises(InvalidInput, match="cannot be read: Input/output error"),
    ):
        patch.setattr(Path, "read_bytes", broken)
        read_order_file(tmp_path / "mine.csv")
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(InvalidInput, match="has 67,108,865 bytes"):
        read_order_file(tmp_path / "large.csv")
