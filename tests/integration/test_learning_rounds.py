"""Learning rounds on a devnet, by statements that are signed here: posted, settled or proposed, audited, or aborted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from databourse.chain import coalition, devnet, history, kept_tables, posting
from databourse.chain.audit import replay_log
from databourse.chain.exchange import Exchange
from databourse.chain.settling import prepare_challenge
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.errors import ContractRefused, Refused
from databourse.market.learning import LEARNING
from databourse.market.learning.blocks import pack_rows, unpack_rows
from databourse.market.learning.statement import Sign, Statement, inputs_of
from databourse.market.learning.tables import TABLES
from databourse.market.learning.words import pack_counts
from databourse.market.rounds import Round
from databourse.market.series_config import NOBODY, SeriesConfig
from databourse.market.settlement import Settlement
from databourse.market.terms import Terms, context
from databourse.mechanisms.learning import Outcome as Solved
from databourse.mechanisms.learning import Table, single_task
from tests.cli.conftest import TOKEN, act, ok, refused, run
from tests.integration import hostile
from tests.integration.play import address, url
from tests.market.learning.rounds import RUNNER, STRANGER, options, random_table, signature, word

pytestmark = pytest.mark.usefixtures("market")

PARTIES = ("alice", "bob", "carol", "dave", "erin")
ARBITER = "frank"
BUDGET = 10 * TOKEN
FEE = TOKEN // 2


def opened(exchange: Exchange, name: str, max_parties: int = 5) -> str:
    """A round that everybody has entered, locking the budget; it closes in ten minutes."""
    operator, solver, checkers = address("operator"), address("solver"), (exchange.checker("learning"),)
    config = SeriesConfig(operator, operator, solver, address(ARBITER), NOBODY, 0, 86_400, 60, FEE, name, checkers)
    hostile.send(exchange, "operator", exchange.market.functions.createSeries(config.struct()))
    info = exchange.series(name)
    params = LEARNING.encode_params(options(max_parties, BUDGET) | {"arbiter": address(ARBITER)})
    now, window = exchange.connection.now(), 600 if max_parties > 12 else 0
    terms = Terms(info.number, exchange.checker("learning"), now + 600, now + 1_200, now + 4_800, window, params)
    hostile.send(exchange, "operator", coalition.open_round(exchange, terms))
    for who in PARTIES:
        act(who, "wallet", "deposit", name, "10.5")
        function = exchange.market.functions.enter(info.number, BUDGET, terms.hash(info.config.hash()), word(who))
        hostile.send(exchange, who, function)
    return f"{name}/1"


def current(exchange: Exchange, name: str) -> Round:
    return history.read_current(exchange, exchange.round_view(exchange.series(name).number))


def closed(seconds: int = 600) -> None:
    devnet.advance(url(), seconds)


def signed(exchange: Exchange, one: Round, statement: Statement, sign: Sign) -> bytes:
    about = context(*exchange.place, one.series, one.number, one.terms_hash)
    return statement.signed(about, inputs_of(one.entries), sign).encode()


def by_runner(message: bytes) -> bytes:
    return signature(RUNNER, message)


def by_arbiter(message: bytes) -> bytes:
    return signer_of(ARBITER, devnet.CHAIN_ID).sign_message(message).expanded()


def post(exchange: Exchange, name: str, table: Table, sign: Sign = by_runner, who: str = "operator") -> None:
    """A statement about all parties, as `posting` makes the call."""
    one, info = current(exchange, name), exchange.series(name)
    most = 13 if one.terms.challenge_window else 5
    raw = signed(exchange, one, Statement.of(table, (1 << table.parties) - 1, most), sign)
    call = posting.post(exchange, info, one, raw, address(who), exchange.connection.now())
    Transactions(exchange.connection).send(signer_of(who, devnet.CHAIN_ID), call)


def test_a_round_pays_as_the_mechanism_says_and_every_unit_is_audited(exchange: Exchange) -> None:
    slot = opened(exchange, "scans")
    assert "takes entries until" in refused(4, "slot", "settle", slot, "--from", "solver", "--yes")
    assert "no statement about it was posted" in ok("why", slot, 0).out
    closed()
    table = random_table(5)
    post(exchange, "scans", table)
    post(exchange, "scans", random_table(5, seed=1), who="solver")  # too late: the first one counts
    shown = ok("slot", "show", slot)
    assert "It is posting: statements are posted for another" in shown.out
    assert shown.out.count("posted a statement of 138 bytes") == 2
    assert "statements about scans/1 are posted until" in refused(
        4, "slot", "settle", slot, "--from", "solver", "--yes"
    )

    expected = Solved.of(single_task(table), BUDGET).payments
    done = act("solver", "slot", "settle", slot, "--advance")
    assert (done["way"], done["surplus"], done["fees"]) == ("settle", "0", str(5 * FEE))
    assert [int(entry["paid"]) for entry in done["entries"]] == list(expected.charges)
    assert [int(entry["received"]) for entry in done["entries"]] == list(expected.payouts)
    for who, net in zip(PARTIES, expected.net, strict=True):
        info = exchange.series("scans").number
        account = exchange.account(info, address(who))
        assert (account.free, account.locked) == (BUDGET + net, 0)
    told = ok("why", slot, 1).out
    assert f"Entry 1 of {slot}, bob's party: traded." in told
    assert "would" in told and "have paid" in told
    assert ok("slot", "show", slot, "--json").json["posted"][0]["who"] == address("operator")
    report = replay_log(exchange, independent=True).market
    assert report.passed
    checked = next(one for one in report.rounds if one.series == exchange.series("scans").number)
    assert (checked.rule, checked.posts, checked.debited) == ("learning", 2, sum(expected.charges))
    assert "The audit passes" in ok("audit", "replay").out


def test_without_a_statement_everything_comes_back(exchange: Exchange) -> None:
    slot = opened(exchange, "silent")
    one = current(exchange, "silent")
    closed()
    stranger = signed(exchange, one, Statement.of(random_table(5), 0b11111, 5), lambda raw: signature(STRANGER, raw))
    hostile.send(exchange, "operator", exchange.market.functions.post(one.series, one.terms_hash, stranger))
    told = refused(4, "slot", "settle", slot, "--from", "solver", "--yes", "--advance")
    assert "no statement counts of those that were posted" in told and STRANGER.address in told
    assert "everybody has everything back, fees included" in told
    watched = run("solver", "run", "--series", "silent", "--once", "--from", "solver", "--yes", "--json")
    assert watched.code == 4 and "no statement counts" in watched.out
    closed(3_600)
    for who in PARTIES:
        account = exchange.account(one.series, address(who))
        assert (account.free, account.locked) == (BUDGET + FEE, 0)
    act("alice", "wallet", "withdraw", "silent", "all")
    assert replay_log(exchange).market.passed


def test_a_statement_by_somebody_who_may_not_is_refused_by_the_market(exchange: Exchange) -> None:
    opened(exchange, "strange")
    one, info = current(exchange, "strange"), exchange.series("strange")
    raw = signed(exchange, one, Statement.of(random_table(5), 0b11111, 5), by_runner)
    function = exchange.market.functions.post(one.series, one.terms_hash, raw)
    with pytest.raises(Refused, match="too early"):
        posting.post(exchange, info, one, raw, address("operator"), exchange.connection.now())
    closed()
    with pytest.raises(ContractRefused) as error:
        hostile.send(exchange, "alice", function)
    assert error.value.name == "MayNotPost"
    assert f"{address('alice')} may not post statements" in error.value.message
    for who in ("operator", "solver", ARBITER):
        hostile.send(exchange, who, function)
    assert len(current(exchange, "strange").posts) == 3
    closed()
    with pytest.raises(ContractRefused) as error:
        hostile.send(exchange, "operator", function)
    assert error.value.name == "TooLate"
    closed(3_600)


def test_the_arbiter_decides_where_the_runners_table_is_none(exchange: Exchange) -> None:
    slot = opened(exchange, "decided")
    closed()
    table = random_table(5)
    counts = table.correct.copy()
    counts[0b11] = counts[0b10] - 1
    fallen = Table.of(5, counts, 100)
    post(exchange, "decided", fallen)
    found = history.read_slot(exchange, slot).round
    assert (
        "is not its own closure"
        in LEARNING.explain(found.entries, found.terms.params, {}, 0, str, posts=found.posts).sentences[0]
    )
    post(exchange, "decided", table, by_arbiter, ARBITER)
    done = act("solver", "slot", "settle", slot, "--advance")
    expected = Solved.of(single_task(table), BUDGET).payments
    assert [int(entry["paid"]) for entry in done["entries"]] == list(expected.charges)
    assert replay_log(exchange, independent=True).market.passed


def test_a_large_round_is_proposed_and_a_false_proposal_falls(exchange: Exchange, tmp_path: Path) -> None:
    """The chain has the root of the table only; who keeps the table can propose, and refute."""
    slot = opened(exchange, "large", max_parties=13)
    closed()
    table = random_table(5)
    post(exchange, "large", table)
    closed(700)  # the series' solver has had its time alone
    TABLES.forget()
    told = refused(3, "slot", "settle", slot, "--from", "solver", "--yes")
    assert "the table with the root 0x" in told and "the round's runner publishes it" in told
    assert kept_tables.keep(pack_counts(table.correct)).is_relative_to(tmp_path)

    one = current(exchange, "large")
    arguments = one.entries, one.terms.params, one.posts
    (row,) = unpack_rows(LEARNING.solve(*arguments[:2], {}, posts=one.posts).alloc, 5)
    own = (row.own[0] - 7, row.own[1] + 7, *row.own[2:])
    lie = LEARNING.resolve(*arguments, pack_rows([replace(row, own=own)]))
    for who in ("dave", "solver"):
        act(who, "wallet", "deposit", "large", 10)
    settlement = Settlement.of(one.entries, lie, one.posts).struct()
    hostile.send(exchange, "dave", exchange.market.functions.propose(one.terms.struct(), settlement))
    lying = current(exchange, "large")
    challenge = prepare_challenge(exchange, lying, exchange.round_view(one.series))
    assert challenge is not None and "block 0 of 1" in challenge.objection.sentence
    Transactions(exchange.connection).send(signer_of("erin", devnet.CHAIN_ID), challenge.call)

    assert act("solver", "slot", "settle", slot)["way"] == "propose"
    standing = current(exchange, "large")
    assert prepare_challenge(exchange, standing, exchange.round_view(one.series)) is None
    done = act("solver", "slot", "settle", slot, "--advance")
    expected = Solved.of(single_task(table), BUDGET).payments
    assert done["way"] == "finalise"
    assert [int(entry["received"]) for entry in done["entries"]] == list(expected.payouts)
    report = replay_log(exchange, independent=True).market
    assert report.passed and not report.unchecked
    TABLES.forget()
    next(tmp_path.glob("**/*.table")).unlink()
    without = replay_log(exchange).market
    assert without.passed and "the table with the root" in without.unchecked[0]
    assert "Not checked: " in ok("audit", "replay").out
