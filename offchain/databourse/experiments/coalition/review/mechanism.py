"""Theorem 2, what the contract game does not stop, and the private discovery of types."""

from __future__ import annotations

from typing import Any

from databourse.experiments.coalition.contracts import GAMES
from databourse.experiments.coalition.lies import GAMES as LYING
from databourse.experiments.coalition.lies import LIES
from databourse.experiments.coalition.review.claims import CLAIMS
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, table
from databourse.experiments.review.section import Section, join


def _theorem_2(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["contracts"]
    words = {
        "budgets met": "payments add up to the budgets of all contracts with members",
        "none negative": "no payment is negative",
        "placed as defined": "the fast placement is that of its definition in rationals",
        "stable": "the placement is a Nash equilibrium, by the fast check and by definition",
        "switching ends stable": "switching from a random start ends in one",
        "same after a permutation": "a permutation of devices changes nothing",
        "alike, paid unlike": "two devices with the same samples and type are paid unlike",
        "several equilibria": "there is more than one equilibrium",
        "another type pays": "somebody earns more by claiming the other type",
        "disjoint, linear": "two disjoint sellers earn what one with both their data does",
        "overlapping, linear": "the same with samples in common",
    }
    rows = [(told, f"{found[name]} of {found['games']}") for name, told in words.items()]
    return join(
        f"""
        The contract game of eq (12): contracts with fixed budgets, each for one type. A device in a contract of budget
        B with N samples earns B·n/N. Random games of up to {GAMES.devices} devices, {GAMES.contracts} contracts and
        {GAMES.types} types. The last two rows are about random contracts with two more members.
        """,
        table(["in how many games", ""], rows),
        """
        This is load balancing on machines of different speed, the budgets being the speeds. So there always is an
        equilibrium, moves that pay come to an end, and placing the largest device first, each where it earns most,
        finds one.
        """,
        CLAIMS.listed(
            results,
            "Theorem 2 (i)",
            "Theorem 2 (IR)",
            "Theorem 2 (IC)",
            "Theorem 2 (ii)",
            "Theorem 2 (iv)",
        ),
    )


def _lies(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["lies"]
    rows = [
        (
            name,
            f"{found[name]['paying']:,} ({percent(found[name]['paying'] / found['games'])})",
            f"{found[name]['first']:,} ({percent(found[name]['first'] / found['games'])})",
            _example(found[name]["example"]),
        )
        for name in LIES
    ]
    return join(
        f"""
        {found["games"]:,} random contract games of one type, 2 to {LYING.devices} devices of 1 to {LYING.samples}
        samples and 2 to {LYING.contracts} contracts. Every lie of a kind is tried, the placement is run again with it,
        and shares are compared exactly: in how many games it pays anybody, in how many the first device, and the lie
        that multiplies a share by most.
        """,
        table(["lie", "pays somebody", "pays the first device", "largest gain"], rows),
        """
        *More samples* pays almost always, because a share grows with what is claimed. A market can stop that by binding
        the number of samples to a registered dataset. It does not stop the others: *two identities* choose contracts
        one by one and can fill two of them better than one device can; *fewer samples* change the order in
        which devices are placed. A bond that is forfeited by who does not open its entry keeps devices from entering
        several times and opening what turns out best; it costs, and does not prevent, a second identity that opens.
        """,
        CLAIMS.listed(results, "Theorem 2 (iii)"),
    )


def _example(example: dict[str, Any] | None) -> str:
    if example is None:
        return "–"
    samples = ", ".join(map(str, example["samples"]))
    budgets = ", ".join(map(str, example["budgets"]))
    reports = " and ".join(map(str, example["reports"]))
    own = example["samples"][example["device"]]
    return f"×{number(example['factor'])}: samples {samples}, budgets {budgets}; {own} reports {reports}"


def _discovery(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["discovery"]
    equality, liar, buckets = found["equality"], found["liar"], found["buckets"]
    rows = [
        ("devices that find their type by asking one proxy of each", f"{equality['found']} of {found['devices']}"),
        ("tests of equality that takes", str(equality["tests"])),
        ("messages among these that repeat another", f"{equality['repeated']} of {equality['messages']}"),
        ("tests that one name may ask of a device, if it allows so many", f"{liar['asked']} of {liar['limit']}"),
        (f"guesses that hit, for a peer with {found['levels']} names", str(liar["by many names"])),
        (f"type of a device of type {liar['true']} that says {liar['claimed']}", str(liar["found"])),
        ("types among the devices; a relay puts them into just these buckets", _yes(buckets)),
        (
            "devices whose type is known to who has the tags and the key of one member",
            f"{buckets['named with one key']} of {found['devices']}",
        ),
    ]
    return join(
        """
        The paper takes a secured MPC channel for granted. Two protocols stand in for it here: a test of equality
        between two devices on masked curve points, and tags under a key that devices share. Both are run between
        parties; how long a test takes is in the solver's benchmark.
        """,
        table(["", "found"], rows),
        """
        An equality test hides types from the market and from peers of another type. It is no general multi-party
        computation, holds against parties that follow the protocol, and says nothing about whether a type is true. Who
        can have many names has many guesses. Tags are far cheaper, and show who is alike.
        """,
        CLAIMS.listed(results, "Algorithm 2 (private)", "Algorithm 2 (true)"),
    )


def _yes(buckets: dict[str, Any]) -> str:
    return f"{buckets['buckets']}: {'yes' if buckets['as the types are'] else 'no'}"


SECTIONS = (
    Section("Theorem 2 in the contract game", ("contracts", "lies", "values", "convergence"), _theorem_2),
    Section("What the contract game does not stop", ("lies", "contracts"), _lies),
    Section("Private discovery of types", ("discovery",), _discovery),
)
