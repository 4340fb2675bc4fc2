"""What coalition rounds cost in gas: contracts, sealed entries and their opening, settling, proposing and challenging.

Rounds to settle have ten contracts for five types, and every device is of an account of its own that has something in
the series already.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak
from web3.contract.contract import ContractFunction

from bench.gas.snapshot import Gas
from bench.stage import OPEN_SECONDS, Stage, trader
from databourse.chain.calls import Receipt, data_of
from databourse.chain.typed_data import Order
from databourse.market.coalition import CONTRACT_GAME, LEAKAGE_GAME
from databourse.market.coalition.inputs import Contract, Device, pack_contracts
from databourse.market.coalition.leakage.forming import by_appearance
from databourse.market.coalition.params import in_units
from databourse.market.mechanism import Mechanism, Solution
from databourse.market.posts import Post, seal
from databourse.market.rounds import Round
from databourse.market.settlement import Settlement
from databourse.market.terms import Terms
from databourse.money import TOKEN

FEE = TOKEN // 1000
BOND = TOKEN // 100
PROPOSALS_BOND = 5 * TOKEN
TYPES = 5
CONTRACTS = 10
#: Devices of a round that is settled, and of one that is proposed.
SETTLED = (100, 1_000)
PROPOSED = 100
#: What a credit costs the Market: everything else of settling is for authenticating and checking.
CREDIT = 5_450

_OPTIONS = {"entry_bond": BOND, "most_contracts": CONTRACTS}
_BATCH, _OPENINGS = 250, 100
#: Contracts of one entry, as payloads are short where a round can have many entries.
_AN_ENTRY = 3


@dataclass(frozen=True)
class Held:
    """A round that is closed and opened: its terms, and what the log says of it."""

    terms: Terms
    round: Round


def measure(here: Stage) -> Gas:
    """Gas of every operation of coalition rounds, by plain name."""
    token = here.exchange.token.functions
    here.act("operator", token.faucet(here.signer("operator").address, 10**6 * TOKEN))
    here.act("operator", token.approve(here.exchange.market.address, 10**6 * TOKEN))
    return _small(here) | _large(here)


def _small(here: Stage) -> Gas:
    """What a buyer and a device do, in a series with the Registry as its gate and a fee."""
    market, registry = here.exchange.market.functions, here.exchange.registry.functions
    gas: Gas = {}
    here.create_series("coalitions", ("contract-game",), FEE, gated_tags=0)
    series = here.exchange.read(market.seriesCount())
    kind = here.exchange.read(registry.kindOf("temperature"))
    here.act("operator", registry.setPolicy(market.address, series, (True, kind, False, False)))
    here.act("bob", registry.registerDataset(b"\x22" * 32, 400, kind, 0, "station 2"))
    dataset = here.exchange.read(registry.datasetCount())
    for name in ("operator", "bob"):
        here.act("operator", market.deposit(series, here.signer(name).address, 100 * TOKEN))
    params, who = CONTRACT_GAME.encode_params(_OPTIONS), here.signer("bob").address
    for number in (1, 2):
        terms, named = here.next_round(
            series, here.exchange.checker("contract-game"), params, CONTRACT_GAME.phases(params)
        )
        opened = _open(here, terms, named, [Contract(0, 6 * TOKEN), Contract(0, 3 * TOKEN)])
        statement, salts = Device(dataset, 365, 0).encode(), [keccak(text=f"salt {place}") for place in range(2)]
        joins = [
            here.act("bob", market.enter(series, BOND, named, seal(named, who, salt, statement))) for salt in salts
        ]
        here.go_to(terms.close_at)
        reveals = [
            here.act("bob", market.reveal(series, named, place + 1, who, salt, statement))
            for place, salt in enumerate(salts)
        ]
        if number == 2:
            gas["open a round and enter two contracts, in one transaction"] = opened.gas
            gas["join with a sealed entry, first of the account in the round"] = joins[0].gas
            gas["join with a sealed entry, again"] = joins[1].gas
            gas["reveal a sealed entry"] = reveals[1].gas
        here.go_to(terms.reveal_by)
        held = Held(terms, here.history().round(series))
        here.act("solver", market.settle(terms.struct(), _settlement(held, _solve(held, CONTRACT_GAME))))
    return gas


def _large(here: Stage) -> Gas:
    """Settling a hundred and a thousand devices; proposing a hundred, a challenge, and finalising another proposal."""
    market = here.exchange.market.functions
    here.create_series("large coalitions", ("contract-game", "leakage-game"))
    series = here.exchange.read(market.seriesCount())
    people = [trader(10_000 + number) for number in range(max(SETTLED))]
    for start in range(0, len(people), _BATCH):
        some = people[start : start + _BATCH]
        here.act_all("operator", [market.deposit(series, person.address, TOKEN) for person in some])
    for name in ("operator", "solver", "carol"):
        here.act("operator", market.deposit(series, here.signer(name).address, 10**4 * TOKEN))
    gas: Gas = {}
    for count in SETTLED:
        held, opened = _hold(here, series, CONTRACT_GAME, CONTRACT_GAME.encode_params(_OPTIONS), people[:count])
        solution = _solve(held, CONTRACT_GAME)
        settled = market.settle(held.terms.struct(), _settlement(held, solution))
        used = here.act("solver", settled).gas
        gas[f"settle {count:,} devices, contract-game"] = used
        gas[f"settle {count:,} devices, contract-game, without its {len(solution.credits):,} credits"] = (
            used - CREDIT * len(solution.credits)
        )
        gas[f"reveal a sealed entry, of {_OPENINGS} in one transaction"] = opened
    return gas | _proposed(here, series, people[:PROPOSED])


def _proposed(here: Stage, series: int, people: Sequence[LocalAccount]) -> Gas:
    market = here.exchange.market.functions
    chance = random.Random(3)
    influence = [[0.0] * TYPES for _ in range(TYPES)]
    for kind in range(TYPES):
        for other in range(kind + 1):
            influence[kind][other] = influence[other][kind] = chance.random()
    options = {"bond": PROPOSALS_BOND, "cost": TOKEN // 100, "influence": in_units(influence)}
    held, _ = _hold(here, series, LEAKAGE_GAME, LEAKAGE_GAME.encode_params(_OPTIONS | options), people)
    one, terms = held.round, held.terms.struct()
    params = held.terms.params
    right = _solve(held, LEAKAGE_GAME)
    # one device of the largest coalition is alone
    homes = list(right.detail.homes)
    homes[homes.index(max(homes, key=homes.count))] = len(homes)
    alloc = b"".join(home.to_bytes(2) for home in by_appearance(homes))
    wrong = LEAKAGE_GAME.resolve(one.entries, params, one.posts, alloc)
    gas: Gas = {}
    proposed = here.act("solver", market.propose(terms, _settlement(held, wrong)))
    coalitions = len(right.detail.coalitions)
    objection = next(LEAKAGE_GAME.objections(one.entries, params, one.posts, alloc))
    challenged = here.act("carol", market.challenge(terms, objection.packed))
    proposed = here.act("solver", market.propose(terms, _settlement(held, right)))
    here.go_to(held.terms.reveal_by + OPEN_SECONDS // 4)
    finalised = here.act("carol", market.finalise(terms, _settlement(held, right)))
    gas[f"propose {PROPOSED} devices in {coalitions} coalitions, leakage-game"] = proposed.gas
    gas["challenge, with a device and the two coalitions it would leave and join"] = challenged.gas
    gas[f"finalise {PROPOSED} devices ({len(right.credits)} credits)"] = finalised.gas
    return gas


def _hold(here: Stage, series: int, rule: Mechanism, params: bytes, people: Sequence[LocalAccount]) -> tuple[Held, int]:
    """A round that these people join and whose entries are all opened; and the gas of opening one of many."""
    market, chance = here.exchange.market.functions, random.Random(len(people))
    terms, named = here.next_round(series, here.exchange.checker(rule.name), params, rule.phases(params))
    budgets = [chance.randint(40, 60) * TOKEN + chance.randrange(TOKEN) for _ in range(CONTRACTS)]
    _open(here, terms, named, [Contract(slot % TYPES, budget) for slot, budget in enumerate(budgets)])
    first: int = here.exchange.round_view(series).count
    nonce, orders, posts = here.rounds_opened, [], []
    for number, person in enumerate(people, start=first):
        statement = Device(number + 1, chance.randint(1, 10_000), chance.randrange(TYPES)).encode()
        salt = keccak(text=f"salt of {number}")
        data = seal(named, person.address, salt, statement)
        orders.append(here.sign(person, Order(named, person.address, BOND, data, nonce, 2**39, 0)))
        posts.append(Post(number, person.address, salt, statement))
    for start in range(0, len(orders), _BATCH):
        here.act("operator", market.enterSigned(series, named, 0, b"".join(orders[start : start + _BATCH])))
    if (count := here.exchange.round_view(series).count) != first + len(people):
        raise RuntimeError(f"only {count} entries were taken: is the round's limit below {first + len(people)}?")
    here.go_to(terms.close_at)
    used = 0
    for start in range(0, len(posts), _OPENINGS):
        some = posts[start : start + _OPENINGS]
        calls = [market.reveal(series, named, post.index, post.who, post.salt, post.statement) for post in some]
        used = _together(here, "operator", calls).gas // len(some)
    here.go_to(terms.reveal_by)
    return Held(terms, here.history().round(series)), used


def _open(here: Stage, terms: Terms, named: bytes, contracts: Sequence[Contract]) -> Receipt:
    """Opens a round with contracts of the operator's in one transaction."""
    market = here.exchange.market.functions
    calls = [market.open(terms.struct())]
    for start in range(0, len(contracts), _AN_ENTRY):
        some = contracts[start : start + _AN_ENTRY]
        budget = sum(contract.budget for contract in some)
        calls.append(market.enterWith(terms.series, budget, named, pack_contracts(some)))
    return _together(here, "operator", calls)


def _together(here: Stage, name: str, calls: Sequence[ContractFunction]) -> Receipt:
    return here.act(name, here.exchange.market.functions.multicall([data_of(call) for call in calls]))


def _solve(held: Held, rule: Mechanism) -> Solution[Any]:
    return rule.solve(held.round.entries, held.terms.params, {}, posts=held.round.posts)


def _settlement(held: Held, solution: Solution[Any]) -> tuple[bytes, ...]:
    return Settlement.of(held.round.entries, solution, held.round.posts).struct()
