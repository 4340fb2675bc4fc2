"""The checker of learning rounds against its solver: what follows is accepted, everything else refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from databourse.errors import BourseError, InvalidInput, NoOutcome
from databourse.market.entries import (
    AMOUNT_BYTES,
    ENTRY_BYTES,
    pack_amounts,
    pack_entries,
    pack_payloads,
    unpack_amounts,
    unpack_entries,
)
from databourse.market.learning import LEARNING
from databourse.market.learning.blocks import NUMBER_BYTES, Row, pack_rows, rows_of, unpack_rows
from databourse.market.learning.outcome import Outcome
from databourse.market.learning.proposal import Shown, commitment_of
from databourse.market.learning.reading import flaw, read_round
from databourse.market.learning.tables import TABLES
from databourse.market.learning.words import unpack_counts
from databourse.market.mechanism import Solution
from databourse.market.posts import POSTED, Post, pack_posts
from tests.differential.evm import Checker, Claim
from tests.differential.learning.rounds import Lesson, make_round, statement_of
from tests.market.learning.refuting import Malformed, refutes
from tests.market.learning.rounds import CONTEXT, RUNNER, signed
from tests.market.scripted import account

#: Rounds that a process takes at a time.
CHUNK = 20
_TRIES, _FALSE, _DAMAGED = 3, 2, 6
#: Of one outcome, of which a table that falls in one place can have several.
_MOST_OBJECTIONS = 4


@dataclass
class Tally:
    """What happened.

    Attributes:
        accepted: true outcomes that were accepted: "settled" and "proposed" ones.
        paying: those in which money moves.
        undecided: rounds without an outcome, in which the checker accepted none.
        refused: wrong outcomes that were refused, by kind.
        harmless: changes that made no difference, and were accepted.
        proposed: false outcomes that could be proposed.
        objections: "upheld" and "overruled" ones, and "damaged" ones that were refused, as they had to be.
        causes: errors with which outcomes were refused.
        findings: whatever should not have happened.
    """

    accepted: Counter[str] = field(default_factory=Counter)
    paying: int = 0
    undecided: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    harmless: int = 0
    proposed: int = 0
    objections: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("accepted", "refused", "objections", "causes"):
            getattr(self, name).update(getattr(other, name))
        self.paying += other.paying
        self.undecided += other.undecided
        self.harmless += other.harmless
        self.proposed += other.proposed
        self.findings += other.findings


@cache
def checker() -> Checker:
    return Checker("learning")


def claim_of(one: Lesson, found: Solution[Outcome]) -> Claim:
    """A solution as it would be settled or proposed."""
    made = one.made
    lists = pack_amounts(found.debits), pack_amounts(found.credits)
    entries, payloads = pack_entries(made.entries), pack_payloads(made.entries)
    shown = CONTEXT, made.params.encode(), entries, payloads
    return Claim(*shown, *lists, found.alloc, found.hints, pack_posts(made.posts))


def empty(one: Lesson) -> Claim:
    """Nothing moves."""
    return claim_of(one, Solution((), (), b"", b"", {}, None))  # type: ignore[arg-type]


def refusal(one: Lesson, claim: Claim) -> str | None:
    """Why the checker refuses a claim, if it does; of a proposal, the word that it commits to must be right."""
    if not one.made.params.proposed:
        return checker().refusal(claim)
    answer = checker().committed(claim)
    if isinstance(answer, str):
        return answer
    try:
        word = word_of(claim)
    except BourseError as wrong:
        word = str(wrong).encode()
    return None if answer == word else "[another word]"


def word_of(claim: Claim) -> bytes:
    """What a checker that takes this proposal commits to."""
    arguments = unpack_entries(claim.entries, claim.payloads), claim.params, unpack(claim)
    return LEARNING.commitment(*arguments, claim.alloc)


def unpack(claim: Claim) -> list[Post]:
    """The posts of a claim; whoever posted them makes no difference."""
    found, left = [], claim.posts
    while left:
        size = int.from_bytes(left[4:6])
        found.append(Post(POSTED, account("operator"), b"", left[6 : 6 + size], claim.context))
        left = left[6 + size :]
    return found


def is_right(one: Lesson, claim: Claim) -> bool:
    """Whether this is what follows from what it shows, by the literal solver."""
    try:
        entries, posts = unpack_entries(claim.entries, claim.payloads), unpack(claim)
        if one.made.params.proposed:
            found = LEARNING.resolve(entries, claim.params, posts, claim.alloc, independent=True)
        else:
            found = LEARNING.solve(entries, claim.params, {}, posts=posts, independent=True)
    except BourseError:
        return False
    expected = pack_amounts(found.debits), pack_amounts(found.credits), found.alloc, found.hints
    return expected == (claim.debits, claim.credits, claim.alloc, claim.hints)


def _amounts(rng: Random, _: Lesson, claim: Claim) -> Claim:
    """Somebody pays or gets another amount, somebody else, or nothing."""
    side = rng.choice(["debits", "credits"])
    items = dict(unpack_amounts(getattr(claim, side)))
    choice = rng.randrange(3)
    entries = len(claim.entries) // ENTRY_BYTES
    if choice == 0 and items:
        items[rng.choice(list(items))] += rng.choice([1, -1, 5])
    elif choice == 1 and items:
        items[rng.randrange(entries)] = items.pop(rng.choice(list(items)))
    elif items:
        items.pop(rng.choice(list(items)))
    else:
        items[rng.randrange(max(1, entries))] = rng.choice([1, 50])
    return _with(claim, side, pack_amounts(sorted(item for item in items.items() if item[1] >= 0)))


def _lists(rng: Random, _: Lesson, claim: Claim) -> Claim:
    """A list goes on, or ends too early."""
    side = rng.choice(["debits", "credits", "alloc", "hints"])
    packed: bytes = getattr(claim, side)
    more = [packed + bytes(1), packed + bytes(AMOUNT_BYTES), packed[:-1], packed + packed[-AMOUNT_BYTES:]]
    return _with(claim, side, rng.choice(more))


def _entries(rng: Random, _: Lesson, claim: Claim) -> Claim:
    """An entry is another one, comes later, or is missing."""
    rows = [claim.entries[at : at + ENTRY_BYTES] for at in range(0, len(claim.entries), ENTRY_BYTES)]
    if not rows:
        return claim
    at, other = rng.randrange(len(rows)), rng.randrange(len(rows))
    match rng.randrange(3):
        case 0:
            place = rng.choice([*range(20), *range(21, ENTRY_BYTES)])  # the flags say what else there must be
            rows[at] = rows[at][:place] + bytes([rows[at][place] ^ 1 << rng.randrange(8)]) + rows[at][place + 1 :]
        case 1 if rows[at][20] == rows[other][20] == 0:
            rows[at], rows[other] = rows[other], rows[at]
        case 2 if rows[at][20] == 0:
            rows.pop(at)
    return replace(claim, entries=b"".join(rows))


def _posts(rng: Random, one: Lesson, claim: Claim) -> Claim:
    """A statement is changed, missing, comes earlier, or is there although nobody posted it."""
    posts = [post.statement for post in unpack(claim)]
    choice = rng.randrange(4)
    if choice == 3 or not posts:
        parties = len(claim.entries) // ENTRY_BYTES
        more = statement_of(rng, parties, one.made.params.max_parties, 5)
        posts.insert(rng.randint(0, len(posts)), signed(RUNNER, more, CONTEXT, one.made.entries))
    elif choice == 0:
        at = rng.randrange(len(posts))
        if posts[at]:
            place = rng.randrange(len(posts[at]))
            changed = bytes([posts[at][place] ^ 1 << rng.randrange(8)])
            posts[at] = posts[at][:place] + changed + posts[at][place + 1 :]
    elif choice == 1:
        posts.pop(rng.randrange(len(posts)))
    else:
        posts.reverse()
    return replace(claim, posts=pack_posts(Post(POSTED, account("operator"), b"", said) for said in posts))


def _context(rng: Random, _: Lesson, claim: Claim) -> Claim:
    """The same in another round."""
    return replace(claim, context=rng.randbytes(32))


def _rows(rng: Random, _: Lesson, claim: Claim) -> Claim:
    """Sums that are claimed of the table are others, and the money is still that of the right ones."""
    if not claim.alloc:
        return _with(claim, "alloc", rng.randbytes(NUMBER_BYTES))
    at = rng.randrange(len(claim.alloc))
    return _with(claim, "alloc", claim.alloc[:at] + bytes([claim.alloc[at] ^ 1]) + claim.alloc[at + 1 :])


def _with(claim: Claim, side: str, packed: bytes) -> Claim:
    return replace(claim, **{side: packed})


KINDS: dict[str, Callable[[Random, Lesson, Claim], Claim]] = {
    "amounts": _amounts,
    "lists": _lists,
    "entries": _entries,
    "posts": _posts,
    "context": _context,
    "rows": _rows,
}


def run_rounds(numbers: Iterable[int]) -> Tally:
    """Asks the checker about each round's true outcome and about changed ones."""
    tally = Tally()
    for number in numbers:
        one = make_round(number)
        made = one.made
        try:
            solution = made.solve()
        except NoOutcome:
            _nothing_goes(one, tally)
            continue
        truth = claim_of(one, solution)
        if not is_right(one, truth):
            tally.findings.append(f"round {number}: the fast and the literal solver differ")
        cause = refusal(one, truth)
        if cause is None:
            tally.accepted["proposed" if made.params.proposed else "settled"] += 1
            tally.paying += bool(truth.debits)
        else:
            tally.findings.append(f"round {number}: the true outcome is refused with {cause}")
        for kind, change in KINDS.items():
            rng = Random(f"{kind} of learning round {number}")
            for _ in range(_TRIES):
                _ask_about(one, kind, change(rng, one, truth), tally)
        if made.params.proposed:
            _object_to(one, solution, tally)
    return tally


def _nothing_goes(one: Lesson, tally: Tally) -> None:
    """No outcome is accepted; where the table alone is wrong, behind its root, whatever is proposed falls."""
    claim = empty(one)
    cause = refusal(one, claim)
    if cause is None and is_right(one, claim):  # nobody is present, and the root is of something else than nothing
        tally.harmless += 1
    elif cause is None or cause.startswith("["):
        tally.findings.append(f"round {one.number}: there is no outcome, and an empty one meets {cause}")
    tally.undecided += 1
    made = one.made
    reading = read_round(made.entries, made.params.encode(), made.posts)
    if made.params.proposed and reading.statement and not flaw(reading.statement, len(reading.parties)):
        parties = reading.statement.parties
        counts = unpack_counts(TABLES.find(reading.statement.root, parties))[: 1 << parties]
        _refute(Random(one.number), one, pack_rows(rows_of(counts, parties)), tally)


def _ask_about(one: Lesson, kind: str, changed: Claim, tally: Tally) -> None:
    right, cause = is_right(one, changed), refusal(one, changed)
    if right and cause is None:
        tally.harmless += 1
    elif right:
        tally.findings.append(f"round {one.number}: what is right is refused with {cause} ({kind}): {changed}")
    elif cause is None:
        tally.findings.append(f"round {one.number}: a wrong outcome is accepted ({kind}): {changed}")
    else:
        tally.refused[kind] += 1
        tally.causes[cause] += 1
        if cause.startswith("["):
            tally.findings.append(f"round {one.number}: refused without a cause ({kind}): {cause}")


def _object_to(one: Lesson, solution: Solution[Outcome], tally: Tally) -> None:
    """Nothing is found against the true proposal; a false one falls to whatever is found against it."""
    made, rng = one.made, Random(f"objections of learning round {one.number}")
    arguments = made.entries, made.params.encode(), made.posts
    if list(LEARNING.objections(*arguments, solution.alloc)):
        tally.findings.append(f"round {one.number}: there are objections to the true outcome")
    _show_everything(rng, one, solution.detail, tally)
    for _ in range(_FALSE if len(solution.detail.worth) > 1 else 0):
        false = _false_rows(rng, unpack_rows(solution.alloc, len(solution.detail.worth)))
        if false != solution.alloc:  # there was something to take away
            _refute(rng, one, false, tally)


def _refute(rng: Random, one: Lesson, false: bytes, tally: Tally) -> None:
    """What is found against a false outcome is upheld, if it could be proposed at all."""
    arguments = one.made.entries, one.made.params.encode(), one.made.posts
    try:
        claimed = LEARNING.resolve(*arguments, false)
    except InvalidInput:  # by these sums somebody's data are worth less than nothing, say
        return
    cause = refusal(one, claim_of(one, claimed))
    if cause is not None:
        tally.findings.append(f"round {one.number}: a false outcome cannot be proposed: {cause}")
        return
    tally.proposed += 1
    committed = LEARNING.commitment(*arguments, false)
    found = list(LEARNING.objections(*arguments, false))
    if not found:
        tally.findings.append(f"round {one.number}: nothing is found against a false outcome")
    for each in found[:_MOST_OBJECTIONS]:
        _try(one, committed, each.packed, True, "upheld", tally)
        for _ in range(_DAMAGED):
            _damage(rng, one, committed, each.packed, tally)


def _show_everything(rng: Random, one: Lesson, outcome: Outcome, tally: Tally) -> None:
    """Parts of the table that are as they must be refute nothing, whichever they are."""
    statement, parties = outcome.statement, len(outcome.worth)
    shown = Shown(outcome, TABLES.find(statement.root, parties))
    sets = [0, (1 << parties) - 1, *(1 << place for place in range(parties)), *range(1 << parties, len(shown.counts))]
    tried = [shown.cell(place) for place in rng.sample(sets, min(_TRIES, len(sets)))]
    for _ in range(_TRIES if parties else 0):
        party, mask = rng.randrange(parties), rng.randrange(1 << parties)
        tried.append(shown.fall(mask & ~(1 << party), party))
        tried.append(shown.sums(rng.randrange(len(outcome.rows))))
    for packed in tried:
        _try(one, commitment_of(outcome), packed, False, "overruled", tally)


def _try(one: Lesson, committed: bytes, packed: bytes, right: bool, how: str, tally: Tally) -> None:
    cause = checker().upheld(one.made.params.encode(), committed, packed)
    if _by_definition(committed, packed) is not right:
        tally.findings.append(f"round {one.number}: the literal reading finds another verdict on {packed.hex()}")
    if (cause is None) is not right or (cause or "").startswith("["):
        tally.findings.append(f"round {one.number}: an objection meets {cause}: {packed.hex()}")
    tally.objections[how] += 1


def _damage(rng: Random, one: Lesson, committed: bytes, packed: bytes, tally: Tally) -> None:
    at = rng.randrange(len(packed))
    flipped = packed[:at] + bytes([packed[at] ^ 1 << rng.randrange(8)]) + packed[at + 1 :]
    changed = rng.choice([flipped, flipped, packed[:at], packed + bytes([rng.randrange(256)])])
    right = _by_definition(committed, changed)
    _try(one, committed, changed, right, "upheld" if right else "damaged", tally)


def _by_definition(committed: bytes, packed: bytes) -> bool:
    try:
        return refutes(committed, packed)
    except Malformed:
        return False


def _false_rows(rng: Random, rows: tuple[Row, ...]) -> bytes:
    """All data are worth what they are, but one party's a little more and another's less."""
    block = rng.randrange(len(rows))
    own = list(rows[block].own)
    less, more = rng.sample(range(len(own)), 2)
    taken = min(1, own[less])
    own[less], own[more] = own[less] - taken, own[more] + taken
    return pack_rows([*rows[:block], replace(rows[block], own=tuple(own)), *rows[block + 1 :]])
