"""Random bilateral rounds, and claims about them, right and wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from databourse.market.entries import Entry, pack_amounts, pack_entries, pack_payloads
from databourse.market.mechanism import Solution
from databourse.market.sharing.match.inputs import Agent
from tests.differential.evm import Claim
from tests.market.sharing.match.rounds import Sharing


def make_round(number: int) -> Sharing:
    """The `number`-th round: values of any form, ties, entries that are replaced and such as do not count."""
    rng = Random(f"bilateral round {number}")
    most = rng.choice([1, 2, 10, 2**40])
    rises = [rng.randint(0, most) for _ in range(rng.choice([0, 1, 3, 8, 30]))]
    if rng.random() < 0.4:
        rises.sort(reverse=True)
    script = Sharing([sum(rises[:place]) for place in range(len(rises) + 1)], rng.choice([1, 1, 2, 7]))
    largest, wish = rng.choice([1, 3, 20]), rng.choice([1, 4, 2**32 - 1])
    for _ in range(rng.choice([0, 1, 2, 4, 6, 9, 14, 25])):
        if rng.random() < 0.1:
            _oddity(rng, script)
        scale = rng.randint(1, wish)
        cost = rng.choice([0, scale * rng.randint(0, most), rng.randrange(2 * scale * most)])
        script.agent(rng.randint(1, largest), scale, cost, rng.choice([None, None, rng.randint(1, 9)]))
    return script


def _oddity(rng: Random, script: Sharing) -> None:
    """What is almost an agent."""
    word = Agent(rng.randint(1, 9), 1, 1, 0).encode()
    blank = {"dataset": (1, 9), "size": (9, 13), "scale": (13, 17)}
    start, end = rng.choice(list(blank.values()))
    odd = [word[:31] + b"\1", b"\6" + word[1:], word[:start] + bytes(end - start) + word[end:], bytes(32)]
    if rng.random() < 0.3:
        script.payload(word)
    else:
        script.data(rng.choice(odd))


def claim_of(script: Sharing, solution: Solution[Any], entries: list[Entry] | None = None) -> Claim:
    """A solution as it would be settled."""
    shown = script.entries if entries is None else entries
    lists = pack_amounts(solution.debits), pack_amounts(solution.credits)
    return Claim(
        bytes(32), script.params, pack_entries(shown), pack_payloads(shown), *lists, solution.alloc, solution.hints
    )


def forgeries(rng: Random, script: Sharing, truth: Claim) -> Iterator[Claim]:
    """Claims that differ from the truth; some by what it makes no difference to."""
    yield from (replace(truth, alloc=alloc) for alloc in _other_rows(rng, truth.alloc, 4, len(script.entries)))
    yield from (replace(truth, hints=hints) for hints in _other_rows(rng, truth.hints, 2, len(script.entries)))
    yield replace(truth, debits=pack_amounts([(0, 1)]))
    yield replace(truth, credits=pack_amounts([(0, 1)]))
    for entries in _other_entries(rng, script.entries):
        other = Sharing([0])
        other.params, other.entries = script.params, entries
        # the true outcome of other entries, and another outcome of the true ones
        yield replace(truth, entries=pack_entries(entries), payloads=pack_payloads(entries))
        solution = other.solve(independent=True)
        yield replace(truth, alloc=solution.alloc, hints=solution.hints)


def _other_rows(rng: Random, packed: bytes, size: int, entries: int) -> Iterator[bytes]:
    rows = [packed[at : at + size] for at in range(0, len(packed), size)]
    stranger = b"".join(rng.randint(0, entries).to_bytes(2) for _ in range(size // 2))
    at = rng.randint(0, len(rows))
    yield b"".join([*rows[:at], stranger, *rows[at:]])
    yield packed + rng.randbytes(rng.randint(1, size - 1))
    if rows:
        at, other = rng.randrange(len(rows)), rng.randrange(len(rows))
        yield b"".join([*rows[:at], *rows[at + 1 :]])
        yield b"".join([*rows[:at], stranger, *rows[at + 1 :]])
        yield b"".join([*rows[:at], rows[at][size // 2 :] + rows[at][: size // 2], *rows[at + 1 :]])
        rows[at], rows[other] = rows[other], rows[at]
        yield b"".join(rows)


def _other_entries(rng: Random, entries: list[Entry]) -> Iterator[list[Entry]]:
    if not entries:
        return
    at, other = rng.randrange(len(entries)), rng.randrange(len(entries))
    changed = list(entries)
    place = rng.randrange(32)
    data = bytearray(changed[at].data)
    data[place] ^= 1 << rng.randrange(8)
    changed[at] = replace(changed[at], data=bytes(data))
    yield changed
    yield entries[:-1]
    swapped = list(entries)
    swapped[at], swapped[other] = replace(entries[other], index=at), replace(entries[at], index=other)
    yield swapped
