"""A proposed outcome of sharing-costs: how it is written and committed to, as the checker has it.

- alloc: traded(1), for each agent count(1), for each of its sellers, by rank, seller(1) margin(11); in the mode
  mixed-vcg then data(12). If nothing is traded it says what would be bought.
- hints: the sellers by rank, then for each purchase of a buyer with a table toggles(1) and as many agents, rising: they
  turn the other sellers into a best set without this one
- commitment: the Merkle root over a row for each buyer with a table
- row: buyer(1) agents(1) bought(32) surplus(11), for each agent size(2) cost(11) without(11), then count(1) and the
  table's values(11)
- objection: a row, the steps of its proof(1) and the proof, without(1), and a better set of agents, rising
"""

from __future__ import annotations

from databourse.datasets.merkle import MerkleTree
from databourse.errors import InvalidInput
from databourse.market.sharing.money.outcome import Outcome
from databourse.market.sharing.money.params import MIXED_VCG
from databourse.market.sharing.money.playing import Bought, best_without, value_of
from databourse.market.sharing.money.reading import Reading

#: In an objection: anybody may be in the better set.
NOBODY = 255

_MONEY_BYTES = 11
_DATA_BYTES = 12


def write_alloc(outcome: Outcome) -> bytes:
    """The outcome as it is proposed."""
    packed = bytes([outcome.paid.traded])
    for one, data in zip(outcome.demand, outcome.paid.data, strict=True):
        packed += bytes([len(one.sellers)])
        for seller, margin in zip(one.sellers, one.margins, strict=True):
            packed += bytes([seller]) + margin.to_bytes(_MONEY_BYTES)
        if outcome.params.mode == MIXED_VCG:
            packed += data.to_bytes(_DATA_BYTES)
    return packed


def read_alloc(alloc: bytes, reading: Reading, mode: int) -> tuple[Bought, ...]:
    """What everybody is said to buy.

    Raises:
        InvalidInput: the bytes say nothing, or what nobody can buy.
    """
    at, found = 1, []
    for buyer in range(len(reading.reports)):
        count = alloc[at] if at < len(alloc) else 0
        end = at + 1 + count * (1 + _MONEY_BYTES)
        rows = [alloc[start : start + 1 + _MONEY_BYTES] for start in range(at + 1, end, 1 + _MONEY_BYTES)]
        if end > len(alloc):
            raise InvalidInput.of("alloc", f"{len(alloc)} bytes", f"it ends within the purchases of agent {buyer}")
        margins = {row[0]: int.from_bytes(row[1:]) for row in rows}
        found.append(_claimed(reading, buyer, [row[0] for row in rows], margins))
        at = end + (_DATA_BYTES if mode == MIXED_VCG else 0)
    if at != len(alloc):
        raise InvalidInput.of("alloc", f"{len(alloc)} bytes", f"it must be {at} bytes long for what it says")
    return tuple(found)


def _claimed(reading: Reading, buyer: int, sellers: list[int], margins: dict[int, int]) -> Bought:
    costs = reading.costs_for(buyer)
    if sellers != [seller for seller in reading.ranking if seller in margins and costs[seller] is not None]:
        rule = "it must name agents that sell to this buyer, each once, by rank"
        raise InvalidInput.of(f"the purchases of agent {buyer}", sellers, rule)
    paid = [costs[seller] or 0 for seller in sellers]
    value = value_of(reading, buyer, sellers)
    surplus = value - sum(paid)
    if surplus < 0:
        raise InvalidInput.of(f"the surplus of agent {buyer}", surplus, "no purchase leaves a buyer worse off")
    if reading.reports[buyer].additive is not None:
        best = best_without(reading, buyer)
        gains = {seller: value_of(reading, buyer, [seller]) - (costs[seller] or 0) for seller in best.sellers}
        if gains != margins:
            raise InvalidInput.of(f"the purchases of agent {buyer}", margins, f"its values are additive: {gains}")
    if max(margins.values(), default=0) > surplus:
        rule = f"it must be at most the surplus of {surplus}"
        raise InvalidInput.of(f"a margin of agent {buyer}", max(margins.values()), rule)
    return Bought(tuple(sellers), tuple(paid), tuple(margins[seller] for seller in sellers), value)


def write_hints(outcome: Outcome) -> bytes:
    """What shows that no margin is too small; where an outcome is false there may be nothing that shows it."""
    packed = bytes(outcome.reading.ranking)
    for buyer in _tables(outcome.reading):
        one = outcome.demand[buyer]
        for seller, margin in zip(one.sellers, one.margins, strict=True):
            left = set(one.sellers) - {seller}
            toggles = sorted(left ^ _witness(outcome.reading, buyer, seller, left, one.value - sum(one.costs) - margin))
            packed += bytes([len(toggles), *toggles])
    return packed


def _witness(reading: Reading, buyer: int, seller: int, left: set[int], surplus: int) -> set[int]:
    """A set without the seller that has this surplus: the best, what is left of the purchases, or nothing."""
    best = best_without(reading, buyer, seller)
    if best.surplus == surplus:
        return set(best.sellers)
    costs = reading.costs_for(buyer)
    worth = value_of(reading, buyer, left) - sum(costs[other] or 0 for other in left)
    return left if worth == surplus else set()


def commitment_of(outcome: Outcome) -> bytes:
    """The word that the checker commits to."""
    rows = [_row(outcome, buyer) for buyer in _tables(outcome.reading)]
    return MerkleTree(rows).root if rows else bytes(32)


def proven_rows(outcome: Outcome) -> dict[int, bytes]:
    """What an objection about a buyer with a table begins with: its row, and that it was committed to."""
    buyers = _tables(outcome.reading)
    rows = [_row(outcome, buyer) for buyer in buyers]
    if not rows:
        return {}
    proofs = map(MerkleTree(rows).proof, range(len(rows)))
    proven = (row + bytes([len(proof)]) + b"".join(proof) for row, proof in zip(rows, proofs, strict=True))
    return dict(zip(buyers, proven, strict=True))


def _tables(reading: Reading) -> list[int]:
    """The buyers with tables; of additive ones everything is checked at once."""
    return [buyer for buyer, report in enumerate(reading.reports) if report.additive is None]


def _row(outcome: Outcome, buyer: int) -> bytes:
    reading, one = outcome.reading, outcome.demand[buyer]
    surplus = one.value - sum(one.costs)
    without = {seller: surplus - margin for seller, margin in zip(one.sellers, one.margins, strict=True)}
    who, table = reading.accounts[buyer], reading.reports[buyer].table
    packed = bytes([buyer, len(reading.reports)]) + sum(1 << seller for seller in one.sellers).to_bytes(32)
    packed += surplus.to_bytes(_MONEY_BYTES)
    for agent, report in enumerate(reading.reports):
        if agent == buyer:
            packed += bytes(2 + 2 * _MONEY_BYTES)
            continue
        cost = dict(report.exceptions).get(who, report.cost)
        packed += report.size.to_bytes(2) + cost.to_bytes(_MONEY_BYTES)
        packed += without.get(agent, 0).to_bytes(_MONEY_BYTES)
    return packed + bytes([len(table)]) + b"".join(value.to_bytes(_MONEY_BYTES) for value in table)
