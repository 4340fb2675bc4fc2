"""What the double auction costs in gas, and what comes before it: series, datasets, money, entries, settling."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bench.gas.snapshot import Gas
from bench.stage import Stage, trader
from databourse.chain.typed_data import Order, permit_message
from databourse.market import mechanism
from databourse.market.double_auction.orders import AskOrder, BidOrder
from databourse.market.settlement import Settlement
from databourse.market.terms import Terms
from databourse.money import TOKEN

FEE = TOKEN // 1000
BATCH = 50
RULES = ("kth-price", "trade-reduction", "dantm")
GRADES = 11
#: Bids and asks of a large round, each from an account of its own that has something in the series already.
BIDS = ASKS = 500


def measure(here: Stage) -> Gas:
    """Gas of every operation, by plain name."""
    return _small(here) | _large(here)


def _small(here: Stage) -> Gas:
    """What participants do, in a series with the Registry as its gate and a fee."""
    market, registry, token = (
        here.exchange.market.functions,
        here.exchange.registry.functions,
        here.exchange.token.functions,
    )
    gas: Gas = {}
    # asks pass the gate: tag 2
    gas["create a series with three rules"] = here.create_series("gas", RULES, FEE, gated_tags=4).gas
    here.act("operator", registry.registerKind("temperature"))
    gas["set a series' policy"] = here.act(
        "operator", registry.setPolicy(market.address, 1, (True, 1, False, False))
    ).gas
    gas["register an encryption key"] = here.act("bob", registry.register(b"\x11" * 32)).gas
    gas["register a dataset"] = here.act("bob", registry.registerDataset(b"\x11" * 32, 24, 1, 9, "station 1")).gas
    gas["attest a dataset"] = here.act("attester", registry.attest(1, 9)).gas
    for name in ("operator", "alice", "bob", "carol"):
        here.act(name, token.approve(market.address, 10**6 * TOKEN))
        here.act(name, market.deposit(1, here.signer(name).address, 100 * TOKEN))
    gas["deposit, again"] = here.act("alice", market.deposit(1, here.signer("alice").address, TOKEN)).gas
    gas["deposit by permit, first"] = _deposit_by_permit(here, "dave")

    checker = here.exchange.checker("kth-price")
    rule = mechanism.by_name("kth-price")
    for number in (1, 2):
        terms, named, opened = here.open_round(1, checker, rule.encode_params({}))
        bid = market.enter(1, 125 * TOKEN // 100, named, BidOrder(TOKEN // 8, 10, 7).encode())
        ask = market.enter(1, 0, named, AskOrder(TOKEN // 16, 24, 7, 1).encode())
        first_bid, again_bid = (here.act("alice", bid).gas for _ in range(2))
        first_ask, again_ask = (here.act("bob", ask).gas for _ in range(2))
        if number == 2:
            gas["open the next round"] = opened.gas
            gas["bid, first of the account in the round"] = first_bid
            gas["bid, again"] = again_bid
            gas["ask with its dataset, first of the account in the round"] = first_ask
            gas["ask with its dataset, again"] = again_ask
            one, many = (here.act("carol", market.enterBatch(1, named, _batch(count))).gas for count in (10, 60))
            gas["further entry of a batch"] = (many - one) // 50
            gas[f"signed order, in a batch of {BATCH}"] = _carry(here, named, range(1, BATCH + 1)) // BATCH
        _settle(here, terms)
    gas["withdraw"] = here.act("alice", market.withdraw(1, here.signer("alice").address, TOKEN)).gas
    return gas


def _deposit_by_permit(here: Stage, name: str) -> int:
    signer = here.signer(name)
    deployment, deadline = here.exchange.deployment, 2**40
    message = permit_message(signer.address, deployment.market, TOKEN, 0, deadline, here.exchange.token_domain())
    signed = signer.sign_typed_data(message)
    function = here.exchange.market.functions.depositWithPermit(
        1, TOKEN, deadline, signed.v, signed.r.to_bytes(32), signed.s.to_bytes(32)
    )
    return here.act(name, function).gas


def _batch(count: int) -> bytes:
    entry = (125 * TOKEN // 1000).to_bytes(12) + BidOrder(TOKEN // 8, 1, 7).encode()
    return entry * count


def _carry(here: Stage, named: bytes, numbers: Sequence[int]) -> int:
    """Gas of carrying one signed bid of each of these traders, who have money in the series."""
    market = here.exchange.market.functions
    people = [trader(number) for number in numbers]
    here.act_all("operator", [market.deposit(1, person.address, TOKEN) for person in people])
    data, lock = BidOrder(TOKEN // 100, 5, 7).encode(), 5 * TOKEN // 100
    orders = [here.sign(person, Order(named, person.address, lock, data, 0, 2**39, FEE)) for person in people]
    return here.act("solver", market.enterSigned(1, named, FEE // 2, b"".join(orders))).gas


def _large(here: Stage) -> Gas:
    """Settling 1,000 entries: half of them bids, about half of the bids winning, eleven grades."""
    market, token = here.exchange.market.functions, here.exchange.token.functions
    here.create_series("large", RULES)
    here.act("operator", token.faucet(here.signer("operator").address, 10**6 * TOKEN))
    people = [trader(1000 + number) for number in range(BIDS + ASKS)]
    for some in (people[at : at + 250] for at in range(0, len(people), 250)):
        here.act_all("operator", [market.deposit(2, person.address, 100 * TOKEN) for person in some])
    gas: Gas = {}
    # (name, rule, options, range of the bids' prices) with asks from 1,000 to 2,000, so that about half of the bids win
    cases: list[tuple[str, str, dict[str, int | bool], tuple[int, int]]] = [
        ("kth-price", "kth-price", {}, (50, 2050)),
        ("trade-reduction", "trade-reduction", {"lot": 1, "max_providers": 10}, (1000, 2000)),
        ("dantm", "dantm", {"quality_filter": False}, (0, 2000)),
        ("dantm with quality filter", "dantm", {"quality_filter": True}, (0, 2000)),
    ]
    for variant, rule, options, prices in cases:
        params = mechanism.by_name(rule).encode_params(options)
        terms, named, _ = here.open_round(2, here.exchange.checker(rule), params)
        nonce = here.rounds_opened
        orders = []
        for person, (lock, data) in zip(people, _book(prices), strict=True):
            orders.append(here.sign(person, Order(named, person.address, lock, data, nonce, 2**39, 0)))
        for at in range(0, len(orders), 250):
            here.act("operator", market.enterSigned(2, named, 0, b"".join(orders[at : at + 250])))
        if (count := here.exchange.round_view(2).count) != BIDS + ASKS:
            raise RuntimeError(f"only {count} entries were taken: is the round's limit below {BIDS + ASKS}?")
        used, winners = _settle(here, terms)
        gas[f"settle 1,000 entries, {variant} ({winners} bids win)"] = used
    return gas


def _book(prices: tuple[int, int]) -> list[tuple[int, bytes]]:
    """Locks and order words of a random book, the same every time."""
    chance = random.Random(2)
    unit = TOKEN // 10_000
    book = []
    for number in range(BIDS + ASKS):
        quantity, quality = chance.randint(1, 10), chance.randrange(GRADES)
        if number < BIDS:
            price = chance.randint(*prices) * unit
            book.append((price * quantity, BidOrder(price, quantity, quality).encode()))
        else:
            price = chance.randint(1000, 2000) * unit
            book.append((0, AskOrder(price, quantity, quality, number).encode()))
    return book


def _settle(here: Stage, terms: Terms) -> tuple[int, int]:
    """Solves and settles a round: gas used, and how many bids pay."""
    here.go_to(terms.close_at)
    current = here.history().round(terms.series)
    rule = mechanism.by_name(str(here.exchange.rule(terms.checker)))
    solution = rule.solve(current.entries, terms.params, {})
    settlement = Settlement.of(current.entries, solution)
    receipt = here.act("solver", here.exchange.market.functions.settle(terms.struct(), settlement.struct()))
    return receipt.gas, len(solution.debits)
