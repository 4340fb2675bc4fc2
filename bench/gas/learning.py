"""What learning rounds cost in gas: joining, posting a table, settling, and proposing, challenging and finalising.

Every party has an account of its own with something in the series already. Tables are those of 1,000 validation rows
of which parties alone get about half right, all different, so that everybody pays and earns.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from math import factorial

from eth_account import Account
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from bench.gas.participants import act_as, checked, series_for
from bench.gas.sharing import PAYMENT
from bench.gas.snapshot import Gas
from bench.stage import OPEN_SECONDS, Stage, trader
from databourse.market.learning import LEARNING
from databourse.market.learning.blocks import pack_rows, unpack_rows
from databourse.market.learning.parties import commitment, entry_word
from databourse.market.learning.statement import Statement, inputs_of
from databourse.market.learning.tables import TABLES
from databourse.market.learning.words import pack_counts
from databourse.market.rounds import Round
from databourse.market.settlement import Settlement
from databourse.market.terms import Terms, context
from databourse.mechanisms.learning.table import Table
from databourse.money import TOKEN

#: Parties of rounds that are settled at once, and of one that is proposed.
SETTLED, PROPOSED = (4, 8, 10, 12), 14

_ROWS, _BUDGET, _BOND = 1_000, 100 * TOKEN, 5 * TOKEN
_RUNNER: LocalAccount = Account.from_key(keccak(text="runner"))


def measure(here: Stage) -> Gas:
    """Gas of every operation of learning rounds, by plain name."""
    people = [trader(33_000 + number) for number in range(PROPOSED)]
    series = series_for(here, "learning", people)
    joined: Gas = {}
    posted: Gas = {}
    settled: Gas = {}
    for count in SETTLED:
        terms, one, spent = _stated(here, series, people[:count])
        joined = {"join with a commitment to data": spent[0]}
        posted[f"post the table of {count} parties"] = spent[1]
        settled |= _settled(here, terms, one)
    return joined | posted | settled | _proposed(here, series, people)


def _settled(here: Stage, terms: Terms, one: Round) -> Gas:
    solution = LEARNING.solve(one.entries, terms.params, {}, posts=one.posts)
    settlement = Settlement.of(one.entries, solution, one.posts).struct()
    used = here.act("solver", here.exchange.market.functions.settle(terms.struct(), settlement)).gas
    paid = len(solution.debits) + len(solution.credits)
    name = f"settle {len(one.entries)} parties, learning"
    return {
        name: used,
        f"{name}, without its {paid} debits and credits": used - PAYMENT * paid,
        f"{name}, the checker alone": checked(here, "learning", _context(here, one), terms.params, settlement),
    }


def _proposed(here: Stage, series: int, people: Sequence[LocalAccount]) -> Gas:
    """A false outcome is proposed and challenged, then the right one proposed and finalised."""
    market = here.exchange.market.functions
    terms, one, (_, posted) = _stated(here, series, people)
    arguments = one.entries, terms.params, one.posts
    right = LEARNING.solve(one.entries, terms.params, {}, posts=one.posts)
    # a part of what the second party's data are worth, one validation row of accuracy, is said to be the first one's
    rows = unpack_rows(right.alloc, len(people))
    own, part = [*rows[0].own], factorial(len(people))
    own[0], own[1] = own[0] + part, own[1] - part
    false = LEARNING.resolve(*arguments, pack_rows([replace(rows[0], own=tuple(own)), *rows[1:]]))
    objection = next(LEARNING.objections(*arguments, false.alloc))
    here.act("solver", market.propose(terms.struct(), Settlement.of(one.entries, false, one.posts).struct()))
    challenged = here.act("operator", market.challenge(terms.struct(), objection.packed))
    settlement = Settlement.of(one.entries, right, one.posts).struct()
    proposed = here.act("solver", market.propose(terms.struct(), settlement))
    here.go_to(terms.reveal_by + OPEN_SECONDS // 6)
    finalised = here.act("operator", market.finalise(terms.struct(), settlement))
    paid = len(right.debits) + len(right.credits)
    return {
        f"post the root of the table of {len(people)} parties": posted,
        f"propose {len(people)} parties, learning": proposed.gas,
        f"challenge {len(people)} parties' sums, with one of {len(rows)} blocks of the table": challenged.gas,
        f"finalise {len(people)} parties, learning ({paid} debits and credits)": finalised.gas,
    }


def _stated(here: Stage, series: int, people: Sequence[LocalAccount]) -> tuple[Terms, Round, tuple[int, int]]:
    """A round that can be settled: these people have joined, and the runner's statement is posted.

    Returns:
        terms, the round, and what joining (the last of them) and posting cost.
    """
    market, count = here.exchange.market.functions, len(people)
    options = {"max_parties": count, "budget": _BUDGET, "runner": _RUNNER.address, "model": "logistic"}
    options |= {"runner_key": keccak(text="key"), "measurement": keccak(text="code"), "settings": {"C": 0.5}}
    params = LEARNING.encode_params(options | {"bond": _BOND * (count == PROPOSED)})
    terms, named = here.next_round(series, here.exchange.checker("learning"), params, LEARNING.phases(params))
    here.act("operator", market.open(terms.struct()))
    for person in people:
        joined = act_as(here, person, market.enter(series, _BUDGET, named, entry_word(commitment(person.key))))
    here.go_to(terms.close_at)
    one = here.history().round(series)
    table = _table(count)
    TABLES.add(pack_counts(table.correct))
    statement = Statement.of(table, (1 << count) - 1, count)
    signed = statement.signed(_context(here, one), inputs_of(one.entries), _sign)
    posted = here.act("operator", market.post(series, named, signed.encode()))
    here.go_to(terms.reveal_by)
    return terms, here.history().round(series), (joined.gas, posted.gas)


def _table(parties: int) -> Table:
    """Every further party helps less than the one before, on the whole."""
    chance = random.Random(parties)
    counts = [0]
    for mask in range(1, 1 << parties):
        counts.append(500 + 400 * (mask.bit_count() - 1) // max(1, parties - 1) + chance.randint(0, 60))
    return Table.of(parties, counts, _ROWS).closure()


def _sign(message: bytes) -> bytes:
    signed = _RUNNER.sign_message(encode_defunct(primitive=message))
    return signed.r.to_bytes(32) + signed.s.to_bytes(32) + bytes([signed.v])


def _context(here: Stage, one: Round) -> bytes:
    return context(*here.exchange.place, one.series, one.number, one.terms_hash)
