"""What is made sure of before a statement is posted; the call itself is sent in `tests/integration`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from databourse.chain import posting
from databourse.chain.exchange import Exchange
from databourse.chain.records import SeriesInfo
from databourse.errors import InvalidInput, Refused
from tests.chain.test_settling import Function, Functions
from tests.market.conftest import crown as crown
from tests.market.scripted import CHECKER_OF, Script, account, funded_script

pytestmark = pytest.mark.usefixtures("crown")


@pytest.fixture(autouse=True)
def calls_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call is the function that it calls."""
    monkeypatch.setattr("databourse.chain.posting.call_of", lambda function: function)


def posted(script: Script, who: str = "operator", statement: bytes = b"said", second: int = 0) -> Function:
    """The call, so many seconds after the close."""
    one = script.history.round(1)
    exchange = SimpleNamespace(
        deployment=SimpleNamespace(checkers=CHECKER_OF), market=SimpleNamespace(functions=Functions())
    )
    info = SeriesInfo(1, script.history.series[1].config)
    call: Any = posting.post(cast(Exchange, exchange), info, one, statement, account(who), one.terms.close_at + second)
    return cast(Function, call)


@pytest.fixture
def script() -> Script:
    made = funded_script()
    made.open("herald")
    return made


@pytest.mark.parametrize("who", ["operator", "solver"])
@pytest.mark.parametrize("second", [0, 299])
def test_who_is_trusted_with_it_posts_while_there_is_time(script: Script, who: str, second: int) -> None:
    call = posted(script, who, second=second)
    assert (call.name, call.arguments) == ("post", (1, script.history.round(1).terms_hash, b"said"))
    assert posted(script, who, bytes(2**16 - 1))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"who": "alice"}, "may not post statements"),
        ({"second": -1}, "too early: temperature/1 takes entries until"),
        ({"second": 300}, "too late: statements about temperature/1 could be posted until"),
    ],
)
def test_what_the_market_would_refuse_is_refused_before(script: Script, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        posted(script, **changes)


def test_a_statement_that_is_too_long_is_told(script: Script) -> None:
    with pytest.raises(InvalidInput, match="65535 bytes at most"):
        posted(script, statement=bytes(2**16))


def test_a_rule_that_opens_entries_has_no_use_for_statements() -> None:
    made = funded_script()
    made.open("crown")
    with pytest.raises(Refused, match="no use for posted statements"):
        posted(made)
