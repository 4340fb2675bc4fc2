"""Values that cannot be, names that do not exist, money that is not there: told before anything is sent."""

from __future__ import annotations

import pytest

from tests.cli.conftest import refused
from tests.integration.play import (
    address,
    create_series,
    fill,
    nothing_happens,
    open_slot,
)

pytestmark = pytest.mark.usefixtures("market")

Case = tuple[str, int, tuple[str, ...]]
"""A line as it is typed, the exit code, and what the message and the hint must say."""

MOST = "309485009.821345068724781055"
BID = "bid temperature --from grace"
ASK = "ask fresh --from alice"


def prices(line: str) -> list[Case]:
    """Prices that no order can have."""
    return [
        (f"{line} --price -1", 2, ("price is '-1'", "must not be negative", "write tokens like 12 or 0.25")),
        (f"{line} --price -0.5", 2, ("price is '-0.5'", "must not be negative")),
        (f"{line} --price {10**30}", 2, (f"price is '{10**30}'", f"must be at most {MOST} tokens")),
        (f"{line} --price 309485009.9", 2, ("price is '309485009.9'", f"must be at most {MOST} tokens")),
        (f"{line} --price 1{'0' * 4000}", 2, ("(4003 characters)", f"must be at most {MOST} tokens")),
        (f"{line} --price ten", 2, ("price is 'ten'", "must be a number", "write tokens like 12 or 0.25")),
        (f"{line} --price 1,5", 2, ("price is '1,5'", "with a decimal point and no separators")),
        (f"{line} --price 1e18", 2, ("price is '1e18'", "must be written without an exponent")),
        (f"{line} --price 0x10", 2, ("price is '0x10'", "must be a number")),
        (f"{line} --price nan", 2, ("price is 'nan'", "must be a number")),
        (f"{line} --price 0.{'1' * 19}", 2, (f"price is '0.{'1' * 19}'", "must have at most 18 decimals", "round it")),
        (f"{line} --price 1.{'0' * 18}1", 2, ("must have at most 18 decimals", "round it")),
    ]


def quantities(line: str) -> list[Case]:
    """Quantities that no order can have."""
    rule = "must be a whole number from 1 to 4294967295"
    return [
        (f"{line} --quantity 0", 2, ("quantity is '0'", rule)),
        (f"{line} --quantity -4", 2, ("quantity is '-4'", "must not be negative", "a whole number from 1")),
        (f"{line} --quantity 1.5", 2, ("quantity is '1.5'", "must be a whole number")),
        (f"{line} --quantity 4294967296", 2, ("quantity is '4294967296'", rule)),
        (f"{line} --quantity 1{'0' * 4000}", 2, ("quantity is", "(4003 characters)", rule)),
        (f"{line} --quantity many", 2, ("quantity is 'many'", "must be a number")),
        (f"{line} --quantity 1e3", 2, ("quantity is '1e3'", "must be written without an exponent")),
    ]


UNKNOWN: list[Case] = [
    ("slot show nosuch", 3, ("no series is called 'nosuch'", "see `bourse series list`")),
    ("slot show 99", 3, ("there is no series 99", "see `bourse series list`")),
    ("slot show temperature/99", 3, ("series 1 has no round 99", "see `bourse slot list`")),
    ("slot show quiet", 3, ("series 2 has no round yet", "slot open")),
    ("slot show temperature/first", 2, ("slot is 'temperature/first'", "must be SERIES or SERIES/ROUND")),
    ("slot list nosuch", 3, ("no series is called 'nosuch'",)),
    ("slot settle temperature/99 --from solver", 3, ("series 1 has no round 99",)),
    ("why temperature 99", 3, ("round 1/1 has no entry 99", "its 6 entries count from 0")),
    ("why nosuch 0", 3, ("no series is called 'nosuch'",)),
    ("order cancel temperature 99 --from grace", 3, ("round 1/1 has no entry 99",)),
    ("bid nosuch --price 1 --quantity 1 --from grace", 3, ("no series is called 'nosuch'",)),
    ("bid temperature/99 --price 1 --quantity 1 --from grace", 3, ("series 1 has no round 99",)),
    ("wallet deposit nosuch 1 --from grace", 3, ("no series is called 'nosuch'", "see `bourse series list`")),
    ("wallet withdraw 99 all --from grace", 3, ("there is no series 99",)),
    (
        "bid temperature --price 1 --quantity 1 --from nobody",
        3,
        ("no account is called 'nobody'", "bourse account list"),
    ),
    ("wallet balance nobody", 3, ("no account is called 'nobody'", "bourse account new")),
    ("bid temperature --price 1 --quantity 1 --from 0x1234", 2, ("'0x1234'", "0x and 40 hexadecimal digits")),
    (f"bid temperature --price 1 --quantity 1 --from {address('bob')}", 6, ("no keystore holds the key", "import it")),
    ("bid temperature --price 1 --quantity 1", 2, ("who acts?", "--from NAME", "BOURSE_ACCOUNT")),
    (f"{ASK} --dataset 99 --price 1 --quantity 1", 3, ("there is no dataset 99", "see `bourse dataset list`")),
    (f"{ASK} --dataset 0 --price 1 --quantity 1", 3, ("there is no dataset 0",)),
    (f"{ASK} --dataset x --price 1 --quantity 1", 2, ("dataset is 'x'", "must be a number")),
    ("dataset attest 99 --quality 3 --from attester", 3, ("there is no dataset 99",)),
    ("dataset register nosuch.csv --kind noise --from alice", 3, ("there is no file nosuch.csv",)),
]

QUALITY: list[Case] = [
    (f"{BID} --price 1 --quantity 1 --min-quality 16", 2, ("min quality is '16'", "a whole number from 0 to 15")),
    (f"{BID} --price 1 --quantity 1 --min-quality -1", 2, ("min quality is '-1'", "must not be negative")),
    (f"{BID} --price 1 --quantity 1 --min-quality 7.5", 2, ("min quality is '7.5'", "must be a whole number")),
    (f"{ASK} --dataset 1 --price 1 --quantity 1 --quality 16", 2, ("quality is '16'", "a whole number from 0 to 15")),
    ("dataset attest 1 --quality 16 --from attester", 2, ("quality is '16'", "a whole number from 0 to 15")),
    # of the dataset: carol's has 9
    (
        "ask fresh --dataset 3 --price 1 --quantity 1 --quality 10 --from carol",
        4,
        ("quality 10 is above the dataset's, which is 9", "ask with at most 9"),
    ),
    (f"{ASK} --dataset 1 --price 1 --quantity 49", 4, ("the dataset has 48 units, 49", "offer at most 48")),
    ("ask fresh --dataset 1 --price 1 --quantity 1 --from bob", 4, ("dataset 1 does not belong to bob",)),
]

MONEY: list[Case] = [
    (
        f"{BID} --price 400 --quantity 30",
        4,
        ("not enough money", "needs 12000.1 DBT", "which holds 10000 DBT", "`bourse account fund`"),
    ),
    (
        f"{BID} --price 1 --quantity 1 --no-top-up",
        4,
        ("temperature/1 needs 1.1 DBT", "0 DBT are free", "wallet deposit"),
    ),
    (f"{BID} --price 300000000 --quantity 2", 2, ("price times quantity is '600000000'", "bid for fewer units")),
    ("wallet deposit temperature 10000.1 --from grace", 4, ("the deposit takes 10000.1 DBT", "holds 10000 DBT")),
    ("wallet deposit temperature 0 --from grace", 2, ("the amount is 0",)),
    ("wallet deposit temperature -1 --from grace", 2, ("'-1'", "must not be negative")),
    (
        "wallet withdraw temperature 1 --from dave",
        4,
        ("0 DBT are free", "60.1 DBT are locked", "when its round is over"),
    ),
    ("wallet withdraw temperature all --from dave", 4, ("nothing is free", "60.1 DBT are locked", "its round is over")),
    ("wallet withdraw temperature all --from grace", 4, ("nothing is free", "`bourse wallet balance`")),
    ("wallet move temperature quiet 1 --from dave", 4, ("0 DBT are free", "60.1 DBT are locked")),
    ("bid temperature --price 1 --quantity 1 --from dev10", 4, ("not enough money", "holds 0 DBT", "account fund")),
    (f"{ASK} --dataset 1 --price 1 --quantity 1 --no-top-up", 4, ("fresh/1 needs 0.1 DBT", "0 DBT are free")),
    (f"wallet deposit temperature 0.{'1' * 19} --from grace", 2, ("must have at most 18 decimals", "round it")),
    (f"series create other --fee 0.{'1' * 19} --from grace", 2, ("fee is", "must have at most 18 decimals")),
    ("series create other --fee -1 --from grace", 2, ("fee is '-1'", "must not be negative")),
    ("account fund dev11 --ether 1e3", 2, ("ether is '1e3'", "must be written without an exponent")),
    ("account fund dev11 --tokens 1000001", 4, ("the faucet gives at most 1000000 tokens", "ask for less")),
]

CASES = [
    *prices(f"{BID} --quantity 1"),
    *prices(f"{ASK} --quantity 1 --dataset 1"),
    *quantities(f"{BID} --price 1"),
    *quantities(f"{ASK} --price 1 --dataset 1"),
    *QUALITY,
    *UNKNOWN,
    *MONEY,
]


@pytest.fixture(scope="module", autouse=True)
def series(datasets: dict[str, int]) -> None:
    """A series with a round that has entries, one without any round, and one with a round without entries."""
    for name in ("temperature", "quiet", "fresh"):
        create_series(name)
    fill(open_slot("temperature"), datasets)
    open_slot("fresh", "--rule", "dantm")  # which does not warn that there are too few asks


@pytest.mark.parametrize(("line", "code", "says"), CASES, ids=[line[:70] for line, _, _ in CASES])
def test_it_is_told_and_nothing_is_sent(line: str, code: int, says: tuple[str, ...]) -> None:
    reads = line.startswith(("slot show", "slot list", "why", "wallet balance"))
    with nothing_happens():
        told = refused(code, *line.split(), *(() if reads else ("--yes",)))
    for words in says:
        assert words in told
