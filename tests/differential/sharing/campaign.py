"""Checkers of rounds that sell data against their solvers: what is right must be accepted, what is changed refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.market.entries import Entry, pack_amounts, pack_entries, pack_payloads, unpack_amounts
from databourse.market.mechanism import Solution
from databourse.market.sharing import SHARING_COSTS
from databourse.market.sharing.costs.proposal import commitment_of, write_alloc, write_hints
from databourse.market.sharing.money.inputs import Sponsor
from databourse.market.sharing.money.outcome import Outcome
from databourse.market.sharing.money.params import COMPETITIVE, MODES, WHOLE
from databourse.market.sharing.money.paying import pay
from databourse.market.sharing.money.playing import Bought, value_of
from tests.differential.evm import Checker, Claim
from tests.differential.sharing import objecting
from tests.differential.sharing.rounds import Round, make_round

_TRIES = 3
#: Tries to make a false proposal of a round, and the share of all objections that are damaged.
_FALSE, _DAMAGED = 4, 0.2
#: Rounds that a process takes at a time.
CHUNK = 50


@dataclass
class Tally:
    """What happened.

    Attributes:
        accepted: true outcomes that were accepted, by rule and mode.
        paying: those that pay somebody.
        refused: wrong outcomes that were refused, by kind.
        objections: "upheld" and "overruled" ones, and "damaged" ones that were refused, as they had to be.
        standing: true proposals against which nothing was found, and every objection that was made is overruled.
        proposed: false outcomes that could be proposed.
        fallen: those that fell to the first objection that was found.
        causes: errors with which outcomes were refused.
        findings: whatever should not have happened.
    """

    accepted: Counter[str] = field(default_factory=Counter)
    paying: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    objections: Counter[str] = field(default_factory=Counter)
    standing: int = 0
    proposed: int = 0
    fallen: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("accepted", "paying", "refused", "objections", "causes"):
            getattr(self, name).update(getattr(other, name))
        self.standing += other.standing
        self.proposed += other.proposed
        self.fallen += other.fallen
        self.findings += other.findings


@cache
def checker(rule: str) -> Checker:
    return Checker(rule)


def claim_of(one: Round, entries: tuple[Entry, ...], *, independent: bool = False) -> Claim:
    """The claim of what the rule has for these entries."""
    return claimed(one, entries, one.rule.solve(entries, one.params, {}, independent=independent))


def claimed(one: Round, entries: tuple[Entry, ...], found: Solution[Outcome]) -> Claim:
    """The claim of a solution."""
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


def _payments(rng: Random, one: Round, claim: Claim) -> Claim:
    """The same purchases paid in another way: by other rules, or with data for somebody else, within the deficit."""
    solution = one.rule.solve(one.entries, one.params, {})
    outcome: Outcome = solution.detail
    getting = [agent for agent, data in enumerate(outcome.paid.data) if data or outcome.paid.net[agent] < 0]
    if len(getting) > 1:
        net, data = list(outcome.paid.net), list(outcome.paid.data)
        to, of = rng.sample(getting, 2)
        part = rng.randint(0, min(data[of], max(0, -net[to])))
        for agent, more in ((to, part), (of, -part)):
            data[agent], net[agent] = data[agent] + more, net[agent] + more
        paid = replace(outcome.paid, net=tuple(net), data=tuple(data))
    else:
        mode = rng.randrange(len(MODES))
        other = replace(outcome.params, mode=mode, share=rng.randint(0, WHOLE) if mode == COMPETITIVE else 0)
        paid = pay(outcome.reading, other, outcome.demand)
    return replace(claimed(one, one.entries, _written(one, solution, replace(outcome, paid=paid))), hints=claim.hints)


def _with(claim: Claim, side: str, packed: bytes) -> Claim:
    return replace(claim, **{side: packed})


KINDS: dict[str, Callable[[Random, Round, Claim], Claim]] = {
    "amounts": _amounts,
    "lists": _lists,
    "bits": _bits,
    "swaps": _swaps,
    "entries": _entries,
    "payments": _payments,
}


def is_proposed(one: Round) -> bool:
    return one.rule.phases(one.params).challengeable


def refusal(one: Round, claim: Claim) -> str | None:
    """Why the checker refuses a claim, if it does; of a proposal, the word that it commits to must be right."""
    asked = checker(one.rule.name)
    if not is_proposed(one):
        return asked.refusal(claim)
    answer = asked.committed(claim)
    if isinstance(answer, str):
        return answer
    try:
        word = SHARING_COSTS.commitment(one.entries, one.params, (), claim.alloc)
    except InvalidInput as wrong:
        word = str(wrong).encode()
    return None if answer == word else "[another word]"


def is_right(one: Round, truth: Claim, changed: Claim) -> bool | None:
    """Whether a changed claim must be accepted or refused; None: either, as only its hints or margins are others."""
    if changed == truth:
        return True
    if not is_proposed(one):
        return False
    try:
        named = SHARING_COSTS.resolve(one.entries, one.params, (), changed.alloc)
    except InvalidInput:
        return False
    money = pack_amounts(named.debits), pack_amounts(named.credits)
    return None if (changed.debits, changed.credits) == money else False


def run_rounds(numbers: Iterable[int]) -> Tally:
    """Asks the checkers about each round's true outcome and about changed ones."""
    tally = Tally()
    for number in numbers:
        one = make_round(number)
        truth = claim_of(one, one.entries)
        other = claim_of(one, one.entries, independent=True)
        if other != truth:
            tally.findings.append(f"round {number}: the fast and the literal solver differ")
        cause = refusal(one, truth)
        if cause is None:
            tally.accepted[one.variant] += 1
            tally.paying[one.variant] += bool(truth.credits)
        else:
            tally.findings.append(f"round {number}: the true outcome is refused with {cause}")
        for kind, change in KINDS.items():
            rng = Random(f"{kind} of sharing round {number}")
            for _ in range(_TRIES):
                _ask_about(one, truth, kind, change(rng, one, truth), tally)
        if is_proposed(one):
            _object_to(one, truth, tally)
    return tally


def _ask_about(one: Round, truth: Claim, kind: str, changed: Claim, tally: Tally) -> None:
    right = is_right(one, truth, changed)
    cause = refusal(one, changed)
    if right is False and cause is None:
        tally.findings.append(f"round {one.number}: a wrong outcome is accepted ({kind}): {changed}")
    elif right is not True and cause is not None:
        tally.refused[kind] += 1
        tally.causes[cause] += 1
        if cause.startswith("["):
            tally.findings.append(f"round {one.number}: refused without a cause ({kind}): {cause}")


def _object_to(one: Round, truth: Claim, tally: Tally) -> None:
    """Nothing is said against the true proposal; a false one falls to whatever is found against it."""
    rng, before = Random(f"objections of sharing round {one.number}"), len(tally.findings)
    right = SHARING_COSTS.resolve(one.entries, one.params, (), truth.alloc).detail
    if list(SHARING_COSTS.objections(one.entries, one.params, (), truth.alloc)):
        tally.findings.append(f"round {one.number}: there are objections to the true outcome")
    _try_everything(rng, one, right, tally)
    tally.standing += len(tally.findings) == before
    word = SHARING_COSTS.commitment(one.entries, one.params, (), truth.alloc)
    for _ in range(_FALSE):
        false = _false_outcome(rng, one)
        if false is None or false.alloc == truth.alloc:
            continue
        cause = refusal(one, claimed(one, one.entries, false))
        if cause is not None:
            tally.findings.append(f"round {one.number}: a false outcome cannot be proposed: {cause}")
            continue
        tally.proposed += 1
        _refute(one, false, word, tally)
        _try_everything(rng, one, false.detail, tally)


def _refute(one: Round, false: Solution[Outcome], word: bytes, tally: Tally) -> None:
    """Everything that is found against a false outcome is upheld, but not against the true one."""
    asked, committed = checker(one.rule.name), commitment_of(false.detail)
    found = list(SHARING_COSTS.objections(one.entries, one.params, (), false.alloc))
    for place, each in enumerate(found):
        cause = asked.upheld(one.params, committed, each.packed)
        tally.fallen += place == 0 and cause is None
        if cause is not None:
            tally.findings.append(f"round {one.number}: an objection meets {cause}: {each.sentence}")
        if asked.upheld(one.params, word, each.packed) is None and word != committed:
            tally.findings.append(f"round {one.number}: an objection is upheld against another outcome")
    if not found:
        tally.findings.append(f"round {one.number}: nothing is found against a false outcome")


def _try_everything(rng: Random, one: Round, outcome: Outcome, tally: Tally) -> None:
    """Objections that can be made, right or not, and damaged ones."""
    asked, committed = checker(one.rule.name), commitment_of(outcome)
    for tried in objecting.attempts(rng, outcome):
        cause = asked.upheld(one.params, committed, tried.packed)
        if (cause is None) is not tried.right:
            told = "right" if tried.right else "wrong"
            tally.findings.append(f"round {one.number}: a {told} objection meets {cause}: {tried.packed.hex()}")
        tally.objections["upheld" if tried.right else "overruled"] += 1
        if rng.random() < _DAMAGED:
            packed = objecting.damaged(rng, tried)
            cause = asked.upheld(one.params, committed, packed)
            if cause is None or cause.startswith("["):
                tally.findings.append(f"round {one.number}: a damaged objection meets {cause}: {packed.hex()}")
            tally.objections["damaged"] += 1


def _false_outcome(rng: Random, one: Round) -> Solution[Outcome] | None:
    """Somebody with a table buys something else, or the same with margins as if nothing else could be bought."""
    outcome: Outcome = one.rule.solve(one.entries, one.params, {}).detail
    reading, demand = outcome.reading, list(outcome.demand)
    buyers = [buyer for buyer, report in enumerate(reading.reports) if report.additive is None]
    if not buyers:
        return None
    buyer = rng.choice(buyers)
    costs = reading.costs_for(buyer)
    pool = [seller for seller in reading.ranking if costs[seller] is not None and rng.random() < 0.5]
    sellers = tuple(rng.choice([pool, list(demand[buyer].sellers)]))
    paid, value = tuple(costs[seller] or 0 for seller in sellers), value_of(reading, buyer, sellers)
    if value < sum(paid):
        return None
    # nothing is a witness for a margin of the whole surplus
    demand[buyer] = Bought(sellers, paid, (value - sum(paid),) * len(sellers), value)
    changed = replace(outcome, demand=tuple(demand), paid=pay(reading, outcome.params, demand))
    return _written(one, one.rule.solve(one.entries, one.params, {}), changed)


def _written(one: Round, solution: Solution[Outcome], changed: Outcome) -> Solution[Outcome]:
    """Another outcome in the place of a solution's."""
    proposed = is_proposed(one)
    return replace(
        solution,
        debits=changed.debits(),
        credits=changed.credits(),
        alloc=write_alloc(changed) if proposed else changed.alloc(),
        hints=write_hints(changed) if proposed else changed.hints(),
        detail=changed,
    )
