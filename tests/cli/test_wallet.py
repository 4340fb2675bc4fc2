from __future__ import annotations

import pytest

from tests.cli.conftest import TOKEN, act, new_series, ok, refused, run, tokens

pytestmark = pytest.mark.usefixtures("market")


def free(name: str, series: str) -> str:
    """What somebody has free in a series."""
    accounts = ok("wallet", "balance", name, "--json").json["accounts"]
    return next((one["free"] for one in accounts if one["name"] == series), "0")


def wallet(name: str) -> int:
    """What somebody has outside the market."""
    return int(ok("wallet", "balance", "--from", name, "--json").json["wallet"])


@pytest.mark.usefixtures("terminal")
def test_money_moves_after_a_yes_only() -> None:
    deposit = ("wallet", "deposit", new_series("consent"), "3", "--from", "frank")
    before = wallet("frank")
    no = run(*deposit, input="n\n")
    assert (no.code, "nothing was sent" in no.err) == (1, True)
    assert "gas" in no.out
    assert "this needs your consent" in run(*deposit, "--json").error["message"]
    assert wallet("frank") == before
    assert "Free in series" in ok(*deposit, input="y\n").out
    assert (wallet("frank"), free("frank", "consent")) == (before - 3 * TOKEN, tokens(3))


def test_in_out_and_across() -> None:
    one, other = new_series("one"), new_series("other")
    before = wallet("dev20")
    assert act("erin", "wallet", "deposit", one, "2.5")["amount"] == tokens(2.5)
    act("erin", "wallet", "move", one, other, "1.5")
    assert (free("erin", one), free("erin", other)) == (tokens(1), tokens(1.5))
    assert act("erin", "wallet", "move", one, other, "all")["amount"] == tokens(1)
    act("erin", "wallet", "withdraw", other, "1", "--to", "dev20")
    assert wallet("dev20") == before + TOKEN
    assert act("erin", "wallet", "withdraw", other, "all")["amount"] == tokens(1.5)
    shown = ok("wallet", "balance", "erin").out
    assert f" {other} " not in shown


def test_an_allowance_is_used_instead_of_a_permit() -> None:
    from databourse.chain.calls import call_of
    from databourse.chain.config import resolve_network
    from databourse.chain.connection import connect
    from databourse.chain.exchange import Exchange
    from databourse.chain.signer import signer_of
    from databourse.chain.transactions import Transactions

    exchange = Exchange.open(connect(resolve_network()))
    series, dave = new_series("allowed"), signer_of("dave", 31337)
    approve = call_of(exchange.token.functions.approve(exchange.deployment.market, 2 * TOKEN))
    Transactions(exchange.connection).send(dave, approve)
    nonce = exchange.read(exchange.token.functions.nonces(dave.address))
    act("dave", "wallet", "deposit", series, "2")
    assert exchange.read(exchange.token.functions.nonces(dave.address)) == nonce
    act("dave", "wallet", "deposit", series, "1")
    assert exchange.read(exchange.token.functions.nonces(dave.address)) == nonce + 1
    assert free("dave", series) == tokens(3)


def test_what_cannot_be() -> None:
    series = new_series("cannot")
    as_dave = ("--from", "dave", "--yes")
    assert "nothing is free" in refused(4, "wallet", "withdraw", series, "all", *as_dave)
    assert "0 DBT are free" in refused(4, "wallet", "withdraw", series, "1", *as_dave)
    assert "the amount is 0" in refused(2, "wallet", "deposit", series, "0", *as_dave)
    assert "the amount is 0" in refused(2, "wallet", "withdraw", series, "0", *as_dave)
    assert "both places are series" in refused(2, "wallet", "move", series, series, "1", *as_dave)
    assert "there is no series 9999" in refused(3, "wallet", "move", series, "9999", "1", *as_dave)
    told = refused(4, "wallet", "deposit", series, "1000000", *as_dave)
    assert "not enough money: the deposit takes 1000000 DBT" in told
    assert "`bourse account fund`" in told
    assert "has a wrong checksum" in refused(2, "wallet", "balance", "0x" + "Ab" * 20)
    assert "no account is called 'nobody'" in refused(3, "wallet", "balance", "nobody")


def test_somebody_who_has_nothing() -> None:
    nobody = "0x" + "10" * 20  # no key is known of it, so no other test has given it anything
    assert "There is nothing in any series" in ok("wallet", "balance", nobody).out


def test_the_account_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "set BOURSE_ACCOUNT" in refused(2, "wallet", "balance")
    monkeypatch.setenv("BOURSE_ACCOUNT", "alice")
    assert ok("wallet", "balance").out.startswith("alice is 0x")
