from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from databourse.chain.config import config_folder
from databourse.chain.nonce_memory import LARGEST, note, take
from databourse.errors import BourseError, InvalidInput

HERE = (31337, "0xMarket", 1, "0xAlice")


def test_no_nonce_is_given_out_twice() -> None:
    assert take(*HERE, count=3, least=0) == 0
    assert take(*HERE, count=1, least=0) == 3
    assert take(*HERE, count=1, least=10) == 10  # the account is further
    assert take(*HERE, count=1, least=2) == 11  # the ticket is old
    assert take(31337, "0xMarket", 2, "0xAlice", count=1, least=0) == 0
    note(*HERE, following=20)
    note(*HERE, following=15)
    assert take(*HERE, count=1, least=0) == 20


def test_also_not_at_the_same_time() -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: take(*HERE, count=2, least=0), range(40)))
    assert sorted(taken) == list(range(0, 80, 2))


def test_nonces_end() -> None:
    note(*HERE, following=LARGEST)
    assert take(*HERE, count=1, least=0) == LARGEST
    with pytest.raises(InvalidInput, match=f"must be at most {LARGEST}"):
        take(*HERE, count=1, least=0)
    with pytest.raises(InvalidInput, match=f"must be at most {LARGEST}"):
        note(*HERE, following=LARGEST + 2)


@pytest.mark.parametrize("text", ["[]", "no json", '{"a": "b"}'])
def test_a_damaged_memory_is_told(text: str) -> None:
    path = Path(config_folder()) / "nonces.json"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BourseError, match="cannot be used") as caught:
        take(*HERE, count=1, least=0)
    assert "--nonce" in str(caught.value.hint)
    assert path.read_text(encoding="utf-8") == text
