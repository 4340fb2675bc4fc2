"""The checker of sharing against its solvers: the true outcome must be accepted, every changed one refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from eth_utils.crypto import keccak

from databourse.market.entries import Entry, pack_amounts, pack_entries, pack_payloads, unpack_amounts
from databourse.market.sharing import SHARING
from databourse.market.sharing.money.inputs import Sponsor
from tests.differential.evm import Checker, Claim
from tests.differential.sharing.rounds import Round, make_round

_TRIES = 3


@dataclass
class Tally:
    """What happened: true outcomes that were accepted, and those that move money; refused ones by kind and by cause."""

    accepted: int = 0
    paying: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


@cache
def checker() -> Checker:
    return Checker("sharing")


def claim_of(one: Round, entries: tuple[Entry, ...], *, independent: bool = False) -> Claim:
    """The claim of what the rule has for these entries."""
    found = SHARING.solve(entries, one.params, {}, independent=independent)
    return Claim(
        one.context,
        one.params,
        pack_entries(entries),
        pack_payloads(entries),
        pack_amounts(found.debits),
        pack_amounts(found.credits),
        found.alloc,
        found.hints,
    )


def _amounts(rng: Random, one: Round, claim: Claim) -> Claim:
    """Somebody pays or gets another amount, somebody else, or nothing."""
    side = rng.choice(["debits", "credits"])
    items = dict(unpack_amounts(getattr(claim, side)))
    choice = rng.randrange(3)
    if choice == 0 and items:
        items[rng.choice(list(items))] += rng.choice([1, -1, 5])
    elif choice == 1 and items:
        items[rng.randrange(len(one.entries))] = items.pop(rng.choice(list(items)))
    elif items:
        items.pop(rng.choice(list(items)))
    else:
        items[rng.randrange(max(1, len(one.entries)))] = rng.choice([1, 50])
    return _with(claim, side, pack_amounts(sorted(item for item in items.items() if item[1] >= 0)))


def _lists(rng: Random, _: Round, claim: Claim) -> Claim:
    """A list goes on, or ends too early."""
    side = rng.choice(["debits", "credits", "alloc", "hints"])
    packed: bytes = getattr(claim, side)
    return _with(claim, side, rng.choice([packed + bytes(1), packed + bytes(16), packed[:-1], packed + packed[-16:]]))


def _bits(rng: Random, _: Round, claim: Claim) -> Claim:
    """A bit of the allocation or of the hints."""
    side = rng.choice(["alloc", "alloc", "hints"])
    packed = bytearray(getattr(claim, side))
    if packed:
        packed[rng.randrange(len(packed))] ^= 1 << rng.randrange(8)
    return _with(claim, side, bytes(packed))


def _swaps(rng: Random, _: Round, claim: Claim) -> Claim:
    """Two bytes of the allocation or of the hints change places: other sellers, another order."""
    side = rng.choice(["alloc", "hints"])
    packed = bytearray(getattr(claim, side))
    if len(packed) > 1:
        a, b = rng.sample(range(len(packed)), 2)
        packed[a], packed[b] = packed[b], packed[a]
    return _with(claim, side, bytes(packed))


def _entries(rng: Random, one: Round, claim: Claim) -> Claim:
    """What the rule has for other entries, claimed for these."""
    entries = list(one.entries)
    choice = rng.randrange(3)
    if choice == 0 or not entries:
        payload = Sponsor(rng.randint(1, 10**19)).encode()
        entries.append(Entry(len(entries), "0x" + "11" * 20, 10**20, keccak(payload), 1, payload))
    elif choice == 1:
        entries.pop()
    else:
        at = rng.randrange(len(entries))
        entries[at] = replace(entries[at], lock=0)
    other = claim_of(one, tuple(entries))
    return replace(other, entries=claim.entries, payloads=claim.payloads)


def _with(claim: Claim, side: str, packed: bytes) -> Claim:
    return replace(claim, **{side: packed})


KINDS: dict[str, Callable[[Random, Round, Claim], Claim]] = {
    "amounts": _amounts,
    "lists": _lists,
    "bits": _bits,
    "swaps": _swaps,
    "entries": _entries,
}


def run_rounds(numbers: Iterable[int]) -> Tally:
    """Asks the checker about each round's true outcome and about changed ones; of the rule there is only one."""
    tally = Tally()
    for number in numbers:
        one = make_round(number)
        truth = claim_of(one, one.entries)
        if claim_of(one, one.entries, independent=True) != truth:
            tally.findings.append(f"round {number}: the fast and the literal solver differ")
        refusal = checker().refusal(truth)
        if refusal is None:
            tally.accepted += 1
            tally.paying += bool(truth.credits)
        else:
            tally.findings.append(f"round {number}: the true outcome is refused with {refusal}")
        for kind, change in KINDS.items():
            rng = Random(f"{kind} of sharing round {number}")
            for _ in range(_TRIES):
                changed = change(rng, one, truth)
                if changed == truth:
                    continue
                cause = checker().refusal(changed)
                if cause is None:
                    tally.findings.append(f"round {number}: a wrong outcome is accepted ({kind}): {changed}")
                    continue
                tally.refused[kind] += 1
                tally.causes[cause] += 1
                if cause.startswith("["):
                    tally.findings.append(f"round {number}: refused without a cause ({kind}): {cause}")
    return tally
